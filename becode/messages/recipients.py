"""From a person or an account to an address."""

import dataclasses
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from becode.accounts.models import User
from becode.messages.enums import Channel
from becode.messages.notification import Recipient
from becode.people.enums import ContactKind
from becode.people.models import ContactPoint, Person

_known_points: ContextVar[dict[int, list[ContactPoint]] | None] = ContextVar(
    "contact_points_read_at_once", default=None
)


@contextmanager
def points_read_at_once(people: Iterable[Person]) -> Iterator[None]:
    """Inside the block `person_recipients` asks nothing for these people: one query for all."""
    token = _known_points.set(_usable_points({person.pk for person in people}))
    try:
        yield
    finally:
        _known_points.reset(token)


def person_recipients(person: Person) -> list[Recipient]:
    """The one way to reach a person now: the preferred contact point, e-mail before phone.

    Empty when nothing works; staff then see that no message could be sent.
    """
    known = _known_points.get()
    if known is not None and person.pk in known:
        return _best(person, known[person.pk])
    return _best(person, person.contact_points.usable())


def recipients_of(people: Iterable[Person]) -> dict[int, list[Recipient]]:
    """`person_recipients` of many people, by their keys; one query."""
    found = {person.pk: person for person in people}
    points = _usable_points(found)
    return {key: _best(person, points[key]) for key, person in found.items()}


def _usable_points(people: Iterable[int]) -> dict[int, list[ContactPoint]]:
    points: dict[int, list[ContactPoint]] = {key: [] for key in people}
    for point in ContactPoint.objects.usable().filter(person__in=points):
        points[point.person_id].append(point)
    return points


def by_channel(recipient: Recipient, channel: str) -> Recipient:
    """The same person by this channel, where they have a way there; else as they are."""
    if recipient.person is None or recipient.channel == channel:
        return recipient
    kind = ContactKind.EMAIL if channel == Channel.EMAIL else ContactKind.PHONE
    point = recipient.person.contact_points.usable().filter(kind=kind).first()
    if point is None:
        return recipient
    return dataclasses.replace(recipient, channel=channel, address=point.value)


def _best(person: Person, usable: Iterable[ContactPoint]) -> list[Recipient]:
    points = sorted(
        usable,
        key=lambda point: (not point.is_preferred, point.kind != ContactKind.EMAIL, point.pk),
    )
    if not points:
        return []
    point = points[0]
    channel = Channel.EMAIL if point.kind == ContactKind.EMAIL else Channel.SMS
    return [
        Recipient(
            channel=channel,
            address=point.value,
            language=person.contact_language,
            name=person.called,
            person=person,
        )
    ]


def user_recipients(*users: User, address: str = "") -> list[Recipient]:
    """The e-mail addresses of active accounts, each in its own language.

    `address` is where to write instead, for one account that was asked at another address.
    """
    return [
        Recipient(
            channel=Channel.EMAIL,
            address=address or user.email,
            language=user.language,
            name=user.get_short_name(),
            user=user,
        )
        for user in users
        if user.is_active
    ]
