"""What was proposed to the company, and its answers.

Everything is read through the company of the signed-in contact; another company's is a 404.
"""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from becode.core import clock
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from placements.company.access import ContactRequest, contact_required
from placements.company.learner import learner_of_proposal
from placements.enums import ContactRole, ProposalState
from placements.forms import DeclineForm
from placements.models import Proposal
from placements.permissions.contacts import SEE_PROPOSALS
from placements.workflow import proposals as proposal_verbs

asks_or_acts = require_http_methods(["GET", "HEAD", "POST"])


@contact_required(*SEE_PROPOSALS)
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


@contact_required(ContactRole.RECRUITER)
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
    if shown.state != ProposalState.PROPOSED:
        return redirect("placements:company:proposal", shown.pk)
    context = {
        "proposal": shown,
        "learner": learner_of_proposal(shown, has_consent=False),
        "form": form,
    }
    return render(request, "placements/company/decline.html", context)


def _own_proposal(request: ContactRequest, key: int) -> Proposal:
    rows = Proposal.objects.for_company(request.company.pk).select_related(
        "position",
        "internship",
        "enrolment__person",
        "enrolment__cohort__track",
        "enrolment__cohort__campus",
    )
    return get_object_or_404(rows, pk=key)
