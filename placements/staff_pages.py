"""Staff pages of this part: choosing whom to propose where; jobs and calls in their modules."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from becode.backoffice.dress import dress
from becode.backoffice.pages import require_role, staff_page
from becode.backoffice.requests import StaffRequest
from becode.core import clock
from becode.core.actors import Actor
from becode.core.forms import PlainTextField
from becode.core.moves import IllegalMove
from cohorts.models import Enrolment
from placements import call_page, job_pages
from placements.fitting import Match, learners_for, positions_for
from placements.models import Position
from placements.permissions import CHANGE_ROLES
from placements.workflow import proposals

__all__ = ["call_page", "job_pages", "propose"]

asks_or_acts = require_http_methods(["GET", "HEAD", "POST"])


class ProposeForm(forms.Form):
    """The word that goes with a proposal; the choice itself is one button per line."""

    note = PlainTextField(
        label=gettext_lazy("A word to the company"),
        help_text=gettext_lazy("Why does this learner fit? No family name, no phone, no e-mail."),
        longest=1000,
        lines=3,
        required=False,
    )


@staff_page("propose/", name="propose")
@asks_or_acts
def propose(request: StaffRequest) -> HttpResponse:
    """For one position the learners, or for one learner the positions, with what fits."""
    require_role(request, *CHANGE_ROLES)
    position_key, learner_key = _key(request, "position"), _key(request, "learner")
    position = learner = None
    matches: list[Match] = []
    if position_key is not None:
        rows = Position.objects.visible_to(request.user).with_room()
        position = get_object_or_404(
            rows.select_related("company", "campus", "track"), pk=position_key
        )
        matches = learners_for(position, user=request.user)
    elif learner_key is not None:
        learners = Enrolment.objects.visible_to(request.user)
        learner = get_object_or_404(
            learners.select_related("person", "cohort__track", "cohort__campus"), pk=learner_key
        )
        matches = positions_for(learner.pk, user=request.user)
    form = dress(ProposeForm(request.POST if request.method == "POST" else None))
    if request.method == "POST" and form.is_valid():
        match = _chosen(request, matches, by_learner=learner is not None)
        if match is None:
            messages.error(request, _("Choose somebody from the list."))
        else:
            try:
                made = proposals.propose(
                    enrolment=match.enrolment,
                    position=match.position,
                    note=form.cleaned_data["note"],
                    actor=Actor.user(request.user),
                    at=clock.now(),
                )
            except IllegalMove as error:
                messages.error(request, str(error.sentence))
            else:
                messages.success(request, _("Proposed. The company gets a message."))
                return redirect("admin:placements_proposal_change", made.pk)
    context = {
        "title": _("Propose a learner"),
        "position": position,
        "learner": learner,
        "matches": matches,
        "form": form,
        "open_positions": _open_positions(request) if position is None and learner is None else [],
    }
    return _page(request, "placements/staff/propose.html", context)


def _open_positions(request: StaffRequest) -> list[Position]:
    rows = Position.objects.visible_to(request.user).with_room()
    return list(rows.select_related("company", "campus")[:200])


def _chosen(request: StaffRequest, matches: list[Match], *, by_learner: bool) -> Match | None:
    """The line whose button was pressed, when it may be proposed."""
    key = request.POST.get("choice", "")
    for match in matches:
        record = match.position if by_learner else match.enrolment
        if str(record.pk) == key and not match.obstacle:
            return match
    return None


def _key(request: StaffRequest, name: str) -> int | None:
    """A key in the query; something that cannot be one is a page that does not exist."""
    value = request.GET.get(name)
    if value is None:
        return None
    if not (value.isascii() and value.isdecimal() and len(value) < 19):
        raise Http404
    return int(value)


def _page(request: StaffRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    # The site is made of these pages: it imports their registry.
    from becode.backoffice.site import staff_site

    request.current_app = staff_site.name  # type: ignore[attr-defined]
    return TemplateResponse(request, template, {**staff_site.each_context(request), **context})
