"""What always holds of jobs and questions."""

from datetime import datetime
from typing import Any

from django.db.models import F, QuerySet

from becode.core.invariants import invariant
from placements.enums import EvidenceLevel, FollowUpState
from placements.models import FollowUp, JobPlacement


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
