"""What always holds of places, proposals, internships and jobs, checked by `check_invariants`."""

from datetime import datetime
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from becode.core.invariants import invariant
from placements.enums import (
    EvidenceLevel,
    FollowUpState,
    InternshipState,
    PositionState,
    ProposalState,
)
from placements.models import (
    Company,
    FollowUp,
    Internship,
    JobPlacement,
    Position,
    Proposal,
)
from placements.numbers import is_company_number


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


@invariant("placements.answers_have_a_time", "A proposal has an answer and its time, or neither.")
def _answers_have_a_time(*, at: datetime) -> "QuerySet[Any]":
    return Proposal.objects.filter(
        Q(state=ProposalState.PROPOSED, answered_at__isnull=False)
        | Q(state__in=[ProposalState.ACCEPTED, ProposalState.DECLINED], answered_at__isnull=True)
        | Q(state=ProposalState.DECLINED, decline_reason="")
    )


@invariant(
    "placements.jobs_belong_to_one_person",
    "A job and its enrolment are of the same person.",
)
def _jobs_belong_to_one_person(*, at: datetime) -> "QuerySet[Any]":
    return JobPlacement.objects.exclude(person=F("enrolment__person"))


@invariant("placements.evidence_is_named", "Evidence of a job says what it is.")
def _evidence_is_named(*, at: datetime) -> "QuerySet[Any]":
    return JobPlacement.objects.exclude(evidence_level=EvidenceLevel.NONE).filter(evidence_note="")


@invariant(
    "placements.opted_out_is_left_alone",
    "Who does not want follow-up questions has none open.",
)
def _opted_out_is_left_alone(*, at: datetime) -> "QuerySet[Any]":
    refused = FollowUp.objects.filter(state=FollowUpState.OPTED_OUT)
    return FollowUp.objects.unanswered().filter(
        enrolment__person__in=refused.values("enrolment__person")
    )


@invariant(
    "placements.company_numbers_are_right",
    "A company number has ten digits and passes its check.",
)
def _company_numbers_are_right(*, at: datetime) -> int:
    numbers = Company.objects.exclude(number="").order_by("pk").values_list("number", flat=True)
    return sum(not is_company_number(number) for number in numbers.iterator())
