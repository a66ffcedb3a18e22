"""Sending what is due: claim under a lease, check again, send outside any transaction, record.

Exactly-once over SMTP does not exist: a sender killed between the server's answer and our
record sends that one message again, with the same Message-ID. See docs/messages.md.
"""

import logging
import time
from collections import Counter, deque
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from celery.exceptions import SoftTimeLimitExceeded
from django.db import InterfaceError, OperationalError, transaction

from becode.messages import quiet
from becode.messages.bounces import note_refusal
from becode.messages.claiming import Parcel, claim
from becode.messages.days import pass_day, put_off_for_holiday
from becode.messages.enums import Channel, MessageState
from becode.messages.fallback import go_by_another_way
from becode.messages.models import Message
from becode.messages.outlets import Admission, Gate, is_trouble
from becode.messages.querysets import lease_end
from becode.messages.recording import (
    TAKEN_OVER,
    finish,
    is_ours,
    let_go,
    postpone,
    put_back_unopened,
    retry,
    wait_for_server,
)
from becode.messages.transport import Post, Refused, ServerAway, TryLater, words_of
from becode.messages.wanted import Facts, facts_about, state_for, why_not

logger = logging.getLogger("becode.messages")

# A row under which this many senders died is the reason of their deaths.
MAX_INTERRUPTIONS = 8
# Far below the time limit of the task, so that the sweep gets its turn on a small machine.
RUN_SECONDS = 45
BATCH_BOUND = 5_000
# How many parcels a sender holds at once. What one that dies held waits for the end of its lease.
AT_ONCE = 25
# How often a sender looks for what vanished senders held: a lease is much longer.
LOOKS_EVERY_SECONDS = 1.0
# How often a sender that holds ordinary parcels looks for urgent ones.
URGENT_EVERY_SECONDS = 0.2
# How old an answer may be to whether messages are still wanted.
FACTS_HOLD_SECONDS = 1.0
# Refusals that say something about the words of one row, not about its address.
OWN_FAULTS = frozenset({"bad_header", "bad_message"})
DATABASE_AWAY = (OperationalError, InterfaceError)
# Nothing more can be done in a run that ends so; leases give the rows back.
FATAL = (*DATABASE_AWAY, SoftTimeLimitExceeded)


@dataclass(slots=True)
class _Run:
    """One channel's part of a run; `is_over` once its host does not answer.

    `held` are the parcels whose turn comes next. Moments are those of time.monotonic: when it last
    looked for what vanished senders held, when for what is urgent, when `facts` were read.
    """

    channel: str
    post: Post
    gate: Gate
    is_over: bool = False
    held: deque[Parcel] = field(default_factory=deque)
    facts: Facts | None = None
    facts_read_at: float = 0.0
    looked_at: float = 0.0
    looked_for_urgent_at: float = 0.0

    def take(self, admission: Admission, *, at: datetime, most: int) -> Parcel | None:
        """The next parcel; what is urgent comes before what is held already."""
        if admission is Admission.URGENT:
            self.put_back()
            return next(iter(self._claim(at=at, urgent_only=True)), None)
        if self.held and self._urgent_waits(at=at):
            for parcel in self._claim(at=at, urgent_only=True):
                return parcel
        if not self.held:
            self.facts = None
            most = 1 if self.gate.is_on_trial else most
            self.held.extend(self._claim(at=at, most=most))
        return self.held.popleft() if self.held else None

    def facts_for(self, parcel: Parcel, *, at: datetime) -> Facts | None:
        """What was read for all that is held, not long ago; None: the parcel asks for itself.

        Where reading fails each asks for itself too, so that one row's fault is its own.
        """
        if parcel.leader.urgent or parcel.was_held:
            return None
        now = time.monotonic()
        if self.facts is None or now - self.facts_read_at > FACTS_HOLD_SECONDS:
            messages = [one for each in (parcel, *self.held) for one in each.messages]
            self.facts, self.facts_read_at = None, now
            try:
                self.facts = facts_about(messages, at=at)
            except FATAL:
                raise
            except Exception:
                logger.exception("nothing could be read for several messages at once")
        return self.facts

    def put_back(self) -> None:
        """Let others have what is held and was not tried."""
        put_back_unopened(self.held)
        self.held.clear()

    def _claim(self, *, at: datetime, most: int = 1, urgent_only: bool = False) -> list[Parcel]:
        parcels = claim(
            at=at,
            most=most,
            without=frozenset(Channel.values) - {self.channel},
            urgent_only=urgent_only,
            with_interrupted=urgent_only or self._looks_for_interrupted(),
        )
        if any(parcel.was_held for parcel in parcels):
            self.looked_at = 0.0  # where there is one there are more
        return parcels

    def _looks_for_interrupted(self) -> bool:
        now = time.monotonic()
        if now - self.looked_at < LOOKS_EVERY_SECONDS:
            return False
        self.looked_at = now
        return True

    def _urgent_waits(self, *, at: datetime) -> bool:
        now = time.monotonic()
        if now - self.looked_for_urgent_at < URGENT_EVERY_SECONDS:
            return False
        self.looked_for_urgent_at = now
        waiting = Message.objects.ready(at).filter(urgent=True, channel=self.channel)
        return waiting.order_by().exists()


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
            counts += _send_all(_Run(channel, post, Gate(channel)), started, at=at, limit=limit)
    return dict(+counts)


def _send_all(run: _Run, started: float, *, at: datetime, limit: int) -> Counter[str]:
    """One channel's part, until its host is away, nothing is left or the time is over."""
    counts: Counter[str] = Counter()
    try:
        for number in range(limit):
            elapsed = int(time.monotonic() - started)
            if run.is_over or elapsed >= RUN_SECONDS:
                break
            most = min(AT_ONCE, limit - number)
            counts += _next(run, at=at + timedelta(seconds=elapsed), most=most)
    except DATABASE_AWAY:
        raise
    except BaseException:
        with suppress(*DATABASE_AWAY):
            run.put_back()
        raise
    run.put_back()
    return counts


def _next(run: _Run, *, at: datetime, most: int) -> Counter[str]:
    """Send what comes next; the run is over when nothing does, or when nothing may leave."""
    admission = run.gate.admit()
    if admission is Admission.NOBODY:
        run.is_over = True
        return Counter()
    parcel = run.take(admission, at=at, most=most)
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
    dropped = _drop(parcel, facts=run.facts_for(parcel, at=at), at=at)
    if not parcel.messages:
        run.gate.give_back()
        return dropped
    leader = parcel.leader
    allowed_from = quiet.allowed_from(at, channel=leader.channel, urgent=leader.urgent)
    if allowed_from > at:
        run.gate.give_back()
        return dropped + postpone(parcel, until=allowed_from, outcome="quiet_hours")
    return dropped + _send(parcel, run, at=at)


def _send(parcel: Parcel, run: _Run, *, at: datetime) -> Counter[str]:
    leader = parcel.leader
    try:
        run.post.reach(leader.channel)
        if not is_ours(parcel, beside=run.held):
            logger.warning("message was taken over", extra={"message_key": leader.pk})
            run.gate.give_back()
            return Counter({TAKEN_OVER: 1})
        run.post.send(leader, parcel.others)
    except Refused as refusal:
        run.gate.went_well()
        if str(refusal) in OWN_FAULTS:
            let_go(parcel)
        if refusal.of_address:
            note_refusal(leader, words=refusal.words, at=at)
        return finish(parcel, MessageState.FAILED, outcome=str(refusal), at=at)
    except TryLater as delay:
        return _failed(parcel, run, delay, at=at)
    except FATAL:
        raise
    except Exception:
        logger.exception("message could not be sent", extra={"message_key": leader.pk})
        let_go(parcel)
        return retry(parcel, outcome="error", at=at)
    run.gate.went_well()
    return finish(parcel, MessageState.SENT, outcome="accepted", at=at)


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
        return retry(parcel, outcome=outcome, at=at)
    run.is_over = True
    return wait_for_server(parcel, outcome=outcome, at=at)


def _drop(parcel: Parcel, *, facts: Facts | None, at: datetime) -> Counter[str]:
    """Take out of a parcel what is not wanted any more or cannot be read; the rest goes on.

    The first of the rest leads, on the same day. Each row is asked alone, so that a fault in one
    is not held against another.
    """
    verdicts = {message.pk: _verdict(message, facts=facts, at=at) for message in parcel.messages}
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


def _verdict(message: Message, *, facts: Facts | None, at: datetime) -> tuple[str, str] | None:
    """The state and outcome of a row that is not to go out now; None for one that is."""
    try:
        unwanted = why_not(message, at=at, facts=facts)
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
        return retry(alone, outcome=outcome, at=at)
    return finish(alone, state, outcome=outcome, at=at, merged_into_id=None)
