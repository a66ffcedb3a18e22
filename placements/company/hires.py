"""Will you hire? And: we hired somebody."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from becode.core import clock
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from placements.company.access import ContactRequest, contact_required
from placements.company.forms import HireForm, WillHireForm
from placements.enums import JobState, ReportedBy, WouldHire
from placements.permissions.contacts import (
    TELL_OF_HIRES,
    internships_seen_by,
    known_by_proposal,
)
from placements.querysets import ProposalQuerySet
from placements.workflow import hiring

asks_or_acts = require_http_methods(["GET", "HEAD", "POST"])


@contact_required(*TELL_OF_HIRES)
@asks_or_acts
def will_hire(request: ContactRequest, key: int) -> HttpResponse:
    """Yes leads on to the job; perhaps and no are answers too."""
    rows = internships_seen_by(request.contact).select_related("position", "enrolment__person")
    internship = get_object_or_404(rows, pk=key)
    form = WillHireForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answer = form.cleaned_data["answer"]
        try:
            hiring.answer_would_hire(
                internship=internship,
                answer=answer,
                actor=Actor.user(request.user),
                at=clock.now(),
            )
        except IllegalMove as error:
            form.add_error(None, str(error.sentence))
        else:
            if answer == WouldHire.YES:
                messages.success(request, _("That is good news! Tell us about the job."))
                who = f"?who={internship.proposal_id}"
                return redirect(reverse("placements:company:hire") + who)
            messages.success(request, _("Thank you. It helps us to help this person."))
            return redirect("placements:company:internship", internship.pk)
    context = {"internship": internship, "form": form}
    return render(request, "placements/company/will_hire.html", context)


@contact_required(*TELL_OF_HIRES)
@asks_or_acts
def hire(request: ContactRequest) -> HttpResponse:
    """A job for an intern, or for another graduate whom they know by a proposal."""
    known = (
        known_by_proposal(request.contact)
        .select_related("position", "enrolment__person")
        .order_by("enrolment__person__sort_name", "-pk")
    )
    form = HireForm(request.POST or None, known=known, initial=_beginning(request, known))
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        try:
            hiring.declare_hire(
                company=request.company,
                proposal=facts.pop("who"),
                actor=Actor.user(request.user),
                at=clock.now(),
                **facts,
            )
        except IllegalMove as error:
            form.add_error(None, str(error.sentence))
        else:
            messages.success(request, _("Thank you! We are happy with you. We call you soon."))
            return redirect("placements:company:hire")
    # Only what the company told us itself: what people tell the school is theirs.
    told = (
        request.company.hires.filter(reported_by=ReportedBy.COMPANY)
        .exclude(state=JobState.DISCARDED)
        .filter(enrolment__proposals__in=known_by_proposal(request.contact))
    )
    context = {
        "form": form,
        "knows_somebody": form.fields["who"].queryset.exists(),  # type: ignore[attr-defined]
        "hires": told.select_related("person").distinct().order_by("-start_on", "-pk")[:50],
    }
    return render(request, "placements/company/hire.html", context)


def _beginning(request: ContactRequest, known: ProposalQuerySet) -> dict[str, object]:
    """Whom the address names, where this contact may; their position is the first guess."""
    who = request.GET.get("who", "")
    if not (who.isascii() and who.isdecimal() and len(who) < 18):
        return {}
    found = known.filter(pk=who).first()
    if found is None:
        return {}
    return {"who": found.pk, "function": found.position.title}
