"""What always holds for locked months."""

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from becode.core.invariants import invariant
from cohorts.models import Attestation


@invariant("cohorts.versions_follow", "Each version of a locked month follows an earlier one.")
def _gaps(*, at: datetime) -> QuerySet[Any]:
    before = Attestation.objects.filter(
        enrolment=OuterRef("enrolment"), month=OuterRef("month"), version=OuterRef("version") - 1
    )
    return Attestation.objects.filter(~Exists(before), version__gt=1).order_by("pk")


@invariant("cohorts.locked_months_have_a_paper", "A locked month has its paper.")
def _without_paper(*, at: datetime) -> QuerySet[Any]:
    return Attestation.objects.filter(file__isnull=True).order_by("pk")
