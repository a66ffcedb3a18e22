"""Behind the link of "is it still open?": one tap keeps a position open, another one closes it."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from becode.core import clock
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from placements.enums import ContactRole, LinkPurpose, PositionState
from placements.guests.access import GuestRequest, guest_required
from placements.models import CompanyContact, Position
from placements.workflow import positions
from placements.workflow.links import use_link


@guest_required(LinkPurpose.RENEW, "contact__user", "contact__company", "position__company")
@require_http_methods(["GET", "HEAD", "POST"])
def renew(request: GuestRequest) -> HttpResponse:
    """The link works for who still offers places at the company, and only for this position."""
    contact, position = request.link.contact, request.link.position
    if contact is None or position is None or not _may(contact, position):
        return render(request, "placements/guests/gone.html", status=404)
    problem = ""
    if request.method == "POST":
        actor, at = Actor.user(contact.user), clock.now()
        try:
            if "close" in request.POST:
                positions.close(position=position, actor=actor, at=at)
            elif position.state == PositionState.CLOSED:
                positions.reopen(position=position, actor=actor, at=at)
            else:
                positions.renew(position=position, actor=actor, at=at)
            use_link(link=request.link, at=at)
            return redirect("placements:guests:renew", token=request.token)
        except IllegalMove as error:
            problem = str(error.sentence)
    context = {
        "position": position,
        "was_answered": request.link.used_at is not None,
        "problem": problem,
    }
    return render(request, "placements/guests/renew.html", context)


def _may(contact: CompanyContact, position: Position) -> bool:
    is_theirs = contact.company_id == position.company_id
    able = contact.has_role(ContactRole.RECRUITER, ContactRole.MANAGER)
    return is_theirs and contact.may_sign_in and able
