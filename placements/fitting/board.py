"""Learners beside positions, for a campus, a cohort or a track: who has no place yet comes first.

Six queries whatever the numbers: learners with their languages, wishes and proposals, positions.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from cohorts.querysets import EnrolmentQuerySet
from placements.fitting.facts import (
    LearnerFacts,
    PositionFacts,
    candidates,
    facts_of_learners,
    facts_of_positions,
    offered,
)
from placements.fitting.rules import (
    Match,
    best_first,
    count,
    fits_entirely,
    is_blocked,
    match,
)
from placements.querysets import PositionQuerySet
from placements.searching import weeks_until

LEARNERS_A_PAGE = 20
POSITIONS_A_PAGE = 5
BEST_SHOWN = 4
# A colleague ticks further pairs by hand.
SUGGESTED_BAD = 1


@dataclass(slots=True)
class Line:
    """One learner who looks: the weeks left (None: no period yet), how many positions have nothing
    in the way, the best ones in words, and those of the columns shown.
    """

    learner: LearnerFacts
    weeks_left: int | None
    fitting: int
    best: list[Match] = field(default_factory=list)
    cells: list[Match] = field(default_factory=list)
    suggested: str = ""


@dataclass(slots=True)
class Board:
    """One page of lines and columns, with the numbers of all of them."""

    lines: list[Line]
    columns: list[PositionFacts]
    placed: list[LearnerFacts]
    searching: int
    without_proposal: int
    positions: int
    places_left: int
    page: int
    pages: int
    column_page: int
    column_pages: int

    @property
    def page_before(self) -> int:
        return self.page - 1

    @property
    def page_after(self) -> int:
        return self.page + 1

    @property
    def columns_before(self) -> int:
        return self.column_page - 1

    @property
    def columns_after(self) -> int:
        return self.column_page + 1


def board(
    learners: EnrolmentQuerySet,
    positions: PositionQuerySet,
    *,
    on: date,
    page: int = 1,
    column_page: int = 1,
    suggest: bool = False,
) -> Board:
    """`learners` and `positions` are those of the scope; `on` is the day weeks are counted from.

    A page that does not exist is the nearest one that does.
    """
    known = facts_of_learners(candidates(learners))
    places = facts_of_positions(offered(positions))
    searching = [learner for learner in known if not learner.has_place]
    searching.sort(key=lambda learner: _urgency(learner, on))
    page, pages = _page(page, len(searching), LEARNERS_A_PAGE)
    lines = [_line(learner, places, on) for learner in searching]
    shown = lines[(page - 1) * LEARNERS_A_PAGE : page * LEARNERS_A_PAGE]
    column_page, column_pages = _page(column_page, len(places), POSITIONS_A_PAGE)
    ordered = _columns([line.learner for line in shown], places)
    columns = ordered[(column_page - 1) * POSITIONS_A_PAGE : column_page * POSITIONS_A_PAGE]
    for line in shown:
        best = best_first(line.learner, places)[:BEST_SHOWN]
        line.best = [match(line.learner, place) for place in best]
        line.cells = [match(line.learner, place) for place in columns]
    if suggest:
        _suggest(shown)
    return Board(
        lines=shown,
        columns=columns,
        placed=[learner for learner in known if learner.has_place],
        searching=len(searching),
        without_proposal=sum(not learner.live for learner in searching),
        positions=len(places),
        places_left=sum(place.places_left for place in places),
        page=page,
        pages=pages,
        column_page=column_page,
        column_pages=column_pages,
    )


def _urgency(learner: LearnerFacts, on: date) -> tuple[bool, int, bool]:
    """The internship that begins first, those without any proposal before the others."""
    start_on = learner.start_on
    return (start_on is None, (start_on - on).days if start_on else 0, bool(learner.live))


def _line(learner: LearnerFacts, places: Sequence[PositionFacts], on: date) -> Line:
    return Line(
        learner=learner,
        weeks_left=None if learner.start_on is None else weeks_until(learner.start_on, on=on),
        fitting=sum(
            fits_entirely(learner, place) and not is_blocked(learner, place) for place in places
        ),
    )


def _columns(
    learners: Sequence[LearnerFacts], places: Sequence[PositionFacts]
) -> list[PositionFacts]:
    """Positions that fit most of these learners first: the fewest things that do not fit."""
    return sorted(
        places,
        key=lambda place: sum(
            count(learner, place) + is_blocked(learner, place) for learner in learners
        ),
    )


def _suggest(lines: Sequence[Line]) -> None:
    """For each learner without a proposal the first pair that has room left and nearly fits."""
    room: dict[int, int] = {}
    for line in lines:
        if line.learner.live:
            continue
        for pair in line.best:
            left = room.setdefault(pair.position.pk, pair.places_left - pair.waiting)
            if not pair.obstacle and len(pair.bad) <= SUGGESTED_BAD and left > 0:
                room[pair.position.pk] = left - 1
                line.suggested = pair.key
                break


def _page(wanted: int, number: int, size: int) -> tuple[int, int]:
    pages = max(-(-number // size), 1)
    return min(max(wanted, 1), pages), pages
