"""What always holds of places and proposals."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet

from becode.core.invariants import invariant
from cohorts.models import Enrolment
from placements.enums import PositionState, ProposalState
from placements.models import Internship, Position, Proposal


@invariant(
    "placements.places_counted",
    "A position counts as many places taken as it has accepted proposals.",
)
def _places_counted(*, at: datetime) -> "QuerySet[Any]":
    return Position.objects.annotate(
        accepted=Count("proposals", filter=Q(proposals__state=ProposalState.ACCEPTED))
    ).exclude(places_taken=F("accepted"))


@invariant("placements.never_overfilled", "No position has more places taken than it offers.")
def _never_overfilled(*, at: datetime) -> "QuerySet[Any]":
    return Position.objects.filter(places_taken__gt=F("places"))


@invariant(
    "placements.filled_when_full",
    "A position is filled when all its places are taken, and open only while one is free.",
)
def _filled_when_full(*, at: datetime) -> "QuerySet[Any]":
    return Position.objects.filter(
        Q(state=PositionState.FILLED, places_taken__lt=F("places"))
        | Q(state=PositionState.OPEN, places_taken__gte=F("places"))
    )


@invariant("placements.answers_have_a_time", "A proposal has an answer and its time, or neither.")
def _answers_have_a_time(*, at: datetime) -> "QuerySet[Any]":
    return Proposal.objects.filter(
        Q(state=ProposalState.PROPOSED, answered_at__isnull=False)
        | Q(state__in=[ProposalState.ACCEPTED, ProposalState.DECLINED], answered_at__isnull=True)
        | Q(state=ProposalState.DECLINED, decline_reason="")
    )


@invariant(
    "placements.agreed_before_planned",
    "An internship hangs on a proposal to which the learner agreed.",
)
def _agreed_before_planned(*, at: datetime) -> "QuerySet[Any]":
    return Internship.objects.filter(proposal__learner_agreed_at__isnull=True)


@invariant("placements.one_place_each", "Nobody has agreed to two places that still count.")
def _one_place_each(*, at: datetime) -> "QuerySet[Any]":
    held = Proposal.objects.holding_a_place()
    more = held.filter(enrolment=OuterRef("enrolment")).exclude(pk=OuterRef("pk"))
    return held.filter(Exists(more))


@invariant(
    "placements.silence_ends",
    "A proposal without an answer ends within a day after the time to answer.",
)
def _silence_ends(*, at: datetime) -> "QuerySet[Any]":
    return Proposal.objects.overdue(at - timedelta(days=1))


@invariant("placements.ranks_without_gaps", "The wishes of a learner are ranked from 1 on.")
def _ranks_without_gaps(*, at: datetime) -> "QuerySet[Any]":
    ranked = Count("wishes", filter=Q(wishes__rank__isnull=False))
    counted = Enrolment.objects.annotate(ranked=ranked, last=Max("wishes__rank"))
    return counted.filter(ranked__gt=0).exclude(ranked=F("last"))
