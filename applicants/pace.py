"""How long somebody may still wait, as a range, from how their list moved in the past.

docs/domain.md, "Waitlists". Never a date, and no number where the past says too little.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from math import ceil, floor

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applicants.flow import MONTH, Flow, flows

# Fewer people than this left the list in a year: too few to say anything.
FEWEST = 10
# How many stretches of the flow make one window: three times thirty days.
WINDOW = 3
STRETCH_DAYS = MONTH.days
WINDOW_DAYS = WINDOW * STRETCH_DAYS
# Below so many days people think in weeks, from there on in months.
IN_WEEKS = 70
LONGEST_MONTHS = 24


@dataclass(frozen=True, slots=True)
class Estimate:
    """What can be said honestly. `soonest` and `latest` are days; None where nothing can be said.

    `gone` people left the list in the last `months` months, `seats` of them for a seat of it.
    """

    gone: int
    seats: int
    months: int
    soonest: float | None = None
    latest: float | None = None

    @property
    def is_known(self) -> bool:
        return self.soonest is not None and self.latest is not None

    @property
    def range_in_words(self) -> str:
        """`2 to 4 months`, or that we cannot say yet; in the active language."""
        if self.soonest is None or self.latest is None:
            return _("We cannot say yet.")
        return _range(self.soonest, self.latest)

    @property
    def reason_in_words(self) -> str:
        """How it was computed, in numbers anybody can check."""
        if not self.gone:
            return _("In the last %(months)d months nobody left this list.") % {
                "months": self.months
            }
        numbers = {"gone": self.gone, "seats": self.seats, "months": self.months}
        moved = ngettext(
            "In the last %(months)d months, %(gone)d person left this list, %(seats)d for a seat.",
            "In the last %(months)d months, %(gone)d people left this list, "
            "%(seats)d of them for a seat.",
            self.gone,
        )
        return moved % numbers


def estimate(flow: Flow, position: int) -> Estimate:
    """How long the person at this position waits; 1 is next.

    The slow pace counts only people who got a seat of this list; the fast one everybody who left
    it. Each begins with the slowest or the fastest window of three months of the past year, and
    goes on at the average pace of that year. Months before the list first moved do not count.
    """
    first = _first_move(flow)
    gone, seats = flow.gone[first:], flow.seats[first:]
    known = Estimate(gone=sum(gone), seats=sum(seats), months=len(flow.gone))
    if len(gone) < WINDOW or known.gone < FEWEST or not known.seats:
        return known
    return replace(
        known,
        months=len(gone),
        soonest=_days(position, max(_windows(gone)), known.gone / len(gone)),
        latest=_days(position, min(_windows(seats)), known.seats / len(seats)),
    )


def estimates(
    positions: Mapping[int, tuple[tuple[int, int], int]], *, at: datetime
) -> dict[int, Estimate]:
    """An estimate for each key of `{key: ((campus, track), position)}`; two queries in all."""
    if not positions:
        return {}
    known = flows((one for one, _position in positions.values()), at=at)
    return {key: estimate(known[one], position) for key, (one, position) in positions.items()}


def _first_move(flow: Flow) -> int:
    """The first stretch in which somebody came or went; the end where nobody ever did."""
    for index, people in enumerate(zip(flow.joined, flow.gone, strict=True)):
        if any(people):
            return index
    return len(flow.joined)


def _windows(moves: tuple[int, ...]) -> Iterable[int]:
    """How many moved in each window of three stretches."""
    return [sum(moves[start : start + WINDOW]) for start in range(len(moves) - WINDOW + 1)]


def _days(position: int, in_first_window: int, per_stretch: float) -> float:
    """Days until `position` people moved: first this window, then the average pace."""
    if position <= in_first_window:
        return WINDOW_DAYS * position / in_first_window
    return WINDOW_DAYS + (position - in_first_window) / per_stretch * STRETCH_DAYS


def _range(soonest: float, latest: float) -> str:
    if soonest >= LONGEST_MONTHS * STRETCH_DAYS:
        return _("longer than two years")
    if latest > LONGEST_MONTHS * STRETCH_DAYS:
        low = max(floor(soonest / STRETCH_DAYS), 1)
        return ngettext("%(low)d month or longer", "%(low)d months or longer", low) % {"low": low}
    if latest < IN_WEEKS:
        low, high = max(floor(soonest / 7), 1), max(ceil(latest / 7), 1)
        if low == high:
            return ngettext("about %(high)d week", "about %(high)d weeks", high) % {"high": high}
        return _("%(low)d to %(high)d weeks") % {"low": low, "high": high}
    high = ceil(latest / STRETCH_DAYS)
    if soonest < IN_WEEKS:
        low = max(floor(soonest / 7), 1)
        words = ngettext("%(low)d week to %(high)d months", "%(low)d weeks to %(high)d months", low)
        return words % {"low": low, "high": high}
    low = max(floor(soonest / STRETCH_DAYS), 1)
    if low == high:
        return ngettext("about %(high)d month", "about %(high)d months", high) % {"high": high}
    return _("%(low)d to %(high)d months") % {"low": low, "high": high}
