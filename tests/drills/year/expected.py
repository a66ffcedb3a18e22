"""Which messages the table promises for what happened, and when each leaves.

Computed from the table and the facts alone, apart from the product's code. How ordinary messages
share a reader's day is docs/decisions/0027: one mail a day with at most eight in it, none on a
public holiday; what waits goes at nine of the next day, and what would be useless by then at once.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from tests.drills.year.facts import BRUSSELS, Fact, local
from tests.drills.year.table import NOW, TABLE, Line

MOST_TOGETHER = 8
MORNING = 9
_OFFSET = re.compile(r"([+-]?\d+)([dhm])(?:@(\d+))?")
# Belgium 2025 to 2029, by hand: the fixed ones, and those that move with Easter.
FIXED = ((1, 1), (5, 1), (7, 21), (8, 15), (11, 1), (11, 11), (12, 25))
EASTER = (
    date(2025, 4, 20), date(2026, 4, 5), date(2027, 3, 28), date(2028, 4, 16), date(2029, 4, 1),
)  # fmt: skip
AFTER_EASTER = (0, 1, 39, 49, 50)
HOLIDAYS = {date(year, *on) for year in range(2025, 2030) for on in FIXED} | {
    easter + timedelta(days=days) for easter in EASTER for days in AFTER_EASTER
}


@dataclass(frozen=True, eq=False)
class Promise:
    """One message: to whom, of which line, due when; `ends` is when it is no longer wanted."""

    address: str
    line: Line
    due: datetime
    ends: datetime | None
    useless: datetime | None

    @property
    def has_day(self) -> bool:
        """Whether it shares the one ordinary message of its reader's day.

        Who never sent the form is an address to us, and no reader of anything else.
        """
        return not self.line.urgent and self.line.to != "draft"


@dataclass(frozen=True)
class Left:
    """A promise that was kept: when, and whether it went along in the mail of another one."""

    promise: Promise
    at: datetime
    merged: bool


def promises(facts: Iterable[Fact], readers: Callable[[str, Fact], Iterable[str]]) -> list[Promise]:
    """Every message that fell due before what ends it; `readers` say who stands behind a word."""
    known = list(facts)
    found: dict[tuple[object, ...], Promise] = {}
    for line in TABLE:
        stops = [word.strip() for word in line.until.split(",") if word]
        for number, fact in enumerate(one for one in known if one.what == line.after):
            for due, useless in _moments(line, fact):
                for address in readers(line.to, fact):
                    ends = _end(line, fact, stops, known, address)
                    if ends is not None and ends <= due:
                        continue
                    key = (line.key, address, due) + (() if line.once else (number,))
                    other = found.get(key)
                    if other is not None and ends is not None:
                        ends = None if other.ends is None else max(ends, other.ends)
                    leaves = due if line.urgent else _by_day(due, address)
                    if useless is None or leaves < useless:
                        found[key] = Promise(address, line, leaves, ends, useless)
    return list(found.values())


def _end(
    line: Line, fact: Fact, stops: list[str], known: list[Fact], address: str
) -> datetime | None:
    """When something first stopped it; "signed by" is told of one signer at a time."""
    return min(
        (
            one.at
            for one in known
            if one.who == fact.who
            and one.at > fact.at
            and one.about in ("", fact.about, address)
            and one.what in stops
        ),
        default=None,
    )


def _moments(line: Line, fact: Fact) -> Iterator[tuple[datetime, datetime | None]]:
    """When each offset falls due, and from when on it is useless."""
    if line.when == NOW:
        yield fact.at, None
        return
    anchor = fact.anchor
    for offset in line.when.split():
        found = _OFFSET.fullmatch(offset)
        assert found, offset
        number, unit, hour = int(found[1]), found[2], int(found[3] or MORNING)
        if unit == "d":
            begins = local(anchor).date() if isinstance(anchor, datetime) else anchor
            due = _at(begins + timedelta(days=number), hour)
        else:
            assert isinstance(anchor, datetime)
            due = anchor + timedelta(**{"h": {"hours": number}, "m": {"minutes": number}}[unit])
        if due <= fact.at:
            continue
        ends = [due + timedelta(hours=line.serves)] if line.serves else []
        if due < _moment_of(anchor):
            ends.append(_moment_of(anchor))
        yield due, min(ends, default=None)


def _by_day(due: datetime, address: str) -> datetime:
    """A text message that can wait is not due from eight in the evening until eight."""
    wall = local(due)
    if "@" in address or 8 <= wall.hour < 20:
        return due
    return _at(wall.date() + timedelta(days=wall.hour >= 20), 8)


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=BRUSSELS).astimezone(UTC)


def _moment_of(anchor: date | datetime) -> datetime:
    return anchor if isinstance(anchor, datetime) else _at(anchor, 0)


def next_morning(at: datetime) -> datetime:
    day = local(at).date() + timedelta(days=1)
    while day in HOLIDAYS:
        day += timedelta(days=1)
    return _at(day, MORNING)


def departures(made: Iterable[Promise]) -> list[Left]:
    """When each promise leaves; what ended while it waited does not leave at all."""
    by_reader: dict[str, list[Promise]] = {}
    left = []
    for one in made:
        if one.has_day:
            by_reader.setdefault(one.address, []).append(one)
        elif one.line.urgent or local(one.due).date() not in HOLIDAYS:
            left.append(Left(one, one.due, merged=False))
        else:
            left.append(Left(one, next_morning(one.due), merged=False))
    for theirs in by_reader.values():
        left += _Reader(theirs).leave()
    return left


@dataclass
class _Reader:
    """The ordinary messages of one reader, day after day."""

    made: list[Promise]
    waiting: list[tuple[Promise, datetime]] = field(default_factory=list)
    used: set[date] = field(default_factory=set)

    def leave(self) -> list[Left]:
        left: list[Left] = []
        coming = sorted(self.made, key=lambda one: one.due)
        while coming or self.waiting:
            at = min([one.due for one in coming[:1]] + [until for _one, until in self.waiting])
            while coming and coming[0].due == at:
                self.waiting.append((coming.pop(0), at))
            left += self._at(at)
        return left

    def _at(self, at: datetime) -> Iterator[Left]:
        day, morning = local(at).date(), next_morning(at)
        while ready := [one for one, until in self.waiting if until <= at]:
            first = min(ready, key=lambda one: (one.useless is None, one.useless or at, one.due))
            can_wait = first.useless is None or first.useless > morning
            if can_wait and (day in HOLIDAYS or day in self.used):
                self.waiting = [
                    (one, morning if until <= at else until) for one, until in self.waiting
                ]
                return
            mail = [first, *sorted((o for o, _ in self.waiting if o is not first), key=_by_due)]
            mail = mail[:MOST_TOGETHER]
            self.waiting = [pair for pair in self.waiting if pair[0] not in mail]
            kept = [one for one in mail if one.ends is None or one.ends > at]
            if kept:
                self.used.add(day)
            for number, one in enumerate(kept):
                yield Left(one, at, merged=number > 0)


def _by_due(one: Promise) -> datetime:
    return one.due
