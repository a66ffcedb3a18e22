"""Whether messages are still wanted, asked at the moment of sending."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import models

from becode.accounts.models import User
from becode.core import clock
from becode.messages.enums import MessageState, Topic
from becode.messages.models import Message, Pause, Unwanted
from becode.messages.notification import Notification, UnknownNotification, notification_class
from becode.messages.preferring import refusing
from becode.people.models import ContactPoint

# Kept back because somebody decided so; every other reason means that it is no longer needed.
DECIDED = frozenset({"paused", "not_wanted", "switched_off"})

# The type of a record and its key: ("cohorts.cohort", 5).
Circle = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Facts:
    """What the database says now about some messages, read for all of them at once.

    `records` are by kind, type and key, `addresses` pairs of a person's key and an address;
    `unwanted` holds the keys of messages whose readers switched their topic off, `paused` what
    colleagues paused.
    """

    records: dict[tuple[str, str, int | None], models.Model]
    addresses: set[tuple[int, str]]
    active_users: set[int]
    unwanted: set[int]
    paused: set[Circle]


def facts_about(messages: Sequence[Message], *, at: datetime) -> Facts:
    """A constant number of queries for each kind of message."""
    classes: dict[str, type[Notification]] = {}
    about: dict[tuple[str, str], set[int]] = {}
    for message in messages:
        try:
            classes[message.kind] = notification_class(message.kind)
        except UnknownNotification:
            continue
        if message.about_key is not None:
            about.setdefault((message.kind, message.about_type), set()).add(message.about_key)
    people = {one.person_id for one in messages if one.person_id is not None}
    users = {one.user_id for one in messages if one.user_id is not None}
    return Facts(
        records={
            (kind, label, record.pk): record
            for (kind, label), keys in about.items()
            for record in _records(label, keys, classes[kind])
        },
        addresses=_addresses(people),
        active_users=_active(users),
        unwanted=_unwanted(messages, classes),
        paused=_paused(messages, at=at),
    )


def why_not(message: Message, *, at: datetime, facts: Facts | None = None) -> str:
    """Why a message is not to go out, or an empty text: an outcome code.

    `facts` were read a moment ago, for this message among others; else they are read now.
    """
    if message.expires_at and message.expires_at <= at:
        return "too_late"
    try:
        cls = notification_class(message.kind)
    except UnknownNotification:
        return "unknown_kind"
    if message.owner_is_gone:
        return "recipient_gone"
    facts = facts or facts_about([message], at=at)
    if message.user_id is not None and message.user_id not in facts.active_users:
        return "account_closed"
    person = message.person_id
    if person is not None and (person, message.address) not in facts.addresses:
        return "address_gone"
    record = facts.records.get((message.kind, message.about_type, message.about_key))
    if record is None:
        return "record_gone"
    notification = cls(record)
    if not notification.is_still_wanted(at=at):
        return "no_longer_true"
    if message.pk in facts.unwanted:
        return "not_wanted"
    return "paused" if message.rule and _is_paused(message, notification, facts) else ""


def state_for(outcome: str) -> str:
    """How a message ends that is not sent for this reason."""
    return MessageState.SUPPRESSED if outcome in DECIDED else MessageState.CANCELLED


def _records(label: str, keys: set[int], cls: type[Notification]) -> list[models.Model]:
    model: Any = apps.get_model(label)
    records = model._base_manager.filter(pk__in=keys)
    return list(records.select_related(*cls.reads) if cls.reads else records)


def _addresses(people: set[int]) -> set[tuple[int, str]]:
    if not people:
        return set()
    points = ContactPoint.objects.filter(person__in=people).order_by("pk")
    return set(points.values_list("person_id", "value"))


def _active(users: set[int]) -> set[int]:
    if not users:
        return set()
    active = User.objects.filter(pk__in=users, is_active=True).order_by("pk")
    return set(active.values_list("pk", flat=True))


def _unwanted(messages: Sequence[Message], classes: dict[str, type[Notification]]) -> set[int]:
    """Messages of topics that their readers switched off; what the programme needs cannot be."""
    found: set[int] = set()
    topics = {cls.topic for cls in classes.values()} - {Topic.PROGRAMME}
    for topic in sorted(topics):
        some = [one for one in messages if one.kind in classes and classes[one.kind].topic == topic]
        people = refusing(Topic(topic), {one.person_id for one in some if one.person_id})
        accounts = Unwanted.objects.filter(user__in=[one.user_id for one in some], topic=topic)
        users = set(accounts.order_by("pk").values_list("user_id", flat=True))
        found |= {
            one.pk
            for one in some
            if (one.person_id in people if one.person_id is not None else one.user_id in users)
        }
    return found


def _paused(messages: Sequence[Message], *, at: datetime) -> set[Circle]:
    """Everything that is paused today, if one of these is a reminder."""
    if not any(message.rule for message in messages):
        return set()
    pauses = Pause.objects.in_force(clock.local_day(at)).order_by("pk")
    return set(pauses.values_list("about_type", "about_key"))


def _is_paused(message: Message, notification: Notification, facts: Facts) -> bool:
    """Whether a colleague paused reminders to this person, or about this cohort or company."""
    if not facts.paused:
        return False
    circles = notification.circles()
    if message.person_id is not None:
        circles.add(("people.person", message.person_id))
    return not circles.isdisjoint(facts.paused)
