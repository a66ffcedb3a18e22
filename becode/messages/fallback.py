"""By another way: what matters and did not arrive goes to the person's other address or number.

The outbox itself says what is missing, so a run that is killed leaves nothing undone. Once a
message: what goes by the other way and fails too is for colleagues. See docs/messages.md.
"""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.apps import apps
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Exists, OuterRef

from becode.audit.record import record
from becode.core.actors import SYSTEM
from becode.messages.bounces import channel_of
from becode.messages.compose import Reminder, send
from becode.messages.enums import MessageState
from becode.messages.models import Bounce, Message
from becode.messages.notification import Notification, Recipient, declared, notification_class
from becode.people.models import ContactPoint, Person

logger = logging.getLogger("becode.messages")

# Older failures are history; after an outage of ours nobody gets last week's news.
WITHIN = timedelta(days=1)
MOST_AT_ONCE = 200
# Ends whose reason lies in the message or in nobody's having an address: another way helps not.
NOT_BY_ANOTHER_WAY = ("bad_header", "bad_message", "secret_unreadable", "no_address")


def go_by_another_way(*, at: datetime) -> int:
    """Write anew what matters and failed for good or came back; returns how many were written."""
    written = 0
    for message in _lost(at=at):
        try:
            written += _instead_of(message, at=at)
        except (OperationalError, InterfaceError):
            raise
        except Exception:
            logger.exception("no other way was found", extra={"message_key": message.pk})
    return written


def important_kinds() -> list[str]:
    """Urgent and important messages; not those whose code or link belongs to one address."""
    return [
        key
        for key, cls in declared().items()
        if (cls.urgent or cls.important) and cls.may_go_elsewhere and cls.can_be_made_anew
    ]


def _lost(*, at: datetime) -> Iterator[Message]:
    """In two queries, each on an index: what failed lately, what came back lately.

    Only of people who have another way: after an outage there are hundreds who have none, before
    whom nobody else's turn would come.
    """
    theirs = ContactPoint.objects.usable().order_by().filter(person=OuterRef("person"))
    wanted = Message.objects.filter(
        Exists(theirs.exclude(value=OuterRef("address"))),
        kind__in=important_kinds(),
        person__isnull=False,
        instead_of__isnull=True,
        replacements__isnull=True,
    ).select_related("person")
    failed = wanted.filter(state=MessageState.FAILED, finished_at__gt=at - WITHIN)
    yield from failed.exclude(outcome__in=NOT_BY_ANOTHER_WAY).order_by("pk")[:MOST_AT_ONCE]
    returned = Bounce.objects.filter(at__gt=at - WITHIN).order_by().values("message")
    came_back = wanted.not_arrived().filter(state=MessageState.SENT, pk__in=returned)
    yield from came_back.order_by("pk")[:MOST_AT_ONCE]


@transaction.atomic
def _instead_of(message: Message, *, at: datetime) -> int:
    Message.objects.select_for_update().get(pk=message.pk)  # two runs write it once
    if message.replacements.exists() or (message.expires_at and message.expires_at <= at):
        return 0
    notification = _notification(message)
    if notification is None or not notification.is_still_wanted(at=at):
        return 0
    other = other_way(message)
    if other is None:
        return 0
    rows = send(
        notification,
        at=at,
        dedupe=f"other-way-{message.pk}",
        recipients=[other],
        reminder=Reminder(rule=message.rule, useful_until=message.expires_at),
    )
    for row in rows:
        Message.objects.filter(pk=row.pk).update(instead_of=message)
        record(
            "message.other_way",
            subject=row,
            actor=SYSTEM,
            at=at,
            keys={"instead_of": message.pk},
        )
    return len(rows)


def _notification(message: Message) -> Notification | None:
    cls = notification_class(message.kind)
    model = apps.get_model(message.about_type)
    subject = model._base_manager.filter(pk=message.about_key).first()
    return None if subject is None else cls(subject)


def other_way(message: Message) -> Recipient | None:
    """The person's other usable address or number: the other channel first, then the preferred."""
    person = message.person
    if person is None:
        return None
    points = [
        point
        for point in ContactPoint.objects.usable().filter(person=person)
        if point.value != message.address
    ]
    points.sort(key=lambda point: channel_of(point) == message.channel)
    return _recipient(person, points[0], language=message.language) if points else None


def _recipient(person: Person, point: ContactPoint, *, language: str) -> Recipient:
    return Recipient(
        channel=channel_of(point),
        address=point.value,
        language=language,
        name=person.called,
        person=person,
    )
