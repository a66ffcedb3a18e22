"""What two assessors' scores say together. The rules: docs/domain.md, "Scores"."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.crypto import salted_hmac
from django.utils.functional import Promise

from applicants.enums import AssessmentState
from applicants.models import CRITERIA, Assessment

ASSESSORS = 2
# On one criterion; means that lie 1.5 apart always hold such a difference.
DISAGREEMENT = 2
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Criterion:
    """One line of the comparison: the marks in the order of the assessments."""

    key: str
    label: str | Promise
    marks: tuple[int, ...]

    @property
    def difference(self) -> int:
        return max(self.marks) - min(self.marks)

    @property
    def is_disputed(self) -> bool:
        return self.difference >= DISAGREEMENT


@dataclass(frozen=True, slots=True)
class Figures:
    """Both scores together. `spread` is by how much they differ on a criterion, on average.

    `is_below_mark` compares the mean with the step's pass mark; it decides nothing.
    """

    criteria: tuple[Criterion, ...]
    means: tuple[Decimal, ...]
    mean: Decimal
    spread: Decimal
    is_below_mark: bool

    @property
    def is_disputed(self) -> bool:
        return any(criterion.is_disputed for criterion in self.criteria)


def figures(assessments: Iterable[Assessment], *, pass_mark: Decimal | None) -> Figures | None:
    """The figures of one step of one application; None until both scores are in."""
    done = [one for one in assessments if one.state == AssessmentState.SUBMITTED]
    if len(done) < ASSESSORS:
        return None
    criteria = tuple(
        Criterion(
            key,
            name_of(key),
            tuple(int(getattr(one, key)) for one in done),
        )
        for key in CRITERIA
    )
    columns = list(zip(*(criterion.marks for criterion in criteria), strict=True))
    mean = _mean([mark for column in columns for mark in column])
    return Figures(
        criteria=criteria,
        means=tuple(_mean(column) for column in columns),
        mean=mean,
        spread=_mean([criterion.difference for criterion in criteria]),
        is_below_mark=pass_mark is not None and mean < pass_mark,
    )


def name_of(criterion: str) -> str | Promise:
    """The words of one of CRITERIA."""
    field: Any = Assessment._meta.get_field(criterion)
    words: str | Promise = field.verbose_name
    return words


def _mean(numbers: Iterable[int]) -> Decimal:
    known = list(numbers)
    return (Decimal(sum(known)) / len(known)).quantize(_CENT, ROUND_HALF_UP)


def blind_order(assessor_key: int, progress_key: int) -> str:
    """What an assessor's queue is sorted by: by nothing known of people, and for each their own.

    So nobody is always read first or last, and two assessors do not tire at the same people.
    """
    return salted_hmac("applicants.scoring", f"{assessor_key}:{progress_key}").hexdigest()
