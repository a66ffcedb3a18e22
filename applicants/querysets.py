from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q

from applicants.enums import (
    OPEN_APPLICATION_STATES,
    ApplicationState,
    EntryState,
    OfferState,
)

if TYPE_CHECKING:
    from applicants.models import WaitlistEntry
    from becode.accounts.models import User
    from becode.people.models import Person


class ApplicationQuerySet(models.QuerySet):
    def open(self) -> Self:
        return self.filter(state__in=OPEN_APPLICATION_STATES)

    def untreated(self) -> Self:
        """Received, and nobody has decided anything yet."""
        return self.filter(state=ApplicationState.SUBMITTED)

    def untreated_since(self, at: datetime, *, for_days: int = 5) -> Self:
        return self.untreated().filter(submitted_at__lte=at - timedelta(days=for_days))

    def for_lists(self) -> Self:
        """With what a line of a staff list shows: one query whatever the number of lines."""
        return self.select_related("person", "track", "campus")

    def search(self, text: str) -> Self:
        """By the person (see `Person.objects.search`), or by the number people quote."""
        text = text.strip()
        if not text:
            return self
        model: Any = self.model
        people = model.person.field.related_model.objects.search(text)
        wanted = Q(person__in=people)
        digits = text.upper().removeprefix("A")
        if digits.isdecimal() and len(digits) <= 9:
            wanted |= Q(pk=int(digits))
        return self.filter(wanted)

    def of_person(self, person: "Person") -> Self:
        """All applications of one person with what their page shows, the latest first."""
        return self.filter(person=person).for_lists().order_by("-submitted_at", "-pk")

    def visible_to(self, user: "User") -> Self:
        """Staff see applications that name one of their campuses among the choices."""
        if not user.is_staff:
            return self.none()
        keys = user.campus_keys()
        if keys is None:
            return self
        model: Any = self.model
        chosen = model.choices.rel.related_model.objects.filter(
            application=models.OuterRef("pk"), campus_id__in=keys
        )
        return self.filter(Q(campus_id__in=keys) | models.Exists(chosen))


class WaitlistEntryQuerySet(models.QuerySet):
    def waiting(self) -> Self:
        return self.filter(state=EntryState.WAITING)

    def in_order(self) -> Self:
        """The order of the list: priority, date of eligibility, application number."""
        return self.order_by("priority", "eligible_at", "application_id")

    def for_list(self, *, campus_pk: int, track_pk: int) -> Self:
        return self.waiting().filter(campus_id=campus_pk, track_id=track_pk).in_order()

    def of_person(self, person: "Person") -> Self:
        """Where one person waits, their first choice first, an application after the other."""
        return (
            self.waiting()
            .filter(application__person=person)
            .select_related("campus")
            .annotate(
                rank=models.Min(
                    "application__choices__rank",
                    filter=Q(application__choices__campus=models.F("campus")),
                )
            )
            .order_by("application_id", "rank", "pk")
        )

    def with_people(self) -> Self:
        """With what a line of a list shows."""
        return self.select_related("application__person")

    def people_per_list(self) -> dict[tuple[int, int], int]:
        """How many wait on each list, by (campus, track)."""
        counted = self.waiting().order_by("campus_id", "track_id").values("campus_id", "track_id")
        return {
            (line["campus_id"], line["track_id"]): line["people"]
            for line in counted.annotate(people=models.Count("pk"))
        }

    def ahead_of(self, entry: "WaitlistEntry") -> Self:
        """Who stands before this entry on its list."""
        return self.for_list(campus_pk=entry.campus_id, track_pk=entry.track_id).filter(
            Q(priority__lt=entry.priority)
            | Q(priority=entry.priority, eligible_at__lt=entry.eligible_at)
            | Q(
                priority=entry.priority,
                eligible_at=entry.eligible_at,
                application_id__lt=entry.application_id,
            )
        )

    def visible_to(self, user: "User") -> Self:
        if not user.is_staff:
            return self.none()
        keys = user.campus_keys()
        return self if keys is None else self.filter(campus_id__in=keys)


class SeatOfferQuerySet(models.QuerySet):
    def open(self) -> Self:
        """Offers nobody has answered; they may be past their moment: see `live`."""
        return self.filter(state=OfferState.OPEN)

    def live(self, at: datetime) -> Self:
        """Offers that can still be accepted at this moment."""
        return self.open().filter(expires_at__gt=at)

    def for_lists(self) -> Self:
        """With what a line of a list or a message shows."""
        return self.select_related("person", "application", "cohort__campus", "cohort__track")

    def of_person(self, person: "Person") -> Self:
        """All offers to one person with what their page shows, the latest first."""
        return self.filter(person=person).for_lists().order_by("-offered_at", "-pk")

    def seats_per_cohort(self) -> dict[int, int]:
        """How many of these offers each cohort has."""
        counted = self.order_by("cohort_id").values("cohort_id")
        return {
            line["cohort_id"]: line["offers"]
            for line in counted.annotate(offers=models.Count("pk"))
        }

    def overdue(self, at: datetime) -> Self:
        return self.open().filter(expires_at__lte=at)

    def visible_to(self, user: "User") -> Self:
        if not user.is_staff:
            return self.none()
        keys = user.campus_keys()
        return self if keys is None else self.filter(cohort__campus_id__in=keys)


class InterestEntryQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> Self:
        """Staff see those of their campuses and those who named none."""
        if not user.is_staff:
            return self.none()
        keys = user.campus_keys()
        if keys is None:
            return self
        return self.filter(Q(campus_id__in=keys) | Q(campus_id__isnull=True))
