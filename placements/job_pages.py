"""Staff pages about one person who leaves or left: a job, a study, left out of the figures."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from becode.accounts.models import User
from becode.audit.record import record
from becode.backoffice.dress import dress
from becode.backoffice.pages import staff_page
from becode.backoffice.requests import StaffRequest
from becode.core import clock
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from becode.files import store
from cohorts.models import Enrolment
from placements.admin.job_forms import ExclusionForm, NewJobForm, StudyForm
from placements.models import JobEvidence
from placements.permissions import CHANGE_ROLES, can_decide_exclusion, can_place
from placements.permissions.jobs import DECIDES_EXCLUSIONS
from placements.workflow import exclusions, jobs, studies

asks_or_acts = require_http_methods(["GET", "HEAD", "POST"])


@staff_page("record-job/<int:key>/", name="record_job", roles=CHANGE_ROLES)
@asks_or_acts
def record_job(request: StaffRequest, key: int) -> HttpResponse:
    """A job of one person, from their enrolment."""
    enrolment = _enrolment(request, key, can_place)
    form = dress(NewJobForm(request.POST or None, user=request.user))
    return _ask(
        request,
        enrolment,
        form,
        title=_("Record a job"),
        intro=_("Every job is a line of its own: nothing is overwritten."),
        button=_("Record the job"),
        done=_("The job is recorded."),
        run=lambda data, actor, at: jobs.record_job(
            enrolment=enrolment, actor=actor, at=at, **data
        ),
        page="admin:placements_jobplacement_change",
    )


@staff_page("record-study/<int:key>/", name="record_study", roles=CHANGE_ROLES)
@asks_or_acts
def record_study(request: StaffRequest, key: int) -> HttpResponse:
    """Education or training after leaving, from the enrolment."""
    enrolment = _enrolment(request, key, can_place)
    form = dress(StudyForm(request.POST or None))
    return _ask(
        request,
        enrolment,
        form,
        title=_("Record a study"),
        intro=_("Four weeks or more count as a good way on."),
        button=_("Record the study"),
        done=_("The study is recorded."),
        run=lambda data, actor, at: studies.record_study(
            enrolment=enrolment, actor=actor, at=at, **data
        ),
        page="admin:placements_furtherstudy_change",
    )


@staff_page("leave-out/<int:key>/", name="leave_out", roles=DECIDES_EXCLUSIONS)
@asks_or_acts
def leave_out(request: StaffRequest, key: int) -> HttpResponse:
    """Leave a graduate out of the figures; the figures say how many there are."""
    enrolment = _enrolment(request, key, can_decide_exclusion)
    form = dress(ExclusionForm(request.POST or None))
    return _ask(
        request,
        enrolment,
        form,
        title=_("Leave out of the figures"),
        intro=_("Only for these reasons, and with evidence. Every figure says how many there are."),
        button=_("Leave out"),
        done=_("This person is left out of the figures."),
        run=lambda data, actor, at: exclusions.exclude(
            enrolment=enrolment, by=request.user, actor=actor, at=at, **data
        ),
        page="admin:placements_outcomeexclusion_change",
    )


@staff_page("job-proof/<int:key>/", name="job_proof", roles=CHANGE_ROLES)
@require_safe
def job_proof(request: StaffRequest, key: int) -> FileResponse:
    """A file that proves a job; each time it is opened is written down."""
    rows = JobEvidence.objects.visible_to(request.user).select_related("file", "job")
    found = rows.filter(pk=key, file__isnull=False).first()
    if found is None or found.file is None:
        raise Http404
    response = store.serve(found.file)
    actor = Actor.user(request.user)
    record("job.proof_read", subject=found.job, actor=actor, at=clock.now())
    return response


def _enrolment(
    request: StaffRequest, key: int, allowed: Callable[[User, Enrolment], bool]
) -> Enrolment:
    rows = Enrolment.objects.visible_to(request.user).select_related(
        "person", "cohort__campus", "cohort__track"
    )
    enrolment = get_object_or_404(rows, pk=key)
    if not allowed(request.user, enrolment):
        raise PermissionDenied
    return enrolment


def _ask(
    request: StaffRequest,
    enrolment: Enrolment,
    form: forms.Form,
    *,
    title: str,
    intro: str,
    button: str,
    done: str,
    run: Callable[..., Any],
    page: str,
) -> HttpResponse:
    """The form, or what it asks for and the page of what was made."""
    if request.method == "POST" and form.is_valid():
        try:
            made = run(form.cleaned_data, Actor.user(request.user), clock.now())
        except IllegalMove as error:
            form.add_error(None, str(error.sentence))
        else:
            messages.success(request, done)
            return redirect(page, made.pk)
    # The site is made of these pages: it imports their registry.
    from becode.backoffice.site import staff_site

    context = {
        **staff_site.each_context(request),
        "title": title,
        "intro": intro,
        "button": button,
        "enrolment": enrolment,
        "form": form,
        "back_url": reverse("admin:people_person_change", args=[enrolment.person_id]),
    }
    request.current_app = staff_site.name  # type: ignore[attr-defined]
    return TemplateResponse(request, "placements/staff/record_job.html", context)
