"""What do you do now? Answered with one tap, without signing in."""

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from becode.core import clock
from placements.answering import answer_page
from placements.enums import AnsweredThrough, LinkPurpose
from placements.guests.access import GuestRequest, guest_required
from placements.workflow.links import use_link


@guest_required(LinkPurpose.FOLLOW_UP, "follow_up__enrolment__person", "follow_up__job")
@require_http_methods(["GET", "HEAD", "POST"])
def after(request: GuestRequest) -> HttpResponse:
    question = request.link.follow_up
    assert question is not None  # the link's own constraint
    if request.method == "POST":
        use_link(link=request.link, at=clock.now())
    return answer_page(
        request,
        question,
        template="placements/guests/after.html",
        through=AnsweredThrough.LINK,
    )
