"""All cohorts of a campus in one year: when each trains and interns, and what is double-booked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from becode.campuses.models import Campus, Closure
from becode.core.clock import local_day
from cohorts.clashes import Clash, bookings, campus_items, clashes, too_small
from cohorts.enums import CohortState
from cohorts.models import AgendaItem, Cohort


@dataclass(frozen=True, slots=True)
class Bar:
    """A period on the line of a year: from which day of it, and how many days wide."""

    x: int
    width: int


@dataclass(frozen=True, slots=True)
class Line:
    """One cohort in the year."""

    cohort: Cohort
    training: Bar | None
    internship: Bar | None


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that happens to a cohort on one day."""

    day: date
    cohort: Cohort
    words: str


@dataclass(frozen=True, slots=True)
class CampusYear:
    """What the page of a year shows."""

    year: int
    lines: list[Line]
    marks: list[Mark]
    closures: list[Closure]
    closed: list[Bar]
    events: list[AgendaItem]
    room_clashes: list[Clash]
    coach_clashes: list[Clash]
    small_rooms: list[str]
    months: list[tuple[date, int, int]]
    days: int
    today: int | None


MARKS = (
    ("start_on", _("starts")),
    ("end_on", _("has the last training day")),
    ("internship_start_on", _("goes on internship")),
    ("internship_end_on", _("ends the internship")),
)


def campus_year(campus: Campus, year: int, *, today: date) -> CampusYear:
    """The year of a campus, with a constant number of queries."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    cohorts = [
        cohort
        for cohort in Cohort.objects.filter(campus=campus, start_on__lte=last)
        .exclude(state=CohortState.CANCELLED)
        .select_related("track", "room", "campus")
        .order_by("start_on", "code", "pk")
        if (cohort.internship_end_on or cohort.end_on) >= first
    ]
    closures = [
        closure
        for closure in Closure.objects.filter(start_on__lte=last, end_on__gte=first)
        if closure.campus_id in (None, campus.pk)
    ]
    events = campus_items(campus.pk, first=first, last=last)
    # What is over cannot be booked otherwise any more.
    ahead = [item for item in events if local_day(item.ends_at) >= today]
    booked = bookings(cohorts, ahead, first=max(first, today), last=last)
    small = [_small(cohort) for cohort in cohorts if cohort.end_on >= today]
    return CampusYear(
        year=year,
        lines=[_line(cohort, first, last) for cohort in cohorts],
        marks=_marks(cohorts, first, last),
        closures=closures,
        closed=[bar for one in closures if (bar := _bar(one.start_on, one.end_on, first, last))],
        events=events,
        room_clashes=clashes(booked.rooms),
        coach_clashes=clashes(booked.coaches),
        small_rooms=[words for words in small if words],
        months=_months(year),
        days=(last - first).days + 1,
        today=(today - first).days if first <= today <= last else None,
    )


def _line(cohort: Cohort, first: date, last: date) -> Line:
    return Line(
        cohort,
        _bar(cohort.start_on, cohort.end_on, first, last),
        _bar(cohort.internship_start_on, cohort.internship_end_on, first, last),
    )


def _bar(since: date | None, until: date | None, first: date, last: date) -> Bar | None:
    if since is None or until is None or since > last or until < first:
        return None
    begins, ends = max(since, first), min(until, last)
    return Bar((begins - first).days, (ends - begins).days + 1)


def _marks(cohorts: Sequence[Cohort], first: date, last: date) -> list[Mark]:
    found = []
    for cohort in cohorts:
        for name, words in MARKS:
            day: date | None = getattr(cohort, name)
            if day is not None and first <= day <= last:
                found.append(Mark(day, cohort, str(words)))
    return sorted(found, key=lambda mark: (mark.day, mark.cohort.code))


def _small(cohort: Cohort) -> str:
    words = too_small(cohort.room, cohort.seats)
    return f"{cohort.code}: {words}" if words else ""


def _months(year: int) -> list[tuple[date, int, int]]:
    """The first of each month, on which day of the year it is, and how many days it has."""
    months, first = [], date(year, 1, 1)
    while first.year == year:
        following = (first + timedelta(days=32)).replace(day=1)
        months.append((first, (first - date(year, 1, 1)).days, (following - first).days))
        first = following
    return months
