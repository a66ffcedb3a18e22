"""The days of an ordinary cohort, from which rules count. Each app declares those it knows."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from becode.reminders.enums import Milestone


@dataclass(frozen=True, slots=True, order=True)
class Moment:
    """One such day; a milestone may fall several times, then `detail` says which one it is."""

    on: date
    milestone: Milestone
    detail: str = ""


Builder = Callable[[Any], Iterable[Moment]]
_builders: list[Builder] = []


def milestones(builder: Builder) -> Builder:
    """Register a function `(cohort) -> moments`, with a constant number of queries."""
    _builders.append(builder)
    return builder


def milestones_of(cohort: Any) -> list[Moment]:
    """The days of a cohort that all goes well with, the earliest first."""
    return sorted(moment for builder in _builders for moment in builder(cohort))
