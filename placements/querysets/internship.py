"""Internships, their agreements, months, visits and evaluations."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, QuerySet

from placements.enums import ContactRole, EarlyEnd, InternshipState, PaperState, ScanState
from placements.querysets.scope import AtCampus

if TYPE_CHECKING:
    from placements.models import CompanyContact


CURRENT = (InternshipState.PLANNED, InternshipState.RUNNING, InternshipState.INTERRUPTED)


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

    def without_agreement(self) -> Self:
        """Planned ones for which no agreement was made, or only cancelled ones."""
        living = Q(agreements__state__in=[PaperState.OPEN, PaperState.SIGNED])
        return self.filter(state=InternshipState.PLANNED).exclude(living)

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

    def waiting(self) -> Self:
        """To be signed, of internships that still go on; the first to start first."""
        return (
            self.to_sign()
            .filter(internship__state__in=CURRENT)
            .order_by("internship__start_on", "pk")
        )

    def for_contact(self, contact: "CompanyContact") -> Self:
        """What a contact of the company may see, as `can_see_agreement` asks of one."""
        if contact.has_role(ContactRole.MANAGER, ContactRole.SIGNATORY):
            return self
        signs = Q(signatures__contact=contact)
        return self.filter(signs | Q(internship__mentor=contact)).distinct()

    def with_all(self) -> Self:
        """With everything that its pages and papers show."""
        return self.select_related(
            "file",
            "signed_file",
            "replaces",
            "internship__company",
            "internship__position",
            "internship__establishment",
            "internship__mentor__user",
            "internship__workstation_sheet",
            "internship__enrolment__person",
            "internship__enrolment__cohort__campus",
            "internship__enrolment__cohort__track",
        )


class SignatureQuerySet(AtCampus):
    campus_path = "agreement__internship__enrolment__cohort__campus_id__in"

    def missing(self) -> Self:
        """Signatures that agreements still wait for, of internships that still go on."""
        return self.filter(
            signed_at__isnull=True,
            agreement__state=PaperState.OPEN,
            agreement__internship__state__in=CURRENT,
        )

    def given(self) -> Self:
        return self.filter(signed_at__isnull=False)

    def with_agreement(self) -> Self:
        """With what messages and the pages behind links show."""
        related = ("internship__company", "internship__enrolment__person")
        related += ("internship__enrolment__cohort__campus", "file", "signed_file")
        return self.select_related(
            "contact__user", "user", *(f"agreement__{name}" for name in related)
        )


class SignedScanQuerySet(AtCampus):
    campus_path = "agreement__internship__enrolment__cohort__campus_id__in"

    def waiting(self) -> Self:
        """Nobody looked at it yet; the oldest first."""
        return self.filter(state=ScanState.WAITING).order_by("received_at", "pk")
