"""A person's own page about work: what they do now."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from becode.core import clock
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from becode.portal.access import PersonRequest, person_required
from placements.enums import FollowUpAnswer, FollowUpState
from placements.models import FollowUp
from placements.workflow import follow_ups

STOP_ASKING = "stop"


@person_required
@require_http_methods(["GET", "HEAD", "POST"])
def follow_up(request: PersonRequest, key: int) -> HttpResponse:
    """One question, answered with one tap; opening the page answers nothing."""
    question = get_object_or_404(
        FollowUp.objects.of_person(request.person.pk).select_related("enrolment"), pk=key
    )
    if request.method == "POST":
        wish = request.POST.get("answer", "")
        try:
            if wish == STOP_ASKING:
                follow_ups.opt_out(
                    follow_up=question, actor=Actor.person(request.person), at=clock.now()
                )
            elif wish in FollowUpAnswer.values:
                follow_ups.answer(
                    follow_up=question,
                    answer=wish,
                    actor=Actor.person(request.person),
                    at=clock.now(),
                )
            else:
                messages.error(request, _("Please choose an answer."))
        except IllegalMove as error:
            messages.error(request, str(error.sentence))
        return redirect("placements:my:follow_up", question.pk)
    context = {
        "question": question,
        "answers": FollowUpAnswer.choices,
        "is_open": question.state in (FollowUpState.PLANNED, FollowUpState.NO_ANSWER),
        "stop": STOP_ASKING,
    }
    return render(request, "placements/my/follow_up.html", context)
