"""When a telephone may ring. Source: docs/domain.md, "Language, access, formats"."""

from datetime import datetime, timedelta

from becode.core import clock
from becode.messages.enums import Channel

QUIET_FROM_HOUR = 20
QUIET_UNTIL_HOUR = 8


def allowed_from(moment: datetime, *, channel: str, urgent: bool) -> datetime:
    """The moment itself, or eight in the morning after it for an SMS that can wait.

    Brussels wall-clock time decides; e-mail and urgent messages are never held.
    """
    if channel != Channel.SMS or urgent:
        return moment
    wall = moment.astimezone(clock.BRUSSELS)
    if QUIET_UNTIL_HOUR <= wall.hour < QUIET_FROM_HOUR:
        return moment
    day = wall.date() + timedelta(days=1 if wall.hour >= QUIET_FROM_HOUR else 0)
    return clock.at_local(day, QUIET_UNTIL_HOUR)
