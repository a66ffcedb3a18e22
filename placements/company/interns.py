"""Interns of the company, now and before: a list, and a page each made of blocks."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from becode.core import clock
from placements.company.access import ContactRequest, contact_required
from placements.company.intern_blocks import blocks_of
from placements.company.learner import learner_of_internship
from placements.enums import ContactRole, InternshipState
from placements.permissions.contacts import SEE_ALL_INTERNS, internships_seen_by

PER_PAGE = 30
NOW = (InternshipState.PLANNED, InternshipState.RUNNING, InternshipState.INTERRUPTED)


@contact_required(*SEE_ALL_INTERNS, ContactRole.MENTOR)
@require_safe
def interns(request: ContactRequest) -> HttpResponse:
    """Who is here or comes soon, then who was here. An internship that never began is left out."""
    rows = internships_seen_by(request.contact).select_related(
        "position", "mentor__user", "enrolment__person"
    )
    before = rows.exclude(state__in=[*NOW, InternshipState.CANCELLED]).order_by("-end_on", "-pk")
    context = {
        "now": rows.filter(state__in=NOW).order_by("start_on", "pk"),
        "page": Paginator(before, PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "placements/company/interns.html", context)


@contact_required(*SEE_ALL_INTERNS, ContactRole.MENTOR)
@require_safe
def internship(request: ContactRequest, key: int) -> HttpResponse:
    rows = internships_seen_by(request.contact).select_related(
        "company",
        "position",
        "proposal",
        "establishment",
        "mentor__user",
        "enrolment__person",
        "enrolment__cohort__track",
        "enrolment__cohort__campus",
    )
    shown = get_object_or_404(rows, pk=key)
    context = {
        "internship": shown,
        "learner": learner_of_internship(shown),
        "blocks": blocks_of(shown, contact=request.contact, at=clock.now()),
    }
    return render(request, "placements/company/internship.html", context)
