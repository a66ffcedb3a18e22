"""Writing messages into the outbox, in the transaction of the change they tell of."""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation

from becode.accounts.models import User
from becode.core.sealing import seal
from becode.core.transactions import together
from becode.messages import quiet
from becode.messages.enums import Channel, MessageState
from becode.messages.models import Message
from becode.messages.notification import Content, Notification, Recipient
from becode.messages.wake import wake_sender
from becode.people.models import Person

SEALING_PURPOSE = "message"
KEY_LENGTH = 200
_recording_only: ContextVar[bool] = ContextVar("recording_only", default=False)


@dataclass(slots=True)
class _Gathered:
    """Rows that wait to be written together, by key; those planned before `words_since` have no
    words any more.
    """

    words_since: datetime
    rows: dict[str, Message] = field(default_factory=dict)


_gathered: ContextVar[_Gathered | None] = ContextVar("messages_gathered", default=None)


@contextmanager
def recording_only() -> Iterator[None]:
    """Inside the block messages are recorded as suppressed: demo data writes to nobody."""
    token = _recording_only.set(True)
    try:
        yield
    finally:
        _recording_only.reset(token)


def is_recording_only() -> bool:
    """Whether this is inside `recording_only`."""
    return _recording_only.get()


@contextmanager
def gathered(*, words_since: datetime) -> Iterator[None]:
    """Inside `recording_only`: rows are kept, and written in one statement at the end of the block.

    For a long history whose acts do not read their own messages; `send` returns rows without a
    key there. Messages from before `words_since` are as they are after their words were purged.
    """
    waiting = _Gathered(words_since)
    token = _gathered.set(waiting)
    try:
        yield
    finally:
        _gathered.reset(token)
    Message.objects.bulk_create(waiting.rows.values(), batch_size=500, ignore_conflicts=True)


def send(
    notification: Notification,
    *,
    at: datetime,
    dedupe: str = "",
    due_at: datetime | None = None,
    recipients: Sequence[Recipient] | None = None,
) -> list[Message]:
    """Put a notification into the outbox, once per recipient, and wake the sender after commit.

    `dedupe` distinguishes repetitions about the same record (the due moment of a reminder);
    a row that is there already is left alone. `recipients` narrows whom the notification names.
    Returns the new rows; nobody to reach leaves one row in state failed, which staff see.
    """
    if recipients is None:
        recipients = notification.recipients()
    keys: dict[str, Recipient | None] = {
        dedupe_key(notification, dedupe=dedupe, recipient=_recipient_key(recipient)): recipient
        for recipient in recipients
    } or {dedupe_key(notification, dedupe=dedupe, recipient="nobody"): None}
    waiting = _gathered.get()
    known = (
        set(waiting.rows)
        if waiting is not None
        else set(
            Message.objects.filter(dedupe_key__in=keys)
            .order_by("pk")
            .values_list("dedupe_key", flat=True)
        )
    )
    fresh = [
        _unreachable(notification, key=key, at=at)
        if recipient is None
        else _row(notification, recipient, key=key, at=at, due_at=due_at or at)
        for key, recipient in sorted(keys.items())  # one order for all, so that none wait crosswise
        if key not in known
    ]
    if is_recording_only():
        for row in fresh:
            row.state, row.outcome, row.finished_at = MessageState.SUPPRESSED, "demo", at
            row.sealed = None
    if waiting is not None:
        waiting.rows.update((row.dedupe_key, row) for row in fresh)
        return fresh
    with together():
        _insert(fresh)
    if any(row.state == MessageState.PENDING and row.due_at <= at for row in fresh):
        transaction.on_commit(wake_sender)
    return fresh


def _insert(rows: list[Message]) -> None:
    """Add the rows whose key is new; where another transaction was first, its row stays."""
    if not rows:
        return
    Message.objects.bulk_create(rows, ignore_conflicts=True)
    wanted = Message.objects.filter(dedupe_key__in=[row.dedupe_key for row in rows]).order_by("pk")
    found = dict(wanted.values_list("dedupe_key", "pk"))
    for row in rows:
        row.pk = found[row.dedupe_key]


def dedupe_key(notification: Notification, *, dedupe: str, recipient: str) -> str:
    """`rule:object:recipient:due`, see docs/domain.md, "Reminders".

    A key too long for its column ends in a digest of itself, so that two never become one.
    """
    key = storable(f"{notification.key}:{notification.subject.pk}:{recipient}:{dedupe}")
    if len(key) <= KEY_LENGTH:
        return key
    digest = hashlib.sha256(key.encode()).hexdigest()[:32]
    return f"{key[: KEY_LENGTH - 33]}-{digest}"


def storable(text: str) -> str:
    """Text that PostgreSQL can keep and UTF-8 can hold: no NUL, no lone surrogates."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")


def _recipient_key(recipient: Recipient) -> str:
    if recipient.person is not None:
        return f"person-{recipient.person.pk}"
    if recipient.user is not None:
        return f"user-{recipient.user.pk}"
    return recipient.address


def _row(
    notification: Notification,
    recipient: Recipient,
    *,
    key: str,
    at: datetime,
    due_at: datetime,
) -> Message:
    waiting = _gathered.get()
    is_purged = waiting is not None and at < waiting.words_since
    subject = text = html = ""
    secrets: dict[str, str] = {}
    if not is_purged:
        with translation.override(recipient.language):
            content = notification.content(recipient, at=at)
            subject, text, html = render(content, recipient)
        secrets = {name: storable(value) for name, value in content.secrets.items()}
    due_at = quiet.allowed_from(due_at, channel=recipient.channel, urgent=notification.urgent)
    return Message(
        dedupe_key=key,
        kind=notification.key,
        channel=recipient.channel,
        urgent=notification.urgent,
        person=recipient.person,
        user=recipient.user,
        campus_key=notification.campus_key(),
        address=storable(recipient.address),
        language=recipient.language,
        template_version=notification.version,
        subject=subject,
        text=text,
        html=html,
        sealed=seal(secrets, purpose=SEALING_PURPOSE) if secrets else None,
        about_type=notification.about,
        about_key=notification.subject.pk,
        created_at=at,
        due_at=due_at,
        next_try_at=due_at,
        expires_at=due_at + notification.useful_for if notification.useful_for else None,
        body_purged_at=at if is_purged else None,
    )


def _unreachable(notification: Notification, *, key: str, at: datetime) -> Message:
    subject = notification.subject
    return Message(
        dedupe_key=key,
        kind=notification.key,
        channel=Channel.EMAIL,
        state=MessageState.FAILED,
        outcome="no_address",
        person=subject if isinstance(subject, Person) else getattr(subject, "person", None),
        user=subject if isinstance(subject, User) else None,
        campus_key=notification.campus_key(),
        address="",
        language=translation.get_language() or settings.LANGUAGE_CODE,
        template_version=notification.version,
        about_type=notification.about,
        about_key=notification.subject.pk,
        created_at=at,
        due_at=at,
        next_try_at=at,
        finished_at=at,
    )


def render(content: Content, recipient: Recipient) -> tuple[str, str, str]:
    """Subject, text and HTML of a message in the active language; an SMS has text alone.

    The subject is one line: line breaks in data cannot add headers.
    """
    subject = " ".join(storable(content.subject).split())[:200]
    if recipient.channel == Channel.SMS:
        text = content.sms or "\n".join([content.subject, *content.paragraphs])
        return "", storable(text), ""
    context = {
        "content": content,
        "recipient": recipient,
        "subject": subject,
        "organisation_name": settings.ORGANISATION_NAME,
        "organisation_email": settings.ORGANISATION_EMAIL,
        "organisation_phone": settings.ORGANISATION_PHONE,
    }
    return (
        subject,
        storable(render_to_string("messages/email.txt", context)),
        storable(render_to_string("messages/email.html", context)),
    )
