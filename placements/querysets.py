from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q

from placements.enums import FollowUpState, InternshipState, PositionState, ProposalState

if TYPE_CHECKING:
    from becode.accounts.models import User


class CompanyQuerySet(models.QuerySet["Company"]):
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


class PositionQuerySet(models.QuerySet["Position"]):
    def open(self) -> Self:
        return self.filter(state=PositionState.OPEN)

    def with_room(self) -> Self:
        return self.open().filter(places_taken__lt=F("places"))

    def visible_to(self, user: "User") -> Self:
        if not user.is_staff:
            return self.none()
        keys = user.campus_keys()
        return self if keys is None else self.filter(campus_id__in=keys)


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def unanswered(self) -> Self:
        return self.filter(state=ProposalState.PROPOSED)

    def visible_to(self, user: "User") -> Self:
        if not user.is_staff:
            return self.none()
        keys = user.campus_keys()
        return self if keys is None else self.filter(enrolment__cohort__campus_id__in=keys)


class InternshipQuerySet(models.QuerySet["Internship"]):
    def running(self) -> Self:
        return self.filter(state=InternshipState.RUNNING)

    def current(self) -> Self:
        """Planned or running."""
        return self.filter(state__in=[InternshipState.PLANNED, InternshipState.RUNNING])

    def visible_to(self, user: "User") -> Self:
        if not user.is_staff:
            return self.none()
        keys = user.campus_keys()
        return self if keys is None else self.filter(enrolment__cohort__campus_id__in=keys)


class JobPlacementQuerySet(models.QuerySet["JobPlacement"]):
    def visible_to(self, user: "User") -> Self:
        if not user.is_staff:
            return self.none()
        keys = user.campus_keys()
        return self if keys is None else self.filter(enrolment__cohort__campus_id__in=keys)


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    def unanswered(self) -> Self:
        return self.filter(state=FollowUpState.PLANNED)

    def due_on(self, day: date) -> Self:
        """Questions that may be asked on this day."""
        return self.unanswered().filter(due_on__lte=day)

    def visible_to(self, user: "User") -> Self:
        if not user.is_staff:
            return self.none()
        keys = user.campus_keys()
        return self if keys is None else self.filter(enrolment__cohort__campus_id__in=keys)
