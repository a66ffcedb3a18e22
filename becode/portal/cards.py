"""The registry of cards on a person's own page: each app adds its own in its `cards.py`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from becode.people.models import Person


@dataclass(frozen=True, slots=True)
class Card:
    """One part of /my/: a template with its context; lower `order` comes first."""

    order: int
    template: str
    context: dict[str, Any]


Builder = Callable[[Person, datetime], list[Card]]
_builders: list[Builder] = []


def card(builder: Builder) -> Builder:
    """Register a function `(person, at) -> cards` (an empty list where there is nothing)."""
    _builders.append(builder)
    return builder


def cards_for(person: Person, *, at: datetime) -> list[Card]:
    """All cards of one person, in reading order."""
    cards = [made for builder in _builders for made in builder(person, at)]
    return sorted(cards, key=lambda made: made.order)
