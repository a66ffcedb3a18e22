"""What providers report, turned into our verbs: events of e-mail services, states of texts.

django-anymail's `tracking` is the one signal this product listens to
(docs/decisions/0028-channels.md).
"""

import re
from datetime import datetime
from typing import Any

from anymail.signals import EventType, RejectReason, tracking

from becode.accounts.models import User
from becode.core import clock
from becode.core.actors import SYSTEM
from becode.messages import bounces
from becode.messages.enums import Channel, MessageState
from becode.messages.models import Message
from becode.messages.rendering import storable

# Reasons of a service for not writing to an address that lie in the address itself.
DEAD_ADDRESS = frozenset({RejectReason.INVALID, RejectReason.BOUNCED})
# How services call a bounce that may pass, in the fields that name its sort.
_MAY_PASS = re.compile(r"soft|transient|temporar", re.IGNORECASE)
_MAY_PASS_BY_CODE = re.compile(r"^\s*(?:\w+;\s*)?4(?:\d\d\b|\.\d+\.\d+)")
# No such mailbox, no such domain: RFC 3463, 5.1.
_UNKNOWN_BY_CODE = re.compile(r"^\s*(?:\w+;\s*)?(?:5\d\d[ -])?5\.1\.\d")
_SORT_FIELDS = ("Type", "type", "bounceType", "severity", "bounce_type", "event")

# More is no address of ours.
LONGEST_ADDRESS = 254

ARRIVED = frozenset({"delivered", "delivrd"})
CAME_BACK = frozenset({"undeliverable", "undelivered", "undeliv", "failed", "rejected", "rejectd"})
# Taken back by the gateway after days of trying: the phone was off, the number may be good.
GAVE_UP = frozenset({"expired"})


def listen() -> None:
    """Called once, from AppConfig.ready."""
    tracking.connect(on_event, dispatch_uid="becode.messages")


def on_event(sender: Any, event: Any, esp_name: str, **more: Any) -> None:
    """One report of an e-mail service, in the words of django-anymail."""
    at = clock.now()
    address = storable(event.recipient or "")
    if len(address) > LONGEST_ADDRESS:
        address = ""
    message = message_of(storable(event.message_id or ""), address)
    if message is None and not address:
        return
    about: dict[str, Any] = {
        "channel": Channel.EMAIL,
        "address": address or message.address,  # type: ignore[union-attr]
        "message": message,
        "detail": event.mta_response or event.description or "",
        "actor": SYSTEM,
        "at": at,
    }
    if event.event_type == EventType.DELIVERED and message is not None:
        bounces.report_delivered(message=message, actor=SYSTEM, at=at)
    elif event.event_type == EventType.COMPLAINED or event.reject_reason == RejectReason.SPAM:
        bounces.report_complained(**about)
    elif event.event_type in (EventType.BOUNCED, EventType.REJECTED):
        bounces.report_bounced(**about, is_for_good=_is_for_good(event))


def _is_for_good(event: Any) -> bool:
    """Whether the address itself does not work; when in doubt, no: it would never be used again."""
    answer = event.mta_response or ""
    if event.reject_reason not in DEAD_ADDRESS and not _UNKNOWN_BY_CODE.match(answer):
        return False
    raw = event.esp_event
    raw = raw.get("event-data", raw) if hasattr(raw, "get") else {}
    sorts = " ".join(str(raw.get(name, "")) for name in _SORT_FIELDS)
    return not (_MAY_PASS.search(sorts) or _MAY_PASS_BY_CODE.match(answer))


def message_of(provider_key: str, address: str) -> Message | None:
    """The message behind a report: by the provider's key for it, else the latest to the address."""
    sent = Message.objects.filter(channel=Channel.EMAIL, state=MessageState.SENT)
    if provider_key:
        found = sent.filter(provider_key=provider_key[:150], merged_into__isnull=True)
        message = found.order_by("-finished_at", "-pk").first()
        if message is not None:
            return message
    return _latest_to(address) if address else None


def _latest_to(address: str) -> Message | None:
    """By the owners of the address, whose messages are indexed; the address itself is not."""
    sent = Message.objects.filter(
        channel=Channel.EMAIL,
        state=MessageState.SENT,
        address__iexact=address,
        merged_into__isnull=True,
    )
    people = bounces.points_of(Channel.EMAIL, address).order_by().values("person")
    users = User.objects.filter(email__iexact=address).order_by().values("pk")
    found = [
        sent.filter(person__in=people).order_by("-finished_at", "-pk").first(),
        sent.filter(user__in=users).order_by("-finished_at", "-pk").first(),
    ]
    known = [message for message in found if message is not None and message.finished_at]
    return max(known, key=lambda message: (message.finished_at, message.pk), default=None)


def sms_reported(*, reference: str, provider_key: str, status: str, at: datetime) -> bool:
    """One report of an SMS gateway; returns whether we know the message. May come again."""
    message = _text_message(reference, provider_key)
    if message is None:
        return False
    word = status.strip().lower()
    if word in ARRIVED:
        bounces.report_delivered(message=message, actor=SYSTEM, at=at)
    elif word in CAME_BACK | GAVE_UP:
        bounces.report_bounced(
            channel=Channel.SMS,
            address=message.address,
            message=message,
            detail=word,
            is_for_good=word in CAME_BACK,
            actor=SYSTEM,
            at=at,
        )
    return True


def _text_message(reference: str, provider_key: str) -> Message | None:
    texts = Message.objects.filter(channel=Channel.SMS, state=MessageState.SENT)
    key = reference.removeprefix("message-")
    if reference.startswith("message-") and key.isascii() and key.isdecimal() and len(key) < 19:
        return texts.filter(pk=int(key)).first()
    if provider_key:
        return texts.filter(provider_key=provider_key[:150]).order_by("-pk").first()
    return None
