"""Who was there on the days of the running cohorts: 92% of the hours on average.

Most are nearly always there, one or two are often away, as in any group.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta

from django.db.models import QuerySet

from becode.core import clock
from cohorts.enums import CheckInSource, CohortState, LessonPlace, Moment
from cohorts.models import Cohort, Enrolment, TrainingDay
from cohorts.moments import Window, windows
from cohorts.workflow.checking_in import Noted, record_many

# Of one hundred days or half days of an average learner, how many go like this.
AWAY_DAYS, AWAY_HALVES, LATE, EARLY, FORGOTTEN = 5.5, 1.0, 7.0, 3.0, 0.4
AT_HOME_INSTEAD = 1.0
# How often somebody is away, as a multiple of the average: eight kinds of learners, mean 1.
HABITS = (0.2, 0.4, 0.6, 0.8, 1.0, 1.1, 1.5, 2.4)
# Those who came to the end of their training were nearly always there.
BEGUN = (CohortState.RUNNING, CohortState.INTERNSHIP, CohortState.COMPLETED)
# Minutes around the hour at which people press, when nothing is the matter.
PRESSED = {
    Moment.ARRIVAL: (-18, 4),
    Moment.LUNCH: (0, 3),
    Moment.RETURN: (-8, 4),
    Moment.DEPARTURE: (0, 9),
}


def add_check_ins(
    *,
    chance: random.Random,
    at: datetime,
    cohorts: "QuerySet[Cohort] | None" = None,
    habits_after: Sequence[float] = HABITS[:1],
) -> int:
    """Write the check-ins of all demo cohorts that have begun until now, or of those among
    `cohorts`; returns how many.

    `habits_after` are those of cohorts whose training is over.
    """
    made = 0
    found = Cohort.objects.filter(is_demo=True) if cohorts is None else cohorts
    for cohort in found.filter(state__in=BEGUN).order_by("pk"):
        is_running = cohort.state == CohortState.RUNNING
        habits_here = HABITS if is_running else habits_after
        luck = chance if is_running else random.Random(cohort.code)
        days = TrainingDay.objects.filter(cohort=cohort, on__lte=clock.local_day(at))
        people = list(Enrolment.objects.filter(cohort=cohort).order_by("pk"))
        # A habit each, in turn, so that small groups keep to the mean as well.
        habits = {
            one.pk: habits_here[number % len(habits_here)] for number, one in enumerate(people)
        }
        noted = [
            one
            for day in days.order_by("on")
            for enrolment in people
            if enrolment.is_expected(day.on)
            for one in _day(day, cohort, enrolment, habits[enrolment.pk], luck)
            if one.at <= at
        ]
        made += record_many(noted=noted, source=CheckInSource.PHONE)
    return made


def _day(
    day: TrainingDay, cohort: Cohort, enrolment: Enrolment, habit: float, chance: random.Random
) -> Iterator[Noted]:
    """What one learner notes on one day."""

    def happens(percent: float) -> bool:
        return chance.random() * 100 < percent * habit

    if happens(AWAY_DAYS):
        return
    place = day.place
    if place == LessonPlace.ON_SITE and happens(AT_HOME_INSTEAD):
        place = LessonPlace.HOME
    found = windows(day, grace=cohort.grace_minutes)
    for first, last in zip(found[::2], found[1::2], strict=True):
        if happens(AWAY_HALVES):
            continue
        for window in (first, last):
            if window is last and happens(FORGOTTEN):
                continue
            yield Noted(
                enrolment.pk, day.on, window.moment, _pressed(window, happens, chance), place
            )


def _pressed(window: Window, happens: Callable[[float], bool], chance: random.Random) -> datetime:
    minutes = chance.randint(*PRESSED[window.moment])
    if window.moment == Moment.ARRIVAL and happens(LATE):
        minutes = chance.randint(8, 55)
    if window.moment == Moment.DEPARTURE and happens(EARLY):
        minutes = -chance.randint(15, 120)
    return window.planned_at + timedelta(minutes=minutes, seconds=chance.randint(0, 59))
