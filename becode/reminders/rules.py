"""The rule type: a reminder is data. Source of the catalogue: docs/domain.md, "Reminders"."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Self

from django.db.models import QuerySet
from django.utils.functional import Promise

from becode.core import clock
from becode.messages.notification import Notification
from becode.reminders.enums import Audience, Milestone

_CODE = re.compile(r"(?P<number>[+-]\d{1,4})(?:(?P<unit>h)|d@(?P<hour>\d{1,2}))")


@dataclass(frozen=True, slots=True)
class Offset:
    """When, seen from the anchor: negative is before. Day offsets keep to a Brussels hour.

    With a date as anchor, `hour` is the wall-clock hour at which the message is due.
    """

    days: int = 0
    hours: int = 0
    hour: int = 9

    @property
    def code(self) -> str:
        """As it is kept: "-7d@9", "+15h"."""
        return (
            f"{self.days * 24 + self.hours:+d}h" if self.hours else f"{self.days:+d}d@{self.hour}"
        )

    @classmethod
    def from_code(cls, code: str) -> Self:
        """From what `code` wrote; raises ValueError for anything else."""
        found = _CODE.fullmatch(code)
        if found is None:
            raise ValueError(f"not an offset: {code}")
        number = int(found["number"])
        if found["unit"] == "h":
            return cls(hours=number)
        return cls(days=number, hour=int(found["hour"]))

    @property
    def delta(self) -> timedelta:
        return timedelta(days=self.days, hours=self.hours)

    @property
    def name(self) -> str:
        return f"{self.days:+d}d" if not self.hours else f"{self.days * 24 + self.hours:+d}h"

    @property
    def is_before(self) -> bool:
        return self.delta < timedelta(0)

    def due_at(self, anchor: date | datetime) -> datetime:
        """The moment this offset falls on, in UTC."""
        if isinstance(anchor, datetime):
            if self.hours:
                return anchor + self.delta
            return clock.at_local(clock.local_day(anchor) + self.delta, self.hour)
        return clock.at_local(anchor + timedelta(days=self.days), self.hour) + timedelta(
            hours=self.hours
        )


@dataclass(frozen=True, slots=True)
class Rule:
    """One reminder: which records, counted from which of their fields, when, saying what.

    `records()` is the queryset of records the rule may still concern; `anchor` names the date
    or datetime column it counts from, of the record or of one it points at (`cohort__start_on`);
    it is indexed, for the sweep asks only for the days that matter;
    a message that could not go out within `grace` of its moment is skipped, so that an outage
    ends without a burst. Where several offsets of a record passed, only the latest is sent.

    `number` is the row of the catalogue, `title`, `to` and `stops` say in words what it is about,
    to whom and until when; `says` are the kinds it may send. `milestone` names the day in the life
    of an ordinary cohort from which it counts, None where it hangs on what somebody does.
    """

    key: str
    number: int
    title: Promise
    to: Audience
    stops: Promise
    says: tuple[type[Notification], ...]
    milestone: Milestone | None
    records: Callable[[], "QuerySet[Any]"]
    anchor: str
    offsets: tuple[Offset, ...]
    notification: Callable[[Any, Offset], Notification]
    grace: timedelta = timedelta(hours=20)


@dataclass(frozen=True, slots=True)
class Watch:
    """A reminder about something that did not happen: no row and no column to count from.

    `due(since, until)` answers what fell due after the one moment and not after the other, as
    pairs of that moment and what to say. It asks a constant number of queries.
    The words about it are as a Rule's.
    """

    key: str
    number: int
    title: Promise
    to: Audience
    stops: Promise
    says: tuple[type[Notification], ...]
    due: Callable[[datetime, datetime], Iterable[tuple[datetime, Notification]]]
    grace: timedelta = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class ToldAtOnce:
    """A row of the catalogue, or a part of one, that its workflow tells the moment it happens."""

    number: int
    title: Promise
    to: Audience
    says: tuple[type[Notification], ...]
