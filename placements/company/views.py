"""The company portal: what waits for an answer, positions, proposals, internships.

Everything is read through the company of the signed-in contact; another company's is a 404.
"""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from becode.core import clock
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from placements.company import blocks, waits
from placements.company.access import ContactRequest, contact_required
from placements.company.intern_blocks import blocks_of
from placements.company.learner import (
    learner_of_internship,
    learner_of_proposal,
)
from placements.enums import PositionState, ProposalState
from placements.forms import DeclineForm, PositionForm, team_languages
from placements.models import CompanyContact, Internship, Position, Proposal
from placements.numbers import spell_company_number
from placements.workflow import positions as position_verbs
from placements.workflow import proposals as proposal_verbs

__all__ = ["blocks", "waits"]
asks_or_acts = require_http_methods(["GET", "HEAD", "POST"])
PER_PAGE = 30


@contact_required
@require_safe
def home(request: ContactRequest) -> HttpResponse:
    """First what waits for an answer; then who is here, what is offered, who we are."""
    company = request.company
    proposals = Proposal.objects.for_company(company.pk).select_related(
        "position", "enrolment__person", "enrolment__cohort__track"
    )
    internships = Internship.objects.of_company(company.pk).select_related(
        "position", "enrolment__person"
    )
    offered = Position.objects.of_company(company.pk).exclude(state=PositionState.CLOSED)
    context = {
        "company": company,
        "company_number": spell_company_number(company.number),
        "waiting": proposals.unanswered().order_by("proposed_at", "pk"),
        "to_plan": proposals.to_plan().order_by("answered_at", "pk"),
        "internships": internships.current().order_by("start_on", "pk"),
        "positions": offered.select_related("campus"),
        "contacts": CompanyContact.objects.of_company(company.pk).active(),
    }
    return render(request, "placements/company/home.html", context)


@contact_required
@require_safe
def colleagues(request: ContactRequest) -> HttpResponse:
    contacts = CompanyContact.objects.of_company(request.company.pk).active()
    context = {"company": request.company, "contacts": contacts}
    return render(request, "placements/company/colleagues.html", context)


@contact_required
@require_safe
def positions(request: ContactRequest) -> HttpResponse:
    """All positions of the company, closed ones too, the newest first."""
    rows = Position.objects.of_company(request.company.pk).select_related("campus")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "placements/company/positions.html", {"page": page})


@contact_required
@asks_or_acts
def new_position(request: ContactRequest) -> HttpResponse:
    form = PositionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = position_verbs.post(
            company=request.company,
            actor=Actor.user(request.user),
            at=clock.now(),
            **form.cleaned_data,
        )
        messages.success(request, _("Thank you. We look who fits, and we propose somebody."))
        return redirect("placements:company:position", made.pk)
    context = {"form": form, "is_new": True}
    return render(request, "placements/company/position_form.html", context)


@contact_required
@require_safe
def position(request: ContactRequest, key: int) -> HttpResponse:
    shown = _own_position(request, key)
    proposals = (
        Proposal.objects.for_company(request.company.pk)
        .filter(position=shown)
        .select_related("enrolment__person")
        .order_by("-proposed_at", "-pk")
    )
    context = {
        "position": shown,
        "languages": team_languages(shown.languages),
        "proposals": proposals,
    }
    return render(request, "placements/company/position.html", context)


@contact_required
@asks_or_acts
def edit_position(request: ContactRequest, key: int) -> HttpResponse:
    shown = _own_position(request, key)
    form = PositionForm(request.POST or None, position=shown)
    if request.method == "POST" and form.is_valid():
        try:
            position_verbs.edit(
                position=shown,
                actor=Actor.user(request.user),
                at=clock.now(),
                changes=form.cleaned_data,
            )
        except IllegalMove as error:
            form.add_error(None, str(error.sentence))
        else:
            messages.success(request, _("The position is changed."))
            return redirect("placements:company:position", shown.pk)
    context = {"form": form, "position": shown}
    return render(request, "placements/company/position_form.html", context)


@contact_required
@asks_or_acts
def close_position(request: ContactRequest, key: int) -> HttpResponse:
    shown = _own_position(request, key)
    if request.method == "POST":
        try:
            position_verbs.close(position=shown, actor=Actor.user(request.user), at=clock.now())
            messages.success(request, _("The position is closed. We propose nobody for it now."))
        except IllegalMove as error:
            messages.error(request, str(error.sentence))
        return redirect("placements:company:position", shown.pk)
    return render(request, "placements/company/close_position.html", {"position": shown})


@contact_required
@asks_or_acts
def reopen_position(request: ContactRequest, key: int) -> HttpResponse:
    shown = _own_position(request, key)
    if request.method == "POST":
        try:
            position_verbs.reopen(position=shown, actor=Actor.user(request.user), at=clock.now())
            messages.success(request, _("The position is open again."))
        except IllegalMove as error:
            messages.error(request, str(error.sentence))
        return redirect("placements:company:position", shown.pk)
    return render(request, "placements/company/reopen_position.html", {"position": shown})


@contact_required
@require_safe
def proposal(request: ContactRequest, key: int) -> HttpResponse:
    shown = _own_proposal(request, key)
    context = {
        "proposal": shown,
        "learner": learner_of_proposal(shown, has_consent=shown.has_consent),  # type: ignore[attr-defined]
        "internship": getattr(shown, "internship", None),
        "is_waiting": shown.state == ProposalState.PROPOSED,
        "is_full": shown.position.places_taken >= shown.position.places,
    }
    return render(request, "placements/company/proposal.html", context)


@contact_required
@asks_or_acts
def accept_proposal(request: ContactRequest, key: int) -> HttpResponse:
    shown = _own_proposal(request, key)
    if request.method == "POST":
        try:
            proposal_verbs.accept(proposal=shown, actor=Actor.user(request.user), at=clock.now())
            messages.success(request, _("Thank you! You now see how to reach your intern."))
        except IllegalMove as error:
            messages.error(request, str(error.sentence))
        return redirect("placements:company:proposal", shown.pk)
    if shown.state != ProposalState.PROPOSED:
        return redirect("placements:company:proposal", shown.pk)
    context = {"proposal": shown, "learner": learner_of_proposal(shown, has_consent=False)}
    return render(request, "placements/company/accept.html", context)


@contact_required
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
    if shown.state != ProposalState.PROPOSED:
        return redirect("placements:company:proposal", shown.pk)
    context = {
        "proposal": shown,
        "learner": learner_of_proposal(shown, has_consent=False),
        "form": form,
    }
    return render(request, "placements/company/decline.html", context)


@contact_required
@require_safe
def internship(request: ContactRequest, key: int) -> HttpResponse:
    rows = Internship.objects.of_company(request.company.pk).select_related(
        "position", "enrolment__person", "enrolment__cohort__track", "enrolment__cohort__campus"
    )
    shown = get_object_or_404(rows, pk=key)
    context = {
        "internship": shown,
        "learner": learner_of_internship(shown),
        "blocks": blocks_of(shown, contact=request.contact, at=clock.now()),
    }
    return render(request, "placements/company/internship.html", context)


def _own_position(request: ContactRequest, key: int) -> Position:
    rows = Position.objects.of_company(request.company.pk).select_related("campus", "track")
    return get_object_or_404(rows, pk=key)


def _own_proposal(request: ContactRequest, key: int) -> Proposal:
    rows = Proposal.objects.for_company(request.company.pk).select_related(
        "position",
        "internship",
        "enrolment__person",
        "enrolment__cohort__track",
        "enrolment__cohort__campus",
    )
    return get_object_or_404(rows, pk=key)
