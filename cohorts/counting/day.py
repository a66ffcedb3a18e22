"""What one day of one learner comes to; pure, nothing is read or written.

All amounts are minutes of the plan, by the clock on the wall in Brussels, so that a change of the
clock alters nothing; a check-in counts as the minute that the clock showed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Final, NamedTuple

from becode.core.clock import BRUSSELS, at_local
from cohorts.enums import AbsenceKind, AbsenceState, DayPart, Moment
from cohorts.models import Absence, TrainingDay

# A half day is over a little after its end: who is leaving just then has missed nothing.
SETTLES_AFTER: Final = timedelta(minutes=15)
PROOF_HOURS: Final = 48
HALVES_A_DAY: Final = 2
STANDING: Final = (AbsenceState.ACCEPTED, AbsenceState.PENDING, AbsenceState.REJECTED)


class Span(NamedTuple):
    """Minutes of the day, from the first to before the last; empty where they do not grow."""

    since: int
    until: int

    @property
    def minutes(self) -> int:
        return max(self.until - self.since, 0)

    def within(self, other: "Span") -> "Span":
        return Span(max(self.since, other.since), min(self.until, other.until))


@dataclass(frozen=True, slots=True)
class HalfCount:
    """One half day of lessons. `planned` is the sum of all that follows it.

    `late` and `left_early` are minutes, 0 within the grace; `halves` is what it adds to the
    unjustified absences, before the day is capped.
    """

    part: DayPart
    planned: int
    present: int = 0
    justified: int = 0
    unjustified: int = 0
    open: int = 0
    ahead: int = 0
    late: int = 0
    left_early: int = 0
    halves: int = 0
    missing: tuple[Moment, ...] = ()

    @property
    def missed(self) -> int:
        return self.justified + self.unjustified + self.open


@dataclass(frozen=True, slots=True)
class DayCount:
    """One training day of one learner, in minutes; `parts` are its half days with lessons.

    planned = present + justified + unjustified + open + ahead. `ahead` is what has not come yet.
    """

    on: date
    parts: tuple[HalfCount, ...] = field(default=())

    def _sum(self, name: str) -> int:
        return sum(getattr(part, name) for part in self.parts)

    @property
    def planned(self) -> int:
        return self._sum("planned")

    @property
    def present(self) -> int:
        return self._sum("present")

    @property
    def justified(self) -> int:
        return self._sum("justified")

    @property
    def unjustified(self) -> int:
        return self._sum("unjustified")

    @property
    def open(self) -> int:
        """Missed, and nobody can say yet whether with a reason."""
        return self._sum("open")

    @property
    def ahead(self) -> int:
        return self._sum("ahead")

    @property
    def missed(self) -> int:
        return self._sum("missed")

    @property
    def late(self) -> int:
        return self._sum("late")

    @property
    def left_early(self) -> int:
        return self._sum("left_early")

    @property
    def halves(self) -> int:
        """Unjustified absences in halves: at most two a day."""
        return min(self._sum("halves"), HALVES_A_DAY)

    @property
    def missing(self) -> tuple[Moment, ...]:
        """Check-ins that are not there, of the half days that are over."""
        return tuple(moment for part in self.parts for moment in part.missing)


class _Half(NamedTuple):
    part: DayPart
    first: Moment
    second: Moment
    span: Span


def proof_until(day: date) -> datetime:
    """The moment until which something can be filed or proven: 48 hours after the day's end."""
    return at_local(day + timedelta(days=1 + PROOF_HOURS // 24), 0)


def minute_of(moment: datetime, day: date) -> int:
    """The minute that the clock in Brussels shows, counted from the midnight of this day."""
    wall = moment.astimezone(BRUSSELS)
    return (wall.date() - day).days * 24 * 60 + wall.hour * 60 + wall.minute


def count_day(
    day: TrainingDay,
    check_ins: Mapping[int, datetime],
    absences: Iterable[Absence],
    *,
    grace: int,
    at: datetime,
) -> DayCount:
    """What one learner's day comes to at this moment.

    `check_ins` maps a Moment to when it was; `absences` are those of the learner, of any day;
    `grace` is in minutes. An accepted absence goes before a pending one, that before a rejected.
    """
    marks = {
        Moment(moment): minute_of(when, day.on)
        for moment, when in check_ins.items()
        if moment in Moment.values
    }
    halves = _halves(day)
    today = [one for one in absences if one.first_on <= day.on <= one.last_on]
    return DayCount(
        day.on,
        tuple(_count_half(day, half, halves, marks, today, grace=grace, at=at) for half in halves),
    )


def _halves(day: TrainingDay) -> list[_Half]:
    halves = (
        (DayPart.MORNING, Moment.ARRIVAL, Moment.LUNCH, day.arrive_by, day.lunch_from),
        (DayPart.AFTERNOON, Moment.RETURN, Moment.DEPARTURE, day.lunch_until, day.leave_from),
    )
    return [
        _Half(part, first, second, Span(_of_clock(since), _of_clock(until)))
        for part, first, second, since, until in halves
        if since is not None and until is not None
    ]


def _of_clock(hours: time) -> int:
    return hours.hour * 60 + hours.minute


def _count_half(
    day: TrainingDay,
    half: _Half,
    halves: list[_Half],
    marks: dict[Moment, int],
    absences: list[Absence],
    *,
    grace: int,
    at: datetime,
) -> HalfCount:
    planned = half.span.minutes
    hour, minute = divmod(half.span.until, 60)
    if at < at_local(day.on, hour, minute) + SETTLES_AFTER:
        return HalfCount(half.part, planned, ahead=planned)
    missing = tuple(one for one in (half.first, half.second) if one not in marks)
    there = Span(half.span.since, half.span.since)
    if not missing:
        there = _presence(half, marks, grace)
    if there.minutes:
        gaps = [Span(half.span.since, there.since), Span(there.until, half.span.until)]
        late, left_early = (gap.minutes for gap in gaps)
    else:
        gaps, late, left_early = [half.span], 0, 0
    covers = [(one.state, _covered(one, half, halves, marks)) for one in absences]
    open_until_proof = at < proof_until(day.on)
    justified = unjustified = undecided = counted = 0
    for gap in gaps:
        accepted = _overlap(gap, covers, AbsenceState.ACCEPTED)
        waiting = _overlap(gap, covers, AbsenceState.ACCEPTED, AbsenceState.PENDING) - accepted
        rest = gap.minutes - accepted - waiting
        if open_until_proof:  # a no is a no; what nobody wrote about yet can still be explained
            guilty = _overlap(gap, covers, *STANDING) - accepted - waiting
        else:
            guilty = rest
        justified += accepted
        unjustified += guilty
        undecided += waiting + rest - guilty
        counted += guilty > 0
    return HalfCount(
        half.part,
        planned,
        present=there.minutes,
        justified=justified,
        unjustified=unjustified,
        open=undecided,
        late=late,
        left_early=left_early,
        halves=counted,
        missing=missing,
    )


def _presence(half: _Half, marks: dict[Moment, int], grace: int) -> Span:
    """From the first check-in to the second, within the plan; the grace counts as in time."""
    since, until = marks[half.first], marks[half.second]
    if since <= half.span.since + grace:
        since = half.span.since
    if until >= half.span.until - grace:
        until = half.span.until
    return Span(since, until).within(half.span)


def _covered(absence: Absence, half: _Half, halves: list[_Half], marks: dict[Moment, int]) -> Span:
    """The minutes of a half day that an absence speaks of.

    Coming late is what lies before the first check-in, leaving early what follows the last one:
    of the half day, or where it has none, of the half days after or before it.
    """
    nothing = Span(half.span.since, half.span.since)
    if absence.part not in (DayPart.DAY, half.part):
        return nothing
    if absence.kind == AbsenceKind.AWAY:
        return half.span
    own = [marks[one] for one in (half.first, half.second) if one in marks]
    if absence.kind == AbsenceKind.LATE:
        if own:
            return Span(half.span.since, min(own)).within(half.span)
        came = any(one in marks for one in _moments(halves, after=half))
        return half.span if came else nothing
    if own:
        return Span(max(own), half.span.until).within(half.span)
    was_there = any(one in marks for one in _moments(halves, before=half))
    return half.span if was_there else nothing


def _moments(
    halves: list[_Half], *, after: _Half | None = None, before: _Half | None = None
) -> list[Moment]:
    return [
        moment
        for half in halves
        if (after and half.span.since > after.span.since)
        or (before and half.span.since < before.span.since)
        for moment in (half.first, half.second)
    ]


def _overlap(gap: Span, covers: list[tuple[str, Span]], *states: str) -> int:
    """How many minutes of a gap absences in these states cover together."""
    spans = sorted(
        span.within(gap) for state, span in covers if state in states and span.within(gap).minutes
    )
    total, reached = 0, gap.since
    for span in spans:
        fresh = Span(max(span.since, reached), span.until)
        total += fresh.minutes
        reached = max(reached, span.until)
    return total
