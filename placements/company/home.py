"""The first page of the portal: only what waits for an answer, then who is here."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from becode.core import clock
from placements.company.access import ContactRequest, contact_required
from placements.company.waiting import waiting_for
from placements.enums import PositionState
from placements.models import Position
from placements.permissions.contacts import internships_seen_by, proposals_seen_by

SHOWN = 5


@contact_required
@require_safe
def home(request: ContactRequest) -> HttpResponse:
    """Quiet lists are short; their pages show the rest."""
    contact = request.contact
    seen = (
        internships_seen_by(contact)
        .current()
        .select_related("position", "enrolment__person")
        .order_by("start_on", "pk")[: SHOWN + 1]
    )
    offered = Position.objects.of_company(contact.company_id).filter(
        state__in=[PositionState.OPEN, PositionState.FILLED]
    )
    said_yes = (
        proposals_seen_by(contact)
        .select_related("position", "enrolment__person")
        .order_by("answered_at", "pk")
    )
    interns, positions = list(seen), list(offered[: SHOWN + 1])
    context = {
        "company": request.company,
        "waiting": waiting_for(contact, at=clock.now()),
        "to_agree": said_yes.to_agree()[:SHOWN],
        "to_plan": said_yes.to_plan()[:SHOWN],
        "interns": interns[:SHOWN],
        "more_interns": len(interns) > SHOWN,
        "positions": positions[:SHOWN],
        "more_positions": len(positions) > SHOWN,
    }
    return render(request, "placements/company/home.html", context)
