"""A proposal as the learner sees it: yes or no with one tap, and a moment for a talk."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from becode.core import clock
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from becode.portal.access import PersonRequest, person_required
from placements.enums import SlotState
from placements.forms import team_languages
from placements.interview_calendar import calendar_file
from placements.models import InterviewSlot, Proposal
from placements.my.forms import WhyNotForm
from placements.querysets import ProposalQuerySet
from placements.workflow import agreeing, interviews

asks_or_acts = require_http_methods(["GET", "HEAD", "POST"])


@person_required
@asks_or_acts
def proposal(request: PersonRequest, key: int) -> HttpResponse:
    """Opening the page answers nothing. The POST is `answer` (yes, no, none_fits) or `slot`."""
    shown = get_object_or_404(_mine(request), pk=key)
    form = WhyNotForm(request.POST if request.POST.get("answer") == "no" else None)
    if request.method == "POST" and (not form.is_bound or form.is_valid()):
        return _answer(request, shown, form)
    at = clock.now()
    slots = list(shown.slots.live().order_by("starts_at", "pk"))
    internship = getattr(shown, "internship", None)
    context = {
        "proposal": shown,
        "position": shown.position,
        "languages": team_languages(shown.position.languages),
        "form": form,
        "may_answer": shown.is_live and internship is None and not shown.is_silent(at),
        "has_ended": not shown.is_live or shown.is_silent(at),
        "chosen": next((slot for slot in slots if slot.state == SlotState.CHOSEN), None),
        "offered": [
            slot for slot in slots if slot.state == SlotState.OFFERED and slot.starts_at > at
        ],
        "at": at,
    }
    return render(request, "placements/my/proposal.html", context)


def _answer(request: PersonRequest, shown: Proposal, form: WhyNotForm) -> HttpResponse:
    actor, at = Actor.person(request.person), clock.now()
    answer = request.POST.get("answer", "")
    deeds: dict[str, tuple[Callable[[], None], str]] = {
        "yes": (
            lambda: agreeing.agree(proposal=shown, actor=actor, at=at),
            _("Thank you. We tell the company once it says yes too."),
        ),
        "no": (
            lambda: agreeing.refuse(
                proposal=shown, why=form.cleaned_data["why"], actor=actor, at=at
            ),
            _("That is fine. Thank you for telling us. We look further with you."),
        ),
        "none_fits": (
            lambda: interviews.none_fits(proposal=shown, actor=actor, at=at),
            _("Thank you. We ask the company for other moments."),
        ),
        "slot": (
            lambda: interviews.choose(slot=_slot(request, shown), actor=actor, at=at),
            _("Your moment is fixed. The company expects you."),
        ),
    }
    deed, words = deeds.get("slot" if "slot" in request.POST else answer, (None, ""))
    if deed is None:
        messages.error(request, _("Please choose an answer."))
        return redirect("placements:my:proposal", shown.pk)
    try:
        deed()
    except IllegalMove as error:
        messages.error(request, str(error.sentence))
    else:
        if answer == "yes" and shown.is_agreed:
            words = _("You both say yes! We now plan your internship with you.")
        messages.success(request, words)
    return redirect("placements:my:proposal", shown.pk)


def _slot(request: PersonRequest, shown: Proposal) -> InterviewSlot:
    key = request.POST["slot"]
    is_key = key.isascii() and key.isdecimal() and len(key) <= 18
    slot = shown.slots.filter(pk=int(key)).select_related("proposal").first() if is_key else None
    if slot is None:
        raise IllegalMove(_("Please choose one of the moments."))
    return slot


@person_required
@asks_or_acts
def cancel_talk(request: PersonRequest, key: int) -> HttpResponse:
    slot = _my_talk(request, key)
    if request.method == "POST":
        try:
            interviews.cancel(slot=slot, actor=Actor.person(request.person), at=clock.now())
            messages.success(request, _("The talk is cancelled. We tell the company."))
        except IllegalMove as error:
            messages.error(request, str(error.sentence))
        return redirect("placements:my:proposal", slot.proposal_id)
    return render(request, "placements/my/cancel_talk.html", {"slot": slot})


@person_required
@require_safe
def talk_calendar(request: PersonRequest, key: int) -> HttpResponse:
    slot = _my_talk(request, key)
    return calendar_file(slot, other=slot.proposal.position.company.name, at=clock.now())


def _mine(request: PersonRequest) -> ProposalQuerySet:
    related = ("position__company", "internship", "enrolment__person", "enrolment__cohort")
    return Proposal.objects.filter(enrolment__person=request.person).select_related(*related)


def _my_talk(request: PersonRequest, key: int) -> InterviewSlot:
    rows = InterviewSlot.objects.chosen().filter(proposal__enrolment__person=request.person)
    return get_object_or_404(rows.select_related("proposal__position__company"), pk=key)
