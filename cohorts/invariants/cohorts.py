"""What always holds for seats and learners."""

from datetime import datetime
from typing import Any

from django.db.models import Count, F, QuerySet

from becode.core.invariants import invariant
from cohorts.models import Cohort, Enrolment
from cohorts.querysets import HOLDS_A_SEAT


@invariant("cohorts.not_oversold", "A cohort never has more learners than seats.")
def _oversold(*, at: datetime) -> QuerySet[Any]:
    return _with_seated().filter(seated__gt=F("seats"))


@invariant("cohorts.counter_is_true", "The counter of a cohort is the number of seated learners.")
def _miscounted(*, at: datetime) -> QuerySet[Any]:
    return _with_seated().exclude(seated=F("seats_taken"))


@invariant("cohorts.one_running_enrolment", "Nobody has a seat in two cohorts at a time.")
def _in_two(*, at: datetime) -> QuerySet[Any]:
    running = Enrolment.objects.running().order_by("person_id").values("person_id")
    return running.annotate(number=Count("pk")).filter(number__gt=1)


def _with_seated() -> QuerySet[Any]:
    return Cohort.objects.order_by("pk").annotate(seated=Count("enrolments", filter=HOLDS_A_SEAT))
