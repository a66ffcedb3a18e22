"""What visitors may read of the outcomes: whole cohorts of the past, no small numbers.

docs/domain.md, "Outcomes that can be audited" and "Funder reports": cells under five are left
out of anything published, and one more where the missing one could be computed from the rest.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from django.core.cache import cache

from becode.reports.outcome_filter import half_year
from becode.reports.outcomes.facts import Scope
from becode.reports.outcomes.figures import BY_KEY, Figure, Report, percent_of, report, report_on
from becode.reports.outcomes.terms import DEFINITION_VERSION, SMALLEST_CELL

SHOWN: Final = ("placed_180", "positive_exit", "in_field", "graduation_rate_day_10")
BY_LINE: Final = "placed_180"
KEPT_SECONDS: Final = 3600


@dataclass(frozen=True, slots=True)
class Share:
    """One published figure; numerator and denominator are None where the number is too small."""

    key: str
    numerator: int | None
    denominator: int | None
    left_out: tuple[tuple[str, int], ...] = ()

    @property
    def is_shown(self) -> bool:
        return self.numerator is not None

    @property
    def percent(self) -> float | None:
        if self.numerator is None or self.denominator is None:
            return None
        return percent_of(self.numerator, self.denominator)

    @property
    def name(self) -> object:
        return BY_KEY[self.key].name

    @property
    def text(self) -> object:
        return BY_KEY[self.key].text


@dataclass(frozen=True, slots=True)
class Published:
    """The page of results: the whole school, each campus by key, each half-year."""

    as_of: date
    definition_version: str
    totals: tuple[Share, ...]
    campuses: tuple[tuple[int, Share], ...]
    halves: tuple[tuple[str, Share], ...]


def published(*, as_of: date) -> Published:
    """What is published on a day; kept for an hour, so that visitors cost nothing."""
    key = f"outcomes:{DEFINITION_VERSION}:{as_of.isoformat()}"
    found: Published | None = cache.get(key)
    if found is None:
        found = publish(report(Scope(), as_of=as_of))
        cache.set(key, found, KEPT_SECONDS)
    return found


def publish(found: Report) -> Published:
    """A report of the whole school as visitors may read it."""
    campuses = sorted({one.learner.campus_key for one in found.ripe_graduates})
    halves = sorted({half_year(one.learner.finish_on) for one in found.ripe_graduates})
    return Published(
        as_of=found.as_of,
        definition_version=DEFINITION_VERSION,
        totals=tuple(_share(found.figure(key)) for key in SHOWN),
        campuses=tuple(
            zip(campuses, _lines([_of(found, campus=key) for key in campuses]), strict=True)
        ),
        halves=tuple(zip(halves, _lines([_of(found, half=half) for half in halves]), strict=True))[
            ::-1
        ],
    )


def _of(found: Report, *, campus: int | None = None, half: str = "") -> Figure:
    theirs = (
        one
        for one in found.verdicts
        if (campus is None or one.learner.campus_key == campus)
        and (not half or half_year(one.learner.finish_on) == half)
    )
    return report_on(theirs, scope=found.scope, as_of=found.as_of).figure(BY_LINE)


def _share(figure: Figure) -> Share:
    left_out = tuple(
        (one.key, one.count) for one in figure.exclusions if one.count >= SMALLEST_CELL
    )
    shown = Share(figure.key, figure.numerator, figure.denominator, left_out)
    return shown if _is_large_enough(shown) else _hidden(shown)


def _is_large_enough(share: Share) -> bool:
    """Neither those who count nor those who don't are few, but nobody at all."""
    if share.numerator is None or share.denominator is None:
        return False
    others = share.denominator - share.numerator
    return share.denominator >= SMALLEST_CELL and all(
        number == 0 or number >= SMALLEST_CELL for number in (share.numerator, others)
    )


def _hidden(share: Share) -> Share:
    return replace(share, numerator=None, denominator=None, left_out=())


def _lines(figures: Sequence[Figure]) -> list[Share]:
    """Parts of a whole that is published too: a single missing part would be no secret, so the
    smallest of the others goes with it.
    """
    shares = [_share(figure) for figure in figures]
    if sum(not share.is_shown for share in shares) != 1 or len(shares) == 1:
        return shares
    shown = [place for place, share in enumerate(shares) if share.is_shown]
    smallest = min(shown, key=lambda place: figures[place].denominator)
    shares[smallest] = _hidden(shares[smallest])
    return shares
