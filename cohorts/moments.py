"""When each of the four check-ins of a day is possible, and which one is meant. Nothing is read.

docs/domain.md, "Attendance".
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from becode.core import clock
from cohorts.enums import Moment
from cohorts.models import TrainingDay

# The door is open so long before lessons start in the morning, and before the end of lunch.
EARLIEST_ARRIVAL = timedelta(minutes=60)
EARLIEST_RETURN = timedelta(minutes=30)
FIRSTS = (Moment.ARRIVAL, Moment.RETURN)
# The one that makes a half day whole.
PARTNER = {
    Moment.ARRIVAL: Moment.LUNCH,
    Moment.LUNCH: Moment.ARRIVAL,
    Moment.RETURN: Moment.DEPARTURE,
    Moment.DEPARTURE: Moment.RETURN,
}


@dataclass(frozen=True, slots=True)
class Window:
    """When one moment of a day can be noted, and at which hour it is planned.

    `early_from` is set for lunch and departure: from then on somebody may leave before time.
    """

    moment: Moment
    opens_at: datetime
    planned_at: datetime
    closes_at: datetime
    grace: timedelta
    early_from: datetime | None = None

    def is_open(self, at: datetime) -> bool:
        return self.opens_at <= at < self.closes_at

    def allows_early(self, at: datetime) -> bool:
        """Whether this is a time at which somebody leaves before the end of the half day."""
        return self.early_from is not None and self.early_from <= at < self.opens_at

    def minutes_off(self, at: datetime) -> int:
        """How late somebody comes, or how early they leave, in minutes; 0 within the grace."""
        off = at - self.planned_at if self.early_from is None else self.planned_at - at
        return int(off.total_seconds()) // 60 if off > self.grace else 0


def windows(day: TrainingDay, *, grace: int) -> list[Window]:
    """Those of a day in their order: four, or two where only a half day has lessons."""
    spare = timedelta(minutes=grace)
    midnight = clock.at_local(day.on + timedelta(days=1), 0)
    found: list[Window] = []
    arrive, lunch = _moment(day.on, day.arrive_by), _moment(day.on, day.lunch_from)
    back, leave = _moment(day.on, day.lunch_until), _moment(day.on, day.leave_from)
    if arrive and lunch:
        found.append(Window(Moment.ARRIVAL, arrive - EARLIEST_ARRIVAL, arrive, lunch, spare))
        ends = back or midnight
        found.append(Window(Moment.LUNCH, lunch - spare, lunch, ends, spare, early_from=arrive))
    if back and leave:
        opens = back - EARLIEST_ARRIVAL
        if lunch:
            opens = max(back - EARLIEST_RETURN, lunch + (back - lunch) / 2)
        found.append(Window(Moment.RETURN, opens, back, leave, spare))
        found.append(Window(Moment.DEPARTURE, leave - spare, leave, midnight, spare, back))
    return found


def _moment(day: date, hour: time | None) -> datetime | None:
    return clock.at_local(day, hour.hour, hour.minute) if hour else None


@dataclass(frozen=True, slots=True)
class Offer:
    """What somebody can press now: the window that is meant, and how they may leave early."""

    window: Window | None = None
    early: Window | None = None
    next: Window | None = None


def offer(found: list[Window], done: Collection[int], *, at: datetime) -> Offer:
    """Which moment is meant at this hour by somebody who has noted those in `done`.

    The first open one that is not done. Who comes back from lunch without a morning means the
    return, not the start of lunch.
    """
    usable = [one for one in found if one.moment not in done]
    openly = [one for one in usable if one.is_open(at)]
    moments = {one.moment for one in openly}
    if {Moment.LUNCH, Moment.RETURN} <= moments and Moment.ARRIVAL not in done:
        openly = [one for one in openly if one.moment != Moment.LUNCH]
    early = next(
        (one for one in usable if one.allows_early(at) and PARTNER[one.moment] in done), None
    )
    later = next((one for one in usable if one.opens_at > at), None)
    return Offer(openly[0] if openly else None, early, later)
