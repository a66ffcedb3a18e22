"""A person answers an offer, or stops their application. Opening a page changes nothing."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from applicants.enums import AfterDecline, MoreTime
from applicants.models import Application, SeatOffer
from applicants.my.forms import DeclineForm, MoreTimeForm, WithdrawForm
from applicants.order import rule_of
from applicants.workflow.deciding import withdraw
from applicants.workflow.more_time import ask_more_time
from applicants.workflow.offers import accept_offer, decline_offer
from becode.core import clock
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from becode.portal.access import PersonRequest, person_required
from cohorts.enums import SEATED


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
    """One seat, and yes or no, or what became of it."""
    found = _own_offer(request, pk)
    context = {
        "offer": found,
        "is_live": found.is_live(clock.now()),
        "is_theirs": found.enrolment is not None and found.enrolment.state in SEATED,
        "can_ask_time": found.more_time in ("", MoreTime.ASKED),
    }
    return render(request, "applicants/my/offer.html", context)


@person_required
@require_POST
def accept(request: PersonRequest, pk: int) -> HttpResponse:
    # Without what its page shows: hundreds may press at once, and most of them come too late.
    found = get_object_or_404(SeatOffer.objects.filter(person=request.person), pk=pk)
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
    after = rule_of(found.cohort.campus_id, found.cohort.track_id).after_decline
    posted = request.POST if request.method == "POST" else None
    form = DeclineForm(posted, asks_place=after == AfterDecline.ASK)
    if request.method != "POST" or not form.is_valid():
        context = {"offer": found, "form": form, "after": after}
        return render(request, "applicants/my/decline.html", context)
    try:
        decline_offer(
            offer=found,
            reason=form.cleaned_data["reason"],
            keep_place=form.keeps_place,
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
def more_time(request: PersonRequest, pk: int) -> HttpResponse:
    """Asks a colleague for more time; until they decide, the moment stays as it is."""
    found = _own_offer(request, pk)
    at = clock.now()
    if request.method != "POST" and not found.is_live(at):
        return redirect("applicants:my:offer", pk=pk)
    posted = request.POST if request.method == "POST" else None
    form = MoreTimeForm(posted, initial={"words": found.more_time_words})
    if request.method != "POST" or not form.is_valid():
        context = {"offer": found, "form": form}
        return render(request, "applicants/my/more_time.html", context)
    try:
        words = form.cleaned_data["words"]
        ask_more_time(offer=found, words=words, actor=_actor(request), at=at)
    except IllegalMove as error:
        messages.error(request, str(error.sentence))
    else:
        messages.success(request, _("We have your question. A colleague answers you soon."))
    return redirect("applicants:my:offer", pk=pk)


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
