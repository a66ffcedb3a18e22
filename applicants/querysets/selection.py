from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q
from django.db.models.functions import TruncDate

from applicants.enums import (
    JUDGED_PROGRESS_STATES,
    OPEN_APPLICATION_STATES,
    PRESENT_PROGRESS_STATES,
    SEATED_BOOKING_STATES,
    ApplicationState,
    AssessmentState,
    BookingState,
    CheckOutcome,
    ProgressState,
    SlotState,
)
from becode.core.clock import BRUSSELS

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

    def wants_assessors(self) -> Self:
        """Steps that two assessors score, where not both have done so."""
        done = Count("assessments", filter=Q(assessments__state=AssessmentState.SUBMITTED))
        scored = self.filter(step__is_scored=True).exclude(state=ProgressState.SKIPPED)
        return scored.annotate(scores_in=done).filter(scores_in__lt=2)


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

    def of_open_applications(self) -> Self:
        return self.filter(progress__application__state__in=OPEN_APPLICATION_STATES)

    def with_progress(self) -> Self:
        return self.select_related("progress__step", "progress__application__person")

    def alone(self) -> Self:
        """Those whose other assessor has not scored yet."""
        model: Any = self.model
        others = model.objects.submitted().filter(progress=OuterRef("progress"))
        return self.exclude(Exists(others.exclude(pk=OuterRef("pk"))))

    def per_assessor(self) -> dict[int, int]:
        """How many there are for each assessor, by the key of the account."""
        counted = self.order_by("assessor_id").values("assessor_id")
        return {
            line["assessor_id"]: line["number"] for line in counted.annotate(number=Count("pk"))
        }

    def owed_since_step(self) -> Self:
        """To be scored since the person was there, one a colleague and day.

        Somebody asked before the day is reminded from the day on.
        """
        return (
            self._owed()
            .filter(progress__done_at__gte=F("assigned_at"))
            ._first_of_day("progress__done_at")
        )

    def owed_since_asked(self) -> Self:
        """To be scored since a colleague was asked, after the person was there; one a day each."""
        asked_later = Q(progress__done_at__isnull=True) | Q(progress__done_at__lt=F("assigned_at"))
        return self._owed().filter(asked_later)._first_of_day("assigned_at")

    def _owed(self) -> Self:
        return (
            self.to_score()
            .of_open_applications()
            .filter(progress__state__in=(ProgressState.DONE, *JUDGED_PROGRESS_STATES))
            .with_progress()
        )

    def _first_of_day(self, moment: str) -> Self:
        """One reminder speaks of all that somebody owes: the day's first record stands for them."""
        model: Any = self.model
        others = model.objects.to_score().filter(
            assessor=OuterRef("assessor"), pk__lt=OuterRef("pk")
        )
        same_day = others.annotate(day=TruncDate(moment, tzinfo=BRUSSELS)).filter(
            day=OuterRef("owed_on")
        )
        return self.annotate(owed_on=TruncDate(moment, tzinfo=BRUSSELS)).exclude(Exists(same_day))


class EligibilityCheckQuerySet(models.QuerySet):
    def expired(self, at: datetime) -> Self:
        """Checks whose proof is no longer valid."""
        return self.filter(Q(valid_until__lt=at.date()))

    def ending(self, day: date, *, within_days: int) -> Self:
        """Proofs of people with us or on their way that end soon, or ended lately."""
        states = (*OPEN_APPLICATION_STATES, ApplicationState.ENROLLED)
        span = timedelta(days=within_days)
        return self.filter(
            outcome=CheckOutcome.MET,
            valid_until__range=(day - span, day + span),
            application__state__in=states,
        ).order_by("valid_until", "pk")

    def visible_to(self, user: "User") -> Self:
        model: Any = self.model
        applications = model.application.field.related_model.objects
        return self.filter(application__in=applications.visible_to(user))
