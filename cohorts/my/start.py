"""The first days: a learner tells who they are, and why they came."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from becode.core import clock
from becode.core.actors import Actor
from becode.core.forms import CHOOSE
from becode.core.moves import IllegalMove
from becode.portal.access import PersonRequest, person_required
from cohorts.entry_form import EntryForm
from cohorts.enums import EnrolmentState, Intent
from cohorts.models import EntryRecord, IntentSurvey
from cohorts.my.own import own_enrolment
from cohorts.workflow.entry import answer_intent, in_first_week, may_answer, write_entry


class WhyForm(forms.Form):
    intent = forms.ChoiceField(
        label=gettext_lazy("Why do you follow this training?"),
        choices=Intent.choices,
        widget=forms.RadioSelect,
        error_messages={"required": CHOOSE},
    )


@person_required
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: PersonRequest) -> HttpResponse:
    """The entry record in plain words, in the first week."""
    enrolment, at = own_enrolment(request.person), clock.now()
    entry = EntryRecord.objects.filter(enrolment=enrolment).first()
    is_fixed = entry is not None and entry.fixed_at is not None
    is_open = in_first_week(enrolment, on=clock.local_day(at)) and not is_fixed
    form = EntryForm(request.POST or None, entry=entry, for_learner=True)
    if request.method == "POST" and is_open and form.is_valid():
        try:
            write_entry(
                enrolment=enrolment,
                answers=form.answers,
                unemployed_since=form.cleaned_data["unemployed_since"],
                actor=Actor.person(request.person),
                at=at,
            )
        except IllegalMove as error:
            messages.error(request, str(error.sentence))
        else:
            messages.success(request, _("Thank you! That helps us and those who come after you."))
        return redirect("portal:my:home")
    is_ahead = enrolment.state == EnrolmentState.ENROLLED
    context = {"form": form, "is_open": is_open, "is_ahead": is_ahead}
    return render(request, "cohorts/my/start.html", context)


@person_required
@require_http_methods(["GET", "HEAD", "POST"])
def why(request: PersonRequest) -> HttpResponse:
    """One question, asked once."""
    enrolment, at = own_enrolment(request.person), clock.now()
    said = IntentSurvey.objects.filter(enrolment=enrolment).first()
    is_open = said is None and may_answer(enrolment, on=clock.local_day(at))
    form = WhyForm(request.POST or None)
    if request.method == "POST" and is_open and form.is_valid():
        try:
            answer_intent(
                enrolment=enrolment,
                intent=form.cleaned_data["intent"],
                actor=Actor.person(request.person),
                at=at,
            )
        except IllegalMove as error:
            messages.error(request, str(error.sentence))
        else:
            messages.success(request, _("Thank you for your answer!"))
        return redirect("portal:my:home")
    context: dict[str, Any] = {"form": form, "is_open": is_open, "said": said}
    return render(request, "cohorts/my/why.html", context)
