"""More time to answer an offer: asked by the person, given or not by a colleague."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from applicants.deadlines import end_for
from applicants.enums import MoreTime, OfferState
from applicants.models import SeatOffer
from applicants.notifications import MoreTimeGiven, NoMoreTime
from applicants.workflow.locks import lock_offer, lock_person
from applicants.workflow.offers import LONGEST_OFFER_HOURS, OfferOver
from becode.audit.record import record
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from becode.messages.compose import send
from cohorts import seats

LONGEST_WORDS = 300


@transaction.atomic
def ask_more_time(*, offer: SeatOffer, words: str, actor: Actor, at: datetime) -> None:
    """The person wants more time; the clock runs on until a colleague has decided.

    Once per offer: a second wish changes only the words. Raises OfferOver or IllegalMove.
    """
    lock_person(offer.person_id)
    offer = _live(offer, at=at)
    if offer.more_time in (MoreTime.GRANTED, MoreTime.REFUSED):
        raise IllegalMove(_("You asked before. Call us if you need even more time."))
    is_new = not offer.more_time
    offer.more_time, offer.more_time_words = MoreTime.ASKED, words.strip()[:LONGEST_WORDS]
    offer.more_time_asked_at = offer.more_time_asked_at or at
    offer.save(update_fields=["more_time", "more_time_words", "more_time_asked_at"])
    if is_new:
        record("offer.more_time_asked", subject=offer, actor=actor, at=at)


@transaction.atomic
def grant_more_time(*, offer: SeatOffer, hours: int, actor: Actor, at: datetime) -> datetime:
    """Keep the seat until `hours` from now, or the next good moment after; returns the new end.

    A colleague may give time that nobody asked for. Raises OfferOver after the moment,
    IllegalMove when this would not be later than now.
    """
    lock_person(offer.person_id)
    cohort = seats.lock_cohort(offer.cohort_id)
    offer = _live(offer, at=at)
    if not 1 <= hours <= LONGEST_OFFER_HOURS:
        raise IllegalMove(_("Give between 1 hour and 14 days to answer."))
    until = end_for(cohort, at=at, hours=hours)
    if until <= offer.expires_at:
        raise IllegalMove(_("The person has longer than that already."))
    offer.more_time, offer.expires_at = MoreTime.GRANTED, until
    offer.save(update_fields=["more_time", "expires_at"])
    record("offer.more_time_granted", subject=offer, actor=actor, at=at, keys={"hours": hours})
    send(MoreTimeGiven(offer), at=at, dedupe=until.isoformat())
    return until


@transaction.atomic
def refuse_more_time(*, offer: SeatOffer, actor: Actor, at: datetime) -> None:
    """The moment stays as it was, and the person is told. Raises IllegalMove unless asked."""
    lock_person(offer.person_id)
    offer = _live(offer, at=at)
    if offer.more_time != MoreTime.ASKED:
        raise IllegalMove(_("Nobody asked for more time."))
    offer.more_time = MoreTime.REFUSED
    offer.save(update_fields=["more_time"])
    record("offer.more_time_refused", subject=offer, actor=actor, at=at)
    send(NoMoreTime(offer), at=at)


def _live(offer: SeatOffer, *, at: datetime) -> SeatOffer:
    locked = lock_offer(offer.pk)
    if locked.state == OfferState.EXPIRED or (
        locked.state == OfferState.OPEN and locked.expires_at <= at
    ):
        raise OfferOver
    if locked.state != OfferState.OPEN:
        raise IllegalMove
    return locked
