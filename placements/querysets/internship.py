"""Internships, their agreements, months, visits and evaluations."""

from datetime import date, timedelta
from typing import Any, Self

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, QuerySet

from placements.enums import EarlyEnd, InternshipState, PaperState
from placements.querysets.scope import AtCampus


class InternshipQuerySet(AtCampus):
    def running(self) -> Self:
        return self.filter(state=InternshipState.RUNNING)

    def current(self) -> Self:
        """Planned, running or interrupted."""
        return self.filter(
            state__in=[
                InternshipState.PLANNED,
                InternshipState.RUNNING,
                InternshipState.INTERRUPTED,
            ]
        )

    def ending_within(self, day: date, *, days: int) -> Self:
        """Running ones whose last day is at most so many days away, or past; soonest first."""
        return (
            self.running().filter(end_on__lte=day + timedelta(days=days)).order_by("end_on", "pk")
        )

    def to_start(self, day: date) -> Self:
        """Planned ones whose first day has come."""
        return self.filter(state=InternshipState.PLANNED, start_on__lte=day).order_by(
            "start_on", "pk"
        )

    def visited(self) -> Self:
        """Those with a visit that was done."""
        return self.filter(Exists(_visits().filter(done_on__isnull=False)))

    def unvisited(self) -> Self:
        """Those that run and had no visit yet."""
        return self.filter(
            ~Exists(_visits().filter(done_on__isnull=False)),
            state__in=[InternshipState.RUNNING, InternshipState.INTERRUPTED],
        )

    def to_visit(self, day: date, *, after_days: int) -> Self:
        """Unvisited ones that began so many days ago, without a visit to come; oldest first."""
        return (
            self.unvisited()
            .exclude(Exists(_visits().filter(done_on__isnull=True)))
            .filter(start_on__lte=day - timedelta(days=after_days))
            .order_by("start_on", "pk")
        )

    def of_company(self, company_pk: int) -> Self:
        return self.filter(company_id=company_pk)


def _visits() -> "QuerySet[Any]":
    # Found when it is asked for: the models are made of these querysets.
    return apps.get_model("placements", "Visit").objects.filter(internship=OuterRef("pk"))


class _OfInternship(AtCampus):
    campus_path = "internship__enrolment__cohort__campus_id__in"

    def of_company(self, company_pk: int) -> Self:
        """What one company may see."""
        return self.filter(internship__company_id=company_pk)


class VisitQuerySet(_OfInternship):
    def planned(self) -> Self:
        """Still to come, the soonest first."""
        return self.filter(done_on__isnull=True).order_by("planned_at", "pk")


class InternshipMonthQuerySet(_OfInternship):
    pass


class InternshipEvaluationQuerySet(_OfInternship):
    def filed(self) -> Self:
        return self.filter(filed_at__isnull=False)

    def open(self) -> Self:
        """Not filed, of internships that run or ran; not of who left the training."""
        return self.filter(filed_at__isnull=True).filter(
            Q(
                internship__state__in=[
                    InternshipState.RUNNING,
                    InternshipState.INTERRUPTED,
                    InternshipState.COMPLETED,
                ]
            )
            | (
                Q(internship__state=InternshipState.BROKEN_OFF)
                & ~Q(internship__early_end=EarlyEnd.TRAINING)
            )
        )


class InternshipAgreementQuerySet(_OfInternship):
    def to_sign(self) -> Self:
        return self.filter(state=PaperState.OPEN)

    def signed(self) -> Self:
        return self.filter(state=PaperState.SIGNED)


class SignatureQuerySet(AtCampus):
    campus_path = "agreement__internship__enrolment__cohort__campus_id__in"

    def missing(self) -> Self:
        """Signatures that agreements still wait for."""
        return self.filter(signed_at__isnull=True, agreement__state=PaperState.OPEN)

    def given(self) -> Self:
        return self.filter(signed_at__isnull=False)
