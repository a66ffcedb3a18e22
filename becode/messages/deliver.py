"""Sending what is due: claim under a lease, check again, send outside any transaction, record.

Exactly-once over SMTP does not exist: a sender killed between the server's answer and our
record sends that one message again, with the same Message-ID. See docs/messages.md.
"""

import logging
import random
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import F

from becode.messages import quiet
from becode.messages.bounces import note_refusal
from becode.messages.claiming import Parcel, claim_one
from becode.messages.days import pass_day, put_off_for_holiday
from becode.messages.enums import Channel, MessageState
from becode.messages.fallback import go_by_another_way
from becode.messages.models import Message
from becode.messages.outlets import Admission, Gate, is_trouble
from becode.messages.querysets import MessageQuerySet, lease_end
from becode.messages.transport import Post, Refused, ServerAway, TryLater, words_of
from becode.messages.wanted import state_for, why_not

logger = logging.getLogger("becode.messages")

# Half a minute, doubled each time up to two hours: about a day until staff are told.
MAX_ATTEMPTS = 20
# A row under which this many senders died is the reason of their deaths.
MAX_INTERRUPTIONS = 8
# Far below the time limit of the task, so that the sweep gets its turn on a small machine.
RUN_SECONDS = 45
BATCH_BOUND = 5_000
LOOKS_EVERY_SECONDS = 1.0
TAKEN_OVER = "taken_over"
# Refusals that say something about the words of one row, not about its address.
OWN_FAULTS = frozenset({"bad_header", "bad_message"})
# What a row keeps of its secrets once it ended.
NOTHING_LEFT: dict[str, None] = {"sealed": None}
# How long to wait before writing down a result again while the database restarts, in seconds.
RECORD_PAUSES = (0.5, 1.0, 2.0, 4.0)
# Nothing more can be done in a run that ends so; leases give the rows back.
FATAL = (OperationalError, InterfaceError, SoftTimeLimitExceeded)


@dataclass(slots=True)
class _Run:
    """One channel's part of a run; `is_over` once its host does not answer.

    `looked_at` is when it last looked for what vanished senders held.
    """

    channel: str
    post: Post
    gate: Gate
    is_over: bool = False
    looked_at: float = 0.0

    def looks_for_interrupted(self) -> bool:
        """Once a second is often enough: a lease is much longer."""
        now = time.monotonic()
        if now - self.looked_at < LOOKS_EVERY_SECONDS:
            return False
        self.looked_at = now
        return True


def deliver_ready(
    *, at: datetime, limit: int = BATCH_BOUND, channels: Sequence[str] = tuple(Channel.values)
) -> dict[str, int]:
    """Send every message that is due at `at`; returns how many ended in which state.

    Any number of senders may run at once: each row is claimed by one of them. A run ends after
    RUN_SECONDS or `limit` rows a channel; what is left is for the next one.
    """
    go_by_another_way(at=at)
    started = time.monotonic()
    put_off_for_holiday(at=at)
    counts: Counter[str] = Counter()
    with Post() as post:
        for channel in channels:
            counts[str(MessageState.FAILED)] += _give_up_killers(channel, at=at)
            run = _Run(channel, post, Gate(channel))
            for _number in range(limit):
                elapsed = int(time.monotonic() - started)
                if run.is_over or elapsed >= RUN_SECONDS:
                    break
                counts += _next(run, at=at + timedelta(seconds=elapsed))
    return dict(+counts)


def _next(run: _Run, *, at: datetime) -> Counter[str]:
    """Send what comes next; the run is over when nothing does, or when nothing may leave."""
    admission = run.gate.admit()
    if admission is Admission.NOBODY:
        run.is_over = True
        return Counter()
    parcel = claim_one(
        at=at,
        without=frozenset(Channel.values) - {run.channel},
        urgent_only=admission is Admission.URGENT,
        with_interrupted=run.looks_for_interrupted(),
    )
    if parcel is None:
        run.gate.give_back()
        run.is_over = True
        return Counter()
    return _handle(parcel, run, at=at)


def _give_up_killers(channel: str, *, at: datetime) -> int:
    """End rows that keep ending their senders; returns how many. What went along goes on."""
    killers = Message.objects.interrupted().filter(
        channel=channel, attempts__gte=MAX_INTERRUPTIONS, merged_into__isnull=True
    )
    keys = list(killers.values_list("pk", flat=True))
    if not keys:
        return 0
    return Message.objects.filter(
        pk__in=keys, state=MessageState.SENDING, leased_until__lt=lease_end(0)
    ).update(
        state=MessageState.FAILED,
        outcome="stopped_sender",
        finished_at=at,
        sealed=None,
        lease=None,
        leased_until=None,
    )


def _handle(parcel: Parcel, run: _Run, *, at: datetime) -> Counter[str]:
    """Send what one sender holds and record what became of it; returns the states, counted.

    One bad row must neither delay nor repeat another, whatever is wrong with it.
    """
    dropped = _drop(parcel, at=at)
    if not parcel.messages:
        run.gate.give_back()
        return dropped
    leader = parcel.leader
    allowed_from = quiet.allowed_from(at, channel=leader.channel, urgent=leader.urgent)
    if allowed_from > at:
        run.gate.give_back()
        return dropped + _postpone(parcel, until=allowed_from, outcome="quiet_hours")
    return dropped + _send(parcel, run, at=at)


def _send(parcel: Parcel, run: _Run, *, at: datetime) -> Counter[str]:
    leader = parcel.leader
    try:
        run.post.reach(leader.channel)
        if not _renew(parcel):
            logger.warning("message was taken over", extra={"message_key": leader.pk})
            run.gate.give_back()
            return Counter({TAKEN_OVER: 1})
        run.post.send(leader, parcel.others)
    except Refused as refusal:
        run.gate.went_well()
        if str(refusal) in OWN_FAULTS:
            _let_go(parcel)
        if refusal.of_address:
            note_refusal(leader, words=refusal.words, at=at)
        return _finish(parcel, MessageState.FAILED, outcome=str(refusal), at=at)
    except TryLater as delay:
        return _failed(parcel, run, delay, at=at)
    except FATAL:
        raise
    except Exception:
        logger.exception("message could not be sent", extra={"message_key": leader.pk})
        _let_go(parcel)
        return _retry(parcel, outcome="error", at=at)
    run.gate.went_well()
    return _finish(parcel, MessageState.SENT, outcome="accepted", at=at)


def _failed(parcel: Parcel, run: _Run, delay: TryLater, *, at: datetime) -> Counter[str]:
    """It may pass: whether it counts against the rows, and against the host.

    What failed before says nothing new: a mailbox that drops every line must not close the host
    to all others.
    """
    outcome = str(delay)
    if not is_trouble(outcome):
        run.gate.went_well()
    elif isinstance(delay, ServerAway) or parcel.leader.attempts == 1:
        run.gate.failed(outcome)
    if not isinstance(delay, ServerAway):
        return _retry(parcel, outcome=outcome, at=at)
    run.is_over = True
    until = at + timedelta(seconds=30 * random.uniform(0.75, 1.25))
    return _postpone(parcel, until=until, outcome=outcome)


def _drop(parcel: Parcel, *, at: datetime) -> Counter[str]:
    """Take out of a parcel what is not wanted any more or cannot be read; the rest goes on.

    The first of the rest leads, on the same day. Each row is asked alone, so that a fault in one
    is not held against another.
    """
    verdicts = {message.pk: _verdict(message, at=at) for message in parcel.messages}
    kept = [message for message in parcel.messages if verdicts[message.pk] is None]
    if len(kept) == len(parcel.messages):
        return Counter()
    dropped: Counter[str] = Counter()
    leader = parcel.leader
    with transaction.atomic():
        for message in parcel.messages:
            verdict = verdicts[message.pk]
            if verdict is not None:
                dropped += _take_out(message, *verdict, at=at)
        if kept and kept[0] is not leader and not dropped[TAKEN_OVER]:
            pass_day(old=leader, new=kept[0])
            held = Message.objects.filter(lease=leader.lease)
            held.filter(pk=kept[0].pk).update(merged_into=None)
            held.filter(pk__in=[one.pk for one in kept[1:]]).update(merged_into=kept[0])
    parcel.messages = kept
    return dropped


def _verdict(message: Message, *, at: datetime) -> tuple[str, str] | None:
    """The state and outcome of a row that is not to go out now; None for one that is."""
    try:
        unwanted = why_not(message, at=at)
        if unwanted:
            return state_for(unwanted), unwanted
        words_of(message)
    except Refused as refusal:
        return MessageState.FAILED, str(refusal)
    except FATAL:
        raise
    except Exception:
        logger.exception("message could not be made", extra={"message_key": message.pk})
        return MessageState.PENDING, "error"
    return None


def _take_out(message: Message, state: str, outcome: str, *, at: datetime) -> Counter[str]:
    alone = Parcel([message])
    if state == MessageState.PENDING:
        return _retry(alone, outcome=outcome, at=at)
    return _finish(alone, state, outcome=outcome, at=at, merged_into=None)


def _let_go(parcel: Parcel) -> None:
    """Put back what only went along with a row that is at fault itself."""
    others = _rows(parcel).exclude(pk=parcel.leader.pk)
    _record(others, MessageState.PENDING, attempts=F("attempts") - 1, merged_into=None)
    parcel.messages = [parcel.leader]


def _rows(parcel: Parcel) -> MessageQuerySet:
    """The rows of a parcel as long as they are ours: what another took over is its business."""
    keys = [message.pk for message in parcel.messages]
    return Message.objects.filter(pk__in=keys, lease=parcel.leader.lease)


def _renew(parcel: Parcel) -> bool:
    """Lengthen our lease just before sending; False when another sender has the rows by now."""
    until = lease_end(settings.MESSAGE_LEASE_SECONDS)
    return _rows(parcel).update(leased_until=until) == len(parcel.messages)


def _finish(
    parcel: Parcel, state: str, *, outcome: str, at: datetime, **values: object
) -> Counter[str]:
    if state == MessageState.SENT:
        values["provider_key"] = parcel.leader.provider_key
    values |= {"outcome": outcome, "finished_at": at, **NOTHING_LEFT}
    return Counter({_record(_rows(parcel), state, **values): len(parcel.messages)})


def _retry(parcel: Parcel, *, outcome: str, at: datetime) -> Counter[str]:
    """Wait longer after each try, with jitter: about 30 s, 1, 2, 4 … minutes, at most 2 hours.

    When it was tried often enough, what went along with it goes on without it.
    """
    attempts = parcel.leader.attempts
    if attempts >= MAX_ATTEMPTS:
        _let_go(parcel)
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
