"""The training whose pages a person sees, and what stands there for who has no seat any more."""

from django.http import Http404, HttpResponse
from django.shortcuts import render

from becode.people.models import Person
from becode.portal.access import PersonRequest
from cohorts.enums import EnrolmentState, LeavingReason
from cohorts.models import Enrolment


def latest_enrolment(person: Person) -> Enrolment | None:
    """The seat this person has or had last; one that was given back or moved on from is none."""
    related = ("cohort__campus", "cohort__track", "cohort__room", "transferred_from", "person")
    seats = Enrolment.objects.filter(person=person).seated().select_related(*related)
    return seats.order_by("-enrolled_at", "-pk").first()


def own_enrolment(person: Person) -> Enrolment:
    """The seat this person has, or had last. Raises Http404 for who has none."""
    found = latest_enrolment(person)
    if found is None:
        raise Http404
    return found


def gave_seat_back(person: Person) -> Enrolment | None:
    """The last seat of somebody without one: given back, or gone because they never came."""
    if latest_enrolment(person) is not None:
        return None
    gone = Enrolment.objects.filter(person=person, state=EnrolmentState.WITHDRAWN)
    return gone.order_by("-enrolled_at", "-pk").first()


def seatless_page(request: PersonRequest) -> HttpResponse:
    """Why there is nothing here, in kind words. Raises Http404 for who never had a seat."""
    found = gave_seat_back(request.person)
    if found is None:
        raise Http404
    context = {"never_came": found.leaving_reason == LeavingReason.NO_SHOW}
    return render(request, "cohorts/my/no_seat.html", context)
