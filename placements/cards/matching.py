"""What companies may see of somebody who looks for an internship."""

from datetime import datetime

from becode.people.enums import ConsentPurpose
from becode.people.models import Consent, Person
from becode.portal.cards import Card, card
from cohorts.models import Enrolment


@card
def _profile(person: Person, at: datetime) -> list[Card]:
    """Only for those who are with us: companies see nobody else's profile."""
    if not Enrolment.objects.running().filter(person=person).exists():
        return []
    agrees = Consent.objects.filter(
        person=person, purpose=ConsentPurpose.SHARE_PROFILE, withdrawn_at__isnull=True
    ).exists()
    return [Card(60, "placements/my/card_profile.html", {"agrees": agrees})]
