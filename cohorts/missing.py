"""Which check-ins should be there and are not. docs/domain.md, "Attendance" and "Reminders"."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from becode.core import clock
from cohorts.class_sheet import half_of
from cohorts.enums import DayPart, Moment
from cohorts.models import Absence, CheckIn, Enrolment, TrainingDay
from cohorts.moments import FIRSTS, PARTNER, Window, windows


@dataclass(frozen=True, slots=True)
class Missing:
    """Somebody who did not note a moment at which the lessons were theirs."""

    enrolment: Enrolment
    day: TrainingDay
    window: Window


def missing_between(
    since: datetime,
    until: datetime,
    *,
    delay: timedelta,
    of: Enrolment | None = None,
    on: TrainingDay | None = None,
) -> list[Missing]:
    """What was missing so long (`delay`) after its hour, where that fell in this stretch of time.

    After `since`, not after `until`, on the day of `until`; `of` one learner or `on` one day
    alone. An absence that was filed for the half day explains it; who left is not asked. Lunch
    and departure are missed only by those who noted the beginning. Four queries at most.
    """
    today = clock.local_day(until)
    days = TrainingDay.objects.filter(on=today).select_related("cohort__campus", "cohort__track")
    if of is not None:
        days = days.filter(cohort=of.cohort_id)
    if on is not None:
        days = days.filter(pk=on.pk)
    due = {
        day.cohort_id: (day, found)
        for day in days.order_by("pk")
        if (found := _due(day, since - delay, until - delay))
    }
    if not due:
        return []
    people = Enrolment.objects.expected_on(today).filter(cohort__in=due).select_related("person")
    if of is not None:
        people = people.filter(pk=of.pk)
    rows = CheckIn.objects.filter(on=today, enrolment__cohort__in=due)
    made = set(rows.order_by("pk").values_list("enrolment_id", "moment"))
    filed: dict[int, list[Absence]] = {}
    absences = Absence.objects.standing().touching(today, today)
    for one in absences.filter(enrolment__cohort__in=due).order_by("pk"):
        filed.setdefault(one.enrolment_id, []).append(one)
    return [
        Missing(enrolment, day, window)
        for enrolment in people.order_by("person__sort_name", "pk")
        for day, found in [due[enrolment.cohort_id]]
        for window in found
        if (enrolment.pk, window.moment) not in made
        and _is_missed(window.moment, {moment for key, moment in made if key == enrolment.pk})
        and not _is_explained(filed.get(enrolment.pk, ()), window.moment)
    ]


def _due(day: TrainingDay, since: datetime, until: datetime) -> list[Window]:
    found = windows(day, grace=day.cohort.grace_minutes)
    return [one for one in found if since < one.planned_at <= until]


def _is_missed(moment: Moment, done: set[int]) -> bool:
    return moment in FIRSTS or PARTNER[moment] in done


def _is_explained(filed: Iterable[Absence], moment: Moment) -> bool:
    return any(one.part in (DayPart.DAY, half_of(moment)) for one in filed)
