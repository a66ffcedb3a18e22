"""Sending what is due: claim under a lease, check again, send outside any transaction, record.

Exactly-once over SMTP does not exist: a sender killed between the server's answer and our
record sends that one message again, with the same Message-ID. See docs/messages.md.
"""

import logging
import random
import time
from collections import Counter
from datetime import datetime, timedelta

from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.db.models import F

from becode.messages import quiet
from becode.messages.bounces import note_refusal
from becode.messages.claiming import Parcel, claim_one, free_day, pass_day
from becode.messages.enums import MessageState
from becode.messages.fallback import go_by_another_way
from becode.messages.models import Message
from becode.messages.querysets import MessageQuerySet, lease_end
from becode.messages.transport import Post, Refused, ServerAway, TryLater
from becode.messages.wanted import state_for, why_not

logger = logging.getLogger("becode.messages")

# Half a minute, doubled each time up to two hours: about a day until staff are told.
MAX_ATTEMPTS = 20
# A row under which this many senders died is the reason of their deaths.
MAX_INTERRUPTIONS = 8
# Far below the time limit of the task, so that the sweep gets its turn on a small machine.
RUN_SECONDS = 45
BATCH_BOUND = 5_000
TAKEN_OVER = "taken_over"
# Refusals that say something about the words of one row, not about its address.
OWN_FAULTS = frozenset({"bad_header", "bad_message", "secret_unreadable"})
# What a row keeps of its secrets once it ended.
NOTHING_LEFT: dict[str, None] = {"sealed": None}
# How long to wait before writing down a result again while the database restarts, in seconds.
RECORD_PAUSES = (0.5, 1.0, 2.0, 4.0)


def deliver_ready(*, at: datetime, limit: int = BATCH_BOUND) -> dict[str, int]:
    """Send every message that is due at `at`; returns how many ended in which state.

    Any number of senders may run at once: each row is claimed by one of them. A run ends after
    RUN_SECONDS or `limit` rows; what is left is for the next one.
    """
    silent: set[str] = set()
    counts: Counter[str] = +Counter({str(MessageState.FAILED): _give_up_killers(at=at)})
    go_by_another_way(at=at)
    started = time.monotonic()
    with Post() as post:
        for _number in range(limit):
            elapsed = int(time.monotonic() - started)
            moment = at + timedelta(seconds=elapsed)
            parcel = claim_one(at=moment, without=silent) if elapsed < RUN_SECONDS else None
            if parcel is None:
                break
            counts += _handle(parcel, at=moment, post=post, silent=silent)
    return dict(counts)


def _give_up_killers(*, at: datetime) -> int:
    """End rows that keep ending their senders; returns how many."""
    return (
        Message.objects.interrupted()
        .filter(attempts__gte=MAX_INTERRUPTIONS)
        .update(
            state=MessageState.FAILED,
            outcome="stopped_sender",
            finished_at=at,
            sealed=None,
            lease=None,
            leased_until=None,
        )
    )


def _handle(parcel: Parcel, *, at: datetime, post: Post, silent: set[str]) -> Counter[str]:
    """Send what one sender holds and record what became of it; returns the states, counted.

    One bad row must neither delay nor repeat another, whatever is wrong with it.
    """
    try:
        return _attempt(parcel, at=at, post=post)
    except Refused as refusal:
        if str(refusal) in OWN_FAULTS:
            _let_go(parcel)
        if refusal.of_address:
            note_refusal(parcel.leader, words=refusal.words, at=at)
        return _finish(parcel, MessageState.FAILED, outcome=str(refusal), at=at)
    except ServerAway as absence:
        silent.add(parcel.leader.channel)
        until = at + timedelta(seconds=30 * random.uniform(0.75, 1.25))
        return _postpone(parcel, until=until, outcome=str(absence))
    except TryLater as delay:
        return _retry(parcel, outcome=str(delay), at=at)
    except (OperationalError, InterfaceError, SoftTimeLimitExceeded):
        raise  # nothing more can be done in this run; the lease gives the rows back
    except Exception:
        logger.exception("message could not be sent", extra={"message_key": parcel.leader.pk})
        _let_go(parcel)
        return _retry(parcel, outcome="error", at=at)


def _attempt(parcel: Parcel, *, at: datetime, post: Post) -> Counter[str]:
    ended, is_empty = _drop_unwanted(parcel, at=at)
    if is_empty:
        return ended
    leader = parcel.leader
    allowed_from = quiet.allowed_from(at, channel=leader.channel, urgent=leader.urgent)
    if allowed_from > at:
        return ended + _postpone(parcel, until=allowed_from, outcome="quiet_hours")
    post.reach(leader.channel)
    if not _renew(parcel):
        logger.warning("message was taken over", extra={"message_key": leader.pk})
        return ended + Counter({TAKEN_OVER: 1})
    post.send(leader, parcel.others)
    return ended + _finish(parcel, MessageState.SENT, outcome="accepted", at=at)


def _drop_unwanted(parcel: Parcel, *, at: datetime) -> tuple[Counter[str], bool]:
    """End the rows of a parcel that are not wanted any more; the first of the others leads on.

    Returns how they ended, and whether none is left.
    """
    ended: Counter[str] = Counter()
    kept: list[Message] = []
    for message in parcel.messages:
        unwanted = why_not(message, at=at)
        if not unwanted:
            kept.append(message)
            continue
        alone = Message.objects.filter(pk=message.pk, lease=message.lease)
        state = state_for(unwanted)
        ended[_record(alone, state, outcome=unwanted, finished_at=at, **NOTHING_LEFT)] += 1
    if not kept:
        free_day(parcel.leader)
    elif kept[0] is not parcel.leader:
        pass_day(old=parcel.leader, new=kept[0])
        Message.objects.filter(pk=kept[0].pk).update(merged_into=None)
        Message.objects.filter(pk__in=[one.pk for one in kept[1:]]).update(merged_into=kept[0])
    if kept:
        parcel.leader, parcel.others = kept[0], kept[1:]
    return ended, not kept


def _let_go(parcel: Parcel) -> None:
    """Put back what only went along with a row that is at fault itself, and its day with it."""
    others = _rows(parcel).exclude(pk=parcel.leader.pk)
    _record(others, MessageState.PENDING, attempts=F("attempts") - 1, merged_into=None)
    free_day(parcel.leader)
    parcel.others = []


def _rows(parcel: Parcel) -> MessageQuerySet:
    """The rows of a parcel as long as they are ours: what another took over is its business."""
    keys = [message.pk for message in parcel.messages]
    return Message.objects.filter(pk__in=keys, lease=parcel.leader.lease)


def _renew(parcel: Parcel) -> bool:
    """Lengthen our lease just before sending; False when another sender has the rows by now."""
    until = lease_end(settings.MESSAGE_LEASE_SECONDS)
    return _rows(parcel).update(leased_until=until) == len(parcel.messages)


def _finish(parcel: Parcel, state: str, *, outcome: str, at: datetime) -> Counter[str]:
    if state == MessageState.FAILED:
        free_day(parcel.leader)
    sent = {"provider_key": parcel.leader.provider_key} if state == MessageState.SENT else {}
    ended = _record(_rows(parcel), state, outcome=outcome, finished_at=at, **NOTHING_LEFT, **sent)
    return Counter({ended: len(parcel.messages)})


def _retry(parcel: Parcel, *, outcome: str, at: datetime) -> Counter[str]:
    """Wait longer after each try, with jitter: about 30 s, 1, 2, 4 … minutes, at most 2 hours."""
    attempts = parcel.leader.attempts
    if attempts >= MAX_ATTEMPTS:
        return _finish(parcel, MessageState.FAILED, outcome=f"gave_up_{outcome}"[:40], at=at)
    seconds = min(30 * 2 ** (attempts - 1), 7_200) * random.uniform(0.75, 1.25)
    return _wait(parcel, until=at + timedelta(seconds=seconds), outcome=outcome)


def _postpone(parcel: Parcel, *, until: datetime, outcome: str) -> Counter[str]:
    """Put rows back that are not to blame; this was no try."""
    return _wait(parcel, until=until, outcome=outcome, attempts=F("attempts") - 1)


def _wait(parcel: Parcel, *, until: datetime, outcome: str, **values: object) -> Counter[str]:
    put_back = _record(
        _rows(parcel),
        MessageState.PENDING,
        outcome=outcome,
        next_try_at=until,
        merged_into=None,
        **values,
    )
    return Counter({put_back: len(parcel.messages)})


def _record(rows: MessageQuerySet, state: str, **values: object) -> str:
    """Write down a result under our own lease; TAKEN_OVER when the rows are not ours any more.

    A database that restarts is given some seconds: an unwritten result is a message sent twice.
    """
    for pause in (*RECORD_PAUSES, None):
        try:
            changed = rows.update(state=state, lease=None, leased_until=None, **values)
        except (OperationalError, InterfaceError):
            if pause is None or connection.in_atomic_block:
                raise
            connection.close()
            time.sleep(pause)
        else:
            return state if changed else TAKEN_OVER
    raise AssertionError("the last try returns or raises")
