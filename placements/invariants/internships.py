"""What always holds of internships."""

from datetime import datetime
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from becode.core.invariants import invariant
from placements.enums import InternshipState, ProposalState
from placements.models import Internship


@invariant(
    "placements.internship_was_agreed",
    "Every internship that was not cancelled has an accepted proposal of the same learner, "
    "position and company.",
)
def _internship_was_agreed(*, at: datetime) -> "QuerySet[Any]":
    return Internship.objects.exclude(state=InternshipState.CANCELLED).exclude(
        proposal__state=ProposalState.ACCEPTED,
        proposal__enrolment=F("enrolment"),
        proposal__position=F("position"),
        position__company=F("company"),
    )


@invariant(
    "placements.one_internship_at_a_time",
    "Nobody has more than one internship that is planned or runs.",
)
def _one_internship_at_a_time(*, at: datetime) -> int:
    return (
        Internship.objects.current()
        .order_by()
        .values("enrolment__person")
        .annotate(number=Count("pk"))
        .filter(number__gt=1)
        .count()
    )


@invariant(
    "placements.ended_internships_have_a_day",
    "An internship has a real last day when it is over, and only then.",
)
def _ended_internships_have_a_day(*, at: datetime) -> "QuerySet[Any]":
    over = Q(state__in=[InternshipState.COMPLETED, InternshipState.BROKEN_OFF])
    return Internship.objects.filter(
        (over & Q(ended_on__isnull=True)) | (~over & Q(ended_on__isnull=False))
    )
