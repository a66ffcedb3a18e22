"""A calendar in months and weeks, made of what was read before: no queries of its own."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from holidays.countries import Belgium

from becode.campuses.models import Closure
from becode.core.clock import local_day
from cohorts.calendar import ONE_DAY, days_within, public_holidays
from cohorts.models import AgendaItem, Cohort, TrainingDay
from cohorts.phases import Stretch

HOLIDAY_LANGUAGES = {"nl": "nl", "fr": "fr", "en": "en_US"}


@dataclass(slots=True)
class Cell:
    """One day of a month, with everything that stands on it."""

    on: date
    is_today: bool = False
    lessons: TrainingDay | None = None
    holiday: str = ""
    closures: list[Closure] = field(default_factory=list)
    items: list[AgendaItem] = field(default_factory=list)
    phase: str = ""
    is_first: bool = False
    is_last: bool = False
    on_internship: bool = False

    @property
    def is_empty(self) -> bool:
        """Nothing to read here: a phone leaves it out."""
        return not (
            self.lessons
            or self.holiday
            or self.closures
            or self.items
            or self.phase
            or self.is_today
        )


@dataclass(frozen=True, slots=True)
class Month:
    """A month as weeks from Monday to Sunday; None where the day is of another month."""

    first: date
    weeks: list[list[Cell | None]]

    @property
    def key(self) -> str:
        return f"{self.first:%Y-%m}"

    @property
    def cells(self) -> list[Cell]:
        return [cell for week in self.weeks for cell in week if cell is not None]

    @property
    def lesson_days(self) -> int:
        return sum(cell.lessons is not None for cell in self.cells)


def month_starts(first: date, last: date) -> list[date]:
    """The first of each month from one day to another."""
    starts, month = [], first.replace(day=1)
    while month <= last:
        starts.append(month)
        month = (month + timedelta(days=32)).replace(day=1)
    return starts


def months(
    wanted: Sequence[date],
    *,
    cohort: Cohort,
    days: Iterable[TrainingDay],
    items: Iterable[AgendaItem],
    closures: Sequence[Closure],
    phases: Iterable[Stretch],
    today: date,
    language: str,
) -> list[Month]:
    """The wanted months of a cohort, filled in."""
    lessons = {day.on: day for day in days}
    agenda: dict[date, list[AgendaItem]] = defaultdict(list)
    for item in items:
        agenda[local_day(item.starts_at)].append(item)
    begins = {stretch.first: stretch.phase.name for stretch in phases}
    found = []
    for first in wanted:
        names = holiday_names(first.year, language)
        cells: list[Cell | None] = [None] * first.weekday()
        day = first
        while day.month == first.month:
            internship = cohort.internship_start_on, cohort.internship_end_on
            cells.append(
                Cell(
                    day,
                    is_today=day == today,
                    lessons=lessons.get(day),
                    holiday=names.get(day, ""),
                    closures=[one for one in closures if days_within([one], since=day, until=day)],
                    items=agenda[day],
                    phase=begins.get(day, ""),
                    is_first=day == cohort.start_on,
                    is_last=day == cohort.end_on,
                    on_internship=bool(
                        internship[0] and internship[1] and internship[0] <= day <= internship[1]
                    ),
                )
            )
            day += ONE_DAY
        cells += [None] * (-len(cells) % 7)
        weeks = [cells[index : index + 7] for index in range(0, len(cells), 7)]
        found.append(Month(first, weeks))
    return found


def holiday_names(year: int, language: str) -> dict[date, str]:
    """The Belgian public holidays of a year, by their names."""
    named = Belgium(years=year, language=HOLIDAY_LANGUAGES.get(language, "en_US"))
    return {day: named.get(day, "") for day in sorted(public_holidays(year))}
