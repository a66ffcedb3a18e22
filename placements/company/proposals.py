"""Proposals in the company portal: who is proposed, a talk, and the answer.

Everything is read through the company of the signed-in contact; another company's is a 404.
"""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from becode.core import clock
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from becode.formats.pdf import CannotPrint
from placements.company.access import ContactRequest, contact_required
from placements.company.learner import ShownLearner, learner_of_proposal
from placements.company.moments import MomentsForm
from placements.cv_file import cv_response
from placements.enums import ContactRole, ProposalState, SlotState
from placements.forms import DeclineForm
from placements.interview_calendar import calendar_file
from placements.models import InterviewSlot, Proposal
from placements.permissions.contacts import SEE_PROPOSALS
from placements.workflow import interviews
from placements.workflow import proposals as proposal_verbs

asks_or_acts = require_http_methods(["GET", "HEAD", "POST"])


@contact_required(*SEE_PROPOSALS)
@require_safe
def proposal(request: ContactRequest, key: int) -> HttpResponse:
    shown, at = _own_proposal(request, key), clock.now()
    slots = list(shown.slots.live())
    context = {
        "proposal": shown,
        "learner": _learner(shown),
        "internship": getattr(shown, "internship", None),
        "is_waiting": _is_waiting(shown),
        "is_silent": shown.is_silent(at),
        "is_full": shown.position.places_taken >= shown.position.places,
        "chosen": next((slot for slot in slots if slot.state == SlotState.CHOSEN), None),
        "offered": [slot for slot in slots if slot.state == SlotState.OFFERED],
        "may_meet": _may_meet(shown),
        "at": at,
    }
    return render(request, "placements/company/proposal.html", context)


@contact_required(*SEE_PROPOSALS)
@require_safe
def cv(request: ContactRequest, key: int) -> HttpResponse:
    """The profile on one page, to print for the team."""
    shown = _own_proposal(request, key)
    if not (shown.is_live and _has_consent(shown)):
        raise Http404
    context = {"proposal": shown, "learner": _learner(shown)}
    return render(request, "placements/company/cv.html", context)


@contact_required(*SEE_PROPOSALS)
@require_safe
def cv_paper(request: ContactRequest, key: int) -> HttpResponse:
    """The same as a PDF."""
    shown = _own_proposal(request, key)
    if not (shown.is_live and _has_consent(shown)):
        raise Http404
    try:
        return cv_response(_learner(shown))
    except CannotPrint as error:
        messages.error(request, str(error.sentence))
        return redirect("placements:company:cv", shown.pk)


@contact_required(ContactRole.RECRUITER)
@asks_or_acts
def accept_proposal(request: ContactRequest, key: int) -> HttpResponse:
    shown = _own_proposal(request, key)
    if request.method == "POST":
        try:
            proposal_verbs.accept(proposal=shown, actor=Actor.user(request.user), at=clock.now())
        except IllegalMove as error:
            messages.error(request, str(error.sentence))
        else:
            messages.success(
                request,
                _("Thank you! You now see how to reach your intern.")
                if shown.is_agreed
                else _("Thank you! We ask the learner now. You will hear from us."),
            )
        return redirect("placements:company:proposal", shown.pk)
    if not _is_waiting(shown):
        return redirect("placements:company:proposal", shown.pk)
    context = {"proposal": shown, "learner": learner_of_proposal(shown, has_consent=False)}
    return render(request, "placements/company/accept.html", context)


@contact_required(ContactRole.RECRUITER)
@asks_or_acts
def decline_proposal(request: ContactRequest, key: int) -> HttpResponse:
    shown = _own_proposal(request, key)
    form = DeclineForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            proposal_verbs.decline(
                proposal=shown,
                actor=Actor.user(request.user),
                at=clock.now(),
                **form.cleaned_data,
            )
            messages.success(request, _("Thank you for your answer. We tell the learner."))
        except IllegalMove as error:
            messages.error(request, str(error.sentence))
        return redirect("placements:company:proposal", shown.pk)
    if not _is_waiting(shown):
        return redirect("placements:company:proposal", shown.pk)
    context = {
        "proposal": shown,
        "learner": learner_of_proposal(shown, has_consent=False),
        "form": form,
    }
    return render(request, "placements/company/decline.html", context)


@contact_required(ContactRole.RECRUITER)
@asks_or_acts
def offer_moments(request: ContactRequest, key: int) -> HttpResponse:
    """Up to three moments for a talk, in one form."""
    shown = _own_proposal(request, key)
    if not _may_meet(shown):
        messages.error(request, _("There is nobody to meet here any more."))
        return redirect("placements:company:proposal", shown.pk)
    form = MomentsForm(
        request.POST if request.method == "POST" else None, place=shown.position.site
    )
    if request.method == "POST" and form.is_valid():
        try:
            interviews.offer(
                proposal=shown,
                moments=form.moments,
                actor=Actor.user(request.user),
                at=clock.now(),
            )
        except IllegalMove as error:
            form.add_error(None, str(error.sentence))
        else:
            messages.success(request, _("Thank you. We ask the learner to choose a moment."))
            return redirect("placements:company:proposal", shown.pk)
    context = {
        "proposal": shown,
        "learner": learner_of_proposal(shown, has_consent=False),
        "form": form,
    }
    return render(request, "placements/company/moments.html", context)


@contact_required(ContactRole.RECRUITER)
@asks_or_acts
def cancel_talk(request: ContactRequest, key: int) -> HttpResponse:
    slot = _own_talk(request, key)
    if request.method == "POST":
        try:
            interviews.cancel(slot=slot, actor=Actor.user(request.user), at=clock.now())
            messages.success(request, _("The talk is cancelled. We tell the learner."))
        except IllegalMove as error:
            messages.error(request, str(error.sentence))
        return redirect("placements:company:proposal", slot.proposal_id)
    learner = learner_of_proposal(slot.proposal, has_consent=False)
    context = {"slot": slot, "learner": learner}
    return render(request, "placements/company/cancel_talk.html", context)


@contact_required(*SEE_PROPOSALS)
@require_safe
def talk_calendar(request: ContactRequest, key: int) -> HttpResponse:
    slot = _own_talk(request, key)
    return calendar_file(slot, other=slot.proposal.enrolment.person.called, at=clock.now())


def _is_waiting(proposal: Proposal) -> bool:
    """Whether the company can still answer."""
    return proposal.state == ProposalState.PROPOSED and not proposal.is_silent(clock.now())


def _may_meet(proposal: Proposal) -> bool:
    """Whether moments for a talk can be offered: until the internship is planned."""
    has_internship = getattr(proposal, "internship", None) is not None
    return proposal.is_live and not has_internship and not proposal.is_silent(clock.now())


def _has_consent(proposal: Proposal) -> bool:
    return bool(proposal.has_consent)  # type: ignore[attr-defined]


def _learner(proposal: Proposal) -> ShownLearner:
    return learner_of_proposal(proposal, has_consent=_has_consent(proposal))


def _own_proposal(request: ContactRequest, key: int) -> Proposal:
    rows = Proposal.objects.for_company(request.company.pk).select_related(
        "position",
        "internship",
        "enrolment__person",
        "enrolment__profile_page",
        "enrolment__cohort__track",
        "enrolment__cohort__campus",
    )
    return get_object_or_404(rows, pk=key)


def _own_talk(request: ContactRequest, key: int) -> InterviewSlot:
    """A chosen moment of one of the company's proposals."""
    mine = Proposal.objects.for_company(request.company.pk).values("pk")
    rows = InterviewSlot.objects.chosen().filter(proposal__in=mine)
    related = (
        "proposal__position",
        "proposal__enrolment__person",
        "proposal__enrolment__cohort__track",
        "proposal__enrolment__cohort__campus",
    )
    return get_object_or_404(rows.select_related(*related), pk=key)
