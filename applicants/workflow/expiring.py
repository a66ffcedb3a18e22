"""Offers whose moment passed."""

from datetime import datetime

from django.db import transaction

from applicants.enums import OFFER_MOVES, OfferState
from applicants.models import SeatOffer
from applicants.notifications import OfferExpired
from applicants.workflow.locks import lock_person
from applicants.workflow.one_by_one import one_by_one
from applicants.workflow.waking import wake_after_commit
from becode.audit.record import move
from becode.core.actors import SYSTEM
from becode.messages.compose import send
from becode.people.models import Person
from cohorts.models import Cohort

BATCH = 500


def expire_offers(*, at: datetime, limit: int = BATCH) -> int:
    """End the offers whose moment passed, one transaction a person; returns how many."""
    people = SeatOffer.objects.overdue(at).order_by("person_id").values_list("person_id", flat=True)
    return one_by_one(
        people.distinct()[:limit], lambda key: _expire(key, at=at), what="end overdue offers"
    )


@transaction.atomic
def _expire(person_key: int, *, at: datetime) -> int:
    return end_overdue(lock_person(person_key), None, at=at)


def end_overdue(person: Person, cohort: Cohort | None, *, at: datetime) -> int:
    """End this person's overdue offers (of one cohort); the person is held by the caller."""
    overdue = SeatOffer.objects.overdue(at).filter(person=person)
    if cohort is not None:
        overdue = overdue.filter(cohort=cohort)
    count = 0
    for offer in overdue.order_by("pk").select_for_update(no_key=True):
        move(
            offer,
            moves=OFFER_MOVES,
            to=OfferState.EXPIRED,
            label="offer.expired",
            actor=SYSTEM,
            at=at,
            ended_at=at,
        )
        send(OfferExpired(offer), at=at)
        count += 1
    if count:
        wake_after_commit()
    return count
