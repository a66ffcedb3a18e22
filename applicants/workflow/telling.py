"""Tell people that their offer was taken back: right after the commit that did it.

The offers themselves say who is still to be told, so that nobody is forgotten, and the outbox
writes each message once, however often this runs.
"""

from datetime import datetime

from django.db import transaction

from applicants.models import SeatOffer
from applicants.notifications import OfferTakenBack
from applicants.workflow.one_by_one import one_by_one
from becode.messages.compose import send

BATCH = 500


def tell_taken_back(*, at: datetime, limit: int = BATCH) -> int:
    """Write to those whose offer was taken back of late, one transaction each; how many."""
    offers = SeatOffer.objects.to_tell(since=at - OfferTakenBack.useful_for).for_lists()
    return one_by_one(
        offers.order_by("ended_at", "pk")[:limit],
        lambda offer: _tell(offer, at=at),
        what="tell of an offer taken back",
    )


@transaction.atomic
def _tell(offer: SeatOffer, *, at: datetime) -> bool:
    return bool(send(OfferTakenBack(offer), at=at))
