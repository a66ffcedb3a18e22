from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q

from applicants.enums import (
    PRESENT_PROGRESS_STATES,
    SEATED_BOOKING_STATES,
    AssessmentState,
    BookingState,
    SlotState,
)

if TYPE_CHECKING:
    from becode.accounts.models import User


class SelectionStepQuerySet(models.QuerySet):
    def of_track(self, track_pk: int) -> Self:
        """The steps of a track that are in use, in their order."""
        return self.filter(track_id=track_pk, is_active=True).order_by("position", "pk")


class StepProgressQuerySet(models.QuerySet):
    def present(self) -> Self:
        """The step in which each application is now, at most one each."""
        return self.filter(state__in=PRESENT_PROGRESS_STATES)

    def with_step(self) -> Self:
        return self.select_related("step", "application__person", "application__track")


class SlotQuerySet(models.QuerySet):
    def open(self) -> Self:
        return self.filter(state=SlotState.OPEN)

    def upcoming(self, at: datetime) -> Self:
        return self.open().filter(starts_at__gt=at).order_by("starts_at", "pk")

    def with_room(self) -> Self:
        return self.filter(taken__lt=F("capacity"))

    def visible_to(self, user: "User") -> Self:
        if not user.is_staff:
            return self.none()
        keys = user.campus_keys()
        return self if keys is None else self.filter(campus_id__in=keys)


class BookingQuerySet(models.QuerySet):
    def booked(self) -> Self:
        return self.filter(state=BookingState.BOOKED)

    def seated(self) -> Self:
        """Bookings that hold a place of their slot."""
        return self.filter(state__in=SEATED_BOOKING_STATES)

    def for_lists(self) -> Self:
        return self.select_related(
            "slot__campus", "progress__step", "progress__application__person"
        )


class AssessmentQuerySet(models.QuerySet):
    def to_score(self) -> Self:
        return self.filter(state=AssessmentState.ASSIGNED)

    def submitted(self) -> Self:
        return self.filter(state=AssessmentState.SUBMITTED)

    def of_assessor(self, user: "User") -> Self:
        return self.filter(assessor=user)


class EligibilityCheckQuerySet(models.QuerySet):
    def expired(self, at: datetime) -> Self:
        """Checks whose proof is no longer valid."""
        return self.filter(Q(valid_until__lt=at.date()))
