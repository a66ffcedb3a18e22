"""The lessons of today, on a learner's own page."""

from datetime import datetime

from becode.people.models import Person
from becode.portal.cards import Card, card
from cohorts.my_day import my_day


@card
def _today(person: Person, at: datetime) -> list[Card]:
    """Nothing on a day without lessons."""
    today = my_day(person, at=at)
    if today is None:
        return []
    return [Card(order=1, template="cohorts/my/today_card.html", context={"today": today})]
