from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import F, Func, Q
from django.db.models.expressions import Combinable

from becode.core.normalise import email_key, phone_e164
from becode.messages.enums import FINAL_STATES, OPEN_STATES, Channel, Delivery, MessageState

if TYPE_CHECKING:
    from becode.accounts.models import User
    from becode.messages.models import Message  # noqa: F401


# What a colleague sends to themselves: it is made from somebody's data.
TEST_KIND = "messages.test"


def database_clock() -> Func:
    return Func(function="clock_timestamp", output_field=models.DateTimeField())


def lease_end(seconds: int) -> Combinable:
    """The end of a lease that begins now.

    Leases alone are kept in the database's own time, whatever the product's clock is set to:
    senders on several machines, and a rehearsal beside them, must agree who holds a row.
    """
    return database_clock() + timedelta(seconds=seconds)


class MessageQuerySet(models.QuerySet):
    def open(self) -> Self:
        return self.filter(state__in=OPEN_STATES)

    def finished(self) -> Self:
        return self.filter(state__in=FINAL_STATES)

    def due_urgent(self, at: datetime) -> Self:
        """Codes and the like, which nobody may wait for behind a thousand others."""
        return self._due(at, urgent=True)

    def due_ordinary(self, at: datetime) -> Self:
        return self._due(at, urgent=False)

    def _due(self, at: datetime, *, urgent: bool) -> Self:
        return self.filter(state=MessageState.PENDING, urgent=urgent, next_try_at__lte=at).order_by(
            "next_try_at", "pk"
        )

    def interrupted(self) -> Self:
        """Rows whose sender is gone: its lease ran out before a result was written.

        Those that went along with another come back with it, or alone once it went on without.
        """
        with_its_leader = Q(merged_into__lease=F("lease"))
        return self.filter(
            ~with_its_leader, state=MessageState.SENDING, leased_until__lt=database_clock()
        ).order_by("leased_until", "pk")

    def ready(self, at: datetime) -> Self:
        """Everything a sender might claim now, oldest first."""
        return self.filter(
            Q(state=MessageState.PENDING, next_try_at__lte=at)
            | Q(state=MessageState.SENDING, leased_until__lt=database_clock())
        ).order_by("next_try_at", "pk")

    def overdue(self, at: datetime, *, by: timedelta = timedelta(minutes=5)) -> Self:
        """Rows that should have left by now: no live lease, no retry time ahead."""
        return self.filter(
            Q(state=MessageState.PENDING, next_try_at__lt=at - by)
            | Q(state=MessageState.SENDING, leased_until__lt=database_clock() - by)
        )

    def not_arrived(self) -> Self:
        """What was refused or given up, and what was taken and came back."""
        failed = Q(state=MessageState.FAILED)
        return self.filter(failed | Q(state=MessageState.SENT, delivery=Delivery.BOUNCED))

    def for_person(self, person_pk: int) -> Self:
        return self.filter(person_id=person_pk).order_by("created_at", "pk")

    def for_people(self, keys: Iterable[int]) -> Self:
        """Those of a person and of the records that were merged into theirs."""
        return self.filter(person__in=list(keys)).order_by("created_at", "pk")

    def visible_to(self, user: "User") -> Self:
        """Staff see messages of their campuses. Of those that belong to none: what went to people
        they see, and to accounts; not what colleagues sent themselves to try words.
        """
        keys = user.campus_keys()
        if not user.is_staff:
            return self.none()
        if keys is None:
            return self
        people: Any = self.model._meta.get_field("person").related_model
        seen = people._default_manager.visible_to(user).order_by().values("pk")
        of_nobody = Q(person__isnull=True) & (Q(user=user) | ~Q(kind=TEST_KIND))
        return self.filter(
            Q(campus_key__in=keys) | Q(campus_key__isnull=True) & (of_nobody | Q(person__in=seen))
        )


class PauseQuerySet(models.QuerySet):
    def in_force(self, on: date) -> Self:
        """Pauses that hold on a day: not ended, and not past their own last day."""
        return self.filter(Q(until__isnull=True) | Q(until__gt=on), ended_at__isnull=True)

    def about(self, record: models.Model) -> Self:
        """Those of one record."""
        return self.filter(about_type=record._meta.label_lower, about_key=record.pk)


class BounceQuerySet(models.QuerySet):
    def open(self) -> Self:
        """What nobody corrected yet."""
        return self.filter(settled_at__isnull=True)

    def at(self, channel: str, address: str) -> Self:
        """Those of one address, whichever way it was written."""
        return self.filter(channel=channel, address=address_key(channel, address))

    def visible_to(self, user: "User") -> Self:
        """Those of messages that a colleague sees."""
        model: Any = self.model
        messages = model.message.field.related_model.objects.visible_to(user)
        return self.filter(message__in=messages.order_by().values("pk"))


def address_key(channel: str, address: str) -> str:
    """How a Bounce keeps an address, so that two spellings of it are one."""
    if channel == Channel.EMAIL:
        return email_key(address)
    return phone_e164(address) or address
