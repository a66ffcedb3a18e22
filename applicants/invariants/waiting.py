"""What always holds for the order of lists and for seats that became free."""

from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from applicants.enums import ApplicationState, EndReason, EntryState, OfferState
from applicants.models import PassOver, SeatOffer, WaitlistEntry
from becode.core.invariants import invariant
from cohorts.models import Cohort, Enrolment
from cohorts.seats import OPEN_STATES


@invariant(
    "applicants.nobody_passed_over",
    "Nobody with an open offer stood behind somebody of the same list who was ready for it.",
)
def _passed_over(*, at: datetime) -> QuerySet[Any]:
    """Places that were ready, and stood before, when a live offer was made to somebody behind.

    A place that moved, came or came back after the offer is no witness against it, nor is one
    that pauses, had an offer of its own, or was passed over with a reason, nor one beside a seat.
    """
    made = (
        SeatOffer.objects.live(at)
        .filter(
            passing_reason="",
            cohort__campus=OuterRef("campus"),
            cohort__track=OuterRef("track"),
            entry__order_key__gt=OuterRef("order_key"),
            entry__ready_since__lte=F("offered_at"),
            offered_at__gte=OuterRef("ready_since"),
        )
        .exclude(Exists(_offers_before(person="application__person")))
        .exclude(
            Exists(
                PassOver.objects.filter(entry=OuterRef(OuterRef("pk")), cohort=OuterRef("cohort"))
            )
        )
    )
    after_pause = made.filter(offered_at__date__gt=OuterRef("paused_until"))
    return (
        WaitlistEntry.objects.waiting()
        .exclude(Exists(_seats_of(person="application__person")))
        .filter(
            Q(paused_until__isnull=True) & Exists(made)
            | Q(paused_until__isnull=False) & Exists(after_pause)
        )
        .order_by("pk")
    )


def _seats_of(*, person: str) -> QuerySet[Any]:
    """Seats of the person of the outer row."""
    return Enrolment.objects.running().filter(person=OuterRef(person))


def _offers_before(*, person: str) -> QuerySet[Any]:
    """Offers to the person of the outer place, made no later than the outer offer.

    For the same cohort, unless it was taken back before; or live through the same place.
    """
    still_there = Q(ended_at__isnull=True) | Q(ended_at__gt=OuterRef("offered_at"))
    same_cohort = Q(cohort=OuterRef("cohort")) & (~Q(state=OfferState.WITHDRAWN) | still_there)
    same_place = Q(entry=OuterRef(OuterRef("pk"))) & still_there
    return (
        SeatOffer.objects.filter(
            person=OuterRef(OuterRef(person)), offered_at__lte=OuterRef("offered_at")
        )
        .filter(same_cohort | same_place)
        .order_by("pk")
    )


@invariant(
    "applicants.no_more_on_offer",
    "A cohort has never more seats on offer than its ceiling allows.",
)
def _too_many_on_offer(*, at: datetime) -> QuerySet[Any]:
    return Cohort.objects.planned().filter(
        Q(offer_ceiling__isnull=True, seats_on_offer__gt=F("seats"))
        | Q(seats_on_offer__gt=F("offer_ceiling"))
    )


@invariant(
    "applicants.freed_seat_offered_once",
    "Live offers and learners together never pass the seats that were put on offer.",
)
def _offered_more_than_once(*, at: datetime) -> QuerySet[Any]:
    live = Count("offers", filter=Q(offers__state=OfferState.OPEN, offers__expires_at__gt=at))
    return (
        Cohort.objects.filter(state__in=OPEN_STATES)
        .order_by("pk")
        .annotate(live_offers=live)
        .filter(live_offers__gt=0)
        .filter(live_offers__gt=F("seats_on_offer") - F("seats_taken"))
    )


@invariant(
    "applicants.waiting_has_no_seat",
    "Who has a seat waits on no list.",
)
def _waits_with_a_seat(*, at: datetime) -> QuerySet[Any]:
    seats = _seats_of(person="application__person")
    return WaitlistEntry.objects.waiting().filter(Exists(seats)).order_by("pk")


@invariant(
    "applicants.offered_has_no_seat",
    "Who has a seat has no open offer of another one.",
)
def _offered_with_a_seat(*, at: datetime) -> QuerySet[Any]:
    return SeatOffer.objects.open().filter(Exists(_seats_of(person="person"))).order_by("pk")


@invariant(
    "applicants.used_place_has_a_seat",
    "A place that ended with a seat belongs to an application that led to one.",
)
def _seat_without_enrolment(*, at: datetime) -> QuerySet[Any]:
    accepted = SeatOffer.objects.filter(entry=OuterRef("pk"), state=OfferState.ACCEPTED)
    return (
        WaitlistEntry.objects.filter(state=EntryState.ENROLLED, end_reason=EndReason.SEAT)
        .exclude(Exists(accepted))
        .exclude(application__state=ApplicationState.ENROLLED)
        .order_by("pk")
    )
