"""What shifts when a start moves or the school closes: computed before anything is changed.

The rule of the dates: docs/domain.md, "Calendar of a cohort". workflow/moving.py applies it.
"""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from becode.campuses.models import Campus, Closure
from becode.core.clock import local_day
from cohorts.calendar import (
    LONGEST_EXTENSION,
    CohortDates,
    closed_days,
    dates_with,
    days_within,
    nominal_end,
)
from cohorts.days import lesson_days
from cohorts.enums import CohortState
from cohorts.models import AgendaItem, CheckIn, Cohort, TrainingDay
from cohorts.shift_watch import warnings_of

MOVABLE = (CohortState.PLANNED, CohortState.RUNNING)


@dataclass(frozen=True, slots=True)
class Shift:
    """What becomes of one cohort; `refusals` are sentences for which nothing may be applied.

    `agenda` are events that would fall outside the training or on a day without lessons.
    """

    cohort: Cohort
    new: CohortDates
    appears: tuple[date, ...]
    disappears: tuple[date, ...]
    agenda: tuple[AgendaItem, ...]
    warnings: tuple[str, ...]
    refusals: tuple[str, ...]

    @property
    def moves_start_or_end(self) -> bool:
        return (self.cohort.start_on, self.cohort.end_on) != (self.new.start_on, self.new.end_on)


@dataclass(frozen=True, slots=True)
class ClosureChange:
    """A closure to be added (`closure` None), changed, or deleted (`start_on` None)."""

    closure: Closure | None
    campus: Campus | None = None
    start_on: date | None = None
    end_on: date | None = None
    reason: str = ""

    @property
    def after(self) -> Closure | None:
        """The closure as it will be, not saved."""
        if self.start_on is None or self.end_on is None:
            return None
        return Closure(
            campus=self.campus, start_on=self.start_on, end_on=self.end_on, reason=self.reason
        )

    def campus_keys(self) -> frozenset[int] | None:
        """The campuses whose cohorts it may touch; None for all."""
        sides = [side for side in (self.closure, self.after) if side is not None]
        keys = {side.campus_id for side in sides}
        return None if None in keys else frozenset(key for key in keys if key is not None)


@dataclass(frozen=True, slots=True)
class _Move:
    cohort: Cohort
    new: CohortDates
    old_closed: frozenset[date]
    new_closed: frozenset[date]


def shift_of_start(cohort: Cohort, start_on: date, *, today: date) -> Shift:
    """What a new first day does to a planned cohort. Raises IllegalMove for endless closures."""
    first = min(cohort.start_on, start_on)
    last = max(nominal_end(cohort.track, start_on), cohort.end_on) + LONGEST_EXTENSION
    closed = closed_days(cohort.campus, since=first, until=last)
    new = dates_with(cohort.track, start_on, closed)
    (shift,) = _shifts([_Move(cohort, new, closed, closed)], today=today)
    return shift


def shifts_of_closure(
    change: ClosureChange, cohorts: Iterable[Cohort], *, today: date
) -> list[Shift]:
    """What a closure does to those of these cohorts that it touches, in their order.

    Cohorts on internship and finished ones are left as they are. Raises IllegalMove for endless
    closures.
    """
    movable = [cohort for cohort in cohorts if cohort.state in MOVABLE]
    if not movable:
        return []
    known = list(Closure.objects.order_by("start_on", "pk"))
    pk = change.closure.pk if change.closure else None
    changed = [closure for closure in known if closure.pk != pk]
    if (after := change.after) is not None:
        changed.append(after)
    moves = []
    for cohort in movable:
        old_closed, new_closed = _closed(cohort, known), _closed(cohort, changed)
        until = max(cohort.end_on, nominal_end(cohort.track, cohort.start_on))
        new = dates_with(cohort.track, cohort.start_on, new_closed)
        different = old_closed ^ new_closed
        if any(cohort.start_on <= day <= max(until, new.end_on) for day in different):
            moves.append(_Move(cohort, new, old_closed, new_closed))
    shifts = _shifts(moves, today=today)
    return [one for one in shifts if one.appears or one.disappears or one.moves_start_or_end]


def fingerprint(shifts: Sequence[Shift]) -> str:
    """The same for the same shifts: tells whether what was shown is what would be applied."""
    told = [
        (shift.cohort.pk, shift.new, shift.appears, shift.disappears, shift.refusals)
        for shift in shifts
    ]
    return hashlib.sha256(repr(told).encode()).hexdigest()[:32]


def _closed(cohort: Cohort, closures: Iterable[Closure]) -> frozenset[date]:
    until = nominal_end(cohort.track, cohort.start_on) + LONGEST_EXTENSION
    of_campus = [one for one in closures if one.campus_id in (None, cohort.campus_id)]
    return days_within(of_campus, since=cohort.start_on, until=until)


def _shifts(moves: Sequence[_Move], *, today: date) -> list[Shift]:
    """All shifts with a constant number of queries."""
    keys = [move.cohort.pk for move in moves]
    rows: dict[int, set[date]] = defaultdict(set)
    for key, on in TrainingDay.objects.filter(cohort__in=keys).values_list("cohort_id", "on"):
        rows[key].add(on)
    items: dict[int, list[AgendaItem]] = defaultdict(list)
    for item in AgendaItem.objects.going_on().filter(cohort__in=keys).order_by("starts_at", "pk"):
        items[item.cohort_id or 0].append(item)
    plans = [(move, *_days(move, rows[move.cohort.pk])) for move in moves]
    attended = _attended({move.cohort.pk: gone for move, _new, gone in plans})
    warnings = warnings_of([(move.cohort, move.new) for move in moves])
    return [
        Shift(
            cohort=move.cohort,
            new=move.new,
            appears=tuple(sorted(new)),
            disappears=tuple(sorted(gone)),
            agenda=tuple(
                item for item in items[move.cohort.pk] if _falls_outside(item, move, gone)
            ),
            warnings=tuple(warnings[move.cohort.pk]),
            refusals=tuple(_refusals(move, new, attended[move.cohort.pk], today=today)),
        )
        for move, new, gone in plans
    ]


def _days(move: _Move, rows: set[date]) -> tuple[set[date], set[date]]:
    """The days that appear and disappear; what was called off or added by hand stays so."""
    new = move.new
    wanted = set(lesson_days(new.start_on, new.end_on, move.new_closed))
    cohort = move.cohort
    before = set(lesson_days(cohort.start_on, cohort.end_on, move.old_closed)) if rows else set()
    outside = {day for day in rows if not new.start_on <= day <= new.end_on}
    gone = rows & ((move.new_closed - move.old_closed) | outside)
    return wanted - before - rows, gone


def _attended(gone: dict[int, set[date]]) -> dict[int, list[date]]:
    """Those of these days on which somebody checked in, by the cohort's key."""
    found: dict[int, list[date]] = {key: [] for key in gone}
    days = {day for some in gone.values() for day in some}
    if not days:
        return found
    pairs = (
        CheckIn.objects.filter(enrolment__cohort__in=list(gone), on__in=days)
        .order_by("enrolment__cohort_id", "on")
        .values_list("enrolment__cohort_id", "on")
        .distinct()
    )
    for key, on in pairs:
        if on in gone[key]:
            found[key].append(on)
    return found


def _falls_outside(item: AgendaItem, move: _Move, gone: Collection[date]) -> bool:
    day, cohort, new = local_day(item.starts_at), move.cohort, move.new
    was_inside = cohort.start_on <= day <= cohort.end_on
    return day in gone or (was_inside and not new.start_on <= day <= new.end_on)


def _refusals(
    move: _Move, new: Collection[date], attended: Sequence[date], *, today: date
) -> list[str]:
    code = {"code": move.cohort.code}
    said = []
    if attended:
        said.append(
            _("%(code)s: people checked in on %(days)s. These days stay.")
            % {**code, "days": _named(attended)}
        )
    past = sorted(day for day in new if day < today)
    if past:
        said.append(
            _("%(code)s: %(days)s are over. They cannot become days with lessons any more.")
            % {**code, "days": _named(past)}
        )
    if move.new.start_on in move.new_closed:
        said.append(
            _("%(code)s would start on a day without lessons. Move its start first.") % code
        )
    until = move.cohort.offers_until
    if until is not None and until > move.new.end_on:
        said.append(
            _("%(code)s: the last day to offer seats is after the new end. Change it first.") % code
        )
    return said


def _named(days: Sequence[date]) -> str:
    """The first few days in words."""
    words = ", ".join(date_format(day, "j N Y") for day in days[:5])
    return f"{words}, …" if len(days) > 5 else words
