"""What always holds of places and proposals."""

from datetime import datetime
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from becode.core.invariants import invariant
from placements.enums import PositionState, ProposalState
from placements.models import Position, Proposal


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
