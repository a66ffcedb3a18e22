"""Sending what is due: claim under a lease, check again, send outside any transaction, record.

Exactly-once over SMTP does not exist: a sender killed between the server's answer and our
record sends that one message again, with the same Message-ID.
"""

import hashlib
import logging
import random
import smtplib
import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta
from email.errors import MessageError

from django.apps import apps
from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import models, transaction

from becode.core import clock
from becode.core.sealing import CannotOpen, unseal
from becode.messages import sms
from becode.messages.compose import SEALING_PURPOSE
from becode.messages.enums import Channel, MessageState
from becode.messages.models import Heartbeat, Message
from becode.messages.notification import UnknownNotification, notification_class

logger = logging.getLogger("becode.messages")

MAX_ATTEMPTS = 8
BATCH_BOUND = 5_000


class Refused(Exception):
    """This message will never be taken; the text is the outcome code."""


class TryLater(Exception):
    """This message could not be sent now; the text is the outcome code."""


def deliver_ready(*, at: datetime, limit: int = BATCH_BOUND) -> dict[str, int]:
    """Send every message that is due at `at`; returns how many ended in which state.

    Any number of senders may run at once: each row is claimed by one of them.
    """
    counts: dict[str, int] = {}
    for message in _claimed(at=at, limit=limit):
        state = _handle(message, at=at)
        counts[state] = counts.get(state, 0) + 1
    beat("deliver", at=at, detail=counts)
    return counts


def beat(name: str, *, at: datetime, detail: dict[str, int]) -> None:
    """Show that a periodic job finished."""
    Heartbeat.objects.update_or_create(name=name, defaults={"beat_at": at, "detail": detail})


def _claimed(*, at: datetime, limit: int) -> Iterator[Message]:
    """Claim rows one at a time, each in a short transaction of its own."""
    for _number in range(limit):
        message = claim_one(at=at)
        if message is None:
            return
        yield message


@transaction.atomic
def claim_one(*, at: datetime) -> Message | None:
    """Lease the oldest due row that no other sender holds; None when there is none."""
    message = Message.objects.ready(at).select_for_update(skip_locked=True).first()
    if message is None:
        return None
    message.state = MessageState.SENDING
    message.lease = uuid.uuid4()
    message.leased_until = clock.now() + timedelta(seconds=settings.MESSAGE_LEASE_SECONDS)
    message.attempts += 1
    message.save(update_fields=["state", "lease", "leased_until", "attempts"])
    return message


def _handle(message: Message, *, at: datetime) -> str:
    """Send one leased message and record what became of it."""
    unwanted = _why_not(message, at=at)
    if unwanted:
        return _finish(message, MessageState.CANCELLED, outcome=unwanted, at=at)
    try:
        _send(message)
    except Refused as refusal:
        return _finish(message, MessageState.FAILED, outcome=str(refusal), at=at)
    except TryLater as delay:
        if message.attempts >= MAX_ATTEMPTS:
            return _finish(message, MessageState.FAILED, outcome=f"gave_up_{delay}"[:40], at=at)
        return _retry(message, outcome=str(delay), at=at)
    except Exception:
        # One bad row must neither delay nor repeat another, whatever is wrong with it.
        logger.exception("message could not be sent", extra={"message_key": message.pk})
        if message.attempts >= MAX_ATTEMPTS:
            return _finish(message, MessageState.FAILED, outcome="error", at=at)
        return _retry(message, outcome="error", at=at)
    return _finish(message, MessageState.SENT, outcome="accepted", at=at)


def _why_not(message: Message, *, at: datetime) -> str:
    """Why a message is not wanted any more, or an empty text."""
    if message.expires_at and message.expires_at <= at:
        return "too_late"
    try:
        cls = notification_class(message.kind)
    except UnknownNotification:
        return "unknown_kind"
    model: type[models.Model] = apps.get_model(message.about_type)
    subject = model._base_manager.filter(pk=message.about_key).first()
    if subject is None:
        return "record_gone"
    if message.user_id and not message.user.is_active:  # type: ignore[union-attr]
        return "account_closed"
    return "" if cls(subject).is_still_wanted(at=at) else "no_longer_true"


def _send(message: Message) -> None:
    secrets = _secrets(message)
    text, html = fill(message.text, secrets), fill(message.html, secrets)
    if message.channel == Channel.SMS:
        _send_sms(message, text)
    else:
        _send_email(message, text, html)
    if settings.PRINT_SECRETS and secrets:
        for name, value in secrets.items():
            print(f"[message] {message.address}: {name} {value}", flush=True)


def _secrets(message: Message) -> dict[str, str]:
    if message.sealed is None:
        return {}
    try:
        secrets: dict[str, str] = unseal(message.sealed, purpose=SEALING_PURPOSE)
    except CannotOpen as error:
        raise Refused("secret_unreadable") from error
    return secrets


def fill(body: str, secrets: dict[str, str]) -> str:
    """Put secrets in the place of their placeholders: `[[link]]`."""
    for name, value in secrets.items():
        body = body.replace(f"[[{name}]]", value)
    return body


def message_id(message: Message) -> str:
    """The same row always has the same Message-ID, so that a repetition can be recognised."""
    digest = hashlib.sha256(message.dedupe_key.encode()).hexdigest()[:32]
    host = settings.PUBLIC_BASE_URL.split("://", 1)[-1].split(":")[0].split("/")[0]
    return f"<{digest}@{host}>"


def _send_email(message: Message, text: str, html: str) -> None:
    mail = EmailMultiAlternatives(
        subject=message.subject,
        body=text,
        to=[message.address],
        headers={
            "Message-ID": message_id(message),
            "Auto-Submitted": "auto-generated",
            "Content-Language": message.language,
        },
    )
    mail.attach_alternative(html, "text/html")
    try:
        get_connection(timeout=settings.EMAIL_TIMEOUT).send_messages([mail])
    except (
        smtplib.SMTPRecipientsRefused,
        smtplib.SMTPDataError,
        smtplib.SMTPSenderRefused,
    ) as error:
        raise _by_code(_code(error)) from error
    except (smtplib.SMTPException, OSError) as error:
        raise TryLater("server_away") from error
    except (ValueError, MessageError, UnicodeError) as error:  # a header that cannot be written
        raise Refused("bad_header") from error


def _code(error: smtplib.SMTPException) -> int:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return max((code for code, _text in error.recipients.values()), default=550)
    return int(getattr(error, "smtp_code", 0) or 0)


def _by_code(code: int) -> Exception:
    """SMTP's own rule: 5xx is for good, everything else may pass."""
    return Refused(f"smtp_{code}") if 500 <= code < 600 else TryLater(f"smtp_{code}")


def _send_sms(message: Message, text: str) -> None:
    try:
        sms.backend().send(to=message.address, text=text, reference=message.dedupe_key)
    except sms.SmsRefused as error:
        raise Refused("sms_refused") from error
    except OSError as error:
        raise TryLater("gateway_away") from error


def _finish(message: Message, state: str, *, outcome: str, at: datetime) -> str:
    _update_leased(
        message,
        state=state,
        outcome=outcome,
        finished_at=at,
        sealed=None,
        lease=None,
        leased_until=None,
    )
    return state


def _retry(message: Message, *, outcome: str, at: datetime) -> str:
    """Wait longer after each try, with jitter: about 30 s, 1, 2, 4 … minutes, at most 2 hours."""
    seconds = min(30 * 2 ** (message.attempts - 1), 7_200) * random.uniform(0.75, 1.25)
    _update_leased(
        message,
        state=MessageState.PENDING,
        outcome=outcome,
        next_try_at=at + timedelta(seconds=seconds),
        lease=None,
        leased_until=None,
    )
    return MessageState.PENDING


def _update_leased(message: Message, **values: object) -> None:
    """Record under our own lease only: a row that another sender took over is its business."""
    Message.objects.filter(pk=message.pk, lease=message.lease).update(**values)
