"""Spreadsheets through the staff site: send one, say what its columns are, look, import."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from applicants.admin.import_forms import ColumnsForm, SheetForm
from applicants.imports.reading import UnreadableFile
from applicants.imports.running import Outcome, Report
from applicants.imports.stored import columns_of
from applicants.models import ImportRun
from applicants.permissions import DECIDERS
from applicants.workflow import importing
from becode.backoffice.dress import dress
from becode.backoffice.pages import staff_page
from becode.backoffice.parts import Tag, Tone
from becode.backoffice.requests import StaffRequest
from becode.backoffice.site import staff_site
from becode.core import clock
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from becode.files import store

SHOWN_RUNS = 50
SHOWN_ROWS = 200
VERDICTS: dict[Outcome, tuple[Any, Tone]] = {
    Outcome.IMPORTED: (_("new"), "good"),
    Outcome.MERGED: (_("merged"), "info"),
    Outcome.SKIPPED: (_("skipped"), "neutral"),
    Outcome.BAD: (_("bad"), "bad"),
}


@staff_page("imports/", name="imports", roles=DECIDERS)
@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: StaffRequest) -> HttpResponse:
    """The sheets that came in, and a form for the next one."""
    form = SheetForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        form = SheetForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                made = importing.receive_sheet(
                    source_name=form.cleaned_data["source"],
                    upload=form.cleaned_data["file"],
                    by=request.user,
                    at=clock.now(),
                )
                return HttpResponseRedirect(reverse("admin:import_run", args=[made.pk]))
            except store.Unusable as error:
                form.add_error("file", str(error.sentence))
    runs = ImportRun.objects.visible_to(request.user).select_related(
        "source", "sheet", "bad_rows", "uploaded_by"
    )
    context = {
        **staff_site.each_context(request),
        "title": gettext("Import"),
        "form": dress(form),
        "sources": form.known,
        "runs": runs[:SHOWN_RUNS],
    }
    return TemplateResponse(request, "applicants/staff/imports.html", context)


@staff_page("imports/<int:pk>/", name="import_run", roles=DECIDERS)
@require_http_methods(["GET", "HEAD", "POST"])
def import_run(request: StaffRequest, pk: int) -> HttpResponse:
    """One sheet. POST with `try` keeps the columns and shows what would happen; with `import`
    it happens."""
    sheet = _sheet(request, pk)
    context: dict[str, Any] = {
        **staff_site.each_context(request),
        "title": sheet.sheet.name,
        "sheet": sheet,
        "counts": _counted(sheet.counts),
        "most_rows": importing.MOST_ROWS,
        "track": importing.usual_track(clock.now()),
    }
    if sheet.imported_at is None:
        try:
            known = columns_of(sheet)
        except (UnreadableFile, FileNotFoundError) as error:
            context["obstacle"] = (
                str(error)
                if isinstance(error, UnreadableFile)
                else gettext("The file is gone. Please send it again.")
            )
            return TemplateResponse(request, "applicants/staff/import_run.html", context)
        if "import" in request.POST:
            return _import(request, sheet)
        form = ColumnsForm(request.POST if "try" in request.POST else None, known=known)
        context["form"] = dress(form)
        if form.is_valid():
            context |= _tried(request, sheet, form)
    if request.method == "POST" and "try" not in request.POST:
        return HttpResponseRedirect(request.path)
    return TemplateResponse(request, "applicants/staff/import_run.html", context)


@staff_page("imports/<int:pk>/bad-rows/", name="import_bad_rows", roles=DECIDERS)
@require_safe
def import_bad_rows(request: StaffRequest, pk: int) -> FileResponse:
    """The sheet of bad rows, to mend and to send again."""
    sheet = _sheet(request, pk)
    if sheet.bad_rows is None:
        raise Http404
    return store.serve(sheet.bad_rows)


def _sheet(request: StaffRequest, pk: int) -> ImportRun:
    seen = ImportRun.objects.visible_to(request.user)
    return get_object_or_404(seen.select_related("source", "sheet", "bad_rows"), pk=pk)


def _tried(request: StaffRequest, sheet: ImportRun, form: ColumnsForm) -> dict[str, Any]:
    """Keep the columns and try: the counts and the first rows, or why it cannot be."""
    at = clock.now()
    importing.match_columns(
        sheet=sheet, columns=form.matched(), actor=Actor.user(request.user), at=at
    )
    try:
        report = importing.try_sheet(sheet=sheet, by=request.user, at=at)
    except IllegalMove as error:
        return {"obstacle": str(error.sentence)}
    return {
        "tried": True,
        "counts": _counted(report.counts()),
        "lines": _lines(report),
        "left_out": max(0, len(report.results) - SHOWN_ROWS),
        "has_work": any(
            result.outcome in (Outcome.IMPORTED, Outcome.MERGED) for result in report.results
        ),
    }


def _import(request: StaffRequest, sheet: ImportRun) -> HttpResponse:
    try:
        report = importing.import_sheet(sheet=sheet, by=request.user, at=clock.now())
    except IllegalMove as error:
        messages.error(request, str(error.sentence))
        return HttpResponseRedirect(request.path)
    done = report.counts()[Outcome.IMPORTED]
    sentence = ngettext(
        "%(count)d application was imported.", "%(count)d applications were imported.", done
    )
    messages.success(request, sentence % {"count": done})
    return HttpResponseRedirect(request.path)


def _lines(report: Report) -> list[tuple[str, Tag, str]]:
    """Where a row stands, its verdict and the reasons; names are not repeated."""
    return [
        (result.row.place, Tag(*VERDICTS[result.outcome]), " ".join(result.notes))
        for result in report.results[:SHOWN_ROWS]
    ]


def _counted(counts: dict[str, int]) -> list[tuple[Tag, int]]:
    return [(Tag(*VERDICTS[outcome]), counts[outcome]) for outcome in Outcome if outcome in counts]
