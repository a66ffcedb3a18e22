"""The class sheet of a cohort: who was there when, typed in one go; and the sheet on paper."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from becode.backoffice.pages import staff_page
from becode.backoffice.requests import StaffRequest
from becode.backoffice.site import staff_site
from becode.core import clock
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from cohorts.admin.frame import cohort_home
from cohorts.class_sheet import Sheet, all_in_time, sheet_of, take_in
from cohorts.models import Cohort, TrainingDay
from cohorts.permissions.check_in import SHEET_KEEPERS, can_keep_sheet
from cohorts.workflow.class_sheet import Refused, SheetRefused, fill_sheet


@staff_page("cohorts/<int:pk>/sheet/", name="class_sheet", roles=SHEET_KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def class_sheet(request: StaffRequest, pk: int) -> HttpResponse:
    """One day of a cohort. POST saves it whole; with `all` it only fills in what is empty."""
    cohort = own_cohort(request, pk)
    day = _day(cohort, request.GET.get("day", ""))
    if day is None:
        if request.method == "POST":
            return HttpResponseRedirect(request.path)
        context = frame(request, cohort, None)
        return TemplateResponse(request, "cohorts/staff/class_sheet.html", context)
    sheet = sheet_of(day)
    if request.method == "POST" and _save(request, sheet):
        return HttpResponseRedirect(request.get_full_path())
    context = frame(request, cohort, day) | {"sheet": sheet} | _neighbours(day)
    return TemplateResponse(request, "cohorts/staff/class_sheet.html", context)


@staff_page("cohorts/<int:pk>/sheet/paper/", name="class_sheet_paper", roles=SHEET_KEEPERS)
@require_safe
def on_paper(request: StaffRequest, pk: int) -> HttpResponse:
    """An empty sheet with room for signatures."""
    cohort = own_cohort(request, pk)
    day = _day(cohort, request.GET.get("day", ""))
    context = frame(request, cohort, day) | {"sheet": sheet_of(day) if day else None}
    return TemplateResponse(request, "cohorts/staff/class_sheet_paper.html", context)


def own_cohort(request: StaffRequest, pk: int) -> Cohort:
    """A cohort whose sheet this colleague keeps; 404 for one of another campus."""
    seen = Cohort.objects.visible_to(request.user).select_related("track", "campus", "room")
    cohort = seen.filter(pk=pk).first()
    if cohort is None:
        raise Http404
    if not can_keep_sheet(request.user, cohort):
        raise PermissionDenied
    return cohort


def frame(request: StaffRequest, cohort: Cohort, day: TrainingDay | None) -> dict[str, Any]:
    """What each page of a day of a cohort shows."""
    when = date_format(day.on, "l j F Y") if day else ""
    return {
        **staff_site.each_context(request),
        "cohort": cohort,
        "day": day,
        "when": when,
        "title": f"{cohort.code} · {when}" if day else cohort.code,
        "cohort_url": cohort_home(request.user, cohort),
    }


def _day(cohort: Cohort, asked: str) -> TrainingDay | None:
    """The day of the address, else today, else the last one that was, else the first one."""
    days = TrainingDay.objects.filter(cohort=cohort)
    if asked:
        try:
            on = date.fromisoformat(asked)
        except ValueError as error:
            raise Http404 from error
        day = days.filter(on=on).first()
        if day is None:
            raise Http404
    else:
        past = days.filter(on__lte=clock.today()).order_by("-on").first()
        day = past or days.order_by("on").first()
    if day is not None:
        day.cohort = cohort
    return day


def _neighbours(day: TrainingDay) -> dict[str, Any]:
    days = TrainingDay.objects.filter(cohort=day.cohort_id)
    return {
        "before": days.filter(on__lt=day.on).order_by("-on").first(),
        "after": days.filter(on__gt=day.on).order_by("on").first(),
    }


def _save(request: StaffRequest, sheet: Sheet) -> bool:
    """Save what was typed; False leaves it all in the sheet, with what is wrong."""
    cells = take_in(sheet, request.POST)
    moment = request.POST.get("all", "")
    if moment:
        count = all_in_time(sheet, moment)
        words = ngettext(
            "%(count)d place is filled in. Nothing is saved yet.",
            "%(count)d places are filled in. Nothing is saved yet.",
            count,
        )
        messages.info(request, words % {"count": count})
        return False
    if sheet.has_errors:
        messages.error(request, str(SheetRefused.sentence))
        return False
    try:
        count = fill_sheet(
            day=sheet.day, cells=cells, actor=Actor.user(request.user), at=clock.now()
        )
    except SheetRefused as error:
        _place(sheet, error.cells)
        messages.error(request, str(error.sentence))
        return False
    except IllegalMove as error:
        messages.error(request, str(error.sentence))
        return False
    if not count:
        messages.info(request, gettext("Nothing was changed."))
        return True
    words = ngettext("%(count)d change is saved.", "%(count)d changes are saved.", count)
    messages.success(request, words % {"count": count})
    return True


def _place(sheet: Sheet, refused: Sequence[Refused]) -> None:
    """Put each sentence at its place."""
    sentences = {(one.cell.enrolment.pk, one.cell.moment): one.sentence for one in refused}
    for row in sheet.rows:
        for place in row.places:
            place.error = sentences.get((row.enrolment.pk, place.moment), "")
