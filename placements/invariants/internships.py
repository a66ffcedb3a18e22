"""What always holds of internships."""

from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from becode.core.invariants import invariant
from placements.enums import InternshipState, ProposalState
from placements.models import (
    Internship,
    InternshipAgreement,
    InternshipMonth,
    Interruption,
    WorkstationSheet,
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


@invariant(
    "placements.resting_internships_have_a_rest",
    "An internship is interrupted when it has a rest without an end, and only then.",
)
def _resting_internships_have_a_rest(*, at: datetime) -> "QuerySet[Any]":
    rests = Exists(Interruption.objects.filter(internship=OuterRef("pk"), end_on__isnull=True))
    interrupted = Q(state=InternshipState.INTERRUPTED)
    return Internship.objects.filter((interrupted & ~Q(rests)) | (~interrupted & Q(rests)))


@invariant(
    "placements.started_internships_were_agreed",
    "Every internship that runs has a mentor, a signed sheet and an agreement that all signed.",
)
def _started_internships_were_agreed(*, at: datetime) -> "QuerySet[Any]":
    agreed = Exists(InternshipAgreement.objects.signed().filter(internship=OuterRef("pk")))
    sheet = Exists(
        WorkstationSheet.objects.filter(internship=OuterRef("pk"), signed_at__isnull=False)
    )
    going = [InternshipState.RUNNING, InternshipState.INTERRUPTED]
    return Internship.objects.filter(state__in=going).exclude(
        Q(agreed) & Q(sheet) & Q(mentor__isnull=False)
    )


@invariant(
    "placements.months_count_their_days",
    "The hours of a month are the sums of its days.",
)
def _months_count_their_days(*, at: datetime) -> int:
    rows = InternshipMonth.objects.order_by("pk").values_list("days", "planned", "present")
    return sum(
        (planned, present)
        != (sum(day["planned"] for day in days), sum(day["present"] for day in days))
        for days, planned, present in rows.iterator()
    )
