from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Exists, OuterRef

from applicants.enums import TOLD_WHEN_TAKEN_BACK, EntryState, MoreTime, OfferState
from becode.messages.models import Message

if TYPE_CHECKING:
    from applicants.models import SeatOffer, WaitlistEntry
    from becode.accounts.models import User
    from becode.people.models import Person


class SeatOfferQuerySet(models.QuerySet):
    def open(self) -> Self:
        """Offers nobody has answered; they may be past their moment: see `live`."""
        return self.filter(state=OfferState.OPEN)

    def live(self, at: datetime) -> Self:
        """Offers that can still be accepted at this moment."""
        return self.open().filter(expires_at__gt=at)

    def accepted(self) -> Self:
        """Those that led to a seat."""
        return self.filter(state=OfferState.ACCEPTED)

    def for_lists(self) -> Self:
        """With what a line of a list or a message shows."""
        return self.select_related("person", "application", "cohort__campus", "cohort__track")

    def of_person(self, person: "Person") -> Self:
        """All offers to one person with what their page shows, the latest first."""
        return self.filter(person=person).for_lists().order_by("-offered_at", "-pk")

    def ending_by(self, moment: datetime) -> Self:
        return self.filter(expires_at__lte=moment)

    def asking_for_time(self, at: datetime) -> Self:
        """Live offers whose person wants more time, and nobody decided yet."""
        return self.live(at).filter(more_time=MoreTime.ASKED)

    def to_call(self, at: datetime, *, by: datetime) -> Self:
        """Live offers that end by this moment, or whose person wants more time."""
        ending = models.Q(expires_at__lte=by)
        return self.live(at).filter(ending | models.Q(more_time=MoreTime.ASKED))

    def said_no(self) -> Self:
        """Offers that were declined or not answered, of people who still wait on the list."""
        return self.filter(
            state__in=(OfferState.DECLINED, OfferState.EXPIRED), entry__state=EntryState.WAITING
        )

    def last_of_entries(self, entries: "Iterable[WaitlistEntry]") -> "dict[int, SeatOffer]":
        """The latest offer of each of these places, by the key of the place."""
        found: Any = self.filter(entry__in=entries).select_related("cohort")
        return {offer.entry_id: offer for offer in found.order_by("offered_at", "pk")}

    def seats_per_cohort(self) -> dict[int, int]:
        """How many of these offers each cohort has."""
        counted = self.order_by("cohort_id").values("cohort_id")
        return {
            line["cohort_id"]: line["offers"]
            for line in counted.annotate(offers=models.Count("pk"))
        }

    def to_tell(self, *, since: datetime) -> Self:
        """Taken back since then, by our doing, and nobody has written to the person yet."""
        model: Any = self.model
        told = Message.objects.filter(
            kind="applicants.offer_taken_back",
            about_type=model._meta.label_lower,
            about_key=OuterRef("pk"),
        )
        return self.filter(taken_back__in=TOLD_WHEN_TAKEN_BACK, ended_at__gte=since).exclude(
            Exists(told)
        )

    def overdue(self, at: datetime) -> Self:
        return self.open().filter(expires_at__lte=at)

    def visible_to(self, user: "User") -> Self:
        if not user.is_staff:
            return self.none()
        keys = user.campus_keys()
        return self if keys is None else self.filter(cohort__campus_id__in=keys)
