"""Writing messages into the outbox, in the transaction of the change they tell of."""

from collections.abc import Sequence
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation

from becode.core.sealing import seal
from becode.messages.enums import Channel, MessageState
from becode.messages.models import Message
from becode.messages.notification import Content, Notification, Recipient
from becode.messages.wake import wake_sender

SEALING_PURPOSE = "message"
_recording_only: ContextVar[bool] = ContextVar("recording_only", default=False)


@contextmanager
def recording_only() -> Iterator[None]:
    """Inside the block messages are recorded as suppressed: demo data writes to nobody."""
    token = _recording_only.set(True)
    try:
        yield
    finally:
        _recording_only.reset(token)


@transaction.atomic
def send(
    notification: Notification,
    *,
    at: datetime,
    dedupe: str = "",
    due_at: datetime | None = None,
    suppressed: bool = False,
    recipients: Sequence[Recipient] | None = None,
) -> list[Message]:
    """Put a notification into the outbox, once per recipient, and wake the sender after commit.

    `dedupe` distinguishes repetitions about the same record (the due moment of a reminder);
    a row that is there already is left alone. `recipients` narrows whom the notification names;
    `suppressed` records what demo data would have sent. Returns the new rows; nobody to reach
    leaves one row in state failed, which staff see.
    """
    if recipients is None:
        recipients = notification.recipients()
    keys = {
        dedupe_key(notification, dedupe=dedupe, recipient=_recipient_key(recipient)): recipient
        for recipient in recipients
    } or {dedupe_key(notification, dedupe=dedupe, recipient="nobody"): None}
    known = set(
        Message.objects.filter(dedupe_key__in=keys)
        .order_by("pk")
        .values_list("dedupe_key", flat=True)
    )
    fresh = [
        _unreachable(notification, key=key, at=at)
        if recipient is None
        else _row(notification, recipient, key=key, at=at, due_at=due_at or at)
        for key, recipient in keys.items()
        if key not in known
    ]
    if suppressed or _recording_only.get():
        for row in fresh:
            row.state, row.outcome, row.finished_at = MessageState.SUPPRESSED, "demo", at
            row.sealed = None
    Message.objects.bulk_create(fresh, ignore_conflicts=True)
    if any(row.state == MessageState.PENDING and row.due_at <= at for row in fresh):
        transaction.on_commit(wake_sender)
    return fresh


def dedupe_key(notification: Notification, *, dedupe: str, recipient: str) -> str:
    """`rule:object:recipient:due`, see docs/domain.md, "Reminders"."""
    return f"{notification.key}:{notification.subject.pk}:{recipient}:{dedupe}"[:200]


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
    with translation.override(recipient.language):
        content = notification.content(recipient, at=at)
        subject, text, html = render(content, recipient)
    return Message(
        dedupe_key=key,
        kind=notification.key,
        channel=recipient.channel,
        urgent=notification.urgent,
        person=recipient.person,
        user=recipient.user,
        campus_key=notification.campus_key(),
        address=recipient.address,
        language=recipient.language,
        template_version=notification.version,
        subject=subject,
        text=text,
        html=html,
        sealed=seal(content.secrets, purpose=SEALING_PURPOSE) if content.secrets else None,
        about_type=notification.about,
        about_key=notification.subject.pk,
        created_at=at,
        due_at=due_at,
        next_try_at=due_at,
        expires_at=due_at + notification.useful_for if notification.useful_for else None,
    )


def _unreachable(notification: Notification, *, key: str, at: datetime) -> Message:
    person = getattr(notification.subject, "person", None)
    return Message(
        dedupe_key=key,
        kind=notification.key,
        channel=Channel.EMAIL,
        state=MessageState.FAILED,
        outcome="no_address",
        person=person,
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
    subject = " ".join(content.subject.split())[:200]
    if recipient.channel == Channel.SMS:
        return "", content.sms or "\n".join([content.subject, *content.paragraphs]), ""
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
        render_to_string("messages/email.txt", context),
        render_to_string("messages/email.html", context),
    )
