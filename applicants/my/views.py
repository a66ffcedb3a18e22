"""A person answers an offer, or stops their application. Opening a page changes nothing."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from applicants.models import Application, SeatOffer
from applicants.my.forms import DeclineForm, WithdrawForm
from applicants.workflow.deciding import withdraw
from applicants.workflow.offers import accept_offer, decline_offer
from becode.core import clock
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from becode.portal.access import PersonRequest, person_required


@person_required
@require_safe
def latest_offer(request: PersonRequest) -> HttpResponse:
    """Where the link in a message leads: the open offer, whatever its number."""
    at = clock.now()
    offer = SeatOffer.objects.of_person(request.person).live(at).first()
    if offer is None:
        messages.info(request, _("There is no open offer for you now."))
        return redirect("portal:my:home")
    return redirect("applicants:my:offer", pk=offer.pk)


@person_required
@require_safe
def offer(request: PersonRequest, pk: int) -> HttpResponse:
    found = _own_offer(request, pk)
    context = {"offer": found, "is_live": found.is_live(clock.now())}
    return render(request, "applicants/my/offer.html", context)


@person_required
@require_POST
def accept(request: PersonRequest, pk: int) -> HttpResponse:
    found = _own_offer(request, pk)
    try:
        accept_offer(offer=found, actor=_actor(request), at=clock.now())
    except IllegalMove as error:
        messages.error(request, str(error.sentence))
        return redirect("applicants:my:offer", pk=pk)
    messages.success(request, _("The seat is yours. Welcome! We are happy that you come."))
    return redirect("portal:my:home")


@person_required
@require_http_methods(["GET", "HEAD", "POST"])
def decline(request: PersonRequest, pk: int) -> HttpResponse:
    found = _own_offer(request, pk)
    at = clock.now()
    if request.method != "POST" and not found.is_live(at):
        return redirect("applicants:my:offer", pk=pk)
    form = DeclineForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "applicants/my/decline.html", {"offer": found, "form": form})
    try:
        decline_offer(
            offer=found,
            reason=form.cleaned_data["reason"],
            keep_place=form.cleaned_data["keep_place"] == "yes",
            actor=_actor(request),
            at=at,
        )
    except IllegalMove as error:
        messages.error(request, str(error.sentence))
        return redirect("applicants:my:offer", pk=pk)
    messages.success(request, _("Thank you for telling us. Somebody else can have this seat."))
    return redirect("portal:my:home")


@person_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_application(request: PersonRequest, pk: int) -> HttpResponse:
    applications = Application.objects.of_person(request.person)
    application = get_object_or_404(applications, pk=pk)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        context = {"application": application, "form": form}
        return render(request, "applicants/my/withdraw.html", context)
    try:
        withdraw(
            application=application,
            reason=form.cleaned_data["reason"],
            actor=_actor(request),
            at=clock.now(),
        )
    except IllegalMove as error:
        messages.error(request, str(error.sentence))
        return redirect("portal:my:home")
    messages.success(request, _("Your application is stopped. You may always come back."))
    return redirect("portal:my:home")


def _own_offer(request: PersonRequest, pk: int) -> SeatOffer:
    """One of this person's offers; another's number answers 404 like a missing one."""
    return get_object_or_404(SeatOffer.objects.of_person(request.person), pk=pk)


def _actor(request: PersonRequest) -> Actor:
    return Actor.person(request.person)
