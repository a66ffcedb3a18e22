"""Whether a message is still wanted, asked at the moment of sending."""

from datetime import datetime

from django.apps import apps
from django.db import models
from django.db.models import Q

from becode.core import clock
from becode.messages.enums import MessageState, Topic
from becode.messages.models import Message, Pause
from becode.messages.notification import Notification, UnknownNotification, notification_class
from becode.messages.preferring import Reader

# Kept back because somebody decided so; every other reason means that it is no longer needed.
DECIDED = frozenset({"paused", "not_wanted", "switched_off"})


def why_not(message: Message, *, at: datetime) -> str:
    """Why a message is not to go out, or an empty text: an outcome code."""
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
    notification = cls(subject)
    if not notification.is_still_wanted(at=at):
        return "no_longer_true"
    if is_unwanted(message, topic=cls.topic):
        return "not_wanted"
    return "paused" if message.rule and is_paused(message, notification, at=at) else ""


def state_for(outcome: str) -> str:
    """How a message ends that is not sent for this reason."""
    return MessageState.SUPPRESSED if outcome in DECIDED else MessageState.CANCELLED


def is_unwanted(message: Message, *, topic: str) -> bool:
    """Whether its reader switched the topic off; what the programme needs cannot be."""
    if topic == Topic.PROGRAMME:
        return False
    reader = Reader(person=message.person, user=message.user)
    return reader.rows().filter(topic=topic).exists()


def is_paused(message: Message, notification: Notification, *, at: datetime) -> bool:
    """Whether a colleague paused reminders to this person, or about this cohort or company."""
    held = Q(pk__in=[])
    circles = notification.circles()
    if message.person_id is not None:
        circles.add(("people.person", message.person_id))
    for label, key in circles:
        held |= Q(about_type=label, about_key=key)
    return Pause.objects.in_force(clock.local_day(at)).filter(held).exists()
