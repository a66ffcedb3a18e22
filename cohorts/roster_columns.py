"""Columns of a cohort's page that other apps fill: they register, and nothing here calls up."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise

from becode.backoffice.parts import Link, Tag
from cohorts.models import Cohort

Cells = dict[int, list[Link | Tag | str]]
Filler = Callable[[Cohort, Sequence[int]], Cells]


@dataclass(frozen=True, slots=True)
class RosterColumn:
    title: str | Promise
    fill: Filler


_columns: list[RosterColumn] = []


def roster_column(title: str | Promise) -> Callable[[Filler], Filler]:
    """Register a function `(cohort, keys of enrolments) -> what to show, by key`.

    It asks a constant number of queries for the whole roster.
    """

    def register(filler: Filler) -> Filler:
        _columns.append(RosterColumn(title, filler))
        return filler

    return register


def roster_columns() -> Sequence[RosterColumn]:
    return tuple(_columns)
