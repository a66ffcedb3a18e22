"""Blocks about one learner, on the page of their progress and on their own page.

Each part that knows something of a learner registers its block here; the pages import nobody.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.functional import Promise

from cohorts.models import Enrolment


@dataclass(frozen=True, slots=True)
class LearnerCard:
    """A title over a template, which gets `card` and `is_staff`; lower `order` comes first.

    The template of facts shows `context["facts"]`, (label, value) pairs. `staff_url` and `own_url`
    lead to more, for a colleague and for the learner.
    """

    order: int
    title: str | Promise
    context: dict[str, Any] = field(default_factory=dict)
    template: str = "cohorts/parts/card_facts.html"
    staff_url: str = ""
    own_url: str = ""


Builder = Callable[[Enrolment, datetime], LearnerCard | None]
_builders: list[Builder] = []


def learner_card(builder: Builder) -> Builder:
    """Register a function `(enrolment, at) -> card or None`.

    It asks a constant number of queries; its template works in the clothes of both sites.
    """
    _builders.append(builder)
    return builder


def learner_cards_for(enrolment: Enrolment, *, at: datetime) -> list[LearnerCard]:
    """All blocks about this learner, in reading order."""
    made = (builder(enrolment, at) for builder in _builders)
    return sorted((card for card in made if card is not None), key=lambda card: card.order)
