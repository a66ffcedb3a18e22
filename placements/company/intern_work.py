"""The company's side of a running internship: sheet, hours, absences, evaluations.

Who of the company may do what: docs/domain.md, "Internships".
"""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from becode.core.actors import Actor
from cohorts.signing import strokes_of, typed_name_of
from placements.company.access import ContactRequest, contact_required
from placements.enums import EvaluatedBy, Skill
from placements.evaluating import is_asked, mark_words
from placements.intern_handling import (
    can_confirm,
    confirm_month,
    evaluate,
    fill_sheet,
    month_of,
    sign_sheet,
    tell_absence,
)
from placements.models import CompanyContact, Internship, InternshipEvaluation
from placements.permissions import can_fill_sheet, can_mentor
from placements.workflow.workstation import sheet_of

asks_or_acts = require_http_methods(["GET", "HEAD", "POST"])


def _own(
    request: ContactRequest, key: int, may: Callable[[CompanyContact, Internship], bool]
) -> Internship:
    """An internship of the company (404), for who may act on it (403)."""
    rows = Internship.objects.of_company(request.company.pk).select_related(
        "position__campus", "establishment", "company", "enrolment__person", "enrolment__cohort"
    )
    internship = get_object_or_404(rows, pk=key)
    if not may(request.contact, internship):
        raise PermissionDenied
    return internship


@contact_required
@asks_or_acts
def workstation(request: ContactRequest, key: int) -> HttpResponse:
    """Fill in the sheet; a signed one is shown."""
    internship = _own(request, key, can_fill_sheet)
    sheet = sheet_of(internship)
    if sheet is not None and sheet.signed_at is not None:
        return redirect("placements:company:workstation_sheet", key)
    answer = fill_sheet(request, internship, actor=Actor.user(request.user))
    if answer.done:
        return redirect("placements:company:sign_workstation", key)
    context = {"internship": internship, "form": answer.form}
    return render(request, "placements/company/workstation.html", context)


@contact_required
@asks_or_acts
def sign_workstation(request: ContactRequest, key: int) -> HttpResponse:
    internship = _own(request, key, can_fill_sheet)
    sheet = sheet_of(internship)
    if sheet is None:
        return redirect("placements:company:workstation", key)
    if sheet.signed_at is not None:
        return redirect("placements:company:workstation_sheet", key)
    answer = sign_sheet(
        request,
        sheet,
        name=str(request.user),
        signer_key=request.user.pk,
        actor=Actor.user(request.user),
    )
    if answer.refusal:
        messages.error(request, answer.refusal)
        return redirect("placements:company:sign_workstation", key)
    if answer.done:
        messages.success(request, _("Thank you. The sheet is signed."))
        return redirect("placements:company:internship", key)
    context = {"internship": internship, "sheet": sheet, "form": answer.form}
    return render(request, "placements/company/sign_workstation.html", context)


@contact_required
@require_safe
def workstation_sheet(request: ContactRequest, key: int) -> HttpResponse:
    """The sheet to read and print, for everybody of the company."""
    internship = _own(request, key, lambda contact, shown: True)
    sheet = sheet_of(internship)
    if sheet is None:
        raise Http404
    context = {
        "internship": internship,
        "sheet": sheet,
        "strokes": strokes_of(sheet.signature),
        "typed": typed_name_of(sheet.signature),
    }
    return render(request, "placements/company/workstation_sheet.html", context)


@contact_required
@asks_or_acts
def month(request: ContactRequest, key: int, month: str) -> HttpResponse:
    """Confirm the hours of a month in one tap, or change days first."""
    internship = _own(request, key, can_mentor)
    first_on = month_of(internship, month)
    if not can_confirm(internship, first_on):
        raise Http404
    answer = confirm_month(
        request,
        internship,
        first_on,
        confirmed_by=str(request.user),
        actor=Actor.user(request.user),
    )
    if answer.done:
        words = {"month": date_format(first_on, "F Y")}
        messages.success(request, _("Thank you. The hours of %(month)s are confirmed.") % words)
        return redirect("placements:company:internship", key)
    context = {"internship": internship, "month": first_on, "form": answer.form}
    return render(request, "placements/company/month.html", context)


@contact_required
@asks_or_acts
def absence(request: ContactRequest, key: int) -> HttpResponse:
    internship = _own(request, key, can_mentor)
    answer = tell_absence(request, internship, by_company=True, actor=Actor.user(request.user))
    if answer.done:
        messages.success(request, _("Thank you. The coach hears it now."))
        return redirect("placements:company:internship", key)
    context = {"internship": internship, "form": answer.form}
    return render(request, "placements/company/absence.html", context)


@contact_required
@asks_or_acts
def evaluation(request: ContactRequest, key: int) -> HttpResponse:
    """The mentor's own: filled in, or read once it is filed. The learner's is not theirs."""
    rows = InternshipEvaluation.objects.of_company(request.company.pk).filter(by=EvaluatedBy.MENTOR)
    own = get_object_or_404(
        rows.select_related(
            "internship__company", "internship__enrolment__person", "internship__enrolment__cohort"
        ),
        pk=key,
    )
    internship = own.internship
    if not can_mentor(request.contact, internship):
        raise PermissionDenied
    page = "placements:company:internship"
    if own.filed_at or not is_asked(internship):
        if request.method == "POST":
            messages.error(request, _("This evaluation does not change any more."))
            return redirect(page, internship.pk)
        return render(
            request,
            "placements/company/evaluation_filed.html",
            {
                "evaluation": own,
                "evaluation_marks": [(skill.label, mark_words(own, skill)) for skill in Skill],
                "internship": internship,
            },
        )
    answer = evaluate(request, own, filed_by=str(request.user), actor=Actor.user(request.user))
    if answer.refusal:
        messages.error(request, answer.refusal)
        return redirect(page, internship.pk)
    if answer.done:
        words = (
            _("Thank you. The evaluation is handed in.")
            if answer.done == "filed"
            else _("Saved. You can go on later.")
        )
        messages.success(request, words)
        return redirect(page, internship.pk)
    context = {"evaluation": own, "internship": internship, "form": answer.form}
    return render(request, "placements/company/evaluation.html", context)
