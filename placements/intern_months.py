"""Months of an internship: which are to confirm, and what a page shows of one.

docs/domain.md, "Internships".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from placements.enums import InternAbsence, InternshipState
from placements.hours import (
    CLOSED,
    HOLIDAY,
    RESTS,
    SHORTER,
    InternDay,
    days_of,
    last_planned_day,
    months_of,
)
from placements.models import Internship, InternshipMonth

CONFIRMED_IN = (
    InternshipState.RUNNING,
    InternshipState.INTERRUPTED,
    InternshipState.COMPLETED,
    InternshipState.BROKEN_OFF,
)
# What a mentor may say of a day; what holds by itself is left as it is.
SAID = ("", SHORTER, CLOSED, *InternAbsence.values)
BY_ITSELF = (HOLIDAY, RESTS)


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says of a day: "" as planned; `present` are the minutes of a shorter one."""

    reason: str
    present: int | None = None


def is_over(internship: Internship, month: date, *, on: date) -> bool:
    """Whether a month can be confirmed: its last day with hours has come."""
    last = last_planned_day(internship, month)
    return last is not None and last <= on


def latest_of(months: Sequence[InternshipMonth]) -> dict[date, InternshipMonth]:
    """The latest version of each month, by its first day."""
    return {one.month: one for one in sorted(months, key=lambda one: one.version)}


def to_confirm(
    internship: Internship, confirmed: Sequence[InternshipMonth], *, on: date
) -> list[date]:
    """Months that are over and that nobody confirmed, the oldest first; no query is made."""
    if internship.state not in CONFIRMED_IN:
        return []
    known = {one.month for one in confirmed}
    return [
        month
        for month in months_of(internship)
        if month not in known and is_over(internship, month, on=on)
    ]


def days_to_confirm(internship: Internship, month: date) -> list[InternDay]:
    """What a page shows: the latest version, else what is known by now; three queries at most."""
    latest = internship.months.filter(month=month).order_by("-version").first()
    if latest is not None:
        return [
            InternDay(date.fromisoformat(day["on"]), day["planned"], day["present"], day["reason"])
            for day in latest.days
        ]
    return days_of(
        internship,
        month,
        absences=internship.absences.order_by("pk"),
        interruptions=internship.interruptions.order_by("pk"),
    )
