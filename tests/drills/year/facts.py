"""What happened, as data: the days of people's lives, told in wall-clock time of Brussels."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

BRUSSELS = ZoneInfo("Europe/Brussels")


def day(text: str) -> date:
    return date.fromisoformat(text)


def moment(text: str | date, hours: str = "") -> datetime:
    """`moment("2026-03-02 10:30")`, or a day and its hours; of two equal hours the first one."""
    wall = datetime.fromisoformat(f"{text} {hours}".strip())
    return wall.replace(tzinfo=BRUSSELS).astimezone(ZoneInfo("UTC"))


def local(at: datetime) -> datetime:
    return at.astimezone(BRUSSELS)


@dataclass(frozen=True)
class Fact:
    """Something happened to somebody at a moment.

    `what` is a word of the table; `about` tells several of the same sort apart; `counts_from` is
    the day or moment from which reminders count, where that is another one.
    """

    who: str
    what: str
    at: datetime
    about: str = ""
    counts_from: date | datetime | None = None

    @property
    def anchor(self) -> date | datetime:
        return self.at if self.counts_from is None else self.counts_from


def after(start: date, days: int) -> date:
    return start + timedelta(days=days)
