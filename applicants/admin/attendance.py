"""At the door of a moment: who was there in one tap, who walks in, the list on paper."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from applicants.fitting import BOOKABLE_STATES, live_booking
from applicants.models import Booking, Slot, StepProgress
from applicants.notifications.words import moment_in_words, period_in_words, place_of
from applicants.permissions import HOSTS, can_hold_slot
from applicants.workflow import booking as bookings
from becode.backoffice.pages import staff_page
from becode.backoffice.requests import StaffRequest
from becode.backoffice.site import staff_site
from becode.core import clock
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from becode.people.models import Person

FOUND = 30
ANSWERS = ("there", "not_there", "undo")


@staff_page("attendance/<int:key>/", name="note_attendance", roles=HOSTS)
@require_POST
def note(request: StaffRequest, key: int) -> HttpResponse:
    """There, not there, or neither after all; back to the list, at the same person."""
    visible = Booking.objects.visible_to(request.user).for_lists()
    booking = get_object_or_404(visible, pk=key)
    if not can_hold_slot(request.user, booking.slot):
        raise PermissionDenied
    answer = request.POST.get("answer", "")
    if answer not in ANSWERS:
        return HttpResponseBadRequest()
    actor, at = Actor.user(request.user), clock.now()
    try:
        if answer == "undo":
            bookings.undo_attendance(booking=booking, actor=actor, at=at)
        else:
            attended = answer == "there"
            bookings.note_attendance(booking=booking, attended=attended, actor=actor, at=at)
    except IllegalMove as error:
        name = booking.progress.application.person.full_name
        messages.error(request, f"{name}: {error.sentence}")
    page = reverse("admin:applicants_slot_change", args=[booking.slot_id])
    return HttpResponseRedirect(f"{page}#booking-{booking.pk}")


@staff_page("appointments/<int:key>/list/", name="slot_list", roles=HOSTS)
@require_safe
def on_paper(request: StaffRequest, key: int) -> HttpResponse:
    """Who comes, with room for a signature."""
    slot = _slot_or_404(request, key)
    people = Booking.objects.filter(slot=slot).seated().by_name()
    context = _context(request, slot) | {"bookings": people, "title": str(slot.get_kind_display())}
    return TemplateResponse(request, "applicants/staff/slot_list.html", context)


@staff_page("appointments/<int:key>/add/", name="slot_add_person", roles=HOSTS)
@require_http_methods(["GET", "HEAD", "POST"])
def add_person(request: StaffRequest, key: int) -> HttpResponse:
    """Somebody who walks in, or calls: found by name among those who are in this step."""
    slot = _slot_or_404(request, key)
    if request.method == "POST":
        return _add(request, slot)
    text = request.GET.get("q", "").strip()
    lines = [
        {"progress": progress, "booking": found}
        for progress, found in _with_bookings(_in_this_step(request, slot, text))
    ]
    context = _context(request, slot) | {
        "title": gettext("Add somebody"),
        "q": text,
        "lines": lines,
        "is_full": not slot.places_free,
    }
    return TemplateResponse(request, "applicants/staff/slot_add.html", context)


def _add(request: StaffRequest, slot: Slot) -> HttpResponse:
    key = request.POST.get("progress", "")
    known = _in_this_step(request, slot, "")
    number = int(key) if key.isascii() and key.isdecimal() and len(key) <= 18 else 0
    progress = known.filter(pk=number).first()
    if progress is None:
        messages.error(request, gettext("This person is not in this step any more."))
        return HttpResponseRedirect(request.path)
    actor, at = Actor.user(request.user), clock.now()
    try:
        booking = live_booking(progress)
        if booking is None:
            bookings.book(progress=progress, slot=slot, actor=actor, at=at)
        else:
            bookings.move_booking(booking=booking, slot=slot, actor=actor, at=at)
    except IllegalMove as error:
        messages.error(request, str(error.sentence))
        return HttpResponseRedirect(request.path)
    name = progress.application.person.full_name
    messages.success(request, gettext("%(name)s is on the list.") % {"name": name})
    return HttpResponseRedirect(reverse("admin:applicants_slot_change", args=[slot.pk]))


def _slot_or_404(request: StaffRequest, key: int) -> Slot:
    slots = Slot.objects.visible_to(request.user).for_lists()
    return get_object_or_404(slots, pk=key)


def _in_this_step(request: StaffRequest, slot: Slot, text: str) -> Any:
    """People within the colleague's scope whose present step is of the kind of this moment."""
    steps: Any = StepProgress.objects.in_selection().for_role_of(request.user, all_roles=True)
    steps = steps.filter(state__in=BOOKABLE_STATES, step__kind=slot.kind)
    if slot.track_id:
        steps = steps.filter(application__track_id=slot.track_id)
    if text:
        steps = steps.filter(application__person__in=Person.objects.search(text))
    return steps.with_step().order_by("application__person__sort_name", "pk")


def _with_bookings(steps: Any) -> list[tuple[StepProgress, Booking | None]]:
    found = list(steps[:FOUND])
    live = {
        booking.progress_id: booking
        for booking in Booking.objects.booked().filter(progress__in=found).for_lists()
    }
    return [(progress, live.get(progress.pk)) for progress in found]


def _context(request: StaffRequest, slot: Slot) -> dict[str, Any]:
    return {
        **staff_site.each_context(request),
        "slot": slot,
        "when": period_in_words(slot),
        "begins": moment_in_words(slot.starts_at),
        "place": place_of(slot),
        "slot_url": reverse("admin:applicants_slot_change", args=[slot.pk]),
    }
