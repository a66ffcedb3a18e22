"""Which days a cohort has lessons, with which hours: planned here, written by workflow/days.py."""

from collections.abc import Collection
from datetime import date

from cohorts.calendar import ONE_DAY, is_training_day
from cohorts.enums import LessonPlace
from cohorts.models import Cohort, TrainingDay


def lesson_days(start_on: date, end_on: date, closed: Collection[date]) -> list[date]:
    """The open training days from the first to the last day, both included."""
    days, day = [], start_on
    while day <= end_on:
        if is_training_day(day) and day not in closed:
            days.append(day)
        day += ONE_DAY
    return days


def place_on(cohort: Cohort, day: date) -> str:
    """Where the ordinary lessons of this day are."""
    return LessonPlace.HOME if day.weekday() in cohort.home_weekdays else LessonPlace.ON_SITE


def ordinary_day(cohort: Cohort, day: date) -> TrainingDay:
    """A whole day with the cohort's own hours, not saved."""
    return TrainingDay(
        cohort=cohort,
        on=day,
        place=place_on(cohort, day),
        arrive_by=cohort.arrive_by,
        lunch_from=cohort.lunch_from,
        lunch_until=cohort.lunch_until,
        leave_from=cohort.leave_from,
    )
