"""Staff pages about a running internship: the workstation sheet, months, evaluations."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from becode.backoffice.dress import dress
from becode.backoffice.pages import staff_page
from becode.backoffice.requests import StaffRequest
from becode.core import clock
from becode.core.actors import Actor
from becode.core.normalise import clean_name
from cohorts.admin.frame import staff_frame
from cohorts.signing import strokes_of, typed_name_of
from placements.enums import EvaluatedBy
from placements.evaluating import columns, is_asked, rows
from placements.intern_handling import confirm_month, evaluate, fill_sheet, month_of
from placements.intern_months import CONFIRMED_IN, to_confirm
from placements.models import Internship, InternshipEvaluation
from placements.permissions import CHANGE_ROLES, FOLLOWERS, can_change_internship
from placements.workflow.workstation import sheet_of

asks_or_acts = require_http_methods(["GET", "HEAD", "POST"])


def _internship(request: StaffRequest, key: int) -> Internship:
    seen = Internship.objects.visible_to(request.user).select_related(
        "enrolment__person",
        "enrolment__cohort__campus",
        "company",
        "position__campus",
        "establishment",
        "mentor__user",
    )
    return get_object_or_404(seen, pk=key)


def _page_of(internship: Internship) -> str:
    return reverse("admin:placements_internship_change", args=[internship.pk])


def _mentor_name(internship: Internship) -> str:
    return str(internship.mentor.user) if internship.mentor else ""


@staff_page("internships/<int:key>/workstation/", name="workstation", roles=FOLLOWERS)
@require_safe
def workstation(request: StaffRequest, key: int) -> HttpResponse:
    """The sheet, to read and to print."""
    internship = _internship(request, key)
    sheet = sheet_of(internship)
    if sheet is None:
        raise Http404
    context = {
        "internship": internship,
        "sheet": sheet,
        "strokes": strokes_of(sheet.signature),
        "typed": typed_name_of(sheet.signature),
        "back_url": _page_of(internship),
    }
    return staff_frame(
        request, "placements/staff/workstation.html", _("Workstation sheet"), context
    )


@staff_page(
    "internships/<int:key>/workstation/fill-in/", name="fill_workstation", roles=CHANGE_ROLES
)
@asks_or_acts
def fill_workstation(request: StaffRequest, key: int) -> HttpResponse:
    """Filled in for the company, which signs it by its link or in its portal."""
    internship = _internship(request, key)
    _check_may_change(request, internship)
    answer = fill_sheet(request, internship, actor=Actor.user(request.user))
    if answer.done:
        messages.success(request, _("The sheet is filled in. The company still has to sign it."))
        return HttpResponseRedirect(_page_of(internship))
    return _form_page(
        request,
        answer.form,
        internship,
        title=_("Workstation sheet"),
        submit=_("Write it down"),
    )


@staff_page("internships/<int:key>/months/<str:month>/", name="intern_month", roles=CHANGE_ROLES)
@asks_or_acts
def intern_month(request: StaffRequest, key: int, month: str) -> HttpResponse:
    """The hours of a month as the mentor told a colleague, or a correction with its reason."""
    internship = _internship(request, key)
    _check_may_change(request, internship)
    first_on = month_of(internship, month)
    told_by = clean_name(request.POST.get("told_by", ""))[:150]
    told_by = told_by or _mentor_name(internship) or internship.company.name
    answer = confirm_month(
        request, internship, first_on, confirmed_by=told_by, actor=Actor.user(request.user)
    )
    if answer.done:
        messages.success(request, _("The hours are written down."))
        return HttpResponseRedirect(_page_of(internship))
    words = {"learner": internship.enrolment.person, "month": date_format(first_on, "F Y")}
    context = {
        "form": dress(answer.form),
        "internship": internship,
        "back_url": _page_of(internship),
        "earlier": internship.months.filter(month=first_on).order_by("version"),
    }
    title = _("Hours of %(learner)s in %(month)s") % words
    return staff_frame(request, "placements/staff/month.html", title, context)


@staff_page("interns/hours/", name="intern_months", roles=FOLLOWERS)
@require_safe
def intern_months(request: StaffRequest) -> HttpResponse:
    """Who has not confirmed which month; three queries however many interns there are."""
    rows_of = (
        Internship.objects.visible_to(request.user)
        .filter(state__in=CONFIRMED_IN, end_on__gte=clock.today() - clock.days(370))
        .select_related("enrolment__person", "enrolment__cohort__campus", "company", "mentor__user")
        .prefetch_related("months")
        .order_by("company__name", "enrolment__person__sort_name", "pk")
    )
    today = clock.today()
    lines = [
        (internship, months)
        for internship in rows_of
        if (months := to_confirm(internship, list(internship.months.all()), on=today))
    ]
    return staff_frame(
        request,
        "placements/staff/intern_months.html",
        _("Hours that nobody confirmed"),
        {"lines": lines},
    )


@staff_page("internships/<int:key>/evaluations/", name="intern_evaluations", roles=FOLLOWERS)
@require_safe
def intern_evaluations(request: StaffRequest, key: int) -> HttpResponse:
    """What mentor and learner filed, side by side, from the first week to the end."""
    internship = _internship(request, key)
    shown = columns(internship.evaluations.filed())
    context = {
        "internship": internship,
        "columns": shown,
        "rows": rows(shown),
        "back_url": _page_of(internship),
    }
    title = _("Evaluations of %(learner)s") % {"learner": internship.enrolment.person}
    return staff_frame(request, "placements/staff/intern_evaluations.html", title, context)


@staff_page("intern-evaluations/<int:key>/", name="intern_evaluation", roles=CHANGE_ROLES)
@asks_or_acts
def intern_evaluation(request: StaffRequest, key: int) -> HttpResponse:
    """Filled in on the phone with who answers, in their name."""
    seen = InternshipEvaluation.objects.visible_to(request.user).select_related(
        "internship__enrolment__person",
        "internship__enrolment__cohort__campus",
        "internship__company",
        "internship__mentor__user",
    )
    evaluation = get_object_or_404(seen, pk=key)
    internship = evaluation.internship
    _check_may_change(request, internship)
    if evaluation.filed_at or not is_asked(internship):
        messages.info(request, _("This evaluation does not change any more."))
        return HttpResponseRedirect(_page_of(internship))
    is_mentor = evaluation.by == EvaluatedBy.MENTOR
    name = _mentor_name(internship) if is_mentor else internship.enrolment.person.called
    answer = evaluate(request, evaluation, filed_by=name, actor=Actor.user(request.user))
    if answer.refusal:
        messages.error(request, answer.refusal)
    if answer.done or answer.refusal:
        return HttpResponseRedirect(_page_of(internship))
    words = {"moment": evaluation.get_moment_display(), "who": name}
    return _form_page(
        request,
        answer.form,
        internship,
        title=_("Evaluation “%(moment)s”, as told by %(who)s") % words,
        submit=_("Hand in"),
        submit_value="file",
    )


def _check_may_change(request: StaffRequest, internship: Internship) -> None:
    if not can_change_internship(request.user, internship):
        raise PermissionDenied


def _form_page(
    request: StaffRequest,
    form: Any,
    internship: Internship,
    *,
    title: str,
    submit: str,
    submit_value: str = "",
) -> HttpResponse:
    context = {
        "form": dress(form),
        "internship": internship,
        "back_url": _page_of(internship),
        "submit_label": submit,
        "submit_value": submit_value,
    }
    return staff_frame(request, "placements/staff/intern_form.html", title, context)
