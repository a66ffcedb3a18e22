"""Whether a coach would have to be in two rooms at once."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from becode.accounts.models import User
from cohorts.enums import CohortState, LessonPlace
from cohorts.models import CoachAssignment, Cohort, TrainingDay

GOING = (CohortState.PLANNED, CohortState.RUNNING)


@dataclass(frozen=True, slots=True)
class Overlap:
    """A coach of this cohort who coaches another one on the same days at the campus."""

    user: User
    other: Cohort
    first_on: date
    days: int


def double_bookings(cohort: Cohort, *, since: date) -> list[Overlap]:
    """The overlaps from a day on, of lead and second coaches; three queries.

    Only days count on which both groups have lessons on site. A contact for work is not with
    the group all day and is left out.
    """
    mine = list(
        CoachAssignment.objects.coaching()
        .filter(cohort=cohort)
        .select_related("user")
        .order_by("pk")
    )
    others = list(
        CoachAssignment.objects.coaching()
        .filter(user__in=[one.user_id for one in mine], cohort__state__in=GOING)
        .filter(cohort__start_on__lte=cohort.end_on, cohort__end_on__gte=cohort.start_on)
        .exclude(cohort=cohort)
        .select_related("cohort")
        .order_by("pk")
    )
    if not others:
        return []
    on_site: dict[int, set[date]] = defaultdict(set)
    days = TrainingDay.objects.filter(
        cohort__in=[cohort.pk, *(one.cohort_id for one in others)],
        place=LessonPlace.ON_SITE,
        on__gte=since,
    )
    for key, on in days.order_by("pk").values_list("cohort_id", "on"):
        on_site[key].add(on)
    shared: dict[tuple[int, int], set[date]] = defaultdict(set)
    for one in mine:
        for other in others:
            if other.user_id == one.user_id:
                both = on_site[cohort.pk] & on_site[other.cohort_id]
                shared[one.user_id, other.cohort_id] |= {
                    day for day in both if _covers(one, day) and _covers(other, day)
                }
    users = {one.user_id: one.user for one in mine}
    cohorts = {one.cohort_id: one.cohort for one in others}
    return [
        Overlap(users[user], cohorts[other], min(on), len(on))
        for (user, other), on in shared.items()
        if on
    ]


def _covers(assignment: CoachAssignment, day: date) -> bool:
    since, until = assignment.since, assignment.until
    return (since is None or since <= day) and (until is None or day <= until)
