"""Graduating: the requirements of one learner, and a whole cohort at once."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from becode.backoffice.dress import dress
from becode.backoffice.pages import staff_page
from becode.backoffice.requests import StaffRequest
from becode.backoffice.site import staff_site
from becode.core import clock
from becode.core.actors import Actor
from becode.core.forms import PlainTextField
from becode.core.moves import IllegalMove
from cohorts.admin.frame import cohort_home
from cohorts.models import Cohort, Enrolment, Requirement
from cohorts.permissions.cohorts import GUIDES, can_guide
from cohorts.requirements import Standing, can_be_said, standing_of, standings_of
from cohorts.workflow.certificates import issue_certificate
from cohorts.workflow.enrolments import graduate
from cohorts.workflow.graduating import (
    BUSY,
    check_requirement,
    clear_requirement,
    waive_requirement,
)


class SayForm(forms.Form):
    """What a coach says of one requirement: met, waived with a reason, or nothing any more."""

    requirement = forms.ModelChoiceField(Requirement.objects.all())
    says = forms.ChoiceField(choices=[(word, word) for word in ("met", "waived", "clear")])
    note = PlainTextField(label=_("Why"), longest=300, required=False)


class GraduationForm(forms.Form):
    """The day on which those who are ticked graduated."""

    on = forms.DateField(label=_("Graduated on"), initial=clock.today, widget=forms.DateInput())
    certificates = forms.BooleanField(
        label=_("Make their certificates at once"), required=False, initial=True
    )


@staff_page("graduation/<int:key>/", name="graduation", roles=GUIDES)
@require_http_methods(["GET", "HEAD", "POST"])
def graduation(request: StaffRequest, key: int) -> HttpResponse:
    """The requirements of one learner, one by one."""
    learners = Enrolment.objects.visible_to(request.user).select_related("person", "cohort__track")
    enrolment = learners.filter(pk=key).first()
    if enrolment is None:
        raise Http404
    if not can_guide(request.user, enrolment):
        raise PermissionDenied
    if request.method == "POST":
        _say(request, enrolment)
        return HttpResponseRedirect(request.path)
    standings = standing_of(enrolment)
    may_graduate = enrolment.state in BUSY
    context = {
        **staff_site.each_context(request),
        "title": enrolment.person.full_name,
        "enrolment": enrolment,
        "lines": [(one, can_be_said(one.requirement)) for one in standings],
        "may_change": may_graduate,
        "is_ready": may_graduate and not any(one.is_open for one in standings),
        "graduate_url": reverse("admin:cohorts_enrolment_do", args=[enrolment.pk, "graduate"]),
    }
    return TemplateResponse(request, "cohorts/staff/graduation.html", context)


def _say(request: StaffRequest, enrolment: Enrolment) -> None:
    form = SayForm(request.POST)
    if not form.is_valid():
        errors = form.errors.get("note") or [gettext("Choose a requirement.")]
        messages.error(request, str(errors[0]))
        return
    data = form.cleaned_data
    whose: dict[str, Any] = {
        "enrolment": enrolment,
        "requirement": data["requirement"],
        "actor": Actor.user(request.user),
        "at": clock.now(),
    }
    try:
        if data["says"] == "met":
            check_requirement(**whose, note=data["note"])
        elif data["says"] == "waived":
            waive_requirement(**whose, note=data["note"])
        else:
            clear_requirement(**whose)
    except IllegalMove as error:
        messages.error(request, str(error.sentence))
    else:
        messages.success(request, gettext("Kept: %(name)s.") % {"name": data["requirement"]})


@dataclass(frozen=True, slots=True)
class Line:
    """One learner in the preview of a graduation."""

    enrolment: Enrolment
    standings: list[Standing]

    @property
    def is_ready(self) -> bool:
        return not any(one.is_open for one in self.standings)


@staff_page("cohort-graduation/<int:key>/", name="cohort_graduation", roles=GUIDES)
@require_http_methods(["GET", "HEAD", "POST"])
def cohort_graduation(request: StaffRequest, key: int) -> HttpResponse:
    """Learners × requirements; a POST graduates those who are ticked."""
    found = Cohort.objects.visible_to(request.user).select_related("campus", "track")
    cohort = found.filter(pk=key).first()
    if cohort is None:
        raise Http404
    learners = list(Enrolment.objects.roster(cohort.pk).filter(state__in=BUSY))
    for enrolment in learners:
        enrolment.cohort = cohort  # read already
    form = GraduationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        chosen = set(request.POST.getlist("chosen"))
        ticked = [enrolment for enrolment in learners if str(enrolment.pk) in chosen]
        if not ticked:
            messages.error(request, gettext("Choose who graduates."))
        for enrolment in ticked:
            _graduate(request, enrolment, **form.cleaned_data)
        return HttpResponseRedirect(request.path)
    standings = standings_of(learners)
    lines = [Line(enrolment, standings[enrolment.pk]) for enrolment in learners]
    names = [str(one.requirement) for one in lines[0].standings] if lines else []
    context = {
        **staff_site.each_context(request),
        "title": gettext("Graduation of %(code)s") % {"code": cohort.code},
        "cohort": cohort,
        "cohort_url": cohort_home(request.user, cohort),
        "lines": lines,
        "names": names,
        "ready": sum(line.is_ready for line in lines),
        "form": dress(form),
    }
    return TemplateResponse(request, "cohorts/staff/cohort_graduation.html", context)


def _graduate(request: StaffRequest, enrolment: Enrolment, *, on: date, certificates: bool) -> None:
    """Each on its own: one refusal stops no other."""
    actor, at = Actor.user(request.user), clock.now()
    name = enrolment.person.full_name
    try:
        graduate(enrolment=enrolment, on=on, actor=actor, at=at)
        messages.success(request, gettext("%(name)s has graduated.") % {"name": name})
        if certificates:
            issue_certificate(enrolment=enrolment, actor=actor, at=at)
    except IllegalMove as error:
        messages.error(request, f"{name}: {error.sentence}")
