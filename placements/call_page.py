"""The calls after leaving: one page, one person, what we know, how the call went.

Three results of a call that failed, or the answer on behalf; then the next person comes.
"""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from becode.backoffice.dress import dress
from becode.backoffice.pages import staff_page
from becode.backoffice.requests import StaffRequest
from becode.core import clock
from becode.core.actors import Actor
from becode.core.forms import PlainTextField
from becode.core.moves import IllegalMove
from becode.people.enums import ContactKind, ContactResult
from placements.enums import FAILED, FAILED_CALLS, FollowUpAnswer
from placements.forms import DayField
from placements.models import FollowUp, JobPlacement
from placements.permissions import CHANGE_ROLES
from placements.workflow import follow_ups

OPT_OUT, LATER = "opt_out", "later"
RESULTS = [(result.value, result.label) for result in FAILED]
OUTCOMES = {*(value for value, _label in RESULTS), *FollowUpAnswer.values, OPT_OUT}
# The access keys of the buttons: with the browser's own Alt or Ctrl, so that typing presses none.
KEYS = {
    ContactResult.NOT_REACHED: "n",
    ContactResult.LEFT_MESSAGE: "m",
    ContactResult.WRONG_NUMBER: "w",
    FollowUpAnswer.WORKING: "1",
    FollowUpAnswer.STUDYING: "2",
    FollowUpAnswer.SEEKING: "3",
    FollowUpAnswer.SOMETHING_ELSE: "4",
}


class CallForm(forms.Form):
    """What was said; how the call went is the button that was pressed."""

    note = PlainTextField(
        label=gettext_lazy("Note"),
        help_text=gettext_lazy("Facts only. No diagnoses, please."),
        longest=300,
        lines=2,
        required=False,
    )
    detail = PlainTextField(label=gettext_lazy("What?"), longest=150, required=False)
    place = PlainTextField(
        label=gettext_lazy("Where? The employer or the school"), longest=150, required=False
    )
    since_on = DayField(label=gettext_lazy("Since when?"), required=False)
    may_ask_employer = forms.BooleanField(
        label=gettext_lazy("The person agrees that we ask the employer"), required=False
    )


@staff_page("calls-after/", name="follow_up_calls", roles=CHANGE_ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
def follow_up_calls(request: StaffRequest) -> HttpResponse:
    """The next person to call. `?skip=` names questions that are for later today."""
    at = clock.now()
    skipped = _skipped(request)
    form = dress(CallForm(request.POST or None))
    shown: FollowUp | None = None
    if request.method == "POST":
        shown, outcome = _question(request), request.POST.get("outcome", "")
        if outcome == LATER:
            return redirect(_address([*skipped, shown.pk]))
        if outcome not in OUTCOMES:
            messages.error(request, _("Choose how the call went."))
        elif form.is_valid():
            _note(request, shown, outcome, form.cleaned_data, at=at)
            return redirect(_address(skipped))
    rows = _rows(request, at)
    waiting = rows.count()
    if shown is None:
        shown = rows.exclude(pk__in=skipped).first() or rows.first()
    context = {
        "title": _("Calls after leaving"),
        "question": shown,
        "waiting": waiting,
        "form": form,
        "results": [(value, label, KEYS[value]) for value, label in RESULTS],
        "answers": [(value, label, KEYS[value]) for value, label in FollowUpAnswer.choices],
        "opt_out": OPT_OUT,
        "later": LATER,
        "action": _address(skipped),
        **(_known(shown, at) if shown else {}),
    }
    # The site is made of these pages: it imports their registry.
    from becode.backoffice.site import staff_site

    request.current_app = staff_site.name  # type: ignore[attr-defined]
    return TemplateResponse(
        request,
        "placements/staff/follow_up_calls.html",
        {**staff_site.each_context(request), **context},
    )


def _rows(request: StaffRequest, at: datetime) -> Any:
    rows = FollowUp.objects.visible_to(request.user).to_call(at, clock.local_day(at))
    return rows.select_related("enrolment__person", "enrolment__cohort__campus")


def _known(question: FollowUp, at: datetime) -> dict[str, Any]:
    """What we know: numbers, jobs, earlier answers, calls; four queries."""
    person = question.enrolment.person
    points = list(person.contact_points.order_by("-is_preferred", "pk"))
    jobs = JobPlacement.objects.standing().of_person(person.pk)
    earlier = FollowUp.objects.of_person(person.pk).exclude(answer="")
    calls = list(question.calls.select_related("by"))
    return {
        "person": person,
        "phones": [point for point in points if point.kind == ContactKind.PHONE],
        "emails": [point for point in points if point.kind == ContactKind.EMAIL],
        "jobs": list(jobs.order_by("-start_on", "-pk")[:5]),
        "earlier": list(earlier.order_by("-due_on", "-pk")[:5]),
        "calls": calls,
        "calls_left": max(FAILED_CALLS - sum(call.result in FAILED for call in calls), 1),
    }


def _question(request: StaffRequest) -> FollowUp:
    """The question that was called about, of a campus of this colleague."""
    key = request.POST.get("question", "")
    if not (key.isascii() and key.isdecimal() and len(key) < 19):
        raise Http404
    rows = FollowUp.objects.visible_to(request.user)
    question = rows.select_related("enrolment__person", "enrolment__cohort").filter(pk=key).first()
    if question is None:
        raise Http404
    return question


def _note(
    request: StaffRequest, question: FollowUp, outcome: str, data: dict[str, Any], *, at: datetime
) -> None:
    """Write down how it went, or say why that was not possible any more."""
    actor = Actor.user(request.user)
    name = {"name": question.enrolment.person.full_name}
    try:
        if outcome in FAILED:
            follow_ups.record_call(
                follow_up=question,
                result=outcome,
                note=data["note"],
                by=request.user,
                actor=actor,
                at=at,
            )
        elif outcome == OPT_OUT:
            follow_ups.opt_out(follow_up=question, actor=actor, at=at)
        else:
            follow_ups.answer_on_phone(
                follow_up=question, answer=outcome, by=request.user, actor=actor, at=at, **data
            )
    except IllegalMove as error:
        messages.error(request, f"{name['name']}: {error.sentence}")
    else:
        messages.success(request, _("The call with %(name)s is noted.") % name)


def _skipped(request: StaffRequest) -> list[int]:
    words = request.GET.get("skip", "").split(",")[:200]
    return [int(word) for word in words if word.isascii() and word.isdecimal() and len(word) < 19]


def _address(skipped: list[int]) -> str:
    page = reverse("admin:follow_up_calls")
    return f"{page}?skip={','.join(map(str, skipped))}" if skipped else page
