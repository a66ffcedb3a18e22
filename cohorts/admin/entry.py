"""The first week: who somebody was at the start, and who still has to say why they came."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from becode.backoffice.dress import dress
from becode.backoffice.pages import staff_page
from becode.backoffice.parts import Tag
from becode.backoffice.requests import StaffRequest
from becode.backoffice.site import staff_site
from becode.core import clock
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from cohorts.admin.frame import cohort_home
from cohorts.entry_form import EntryForm
from cohorts.models import Cohort, Enrolment, EntryRecord, IntentSurvey
from cohorts.permissions.cohorts import GUIDES
from cohorts.permissions.file import can_write_entry
from cohorts.workflow.entry import QUESTIONS, fix_entry, write_entry

STARTED = ("in_training", "on_internship", "graduated", "left")


@staff_page("entry-record/<int:key>/", name="entry_record", roles=GUIDES)
@require_http_methods(["GET", "HEAD", "POST"])
def entry_record(request: StaffRequest, key: int) -> HttpResponse:
    """One learner's entry record; POST with `fix` fixes what was written."""
    learners = Enrolment.objects.visible_to(request.user).select_related("person", "cohort")
    enrolment = learners.filter(pk=key).first()
    if enrolment is None:
        raise Http404
    if not can_write_entry(request.user, enrolment):
        raise PermissionDenied
    entry = EntryRecord.objects.filter(enrolment=enrolment).first()
    form = EntryForm(request.POST or None, entry=entry)
    if request.method == "POST" and form.is_valid() and _kept(request, enrolment, form):
        back = reverse("admin:entry_records", args=[enrolment.cohort_id])
        return HttpResponseRedirect(back)
    is_fixed = entry is not None and entry.fixed_at is not None
    context = {
        **staff_site.each_context(request),
        "title": enrolment.person.full_name,
        "enrolment": enrolment,
        "entry": entry,
        "is_fixed": is_fixed,
        "facts": answers_in_words(entry) if is_fixed and entry else [],
        "form": dress(form),
    }
    return TemplateResponse(request, "cohorts/staff/entry_record.html", context)


def _kept(request: StaffRequest, enrolment: Enrolment, form: EntryForm) -> bool:
    actor, at = Actor.user(request.user), clock.now()
    try:
        entry = write_entry(
            enrolment=enrolment,
            answers=form.answers,
            unemployed_since=form.cleaned_data["unemployed_since"],
            actor=actor,
            at=at,
        )
        if "fix" in request.POST:
            fix_entry(entry=entry, actor=actor, at=at)
    except IllegalMove as error:
        form.add_error(None, str(error.sentence))
        return False
    messages.success(request, gettext("Kept: %(name)s.") % {"name": enrolment.person.full_name})
    return True


def answers_in_words(entry: EntryRecord) -> list[tuple[Any, Any]]:
    """(question, answer) pairs."""
    facts: list[tuple[Any, Any]] = []
    for name in QUESTIONS:
        column: Any = EntryRecord._meta.get_field(name)
        facts.append(
            (str(column.verbose_name).capitalize(), getattr(entry, f"get_{name}_display")())
        )
        if name == "labour_status" and entry.unemployed_since:
            facts.append((_("Without work since"), entry.unemployed_since))
    return facts


@dataclass(frozen=True, slots=True)
class FirstWeek:
    """What one learner said in the first week."""

    enrolment: Enrolment
    entry: Tag
    has_said_why: bool


@staff_page("first-week/<int:key>/", name="entry_records", roles=GUIDES)
@require_safe
def entry_records(request: StaffRequest, key: int) -> HttpResponse:
    """The learners of a cohort: who has an entry record, who has not said why they came."""
    cohort = Cohort.objects.visible_to(request.user).filter(pk=key).first()
    if cohort is None:
        raise Http404
    learners = list(Enrolment.objects.roster(cohort.pk).filter(state__in=STARTED))
    keys = [enrolment.pk for enrolment in learners]
    entries = {one.enrolment_id: one for one in EntryRecord.objects.filter(enrolment__in=keys)}
    said = set(
        IntentSurvey.objects.filter(enrolment__in=keys)
        .order_by("pk")
        .values_list("enrolment_id", flat=True)
    )
    lines = [
        FirstWeek(enrolment, _tag(entries.get(enrolment.pk)), enrolment.pk in said)
        for enrolment in learners
    ]
    context = {
        **staff_site.each_context(request),
        "title": gettext("First week of %(code)s") % {"code": cohort.code},
        "cohort": cohort,
        "cohort_url": cohort_home(request.user, cohort),
        "lines": lines,
        "silent": sum(not line.has_said_why for line in lines),
    }
    return TemplateResponse(request, "cohorts/staff/first_week.html", context)


def _tag(entry: EntryRecord | None) -> Tag:
    if entry is None:
        return Tag(_("Not begun"), "warning")
    return Tag(_("Fixed"), "good") if entry.fixed_at else Tag(_("Can still change"), "info")
