"""What always holds for steps, moments and bookings."""

from datetime import datetime
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from applicants.enums import PRESENT_PROGRESS_STATES, SEATED_BOOKING_STATES, ProgressState
from applicants.models import Application, Booking, Slot, StepProgress
from becode.core.invariants import invariant


@invariant("applicants.places_counted", "A moment counts as many places as bookings hold one.")
def _miscounted(*, at: datetime) -> QuerySet[Any]:
    seated = Count("bookings", filter=Q(bookings__state__in=SEATED_BOOKING_STATES))
    return Slot.objects.order_by("pk").annotate(seated=seated).exclude(taken=F("seated"))


@invariant("applicants.one_present_step", "An application is in one step at a time.")
def _in_two_steps(*, at: datetime) -> QuerySet[Any]:
    present = Count("progress", filter=Q(progress__state__in=PRESENT_PROGRESS_STATES))
    return Application.objects.order_by("pk").annotate(present=present).filter(present__gt=1)


@invariant("applicants.live_booking_is_booked", "Who has a place has a step that says so.")
def _booked_without_step(*, at: datetime) -> QuerySet[Any]:
    return Booking.objects.booked().exclude(progress__state=ProgressState.BOOKED)


@invariant("applicants.booked_has_a_place", "A booked step has a place at a moment.")
def _step_without_booking(*, at: datetime) -> QuerySet[Any]:
    live = Booking.objects.booked().order_by().values("progress")
    return StepProgress.objects.filter(state=ProgressState.BOOKED).exclude(pk__in=live)


@invariant(
    "applicants.present_step_in_selection",
    "Only an application in selection is in a step.",
)
def _in_step_without_selection(*, at: datetime) -> QuerySet[Any]:
    present = StepProgress.objects.present()
    return present.exclude(pk__in=StepProgress.objects.present().in_selection().values("pk"))
