"""The internship, or the company that said yes."""

from datetime import datetime

from becode.people.models import Person
from becode.portal.cards import Card, card
from placements.models import Internship, Proposal


@card
def _internship(person: Person, at: datetime) -> list[Card]:
    internship = (
        Internship.objects.current()
        .filter(enrolment__person=person)
        .select_related("company", "position")
        .first()
    )
    if internship is not None:
        return [Card(20, "placements/my/card_internship.html", {"internship": internship})]
    accepted = (
        Proposal.objects.to_plan()
        .filter(enrolment__person=person)
        .select_related("position__company")
        .first()
    )
    if accepted is not None:
        return [Card(20, "placements/my/card_accepted.html", {"proposal": accepted})]
    return []
