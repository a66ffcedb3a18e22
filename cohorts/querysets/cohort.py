from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q

from cohorts.enums import RUNNING, SEATED, CohortState, EnrolmentState

if TYPE_CHECKING:
    from becode.accounts.models import User


def _next_month(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1)


# Of the enrolments of a cohort, those that the counter of seats counts: who left early keeps the
# seat used, unless it was given to somebody else.
HOLDS_A_SEAT = Q(enrolments__state__in=SEATED) & (
    Q(enrolments__exit__isnull=True) | Q(enrolments__exit__seat_freed=False)
)


class TrackQuerySet(models.QuerySet):
    def open_on(self, day: date) -> Self:
        """Tracks that take people on this day, in the order of their codes."""
        return self.filter(
            Q(active_from__isnull=True) | Q(active_from__lte=day),
            Q(active_to__isnull=True) | Q(active_to__gte=day),
        ).order_by("code", "pk")

    def most_taught_first(self) -> Self:
        """By the number of campuses that teach them, then by code."""
        return self.annotate(taught_at=models.Count("campuses")).order_by("-taught_at", "code")


class CohortQuerySet(models.QuerySet):
    def planned(self) -> Self:
        return self.filter(state=CohortState.PLANNED)

    def to_move_to(self) -> Self:
        """Those that somebody can be moved to: planned or in training, with a free seat."""
        going = [CohortState.PLANNED, CohortState.RUNNING]
        return (
            self.filter(state__in=going)
            .with_room()
            .select_related("campus", "track")
            .order_by("start_on", "pk")
        )

    def upcoming(self, day: date) -> Self:
        """Planned cohorts that start on this day or later, the first one first."""
        return self.planned().filter(start_on__gte=day).order_by("start_on", "pk")

    def to_start(self, day: date) -> Self:
        """Planned cohorts whose first day has come."""
        return self.planned().filter(start_on__lte=day).order_by("start_on", "pk")

    def to_send_on_internship(self, day: date) -> Self:
        """Cohorts in training whose last training day is past."""
        return self.filter(state=CohortState.RUNNING, end_on__lt=day).order_by("end_on", "pk")

    def to_complete(self, day: date) -> Self:
        """Cohorts whose internship period is past."""
        return self.filter(state=CohortState.INTERNSHIP, internship_end_on__lt=day).order_by(
            "internship_end_on", "pk"
        )

    def next_starts(self, day: date) -> Self:
        """The first planned cohort of each campus and track, from this day on."""
        return (
            self.planned()
            .filter(start_on__gte=day)
            .order_by("campus_id", "track_id", "start_on", "pk")
            .distinct("campus_id", "track_id")
        )

    def starting_from(self, day: date) -> Self:
        """Planned cohorts that start on this day or later, the first one first."""
        return self.planned().filter(start_on__gte=day).order_by("start_on", "pk")

    def taking(self, day: date) -> Self:
        """Those for which seats can still be offered on this day, the next one first."""
        before_start = Q(offers_until__isnull=True, start_on__gt=day)
        open_states = Q(state=CohortState.PLANNED) | Q(state=CohortState.RUNNING)
        return (
            self.filter(open_states)
            .filter(before_start | Q(offers_until__gte=day))
            .select_related("campus", "track")
            .order_by("start_on", "pk")
        )

    def cascading(self, day: date) -> Self:
        """Those that offer by themselves what became free, with a free seat of those on offer."""
        return (
            self.taking(day).with_room().filter(cascades=True, seats_on_offer__gt=F("seats_taken"))
        )

    def with_room(self) -> Self:
        return self.filter(seats_taken__lt=F("seats"))

    def for_list(self, *, campus_pk: int, track_pk: int) -> Self:
        return self.filter(campus_id=campus_pk, track_id=track_pk)

    def visible_to(self, user: "User") -> Self:
        """Staff see the cohorts of their campuses."""
        if not user.is_staff:
            return self.none()
        keys = user.campus_keys()
        return self if keys is None else self.filter(campus_id__in=keys)


class EnrolmentQuerySet(models.QuerySet):
    def running(self) -> Self:
        """Enrolments of people who are with us now or will be."""
        return self.filter(state__in=RUNNING)

    def seated(self) -> Self:
        """Those that hold or used a seat; not what was given back, or goes on in another cohort.

        Whoever asks whether a person had a seat asks this: a transfer counts once.
        """
        return self.filter(state__in=SEATED)

    def holding_seats(self) -> Self:
        """Those that the counter of seats counts: not who left and made room for another."""
        freed = Q(state=EnrolmentState.LEFT, exit__seat_freed=True)
        return self.seated().exclude(freed)

    def expected_on(self, day: date) -> Self:
        """Those who follow the lessons of this day: from their first day until they left or moved.

        The day of leaving or moving itself asks nothing of them any more.
        """
        return self.filter(
            Q(left_on__isnull=True) | Q(left_on__gt=day),
            Q(moved_on__isnull=True) | Q(moved_on__gt=day),
            started_on__lte=day,
        ).exclude(state=EnrolmentState.WITHDRAWN)

    def in_lessons(self, cohort_pk: int, month: date) -> Self:
        """Those of a cohort with lessons of their own in the month with this first day."""
        days = Q(cohort__days__on__gte=month, cohort__days__on__lt=_next_month(month))
        theirs = (
            Q(cohort__days__on__gte=F("started_on"))
            & (Q(left_on__isnull=True) | Q(cohort__days__on__lt=F("left_on")))
            & (Q(moved_on__isnull=True) | Q(cohort__days__on__lt=F("moved_on")))
        )
        return (
            self.filter(days & theirs, cohort_id=cohort_pk)
            .exclude(state=EnrolmentState.WITHDRAWN)
            .distinct()
        )

    def awaiting_start(self) -> Self:
        """People with a seat in a cohort that has not begun."""
        return self.filter(state=EnrolmentState.ENROLLED, cohort__state=CohortState.PLANNED)

    def graduated(self) -> Self:
        return self.filter(state=EnrolmentState.GRADUATED)

    def of_people(self, people: "Iterable[int]") -> Self:
        """All seats of these people, by their keys, the first one first."""
        return self.filter(person_id__in=people).order_by("enrolled_at", "pk")

    def roster(self, cohort_pk: int) -> Self:
        """The people of a cohort by name, those who never came or moved away left out."""
        return (
            self.filter(cohort_id=cohort_pk)
            .seated()
            .select_related("person")
            .order_by("person__sort_name", "pk")
        )

    def visible_to(self, user: "User") -> Self:
        if not user.is_staff:
            return self.none()
        keys = user.campus_keys()
        return self if keys is None else self.filter(cohort__campus_id__in=keys)
