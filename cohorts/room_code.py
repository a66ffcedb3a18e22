"""The code on the screen of a room: four digits that change each minute.

It is made of the key of the installation, the cohort and the minute: nothing is kept, and every
process knows the same. It cannot be sent round for longer than two minutes.
"""

import hmac
from datetime import datetime, timedelta

from becode.core import clock
from becode.core.sealing import keyed_digest

LIFE = timedelta(seconds=60)
DIGITS = 4


def room_code(cohort_pk: int, *, at: datetime) -> str:
    """The digits that the room of this cohort shows at this moment."""
    minute = int(at.timestamp()) // int(LIFE.total_seconds())
    what = f"{cohort_pk}:{clock.local_day(at)}:{minute}"
    digest = keyed_digest(what, purpose="room-code")
    return f"{int(digest[:15], 16) % 10**DIGITS:0{DIGITS}d}"


def seconds_left(at: datetime) -> int:
    """For how many seconds the code of this moment is still shown, at least one."""
    life = int(LIFE.total_seconds())
    return life - int(at.timestamp()) % life


def is_right(typed: str, cohort_pk: int, *, at: datetime) -> bool:
    """Whether this is the code of now, or the one before it."""
    digits = "".join(sign for sign in typed if sign.isascii() and sign.isdigit())
    known = [room_code(cohort_pk, at=at), room_code(cohort_pk, at=at - LIFE)]
    return any(hmac.compare_digest(digits, code) for code in known)
