"""What became of a message after it was taken: it arrived, came back, or its reader complained.

One address may be several people's: each of their contact points is marked. Accounts keep their
address, as they sign in with it; the Bounce row alone tells. See docs/messages.md, "Channels".
"""

import logging
from datetime import datetime

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Q

from becode.audit.record import record
from becode.core.actors import SYSTEM, Actor
from becode.messages.enums import BounceKind, Channel, Delivery, MessageState
from becode.messages.models import Bounce, Message
from becode.messages.querysets import MessageQuerySet, address_key
from becode.messages.rendering import storable
from becode.messages.wake import wake_sender
from becode.people.enums import ContactKind
from becode.people.models import ContactPoint, Person
from becode.people.querysets import ContactPointQuerySet

logger = logging.getLogger("becode.messages")

DETAIL_LENGTH = 200


@transaction.atomic
def report_delivered(*, message: Message, actor: Actor, at: datetime) -> None:
    """The message is in its reader's mailbox or on their phone, and so its address works.

    No audit row for each mail: the row of the message says it.
    """
    rows = _together(message).filter(delivery="")
    if not rows.update(delivery=Delivery.DELIVERED, delivery_at=at):
        return
    if message.finished_at is not None:
        settle(
            channel=message.channel,
            address=message.address,
            before=message.finished_at,
            actor=actor,
            at=at,
        )


@transaction.atomic
def report_bounced(
    *,
    channel: str,
    address: str,
    message: Message | None,
    actor: Actor,
    at: datetime,
    detail: str = "",
    is_for_good: bool = True,
) -> Bounce | None:
    """The message came back. For good: the address is used no more until somebody corrects it.

    `message` is None where nobody knows which one it was. Told twice changes nothing, and
    an address that is nobody's is not kept.
    Returns the new row, None when there is nothing new to tell.
    """
    if message is not None:
        _together(message).exclude(delivery=Delivery.COMPLAINED).update(
            delivery=Delivery.BOUNCED, delivery_at=at
        )
        transaction.on_commit(wake_sender)  # an important one goes by another way
    if not is_for_good:
        return None
    return _mark(
        BounceKind.BOUNCED, channel, address, message=message, detail=detail, actor=actor, at=at
    )


@transaction.atomic
def report_complained(
    *,
    channel: str,
    address: str,
    message: Message | None,
    actor: Actor,
    at: datetime,
    detail: str = "",
) -> Bounce | None:
    """The reader marked it as unwanted: we do not write there until a colleague has asked them."""
    if message is not None:
        _together(message).update(delivery=Delivery.COMPLAINED, delivery_at=at)
    return _mark(
        BounceKind.COMPLAINED, channel, address, message=message, detail=detail, actor=actor, at=at
    )


@transaction.atomic
def report_refused(*, message: Message, detail: str, actor: Actor, at: datetime) -> Bounce | None:
    """A server would not take the message, because of the address."""
    return _mark(
        BounceKind.REFUSED,
        message.channel,
        message.address,
        message=message,
        detail=detail,
        actor=actor,
        at=at,
    )


def note_refusal(message: Message, *, words: str, at: datetime) -> None:
    """`report_refused` for the sender: whatever goes wrong with it, the message still ends."""
    try:
        report_refused(message=message, detail=words, actor=SYSTEM, at=at)
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        logger.exception("address could not be marked", extra={"message_key": message.pk})


@transaction.atomic
def settle(
    *,
    channel: str,
    address: str,
    actor: Actor,
    at: datetime,
    before: datetime | None = None,
) -> int:
    """The address works (again): everybody who has it is written to there.

    Only what was marked up to `before`, where that is given. Returns how many were marked.
    """
    points = points_of(channel, address).filter(bounced_at__isnull=False)
    bounces = Bounce.objects.open().at(channel, address)
    if before is not None:
        points, bounces = points.filter(bounced_at__lte=before), bounces.filter(at__lte=before)
    bounces.update(settled_at=at)
    found = list(points.select_for_update().order_by("pk"))
    ContactPoint.objects.filter(pk__in=[point.pk for point in found]).update(bounced_at=None)
    for point in found:
        record("contact_point.works", subject=point, actor=actor, at=at)
    return len(found)


@transaction.atomic
def settle_all_of(*, person: Person, actor: Actor, at: datetime) -> None:
    """A colleague heard that every address and number of this person works."""
    for point in person.contact_points.filter(bounced_at__isnull=False).order_by("pk"):
        settle(channel=channel_of(point), address=point.value, actor=actor, at=at)


def points_changed(person: Person, removed: list[ContactPoint], *, at: datetime) -> None:
    """Somebody corrected an address: what came back from it is settled when nobody has it now."""
    for point in removed:
        if not ContactPoint.objects.filter(kind=point.kind, key=point.key).exists():
            bounces = Bounce.objects.open().at(channel_of(point), point.value)
            bounces.update(settled_at=at)


def channel_of(point: ContactPoint) -> Channel:
    return Channel.EMAIL if point.kind == ContactKind.EMAIL else Channel.SMS


def points_of(channel: str, address: str) -> ContactPointQuerySet:
    """The contact points with this address or number, of everybody who has it."""
    kind = ContactKind.EMAIL if channel == Channel.EMAIL else ContactKind.PHONE
    return ContactPoint.objects.filter(kind=kind, key=address_key(channel, address))


def _together(message: Message) -> MessageQuerySet:
    """The row and those that went along in the same mail."""
    return Message.objects.filter(
        Q(pk=message.pk) | Q(merged_into=message.pk), state=MessageState.SENT
    )


def _mark(
    kind: str,
    channel: str,
    address: str,
    *,
    message: Message | None,
    detail: str,
    actor: Actor,
    at: datetime,
) -> Bounce | None:
    if message is not None:  # two reports of one message wait for each other here
        Message.objects.select_for_update().get(pk=message.pk)
        known = Bounce.objects.filter(kind=kind, message=message)
    else:
        known = Bounce.objects.open().at(channel, address).filter(kind=kind, message=None)
    points = list(points_of(channel, address).select_for_update().order_by("pk"))
    if known.exists() or (message is None and not points):
        return None
    bounce = Bounce.objects.create(
        channel=channel,
        address=address_key(channel, address),
        kind=kind,
        detail=" ".join(storable(detail).split())[:DETAIL_LENGTH],
        message=message,
        at=at,
    )
    fresh = [point for point in points if point.bounced_at is None]
    ContactPoint.objects.filter(pk__in=[point.pk for point in fresh]).update(bounced_at=at)
    for point in fresh:
        record("contact_point.failed", subject=point, actor=actor, at=at, reason_code=kind)
    if message is not None:
        record("message.came_back", subject=message, actor=actor, at=at, reason_code=kind)
    return bounce
