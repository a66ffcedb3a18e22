"""Sending what is due: claim under a lease, check again, send outside any transaction, record.

Exactly-once over SMTP does not exist: a sender killed between the server's answer and our
record sends that one message again, with the same Message-ID. See docs/messages.md.
"""

import logging
import random
import time
import uuid
from datetime import datetime, timedelta

from celery.exceptions import SoftTimeLimitExceeded
from django.apps import apps
from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, models, transaction
from django.db.models import F

from becode.messages import quiet
from becode.messages.enums import MessageState
from becode.messages.models import Message
from becode.messages.notification import UnknownNotification, notification_class
from becode.messages.querysets import lease_end
from becode.messages.transport import Post, Refused, ServerAway, TryLater

logger = logging.getLogger("becode.messages")

# Half a minute, doubled each time up to two hours: about a day until staff are told.
MAX_ATTEMPTS = 20
# A row under which this many senders died is the reason of their deaths.
MAX_INTERRUPTIONS = 8
# Far below the time limit of the task, so that the sweep gets its turn on a small machine.
RUN_SECONDS = 45
BATCH_BOUND = 5_000
TAKEN_OVER = "taken_over"
# How long to wait before writing down a result again while the database restarts, in seconds.
RECORD_PAUSES = (0.5, 1.0, 2.0, 4.0)


def deliver_ready(*, at: datetime, limit: int = BATCH_BOUND) -> dict[str, int]:
    """Send every message that is due at `at`; returns how many ended in which state.

    Any number of senders may run at once: each row is claimed by one of them. A run ends after
    RUN_SECONDS or `limit` rows; what is left is for the next one.
    """
    counts: dict[str, int] = {}
    silent: set[str] = set()
    given_up = _give_up_killers(at=at)
    if given_up:
        counts[MessageState.FAILED] = given_up
    started = time.monotonic()
    with Post() as post:
        for _number in range(limit):
            elapsed = int(time.monotonic() - started)
            moment = at + timedelta(seconds=elapsed)
            message = claim_one(at=moment, without=silent) if elapsed < RUN_SECONDS else None
            if message is None:
                break
            state = _handle(message, at=moment, post=post, silent=silent)
            counts[state] = counts.get(state, 0) + 1
    return counts


@transaction.atomic
def claim_one(*, at: datetime, without: set[str] | frozenset[str] = frozenset()) -> Message | None:
    """Lease the most pressing due row that no other sender holds; None when there is none.

    `without` names channels whose server does not answer.
    """
    wanted = Message.objects.exclude(channel__in=without).select_related("person", "user")
    for waiting in (wanted.due_urgent(at), wanted.interrupted(), wanted.due_ordinary(at)):
        message = waiting.select_for_update(skip_locked=True, of=("self",)).first()
        if message is not None:
            break
    else:
        return None
    message.state = MessageState.SENDING
    message.lease = uuid.uuid4()
    message.attempts += 1
    Message.objects.filter(pk=message.pk).update(
        state=message.state,
        lease=message.lease,
        leased_until=lease_end(settings.MESSAGE_LEASE_SECONDS),
        attempts=message.attempts,
    )
    return message


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


def _handle(message: Message, *, at: datetime, post: Post, silent: set[str]) -> str:
    """Send one leased message and record what became of it; returns its state.

    One bad row must neither delay nor repeat another, whatever is wrong with it.
    """
    try:
        return _attempt(message, at=at, post=post)
    except Refused as refusal:
        return _finish(message, MessageState.FAILED, outcome=str(refusal), at=at)
    except ServerAway as absence:
        silent.add(message.channel)
        until = at + timedelta(seconds=30 * random.uniform(0.75, 1.25))
        return _postpone(message, until=until, outcome=str(absence))
    except TryLater as delay:
        return _retry(message, outcome=str(delay), at=at)
    except (OperationalError, InterfaceError, SoftTimeLimitExceeded):
        raise  # nothing more can be done in this run; the lease gives the row back
    except Exception:
        logger.exception("message could not be sent", extra={"message_key": message.pk})
        return _retry(message, outcome="error", at=at)


def _attempt(message: Message, *, at: datetime, post: Post) -> str:
    unwanted = why_not(message, at=at)
    if unwanted:
        return _finish(message, MessageState.CANCELLED, outcome=unwanted, at=at)
    allowed_from = quiet.allowed_from(at, channel=message.channel, urgent=message.urgent)
    if allowed_from > at:
        return _postpone(message, until=allowed_from, outcome="quiet_hours")
    post.reach(message.channel)
    if not _renew(message):
        logger.warning("message was taken over", extra={"message_key": message.pk})
        return TAKEN_OVER
    post.send(message)
    return _finish(message, MessageState.SENT, outcome="accepted", at=at)


def why_not(message: Message, *, at: datetime) -> str:
    """Why a message is not wanted any more, or an empty text. Asked at the moment of sending."""
    if message.expires_at and message.expires_at <= at:
        return "too_late"
    try:
        cls = notification_class(message.kind)
    except UnknownNotification:
        return "unknown_kind"
    if message.owner_is_gone:
        return "recipient_gone"
    if message.user is not None and not message.user.is_active:
        return "account_closed"
    if message.person is not None and not message.person.contact_points.has(message.address):
        return "address_gone"
    model: type[models.Model] = apps.get_model(message.about_type)
    subject = model._base_manager.filter(pk=message.about_key).first()
    if subject is None:
        return "record_gone"
    return "" if cls(subject).is_still_wanted(at=at) else "no_longer_true"


def _renew(message: Message) -> bool:
    """Lengthen our lease just before sending; False when another sender has the row by now."""
    ours = Message.objects.filter(pk=message.pk, lease=message.lease)
    return ours.update(leased_until=lease_end(settings.MESSAGE_LEASE_SECONDS)) == 1


def _finish(message: Message, state: str, *, outcome: str, at: datetime) -> str:
    return _record(message, state, outcome=outcome, finished_at=at, sealed=None)


def _retry(message: Message, *, outcome: str, at: datetime) -> str:
    """Wait longer after each try, with jitter: about 30 s, 1, 2, 4 … minutes, at most 2 hours."""
    if message.attempts >= MAX_ATTEMPTS:
        return _finish(message, MessageState.FAILED, outcome=f"gave_up_{outcome}"[:40], at=at)
    seconds = min(30 * 2 ** (message.attempts - 1), 7_200) * random.uniform(0.75, 1.25)
    next_try_at = at + timedelta(seconds=seconds)
    return _record(message, MessageState.PENDING, outcome=outcome, next_try_at=next_try_at)


def _postpone(message: Message, *, until: datetime, outcome: str) -> str:
    """Put a row back that is not to blame; this was no try."""
    return _record(
        message,
        MessageState.PENDING,
        outcome=outcome,
        next_try_at=until,
        attempts=F("attempts") - 1,
    )


def _record(message: Message, state: str, **values: object) -> str:
    """Write down a result under our own lease: a row that another took over is its business.

    A database that restarts is given some seconds: an unwritten result is a message sent twice.
    """
    ours = Message.objects.filter(pk=message.pk, lease=message.lease)
    for pause in (*RECORD_PAUSES, None):
        try:
            changed = ours.update(state=state, lease=None, leased_until=None, **values)
        except (OperationalError, InterfaceError):
            if pause is None or connection.in_atomic_block:
                raise
            connection.close()
            time.sleep(pause)
        else:
            return state if changed else TAKEN_OVER
    raise AssertionError("the last try returns or raises")
