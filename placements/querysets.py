"""The vocabulary of the placements tables; views and lists spell out no filters."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from becode.people.enums import ConsentPurpose
from becode.people.models import Consent
from cohorts.enums import EnrolmentState
from placements.enums import FollowUpState, InternshipState, PositionState, ProposalState

if TYPE_CHECKING:
    from becode.accounts.models import User


def consented(person: str) -> Exists:
    """Whether a row's person (the path to its key) agrees now that companies see the profile."""
    return Exists(
        Consent.objects.filter(
            person=OuterRef(person),
            purpose=ConsentPurpose.SHARE_PROFILE,
            withdrawn_at__isnull=True,
        )
    )


class CompanyQuerySet(models.QuerySet):
    def active(self) -> Self:
        return self.filter(is_active=True)

    def visible_to(self, user: "User") -> Self:
        """Staff see companies of their campuses and those that work with none in particular."""
        if not user.is_staff:
            return self.none()
        keys = user.campus_keys()
        if keys is None:
            return self
        return self.filter(Q(campuses__in=keys) | Q(campuses__isnull=True)).distinct()

    def of_contact(self, user: "User") -> Self:
        """The one company whose portal this account may use."""
        return self.active().filter(contacts__user=user, contacts__is_active=True)


class CompanyContactQuerySet(models.QuerySet):
    def active(self) -> Self:
        """Contacts who may sign in now, by name."""
        return self.filter(is_active=True, user__is_active=True, company__is_active=True).order_by(
            "user__name", "pk"
        )

    def of_company(self, company_pk: int) -> Self:
        return (
            self.filter(company_id=company_pk).select_related("user").order_by("user__name", "pk")
        )


class PositionQuerySet(models.QuerySet):
    def open(self) -> Self:
        return self.filter(state=PositionState.OPEN)

    def with_room(self) -> Self:
        """Open positions with a free place at a company that still takes part."""
        return self.open().filter(places_taken__lt=F("places"), company__is_active=True)

    def of_company(self, company_pk: int) -> Self:
        return self.filter(company_id=company_pk)

    def visible_to(self, user: "User") -> Self:
        if not user.is_staff:
            return self.none()
        keys = user.campus_keys()
        return self if keys is None else self.filter(campus_id__in=keys)


class ProposalQuerySet(models.QuerySet):
    def unanswered(self) -> Self:
        return self.filter(state=ProposalState.PROPOSED)

    def accepted(self) -> Self:
        return self.filter(state=ProposalState.ACCEPTED)

    def live(self) -> Self:
        """Unanswered or accepted."""
        return self.filter(state__in=[ProposalState.PROPOSED, ProposalState.ACCEPTED])

    def to_plan(self) -> Self:
        """Accepted ones that have no internship yet."""
        return self.accepted().filter(internship__isnull=True)

    def holding_a_place(self) -> Self:
        """Accepted ones whose internship is to come, runs or was completed: not broken off."""
        return self.accepted().filter(
            Q(internship__isnull=True)
            | Q(
                internship__state__in=[
                    InternshipState.PLANNED,
                    InternshipState.RUNNING,
                    InternshipState.COMPLETED,
                ]
            )
        )

    def unanswered_since(self, moment: datetime) -> Self:
        """Proposals that wait since before this moment, the longest wait first."""
        return self.unanswered().filter(proposed_at__lte=moment).order_by("proposed_at", "pk")

    def of_leavers(self) -> Self:
        """Proposals still running for people who are no longer with us."""
        return self.unanswered().exclude(
            enrolment__state__in=[EnrolmentState.IN_TRAINING, EnrolmentState.ON_INTERNSHIP]
        )

    def for_company(self, company_pk: int) -> Self:
        """What a company may see: its own; unanswered ones only while the person consents."""
        return (
            self.filter(position__company_id=company_pk)
            .annotate(has_consent=consented("enrolment__person_id"))
            .filter(~Q(state=ProposalState.PROPOSED) | Q(has_consent=True))
        )

    def visible_to(self, user: "User") -> Self:
        if not user.is_staff:
            return self.none()
        keys = user.campus_keys()
        return self if keys is None else self.filter(enrolment__cohort__campus_id__in=keys)


class InternshipQuerySet(models.QuerySet):
    def running(self) -> Self:
        return self.filter(state=InternshipState.RUNNING)

    def current(self) -> Self:
        """Planned or running."""
        return self.filter(state__in=[InternshipState.PLANNED, InternshipState.RUNNING])

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

    def of_company(self, company_pk: int) -> Self:
        return self.filter(company_id=company_pk)

    def visible_to(self, user: "User") -> Self:
        if not user.is_staff:
            return self.none()
        keys = user.campus_keys()
        return self if keys is None else self.filter(enrolment__cohort__campus_id__in=keys)


class JobPlacementQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> Self:
        if not user.is_staff:
            return self.none()
        keys = user.campus_keys()
        return self if keys is None else self.filter(enrolment__cohort__campus_id__in=keys)


class FollowUpQuerySet(models.QuerySet):
    def unanswered(self) -> Self:
        return self.filter(state=FollowUpState.PLANNED)

    def due_on(self, day: date) -> Self:
        """Questions that may be asked on this day."""
        return self.unanswered().filter(due_on__lte=day)

    def waiting_since(self, day: date) -> Self:
        """Questions without an answer that were due by this day, the oldest first."""
        return self.due_on(day).order_by("due_on", "pk")

    def of_person(self, person_pk: int) -> Self:
        return self.filter(enrolment__person_id=person_pk)

    def visible_to(self, user: "User") -> Self:
        if not user.is_staff:
            return self.none()
        keys = user.campus_keys()
        return self if keys is None else self.filter(enrolment__cohort__campus_id__in=keys)
