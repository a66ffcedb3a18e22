"""Who is asked whether they still wait, and whose silence ends their place.

docs/domain.md, "Waitlists".
"""

from datetime import datetime, timedelta
from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from applicants.enums import ApplicationState, OfferState
from applicants.querysets.stages import StagesMixin
from becode.core.clock import local_day
from becode.core.sealing import token_digest
from becode.messages.enums import MessageState
from becode.messages.models import Message

FIRST_ASK_AFTER = timedelta(days=365)
ASK_AGAIN_AFTER = timedelta(days=14)
MOST_ASKS = 3
QUESTION = "applicants.still_interested"


class InterestMixin(StagesMixin):
    """Adds to applications the words of the yearly question."""

    def on_lists(self) -> Self:
        """Admitted, and on at least one list."""
        return self.filter(self._waits(), state=ApplicationState.ADMITTED)

    def to_ask_interest(self, at: datetime) -> Self:
        """Whose year is over, or whose last question is two weeks old, the longest wait first.

        Who pauses on all lists is left alone until the pause ends, who has a seat to answer too.
        """
        first = Q(interest_asks=0)
        again = Q(
            interest_asks__range=(1, MOST_ASKS - 1), interest_asked_at__lte=at - ASK_AGAIN_AFTER
        )
        return (
            self._to_disturb(at)
            # Who cannot be reached is asked once: then a colleague asks.
            .filter(first | (again & self._reachable()))
            .order_by("interest_at", "pk")
        )

    def silent(self, at: datetime) -> Self:
        """Asked three times, and nothing heard for two weeks since; the question did arrive."""
        return (
            self._to_disturb(at)
            .filter(interest_asks__gte=MOST_ASKS, interest_asked_at__lte=at - ASK_AGAIN_AFTER)
            .filter(self._reachable())
            .exclude(self._failed())
            .order_by("interest_at", "pk")
        )

    def to_ask_in_person(self, at: datetime) -> Self:
        """Whom our question cannot reach, or did not: a colleague asks them."""
        return (
            self._to_disturb(at)
            .filter(interest_asks__gte=1)
            .filter(~self._reachable() | self._failed())
            .order_by("interest_asked_at", "pk")
        )

    def _to_disturb(self, at: datetime) -> Self:
        offers = self._related("offers").filter(application=OuterRef("pk"))
        live = offers.filter(state=OfferState.OPEN, expires_at__gt=at).order_by()
        ready = Q(paused_until__isnull=True) | Q(paused_until__lte=local_day(at))
        year_ago = at - FIRST_ASK_AFTER
        waiting = self.on_lists().filter(self._waits(ready), interest_at__lte=year_ago)
        return waiting.exclude(Exists(live))

    def _waits(self, which: Q | None = None) -> Exists:
        entries = self._related("entries").waiting().filter(application=OuterRef("pk"))
        return Exists((entries.filter(which) if which is not None else entries).order_by())

    def _reachable(self) -> Exists:
        model: Any = self.model
        person: Any = model.person.field.related_model
        points = person.contact_points.rel.related_model.objects.usable()
        return Exists(points.filter(person=OuterRef("person")).order_by())

    def _failed(self) -> Exists:
        """Whether the last question is a message that was not sent: refused, or too late."""
        return Exists(
            Message.objects.filter(
                kind=QUESTION,
                about_type="applicants.application",
                about_key=OuterRef("pk"),
                created_at=OuterRef("interest_asked_at"),
                state__in=(MessageState.FAILED, MessageState.CANCELLED),
            ).order_by()
        )

    def _related(self, name: str) -> Any:
        return getattr(self.model, name).rel.related_model.objects


class WaitingLinkQuerySet(models.QuerySet):
    def of_token(self, token: str, *, at: datetime) -> Self:
        """The link of this secret while it works, with its application."""
        return (
            self.filter(digest=token_digest(token), expires_at__gt=at)
            .select_related("application__person", "application__track")
            .order_by("pk")
        )
