"""What a person's own page shows of their applications: open offers first."""

from datetime import datetime
from itertools import groupby

from applicants.enums import OfferState
from applicants.models import Application, SeatOffer, StepProgress, WaitlistEntry
from applicants.my.status import status_of
from applicants.own_seat import seats_of
from becode.people.models import Person
from becode.portal.cards import Card, card

OFFER_ORDER = 10
STATUS_ORDER = 40


@card
def application_cards(person: Person, at: datetime) -> list[Card]:
    """A card for each live offer and each application; five queries at most and one per list."""
    offers = list(SeatOffer.objects.of_person(person))
    entries = {
        key: list(found)
        for key, found in groupby(
            WaitlistEntry.objects.of_person(person), key=lambda entry: entry.application_id
        )
    }
    made = [
        Card(OFFER_ORDER, "applicants/my/offer_card.html", {"offer": offer})
        for offer in offers
        if offer.is_live(at)
    ]
    in_step = set(
        StepProgress.objects.of_person(person).present().values_list("application", flat=True)
    )
    applications = list(Application.objects.of_person(person))
    said_yes = {offer.application_id for offer in offers if offer.state == OfferState.ACCEPTED}
    seats = seats_of(one for one in applications if one.pk in said_yes)
    for application in applications:
        status = status_of(
            application,
            entries=entries.get(application.pk, []),
            offers=[offer for offer in offers if offer.application_id == application.pk],
            at=at,
            has_step=application.pk in in_step,
            seat=seats.get(application.pk),
        )
        made.append(Card(STATUS_ORDER, "applicants/my/status_card.html", {"status": status}))
    return made
