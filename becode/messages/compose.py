"""Writing messages into the outbox, in the transaction of the change they tell of."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from django.conf import settings
from django.db import transaction
from django.utils import translation

from becode.accounts.models import User
from becode.core.sealing import seal
from becode.core.transactions import together
from becode.messages import days, quiet, texts
from becode.messages.enums import Channel, MessageState
from becode.messages.models import Message
from becode.messages.notification import Notification, Recipient
from becode.messages.rendering import Parts, email_text, parts_of, storable
from becode.messages.wake import wake_sender
from becode.people.models import Person

SEALING_PURPOSE = "message"
KEY_LENGTH = 200
_recording_only: ContextVar[bool] = ContextVar("recording_only", default=False)


@dataclass(slots=True)
class _Gathered:
    """Rows that wait to be written together, by key; those planned before `words_since` have no
    words any more. `new` are those that were written in the end.
    """

    words_since: datetime | None = None
    rows: dict[str, Message] = field(default_factory=dict)
    new: list[Message] = field(default_factory=list)


_gathered: ContextVar[_Gathered | None] = ContextVar("messages_gathered", default=None)


@dataclass(frozen=True, slots=True)
class Reminder:
    """How a rule plans a message: under which name, until when it is of use (None: always), and
    why it is kept back instead ("switched_off"), if it is.
    """

    rule: str = ""
    useful_until: datetime | None = None
    kept_back: str = ""


NEWS = Reminder()


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


@contextmanager
def written_together(*, at: datetime) -> Iterator[_Gathered]:
    """Inside a transaction: rows are kept, and those with a new key written at the end at once.

    For a sweep that writes hundreds; `send` returns rows without a key there.
    """
    waiting = _Gathered()
    token = _gathered.set(waiting)
    try:
        yield waiting
    finally:
        _gathered.reset(token)
    known = _known(waiting.rows)
    waiting.new = [waiting.rows[key] for key in sorted(waiting.rows) if key not in known]
    _insert(waiting.new)
    _wake_after_commit(waiting.new, at=at)


def send(
    notification: Notification,
    *,
    at: datetime,
    dedupe: str = "",
    due_at: datetime | None = None,
    recipients: Sequence[Recipient] | None = None,
    reminder: Reminder | None = None,
) -> list[Message]:
    """Put a notification into the outbox, once per recipient, and wake the sender after commit.

    `dedupe` distinguishes repetitions about the same record (the due moment of a reminder);
    a row that is there already is left alone. `recipients` narrows whom the notification names.
    `reminder` says which rule plans it; without one it is news, told at once.
    Returns the new rows; nobody to reach leaves one row in state failed, which staff see.
    """
    if recipients is None:
        recipients = notification.recipients()
    keys: dict[str, Recipient | None] = {
        dedupe_key(notification, dedupe=dedupe, recipient=_recipient_key(recipient)): recipient
        for recipient in recipients
    } or {dedupe_key(notification, dedupe=dedupe, recipient="nobody"): None}
    waiting = _gathered.get()
    known = set(waiting.rows) if waiting is not None else _known(keys)
    fresh = [
        _unreachable(notification, key=key, at=at)
        if recipient is None
        else _row(
            notification, recipient, key=key, at=at, due_at=due_at or at, reminder=reminder or NEWS
        )
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
    _wake_after_commit(fresh, at=at)
    return fresh


def _known(keys: Iterable[str]) -> set[str]:
    """Which of these keys have a row already."""
    rows = Message.objects.filter(dedupe_key__in=list(keys)).order_by("pk")
    return set(rows.values_list("dedupe_key", flat=True))


def _wake_after_commit(rows: Iterable[Message], *, at: datetime) -> None:
    for channel in sorted({row.channel for row in rows if _may_leave(row, at=at)}):
        transaction.on_commit(partial(wake_sender, channel))


def _may_leave(row: Message, *, at: datetime) -> bool:
    return row.state == MessageState.PENDING and row.next_try_at <= at


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
    reminder: Reminder,
) -> Message:
    waiting = _gathered.get()
    words_since = waiting.words_since if waiting is not None else None
    has_words = not reminder.kept_back and (words_since is None or at >= words_since)
    parts: Parts = {}
    secrets: dict[str, str] = {}
    text = calendar = ""
    if has_words:
        with translation.override(recipient.language):
            content = notification.content(recipient, at=at)
            secrets = {name: storable(value) for name, value in content.secrets.items()}
            content = texts.worded(content, kind=notification.key, recipient=recipient)
            parts = parts_of(content, recipient)
            if recipient.channel == Channel.SMS:
                text = parts["sms"]
            else:
                text = email_text([parts])
                calendar = notification.calendar(recipient, at=at)
    due_at = quiet.allowed_from(due_at, channel=recipient.channel, urgent=notification.urgent)
    is_ordinary = bool(reminder.rule) and not notification.urgent
    row = Message(
        dedupe_key=key,
        kind=notification.key,
        channel=recipient.channel,
        urgent=notification.urgent,
        rule=reminder.rule,
        ordinary=is_ordinary,
        person=recipient.person,
        user=recipient.user,
        campus_key=notification.campus_key(),
        address=storable(recipient.address),
        language=recipient.language,
        template_version=notification.version,
        subject=parts.get("subject", ""),
        text=text,
        parts=parts,
        calendar=storable(calendar),
        sealed=seal(secrets, purpose=SEALING_PURPOSE) if secrets else None,
        about_type=notification.about,
        about_key=notification.subject.pk,
        created_at=at,
        due_at=due_at,
        next_try_at=days.first_try(due_at, at=at) if is_ordinary else due_at,
        expires_at=_expiry(notification, due_at=due_at, reminder=reminder),
        body_purged_at=None if has_words else at,
    )
    if reminder.kept_back:
        row.state, row.outcome, row.finished_at = MessageState.SUPPRESSED, reminder.kept_back, at
    return row


def _expiry(notification: Notification, *, due_at: datetime, reminder: Reminder) -> datetime | None:
    ends = [reminder.useful_until] if reminder.useful_until else []
    if notification.useful_for:
        ends.append(due_at + notification.useful_for)
    return min(ends) if ends else None


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
