"""Behind the link of the yearly question: yes, no, or the old place back, without signing in.

Nothing personal stands here: whoever opens the link sees a question and buttons. Only the
buttons act, for scanners open links too.
"""

from datetime import date

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from applicants.enums import EndReason
from applicants.models import Application, WaitingLink
from applicants.workflow import interest
from becode.core import clock
from becode.core.actors import Actor
from becode.core.moves import IllegalMove

ASKED, STAYS, OFF, GONE = "asked", "stays", "off", "gone"


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def waiting(request: HttpRequest, token: str) -> HttpResponse:
    """What the link can still do now; after a button, the same page in its new state."""
    link = WaitingLink.objects.of_token(token, at=clock.now()).first()
    if link is None:
        response = render(request, "applicants/public/waiting.html", {"stands": GONE}, status=404)
    elif request.method == "POST":
        response = _act(request, link.application, token)
    else:
        response = _show(request, link.application)
    # Not "no-referrer": with it browsers send the button's form without an origin (CSRF: 403).
    response["Referrer-Policy"] = "strict-origin"
    response["Cache-Control"] = "no-store"
    return response


def _act(request: HttpRequest, application: Application, token: str) -> HttpResponse:
    actor, at = Actor.person(application.person), clock.now()
    try:
        if "yes" in request.POST:
            interest.answer_interest(application=application, still=True, actor=actor, at=at)
        elif "no" in request.POST:
            interest.answer_interest(application=application, still=False, actor=actor, at=at)
        elif "back" in request.POST:
            places = interest.places_to_take_back(application, at=at)
            interest.take_places_back(entries=places, actor=actor, at=at)
    except IllegalMove as error:
        application.refresh_from_db()
        return _show(request, application, problem=str(error.sentence))
    return redirect("applicants:public:waiting", token=token)


def _show(request: HttpRequest, application: Application, problem: str = "") -> HttpResponse:
    stands, until, was_silent = _stands(application)
    context = {"stands": stands, "until": until, "was_silent": was_silent, "problem": problem}
    status = 404 if stands == GONE else 200
    return render(request, "applicants/public/waiting.html", context, status=status)


def _stands(application: Application) -> tuple[str, date | None, bool]:
    """Where they stand, until when the places can be had back, whether silence ended them."""
    if Application.objects.on_lists().filter(pk=application.pk).exists():
        return (ASKED if application.interest_asks else STAYS), None, False
    left = interest.places_to_take_back(application, at=clock.now())
    days = [entry.reopen_until for entry in left if entry.reopen_until]
    if not days:
        return GONE, None, False
    was_silent = all(entry.end_reason == EndReason.NO_ANSWER for entry in left)
    return OFF, min(days), was_silent
