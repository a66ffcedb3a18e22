"""The rule of a placement as SQL, for figures that the database groups itself."""

from datetime import timedelta

from django.db.models import F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from becode.reports.outcomes.facts import FAR_AWAY
from becode.reports.outcomes.terms import (
    COUNTED_CONTRACTS,
    LEAST_PERCENT,
    LEAST_PLANNED_DAYS,
    PLACED_WITHIN,
    PUBLISHED,
)
from placements.models import JobPlacement


def placements_of_graduate() -> "QuerySet[JobPlacement]":
    """The jobs that count for a graduate (the outer enrolment), as `Job.would_count` says of a
    proven one; a test keeps the two the same.
    """
    graduated_on = OuterRef("graduated_on")
    return (
        JobPlacement.objects.confirmed()
        .filter(
            person=OuterRef("person"),
            contract_type__in=COUNTED_CONTRACTS,
            evidence_level__in=PUBLISHED,
            hours_percent__gte=LEAST_PERCENT,
            start_on__lte=graduated_on + Value(PLACED_WITHIN),
        )
        .annotate(last_on=Coalesce("end_on", Value(FAR_AWAY)))
        .filter(last_on__gte=graduated_on)
        .filter(
            Q(end_on__isnull=True)
            | Q(end_on__gte=F("start_on") + Value(timedelta(days=LEAST_PLANNED_DAYS - 1)))
        )
    )
