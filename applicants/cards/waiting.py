"""What a person's own page shows of their waiting: place and time on each list, the way out."""

from datetime import datetime

from applicants.my.places import lists_of
from becode.people.models import Person
from becode.portal.cards import Card, card

WAITING_ORDER = 30


@card
def waiting_cards(person: Person, at: datetime) -> list[Card]:
    """A card for each application on a list, or off its lists with a way back; five queries."""
    return [
        Card(WAITING_ORDER, "applicants/my/waiting_card.html", {"lists": lists})
        for lists in lists_of(person, at=at)
    ]
