"""One question after leaving, answered on a page: by a link, or on the person's own pages.

Both pages are the same machine: four buttons, two short questions, thank you, change, stop.
Nothing personal is shown, for a link may be forwarded.
"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from becode.core import clock
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from placements.after_forms import MORE
from placements.enums import FollowUpAnswer, FollowUpState
from placements.models import FollowUp
from placements.workflow import follow_ups

STOP, MORE_KEY, SKIP = "stop", "more", "skip"


def answer_page(
    request: HttpRequest, question: FollowUp, *, template: str, through: str
) -> HttpResponse:
    """Show where the question stands, or take one step; a step leads back to the page."""
    at = clock.now()
    form = None
    if request.method == "POST":
        actor = Actor.person(question.enrolment.person)
        wish = request.POST.get("answer", "")
        try:
            if wish == STOP:
                follow_ups.opt_out(follow_up=question, actor=actor, at=at)
                return redirect(request.path)
            if wish in FollowUpAnswer.values:
                follow_ups.answer(
                    follow_up=question, answer=wish, actor=actor, at=at, through=through
                )
                return redirect(request.path)
            if wish in (MORE_KEY, SKIP) and question.state == FollowUpState.ANSWERED:
                form = MORE[question.answer](request.POST if wish == MORE_KEY else {})
                if form.is_valid():
                    told = form.told() if wish == MORE_KEY else {}
                    follow_ups.tell_more(follow_up=question, actor=actor, at=at, **told)
                    return redirect(request.path)
            else:
                messages.error(request, _("Please choose an answer."))
                return redirect(request.path)
        except IllegalMove as error:
            messages.error(request, str(error.sentence))
            return redirect(request.path)
    return render(request, template, _context(request, question, form=form))


def _context(request: HttpRequest, question: FollowUp, *, form: Any) -> dict[str, Any]:
    correctable = follow_ups.is_correctable(question, at=clock.now())
    is_open = follow_ups.is_open(question)
    asks_again = correctable and "change" in request.GET
    answered = question.state == FollowUpState.ANSWERED
    if answered and form is None and question.told_at is None:
        form = MORE[question.answer]()
    stands = "closed"
    if is_open or asks_again:
        stands = "asks"
    elif answered:
        stands = "more" if form is not None else "thanks"
    return {
        "question": question,
        "answers": FollowUpAnswer.choices,
        "stands": stands,
        "form": form,
        "correctable": correctable,
        "asks_again": asks_again,
        "until": question.answered_at + follow_ups.CORRECTABLE_FOR if answered else None,
    }
