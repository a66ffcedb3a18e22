"""The agreement of an internship: to sign, or signed and to keep."""

from datetime import datetime

from becode.people.models import Person
from becode.portal.cards import Card, card
from placements.enums import PaperState, Party
from placements.models import Signature


@card
def _agreement(person: Person, at: datetime) -> list[Card]:
    """The one that waits for this person; else the latest that is open or signed."""
    theirs = (
        Signature.objects.filter(
            party=Party.LEARNER,
            agreement__internship__enrolment__person=person,
            agreement__state__in=[PaperState.OPEN, PaperState.SIGNED],
        )
        .select_related("agreement__internship__company")
        .order_by("-agreement__made_at", "-pk")
    )
    mine = theirs.first()
    if mine is None:
        return []
    is_asked = mine.signed_at is None and mine.agreement.state == PaperState.OPEN
    context = {"mine": mine, "agreement": mine.agreement, "is_asked": is_asked}
    return [Card(5 if is_asked else 22, "placements/my/card_agreement.html", context)]
