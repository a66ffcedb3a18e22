"""What always holds for applications, lists and offers."""

from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from applicants.enums import ApplicationState, EntryState, OfferState
from applicants.models import Application, SeatOffer, StepProgress, WaitlistEntry
from becode.core.invariants import invariant
from cohorts.enums import CohortState, EnrolmentState
from cohorts.models import Cohort, Enrolment


@invariant(
    "applicants.offers_within_ceiling",
    "Live offers and taken seats together never pass the ceiling of a cohort.",
)
def _over_offered(*, at: datetime) -> QuerySet[Any]:
    live = Count("offers", filter=Q(offers__state=OfferState.OPEN, offers__expires_at__gt=at))
    return (
        Cohort.objects.filter(state=CohortState.PLANNED)
        .order_by("pk")
        .annotate(live_offers=live)
        .filter(live_offers__gt=0)
        .filter(
            live_offers__gt=Coalesce("offer_ceiling", "seats") - F("seats_taken"),
        )
    )


@invariant("applicants.one_live_offer", "Nobody has two open offers for the same cohort at a time.")
def _offered_twice(*, at: datetime) -> QuerySet[Any]:
    offers = SeatOffer.objects.open().order_by("person_id", "cohort_id")
    return offers.values("person_id", "cohort_id").annotate(number=Count("pk")).filter(number__gt=1)


@invariant(
    "applicants.accepted_has_a_seat",
    "An accepted offer has an enrolment of the same person in the same cohort.",
)
def _accepted_without_seat(*, at: datetime) -> QuerySet[Any]:
    right = Q(enrolment__person=F("person"), enrolment__cohort=F("cohort"))
    return SeatOffer.objects.filter(state=OfferState.ACCEPTED).exclude(right)


@invariant("applicants.waiting_is_admitted", "Only an admitted application waits on a list.")
def _waits_without_reason(*, at: datetime) -> QuerySet[Any]:
    return WaitlistEntry.objects.waiting().exclude(application__state=ApplicationState.ADMITTED)


@invariant("applicants.offered_is_waiting", "A live offer belongs to a place on a list that waits.")
def _offered_without_place(*, at: datetime) -> QuerySet[Any]:
    return SeatOffer.objects.live(at).exclude(
        entry__state=EntryState.WAITING, application__state=ApplicationState.ADMITTED
    )


@invariant(
    "applicants.seat_is_enrolled",
    "Who took a seat through an offer has an enrolled application, unless they gave it back.",
)
def _seated_without_application(*, at: datetime) -> QuerySet[Any]:
    moved_and_back = Enrolment.objects.filter(
        person=OuterRef("person"),
        state=EnrolmentState.WITHDRAWN,
        transferred_from__isnull=False,
    )
    return (
        Application.objects.filter(offers__state=OfferState.ACCEPTED)
        .exclude(state=ApplicationState.ENROLLED)
        .exclude(offers__enrolment__state=EnrolmentState.WITHDRAWN)
        .exclude(Exists(moved_and_back))
        .distinct()
    )


@invariant("applicants.two_assessors", "At most two assessors score one application in one step.")
def _scored_by_many(*, at: datetime) -> QuerySet[Any]:
    return (
        StepProgress.objects.filter(step__is_scored=True)
        .annotate(assessors=Count("assessments"))
        .filter(assessors__gt=2)
        .order_by("pk")
    )
