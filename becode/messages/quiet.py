"""When a message may leave. Source: docs/domain.md, "Language, access, formats" and "Reminders"."""

from datetime import datetime, timedelta

from becode.core import clock
from becode.core.public_holidays import public_holidays
from becode.messages.enums import Channel

QUIET_FROM_HOUR = 20
QUIET_UNTIL_HOUR = 8
MORNING_HOUR = 9
ONE_DAY = timedelta(days=1)


def allowed_from(moment: datetime, *, channel: str, urgent: bool) -> datetime:
    """The moment itself, or eight in the morning after it for an SMS that can wait.

    Brussels wall-clock time decides; e-mail and urgent messages are never held.
    """
    if channel != Channel.SMS or urgent:
        return moment
    wall = moment.astimezone(clock.BRUSSELS)
    if QUIET_UNTIL_HOUR <= wall.hour < QUIET_FROM_HOUR:
        return moment
    day = wall.date() + ONE_DAY * (wall.hour >= QUIET_FROM_HOUR)
    return clock.at_local(day, QUIET_UNTIL_HOUR)


def next_morning(moment: datetime) -> datetime:
    """Nine in the morning of the next day that is no public holiday."""
    day = clock.local_day(moment) + ONE_DAY
    while day in public_holidays(day.year):
        day += ONE_DAY
    return clock.at_local(day, MORNING_HOUR)


def is_holiday(moment: datetime) -> bool:
    day = clock.local_day(moment)
    return day in public_holidays(day.year)
