"""What always holds of jobs and questions."""

from datetime import datetime
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from becode.core.invariants import invariant
from becode.messages.enums import Topic
from becode.messages.models import Unwanted
from placements.enums import EvidenceLevel
from placements.models import FollowUp, FurtherStudy, JobPlacement


@invariant(
    "placements.jobs_belong_to_one_person",
    "A job and its enrolment are of the same person.",
)
def _jobs_belong_to_one_person(*, at: datetime) -> "QuerySet[Any]":
    return JobPlacement.objects.exclude(person=F("enrolment__person"))


@invariant(
    "placements.studies_belong_to_one_person",
    "A study and its enrolment are of the same person.",
)
def _studies_belong_to_one_person(*, at: datetime) -> "QuerySet[Any]":
    return FurtherStudy.objects.exclude(person=F("enrolment__person"))


@invariant("placements.evidence_is_named", "Evidence of a job says what it is.")
def _evidence_is_named(*, at: datetime) -> "QuerySet[Any]":
    return JobPlacement.objects.exclude(evidence_level=EvidenceLevel.NONE).filter(evidence_note="")


@invariant(
    "placements.evidence_level_is_the_best",
    "A job without usable evidence has no evidence level.",
)
def _evidence_level_is_the_best(*, at: datetime) -> "QuerySet[Any]":
    usable = Q(evidence__refused_at__isnull=True) & ~Q(evidence__level=EvidenceLevel.NONE)
    rows = JobPlacement.objects.exclude(evidence_level=EvidenceLevel.NONE)
    return rows.annotate(proofs=Count("evidence", filter=usable)).filter(proofs=0)


@invariant(
    "placements.digital_work_has_a_ground",
    "Digital work follows from the ISCO group, or from two colleagues.",
)
def _digital_work_has_a_ground(*, at: datetime) -> "QuerySet[Any]":
    by_group = Q(isco_group__startswith="25") | Q(isco_group__startswith="35")
    return (
        JobPlacement.objects.filter(in_field=True)
        .exclude(by_group)
        .exclude(reviewed_by__isnull=False)
    )


@invariant(
    "placements.doubles_are_of_one_person",
    "A job told twice points at a job of the same person that is no double itself.",
)
def _doubles_are_of_one_person(*, at: datetime) -> "QuerySet[Any]":
    wrong = ~Q(same_as__person=F("person")) | Q(same_as__same_as__isnull=False)
    return JobPlacement.objects.filter(wrong, same_as__isnull=False)


@invariant(
    "placements.opted_out_is_left_alone",
    "Who does not want follow-up questions has none open.",
)
def _opted_out_is_left_alone(*, at: datetime) -> "QuerySet[Any]":
    refused = Unwanted.objects.filter(topic=Topic.AFTERWARDS, person__isnull=False).order_by()
    return FollowUp.objects.unanswered().filter(
        Q(enrolment__person__in=refused.values("person"))
        | Q(enrolment__person__absorbed__in=refused.values("person"))
    )
