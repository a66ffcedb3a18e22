"""Who wants to know that contact points were corrected: apps above, from their AppConfig.ready."""

from datetime import datetime
from typing import Protocol

from becode.people.models import ContactPoint, Person


class Listener(Protocol):
    """Called inside the transaction, after the change, with the points that are gone."""

    def __call__(self, person: Person, removed: list[ContactPoint], *, at: datetime) -> None: ...


_listeners: list[Listener] = []


def on_points_changed(listener: Listener) -> None:
    _listeners.append(listener)


def tell(person: Person, removed: list[ContactPoint], *, at: datetime) -> None:
    for listener in _listeners:
        listener(person, removed, at=at)
