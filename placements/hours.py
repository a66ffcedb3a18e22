"""The hours of an internship: its week, its days, its months. docs/domain.md, "Internships".

All are wall-clock times in Brussels: the nights on which the clocks change add and take nothing.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from cohorts.calendar import public_holidays
from cohorts.models import Cohort
from placements.enums import InternAbsence
from placements.models import Internship, InternshipAbsence, Interruption

ONE_DAY = timedelta(days=1)
# Why a planned day has no hours, or fewer; the reasons of absences stand beside them.
HOLIDAY, CLOSED, RESTS, SHORTER = "holiday", "closed", "rests", "shorter"
# These days are none of the internship: nothing is planned on them.
NOT_PLANNED = (HOLIDAY, CLOSED, RESTS, InternAbsence.SCHOOL_DAY)

Week = Mapping[str, Sequence[Any]]


@dataclass(frozen=True, slots=True)
class InternDay:
    """One day: the minutes planned and those the intern was there, and why there are fewer."""

    on: date
    planned: int
    present: int
    reason: str = ""

    def as_json(self) -> dict[str, Any]:
        return {
            "on": self.on.isoformat(),
            "planned": self.planned,
            "present": self.present,
            "reason": self.reason,
        }


def usual_week(cohort: Cohort) -> dict[str, list[Any]]:
    """Monday to Friday with the hours of the cohort's lessons: a week as learners know it."""
    lunch = _minutes_of(cohort.lunch_until) - _minutes_of(cohort.lunch_from)
    hours = [f"{cohort.arrive_by:%H:%M}", f"{cohort.leave_from:%H:%M}", lunch]
    return {str(weekday): list(hours) for weekday in range(5)}


def minutes_of(line: Sequence[Any]) -> int:
    """The working minutes of one line of a week: [from, until, minutes of break]."""
    first, last, pause = line
    return _minutes_of(time.fromisoformat(last)) - _minutes_of(time.fromisoformat(first)) - pause


def weekly_minutes(week: Week) -> int:
    return sum(minutes_of(line) for line in week.values())


def week_on(internship: Internship, day: date) -> Week:
    """The week that held on this day; where none was written, the usual one of the cohort."""
    for earlier in internship.earlier_schedules:
        if day <= date.fromisoformat(earlier["until"]):
            found: Week = earlier["schedule"]
            return found
    return internship.schedule or usual_week(internship.enrolment.cohort)


def last_day(internship: Internship) -> date:
    """The real last day where it is over, else the agreed one."""
    return internship.ended_on or internship.end_on


def is_planned(internship: Internship, day: date) -> bool:
    """Whether the week has hours on this day, and it is in the period and no public holiday."""
    return (
        internship.start_on <= day <= last_day(internship)
        and str(day.weekday()) in week_on(internship, day)
        and day not in public_holidays(day.year)
    )


def months_of(internship: Internship) -> Iterator[date]:
    """The first days of the months in which something was or is planned, in their order."""
    month = internship.start_on.replace(day=1)
    while month <= last_day(internship):
        if last_planned_day(internship, month):
            yield month
        month = next_month(month)


def next_month(month: date) -> date:
    return (month.replace(day=1) + timedelta(days=32)).replace(day=1)


def last_planned_day(internship: Internship, month: date) -> date | None:
    """The last day with hours in this month; None where the week has none in it."""
    day = min(next_month(month) - ONE_DAY, last_day(internship))
    while day >= max(month, internship.start_on):
        if is_planned(internship, day):
            return day
        day -= ONE_DAY
    return None


def days_of(
    internship: Internship,
    month: date,
    *,
    absences: Iterable[InternshipAbsence],
    interruptions: Iterable[Interruption],
) -> list[InternDay]:
    """The days of a month as far as is known: present as planned, unless somebody told otherwise.

    Public holidays on a day of the week are listed, with nothing planned; so are days on which
    the internship rests. Nothing is asked of the database.
    """
    told, rests = list(absences), list(interruptions)
    day = max(month, internship.start_on)
    end = min(next_month(month) - ONE_DAY, last_day(internship))
    days = []
    while day <= end:
        line = week_on(internship, day).get(str(day.weekday()))
        if line is not None:
            days.append(day_with(day, minutes_of(line), reason=_reason_of(day, told, rests)))
        day += ONE_DAY
    return days


def day_with(on: date, minutes: int, *, reason: str, present: int | None = None) -> InternDay:
    """A day of the week with so many minutes; `present` counts for days that were shorter."""
    if reason in NOT_PLANNED:
        return InternDay(on, 0, 0, reason)
    if reason == SHORTER:
        return InternDay(on, minutes, min(max(present or 0, 0), minutes), reason)
    return InternDay(on, minutes, 0 if reason else minutes, reason)


def _reason_of(
    day: date, absences: Sequence[InternshipAbsence], interruptions: Sequence[Interruption]
) -> str:
    if day in public_holidays(day.year):
        return HOLIDAY
    if any(rests_on(one, day) for one in interruptions):
        return RESTS
    for absence in absences:
        if absence.first_on <= day <= absence.last_on:
            return str(absence.reason)
    return ""


def rests_on(interruption: Interruption, day: date) -> bool:
    """Whether an internship rests on this day; an interruption without an end goes on."""
    return interruption.start_on <= day and (
        interruption.end_on is None or day <= interruption.end_on
    )


def working_days(internship: Internship, first: date, last: date) -> int:
    """How many days with hours lie in a period, the agreed end left aside."""
    number, day = 0, first
    while day <= last:
        number += str(day.weekday()) in week_on(internship, day) and day not in public_holidays(
            day.year
        )
        day += ONE_DAY
    return number


def after_working_days(internship: Internship, day: date, number: int) -> date:
    """The day that lies so many days with hours after another."""
    while number > 0:
        day += ONE_DAY
        number -= str(day.weekday()) in week_on(internship, day) and day not in public_holidays(
            day.year
        )
    return day


def _minutes_of(moment: time) -> int:
    return moment.hour * 60 + moment.minute
