from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from becode.messages.enums import FINAL_STATES, OPEN_STATES, MessageState

if TYPE_CHECKING:
    from becode.accounts.models import User


class MessageQuerySet(models.QuerySet["Message"]):
    def open(self) -> Self:
        return self.filter(state__in=OPEN_STATES)

    def finished(self) -> Self:
        return self.filter(state__in=FINAL_STATES)

    def ready(self, at: datetime) -> Self:
        """Rows to claim: waiting and due, or leased by a sender that is gone; oldest first."""
        return self.filter(
            Q(state=MessageState.PENDING, next_try_at__lte=at)
            | Q(state=MessageState.SENDING, leased_until__lt=at)
        ).order_by("next_try_at", "pk")

    def overdue(self, at: datetime, *, by: timedelta = timedelta(minutes=5)) -> Self:
        """Rows that should have left by now: no live lease, no retry time ahead."""
        late = at - by
        return self.filter(
            Q(state=MessageState.PENDING, next_try_at__lt=late)
            | Q(state=MessageState.SENDING, leased_until__lt=late)
        )

    def for_person(self, person_pk: int) -> Self:
        return self.filter(person_id=person_pk).order_by("created_at", "pk")

    def visible_to(self, user: "User") -> Self:
        """Staff see messages of their campuses and those that belong to none."""
        keys = user.campus_keys()
        if not user.is_staff:
            return self.none()
        if keys is None:
            return self
        return self.filter(Q(campus_key__in=keys) | Q(campus_key__isnull=True))
