"""A person books, moves or cancels a moment, and says that a challenge is done."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from applicants.enums import ApplicationState, BookingState, ProgressState, StepKind
from applicants.fitting import can_book, live_booking, upcoming_slots
from applicants.models import Booking, EarlierPlaceAlert, Slot, StepProgress
from applicants.my.calendar import calendar_of
from applicants.my.forms import ChallengeForm
from applicants.notifications.words import place_of
from applicants.workflow import booking as bookings
from applicants.workflow.selecting import mark_done
from becode.core import clock
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from becode.portal.access import PersonRequest, person_required

SHOWN = 40


@person_required
@require_http_methods(["GET", "HEAD", "POST"])
def appointments(request: PersonRequest, pk: int) -> HttpResponse:
    """The moments that fit a step, with a button each; the POST books or moves."""
    progress = _own_step(request, pk)
    if request.method == "POST":
        return _choose(request, progress)
    at = clock.now()
    booking = live_booking(progress)
    slots = list(upcoming_slots(progress, at=at)[:SHOWN]) if can_book(progress) else []
    lines = [
        {
            "slot": slot,
            "place": place_of(slot),
            "is_mine": booking is not None and slot.pk == booking.slot_id,
            "is_earlier": booking is not None and slot.starts_at < booking.slot.starts_at,
        }
        for slot in slots
    ]
    context = {
        "progress": progress,
        "step": progress.step,
        "booking": booking,
        "place": place_of(booking.slot) if booking else "",
        "lines": lines,
        "can_book": can_book(progress),
        "has_room": any(slot.places_free for slot in slots),
        "has_alert": EarlierPlaceAlert.objects.filter(progress=progress).exists(),
    }
    return render(request, "applicants/my/appointments.html", context)


def _choose(request: PersonRequest, progress: StepProgress) -> HttpResponse:
    key = request.POST.get("slot", "")
    slot = Slot.objects.filter(pk=int(key)).first() if _is_key(key) else None
    if slot is None:
        messages.error(request, _("Please choose one of the moments."))
        return redirect("applicants:my:appointments", pk=progress.pk)
    booking = live_booking(progress)
    actor, at = Actor.person(request.person), clock.now()

    def take() -> None:
        if booking is None:
            bookings.book(progress=progress, slot=slot, actor=actor, at=at)
        else:
            bookings.move_booking(booking=booking, slot=slot, actor=actor, at=at)

    return _try(request, progress, take, _("Your moment is booked. We expect you."))


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 18


@person_required
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: PersonRequest, pk: int) -> HttpResponse:
    progress = _own_step(request, pk)
    booking = live_booking(progress)
    if booking is None:
        messages.info(request, _("You have no booked moment now."))
        return redirect("applicants:my:appointments", pk=pk)
    if request.method != "POST":
        context = {"booking": booking, "progress": progress}
        return render(request, "applicants/my/cancel_appointment.html", context)
    return _try(
        request,
        progress,
        lambda: bookings.cancel_booking(
            booking=booking, actor=Actor.person(request.person), at=clock.now()
        ),
        _("Your moment is cancelled. You can choose another one."),
    )


@person_required
@require_POST
def earlier(request: PersonRequest, pk: int) -> HttpResponse:
    """Ask to be told of an earlier place, or stop asking (`stop`)."""
    progress = _own_step(request, pk)
    verb, words = bookings.ask_for_earlier, _("We tell you when an earlier place is free.")
    if "stop" in request.POST:
        verb, words = bookings.stop_asking_for_earlier, _("We do not tell you any more.")
    actor = Actor.person(request.person)
    return _try(
        request, progress, lambda: verb(progress=progress, actor=actor, at=clock.now()), words
    )


@person_required
@require_safe
def calendar(request: PersonRequest, pk: int) -> HttpResponse:
    """A booked moment as a file for the calendar of a phone."""
    booked = Booking.objects.of_person(request.person).filter(state=BookingState.BOOKED)
    booking = get_object_or_404(booked, pk=pk)
    response = HttpResponse(calendar_of(booking, at=clock.now()), content_type="text/calendar")
    response["Content-Disposition"] = 'attachment; filename="becode.ics"'
    return response


@person_required
@require_http_methods(["GET", "HEAD", "POST"])
def challenge(request: PersonRequest, pk: int) -> HttpResponse:
    """The challenge: its link, and "I have done it" with a few words where they like."""
    progress = get_object_or_404(_steps(request).filter(step__kind=StepKind.CHALLENGE), pk=pk)
    form = ChallengeForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        is_open = (
            progress.state == ProgressState.TO_DO
            and progress.application.state == ApplicationState.IN_SELECTION
        )
        context = {"progress": progress, "step": progress.step, "form": form, "is_open": is_open}
        return render(request, "applicants/my/challenge.html", context)
    try:
        mark_done(
            progress=progress,
            answer=form.cleaned_data["answer"],
            actor=Actor.person(request.person),
            at=clock.now(),
        )
    except IllegalMove as error:
        messages.error(request, str(error.sentence))
        return redirect("applicants:my:challenge", pk=pk)
    messages.success(request, _("Thank you! We look at it and write to you."))
    return redirect("portal:my:home")


def _try(
    request: PersonRequest, progress: StepProgress, act: Callable[[], Any], words: str
) -> HttpResponse:
    """One verb, and what became of it in a sentence, on the page of the step."""
    try:
        act()
    except IllegalMove as error:
        messages.error(request, str(error.sentence))
    else:
        messages.success(request, words)
    return redirect("applicants:my:appointments", pk=progress.pk)


def _steps(request: PersonRequest) -> Any:
    return StepProgress.objects.of_person(request.person)


def _own_step(request: PersonRequest, pk: int) -> StepProgress:
    """One of this person's steps; another's number answers 404 like a missing one."""
    found: StepProgress = get_object_or_404(_steps(request), pk=pk)
    return found
