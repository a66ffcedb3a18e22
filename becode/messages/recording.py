"""Writing down what became of a parcel, under the sender's own lease only.

Plain statements: each message is recorded alone, right after it left, and a run does nothing more
often.
"""

import random
import time
from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection

from becode.messages.claiming import Parcel
from becode.messages.enums import MessageState

# Half a minute, doubled each time up to two hours: about a day until staff are told.
MAX_ATTEMPTS = 20
TAKEN_OVER = "taken_over"
# How long to wait before writing down a result again while the database restarts, in seconds.
RECORD_PAUSES = (0.5, 1.0, 2.0, 4.0)


def is_ours(parcel: Parcel, *, beside: Iterable[Parcel] = ()) -> bool:
    """Whether our lease holds long enough to send; False when another sender has the rows by now.

    Where less than half of it is left it is lengthened, also for what is held `beside` this.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), min(leased_until) > clock_timestamp() + make_interval(secs => %s)"
            " FROM messaging_message WHERE id = ANY(%s) AND lease = %s",
            [settings.MESSAGE_LEASE_SECONDS / 2, parcel.keys, parcel.leader.lease],
        )
        number, is_long_enough = cursor.fetchone()
    if number != len(parcel.keys) or is_long_enough:
        return bool(number == len(parcel.keys))
    for other in beside:
        _lengthen(other.keys, other.leader.lease)
    return _lengthen(parcel.keys, parcel.leader.lease) == len(parcel.keys)


def _lengthen(keys: list[int], lease: UUID | None) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE messaging_message"
            " SET leased_until = clock_timestamp() + make_interval(secs => %s)"
            " WHERE id = ANY(%s) AND lease = %s",
            [settings.MESSAGE_LEASE_SECONDS, keys, lease],
        )
        return cursor.rowcount


def finish(
    parcel: Parcel, state: str, *, outcome: str, at: datetime, **values: Any
) -> Counter[str]:
    """Its rows ended; what they keep of their secrets is wiped."""
    if state == MessageState.SENT:
        values["provider_key"] = parcel.leader.provider_key
    values |= {"outcome": outcome, "finished_at": at, "sealed": None}
    return Counter({_record(parcel, parcel.keys, state, **values): len(parcel.messages)})


def retry(parcel: Parcel, *, outcome: str, at: datetime) -> Counter[str]:
    """Wait longer after each try, with jitter: about 30 s, 1, 2, 4 … minutes, at most 2 hours.

    When it was tried often enough, what went along with it goes on without it.
    """
    attempts = parcel.leader.attempts
    if attempts >= MAX_ATTEMPTS:
        let_go(parcel)
        return finish(parcel, MessageState.FAILED, outcome=f"gave_up_{outcome}"[:40], at=at)
    seconds = min(settings.MESSAGE_RETRY_SECONDS * 2 ** (attempts - 1), 7_200)
    return _wait(parcel, until=at + _about(seconds), outcome=outcome)


def wait_for_server(parcel: Parcel, *, outcome: str, at: datetime) -> Counter[str]:
    """Put rows back because nobody answers, which is not their fault."""
    return postpone(parcel, until=at + _about(settings.MESSAGE_RETRY_SECONDS), outcome=outcome)


def postpone(parcel: Parcel, *, until: datetime, outcome: str) -> Counter[str]:
    """Put rows back that are not to blame; this was no try."""
    return _wait(parcel, until=until, outcome=outcome, tries=-1)


def _about(seconds: float) -> timedelta:
    """A quarter more or less, so that not all come back at one moment."""
    return timedelta(seconds=seconds * random.uniform(0.75, 1.25))


def let_go(parcel: Parcel) -> None:
    """Put back what only went along with a row that is at fault itself."""
    keys = [message.pk for message in parcel.others]
    if keys:
        _record(parcel, keys, MessageState.PENDING, tries=-1, merged_into_id=None)
    parcel.messages = [parcel.leader]


def put_back_unopened(parcels: Iterable[Parcel]) -> None:
    """Give back what nobody tried to send, as if it had never been claimed."""
    for parcel in parcels:
        _record(parcel, parcel.keys, MessageState.PENDING, tries=-1, merged_into_id=None)


def _wait(parcel: Parcel, *, until: datetime, outcome: str, tries: int = 0) -> Counter[str]:
    put_back = _record(
        parcel,
        parcel.keys,
        MessageState.PENDING,
        tries=tries,
        outcome=outcome,
        next_try_at=until,
        merged_into_id=None,
    )
    return Counter({put_back: len(parcel.messages)})


def _record(parcel: Parcel, keys: list[int], state: str, *, tries: int = 0, **values: Any) -> str:
    """Write a result into the columns of these rows; TAKEN_OVER when they are not ours any more.

    A database that restarts is given some seconds: an unwritten result is a message sent twice.
    """
    values |= {"state": state, "lease": None, "leased_until": None}
    columns = ", ".join(f"{name} = %s" for name in values)
    for pause in (*RECORD_PAUSES, None):
        try:
            with connection.cursor() as cursor:
                cursor.execute(
                    f"UPDATE messaging_message SET attempts = attempts + %s, {columns}"
                    " WHERE id = ANY(%s) AND lease = %s",
                    [tries, *values.values(), keys, parcel.leader.lease],
                )
                return state if cursor.rowcount else TAKEN_OVER
        except (OperationalError, InterfaceError):
            if pause is None or connection.in_atomic_block:
                raise
            connection.close()
            time.sleep(pause)
    raise AssertionError("the last try returns or raises")
