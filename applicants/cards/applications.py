"""What a person's own page shows of their applications: open offers first."""

from datetime import datetime
from itertools import groupby

from applicants.enums import ApplicationState, OfferState
from applicants.models import Application, SeatOffer, StepProgress, WaitlistEntry
from applicants.my.status import status_of
from applicants.own_seat import seats_of
from becode.people.models import Person
from becode.portal.cards import Card, card

OFFER_ORDER = 10
STATUS_ORDER = 40


@card
def application_cards(person: Person, at: datetime) -> list[Card]:
    """A card for each live offer and each application; six queries at most."""
    offers = list(SeatOffer.objects.of_person(person))
    waiting = WaitlistEntry.objects.of_person(person).with_position()
    entries = {
        key: list(found) for key, found in groupby(waiting, key=lambda entry: entry.application_id)
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
    left = _left_their_lists([one for one in applications if one.pk not in entries])
    said_yes = {offer.application_id for offer in offers if offer.state == OfferState.ACCEPTED}
    seats = seats_of(one for one in applications if one.pk in said_yes)
    for application in applications:
        status = status_of(
            application,
            entries=entries.get(application.pk, []),
            offers=[offer for offer in offers if offer.application_id == application.pk],
            at=at,
            has_step=application.pk in in_step,
            has_left=application.pk in left,
            seat=seats.get(application.pk),
        )
        made.append(Card(STATUS_ORDER, "applicants/my/status_card.html", {"status": status}))
    return made


def _left_their_lists(unlisted: list[Application]) -> set[int]:
    """The keys of those admitted ones of these, all on no list, that were on one."""
    admitted = [one.pk for one in unlisted if one.state == ApplicationState.ADMITTED]
    if not admitted:
        return set()
    given_up = WaitlistEntry.objects.given_up().filter(application__in=admitted)
    return set(given_up.values_list("application", flat=True))
