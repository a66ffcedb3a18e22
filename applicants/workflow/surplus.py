"""Offers that a cohort cannot keep: it is full, started, called off, or has fewer seats."""

from datetime import datetime

from django.db import transaction
from django.db.models import Count, F, Q
from django.db.models.functions import Coalesce

from applicants.enums import OfferState, TakenBack
from applicants.models import SeatOffer
from applicants.workflow.ending import take_back
from applicants.workflow.one_by_one import one_by_one
from applicants.workflow.waking import wake_after_commit
from becode.core import clock
from becode.core.actors import SYSTEM, Actor
from cohorts import seats
from cohorts.enums import CohortState
from cohorts.models import Cohort
from cohorts.seat_watch import watches_seats

BATCH = 500


@watches_seats
def _follow(cohort: Cohort, actor: Actor, at: datetime) -> None:
    """In the same act: what cannot be kept goes back; what became free is offered soon."""
    keep_within(cohort, at=at)
    wake_after_commit()


def take_back_surplus(*, at: datetime, limit: int = BATCH) -> int:
    """Take back offers that cannot be kept, the latest first; returns how many.

    The acts that change seats do so themselves; this finds what they had to leave because
    somebody else held it.
    """
    live = Count("offers", filter=Q(offers__state=OfferState.OPEN, offers__expires_at__gt=at))
    cohorts = (
        Cohort.objects.annotate(live_offers=live)
        .filter(live_offers__gt=0)
        .filter(
            ~Q(state=CohortState.PLANNED)
            | Q(seats_taken__gte=F("seats"))
            | Q(live_offers__gt=Coalesce("offer_ceiling", "seats") - F("seats_taken"))
        )
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    return one_by_one(
        cohorts[:limit], lambda key: _take_back_from(key, at=at), what="take back offers"
    )


@transaction.atomic
def _take_back_from(cohort_key: int, *, at: datetime) -> int:
    return keep_within(seats.lock_cohort(cohort_key), at=at)


def keep_within(cohort: Cohort, *, at: datetime) -> int:
    """Take back this held cohort's offers that it cannot keep, the latest first; how many."""
    if not cohort.takes_people(clock.local_day(at)):
        keep, reason = 0, TakenBack.NOT_PLANNED
    elif cohort.seats_free <= 0:
        keep, reason = 0, TakenBack.COHORT_FULL
        # What was offered beyond the seats is over: one that comes back is one seat.
        seats.put_on_offer(cohort, min(cohort.seats_on_offer, cohort.seats))
    else:
        keep, reason = max(cohort.ceiling - cohort.seats_taken, 0), TakenBack.FEWER_SEATS
    live = SeatOffer.objects.live(at).filter(cohort=cohort).order_by("offered_at", "pk")
    surplus = [offer.pk for offer in live[keep:]]
    if not surplus:
        return 0
    return take_back(
        SeatOffer.objects.open()
        .filter(pk__in=surplus)
        .only("state", "person")  # there may be hundreds, and somebody waits for the cohort
        .order_by("-offered_at", "-pk")
        .select_for_update(skip_locked=True, no_key=True),
        actor=SYSTEM,
        at=at,
        reason=reason,
    )
