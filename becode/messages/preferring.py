"""What readers choose: by which way they hear from us, and which topics they do not want.

One truth each: the preferred contact point of a person, and a row of Unwanted for a topic that
is off. Apps whose records depend on a topic listen (`on_topic`), inside the transaction.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.db import transaction
from django.db.models import Q, QuerySet

from becode.accounts.models import User
from becode.audit.record import record
from becode.core.actors import Actor
from becode.messages.bounces import channel_of
from becode.messages.enums import Channel, Topic
from becode.messages.models import Unwanted
from becode.people.models import ContactPoint, Person

# What may be switched off, and by whom: the programme itself cannot be.
OF_PEOPLE = (Topic.WAITING, Topic.AFTERWARDS)
OF_COLLEAGUES = (Topic.DIGEST,)


class Listener(Protocol):
    def __call__(self, person: Person, *, is_off: bool, actor: Actor, at: datetime) -> None: ...


_listeners: dict[str, Listener] = {}


def on_topic(topic: Topic, listener: Listener) -> None:
    """Register what else happens when a person switches a topic off or on; one app a topic."""
    _listeners[topic] = listener


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads: a person or an account, one of them."""

    person: Person | None = None
    user: User | None = None

    @property
    def topics(self) -> tuple[Topic, ...]:
        """What they may switch off; nothing for companies, who get only what is needed."""
        if self.person is not None:
            return OF_PEOPLE
        return OF_COLLEAGUES if self.user is not None and self.user.is_staff else ()

    @property
    def unwanted(self) -> set[str]:
        """The topics that are off."""
        return set(self.rows().order_by("topic").values_list("topic", flat=True))

    @property
    def ways(self) -> list[ContactPoint]:
        """One that works of each kind, e-mail first: what a person may choose between."""
        if self.person is None:
            return []
        best: dict[str, ContactPoint] = {}
        for point in self.person.contact_points.usable():
            best.setdefault(point.kind, point)
        return sorted(best.values(), key=lambda point: channel_of(point) != Channel.EMAIL)

    def rows(self) -> QuerySet[Unwanted]:
        """Their rows of Unwanted; a person's are also those of the records merged into theirs."""
        if self.person is not None:
            return Unwanted.objects.filter(person__in=self.person.all_keys)
        if self.user is not None:
            return Unwanted.objects.filter(user=self.user)
        return Unwanted.objects.none()


def refusing(topic: Topic, people: Collection[int]) -> set[int]:
    """Which of these people switched a topic off, in their own or a merged record; one query."""
    rows = Unwanted.objects.filter(
        Q(person__in=people) | Q(person__merged_into__in=people), topic=topic
    )
    pairs = rows.order_by("pk").values_list("person_id", "person__merged_into_id")
    return {key for pair in pairs for key in pair if key is not None} & set(people)


@transaction.atomic
def choose_topics(*, reader: Reader, unwanted: Collection[str], actor: Actor, at: datetime) -> None:
    """Make these topics, of those the reader may switch off, the ones that are off."""
    before = reader.unwanted
    for topic in reader.topics:
        if topic in unwanted and topic not in before:
            switch_off(reader=reader, topic=topic, actor=actor, at=at)
        elif topic not in unwanted and topic in before:
            switch_on(reader=reader, topic=topic, actor=actor, at=at)


@transaction.atomic
def switch_off(*, reader: Reader, topic: str, actor: Actor, at: datetime) -> bool:
    """No more messages of a topic; returns whether that is new. Others' topics stay as they are."""
    if topic not in reader.topics:
        return False
    row = Unwanted(person=reader.person, user=reader.user, topic=topic, since=at)
    is_new = topic not in reader.unwanted
    Unwanted.objects.bulk_create([row], ignore_conflicts=True)
    if is_new:
        _tell("messages.topic_off", reader, topic=topic, is_off=True, actor=actor, at=at)
    return is_new


@transaction.atomic
def switch_on(*, reader: Reader, topic: str, actor: Actor, at: datetime) -> bool:
    """Messages of a topic again; returns whether it was off."""
    if not reader.rows().filter(topic=topic).delete()[0]:
        return False
    _tell("messages.topic_on", reader, topic=topic, is_off=False, actor=actor, at=at)
    return True


@transaction.atomic
def prefer(*, person: Person, kind: str, actor: Actor, at: datetime) -> bool:
    """Write to the person this way from now on; returns whether it changes anything.

    Where they have none of this kind that works, nothing changes.
    """
    points = list(person.contact_points.select_for_update().order_by("-is_preferred", "pk"))
    chosen = next((one for one in points if one.kind == kind and one.bounced_at is None), None)
    if chosen is None or (chosen.is_preferred and not _others_preferred(points, chosen)):
        return False
    person.contact_points.exclude(pk=chosen.pk).filter(is_preferred=True).update(is_preferred=False)
    person.contact_points.filter(pk=chosen.pk).update(is_preferred=True)
    record(
        "messages.preferred",
        subject=person,
        person_key=person.pk,
        actor=actor,
        at=at,
        reason_code=kind,
    )
    return True


def _others_preferred(points: list[ContactPoint], chosen: ContactPoint) -> bool:
    return any(point.is_preferred for point in points if point.pk != chosen.pk)


def _tell(
    label: str, reader: Reader, *, topic: str, is_off: bool, actor: Actor, at: datetime
) -> None:
    subject = reader.person or reader.user
    assert subject is not None
    record(
        label,
        subject=subject,
        person_key=reader.person.pk if reader.person else None,
        actor=actor,
        at=at,
        reason_code=topic,
    )
    listener = _listeners.get(topic)
    if reader.person is not None and listener is not None:
        listener(reader.person, is_off=is_off, actor=actor, at=at)
