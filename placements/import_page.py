"""Staff pages: companies from a sheet (look first, then import), and the list as a sheet.

Nothing is kept between looking and importing: the rows travel in the page, sealed, so that what
is imported is what was looked at.
"""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from becode.backoffice.dress import dress
from becode.backoffice.pages import staff_page
from becode.backoffice.parts import Tag, Tone
from becode.backoffice.requests import StaffRequest
from becode.core import clock
from becode.core.moves import IllegalMove
from becode.files import store
from becode.files.forms import UploadField
from becode.formats.bad_rows import bad_rows
from becode.formats.sheets import SheetRow, UnreadableFile, read_rows
from becode.formats.xlsx import workbook
from placements.admin.words import day
from placements.company_sheet import recognise, unknown_headings
from placements.models import Company
from placements.numbers import spell_company_number
from placements.permissions import CHANGE_ROLES
from placements.workflow.importing_companies import (
    MOST_ROWS,
    RowResult,
    Verdict,
    import_companies,
)

SALT = "placements.company_sheet"
GOOD_FOR_SECONDS = 24 * 3600
LARGEST_SEAL = 700_000  # letters; a form may hold a million
MOST_EXPORTED = 20_000
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WORDS: dict[Verdict, tuple[Any, Tone]] = {
    Verdict.NEW: (gettext_lazy("new"), "good"),
    Verdict.ADDED: (gettext_lazy("added to"), "info"),
    Verdict.KNOWN: (gettext_lazy("known already"), "neutral"),
    Verdict.BAD: (gettext_lazy("bad"), "bad"),
}
TOO_MANY = gettext_lazy("These are too many rows at once: split the sheet.")


class SheetForm(forms.Form):
    file = UploadField(
        label=gettext_lazy("Spreadsheet"),
        allowed=store.SPREADSHEETS,
        help_text=gettext_lazy("An Excel workbook (.xlsx) or a .csv file of at most 5 MB."),
    )
    invites = forms.BooleanField(
        label=gettext_lazy("Invite the contacts to the portal, by e-mail"),
        required=False,
        help_text=gettext_lazy("Not ticked: nobody gets a message. You can invite them later."),
    )


@staff_page("companies/import/", name="company_import", roles=CHANGE_ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
def company_import(request: StaffRequest) -> HttpResponse | FileResponse:
    """A sheet comes in and is tried; `import` makes it real, `bad` gives the bad rows back."""
    context: dict[str, Any] = {"title": _("Import companies")}
    if "rows" in request.POST:
        return _go_on(request)
    form = SheetForm(request.POST, request.FILES) if request.method == "POST" else SheetForm()
    if request.method == "POST" and form.is_valid():
        invites = form.cleaned_data["invites"]
        try:
            rows = _read(form.cleaned_data["file"])
            results = import_companies(
                rows=rows, by=request.user, at=clock.now(), invites=invites, is_trial=True
            )
            sealed = _seal(rows, invites)
        except (UnreadableFile, IllegalMove, store.Unusable) as error:
            form.add_error("file", str(getattr(error, "sentence", error)))
        else:
            context |= _tried(results, sealed)
    context["form"] = dress(form)
    return _page(request, context)


def _go_on(request: StaffRequest) -> HttpResponse | FileResponse:
    try:
        rows, invites = _unseal(request.POST["rows"])
    except signing.BadSignature:
        messages.error(request, _("This page is too old. Please send the sheet again."))
        return redirect("admin:company_import")
    is_trial = "import" not in request.POST
    results = import_companies(
        rows=rows, by=request.user, at=clock.now(), invites=invites, is_trial=is_trial
    )
    if "bad" in request.POST:
        return _bad_rows(results)
    made = sum(result.verdict == Verdict.NEW for result in results)
    sentence = ngettext("%(count)d company is new.", "%(count)d companies are new.", made)
    messages.success(request, sentence % {"count": made})
    if any(result.verdict == Verdict.BAD for result in results):
        context = {"title": _("Import companies"), "form": dress(SheetForm()), "is_done": True}
        return _page(request, context | _tried(results, request.POST["rows"]))
    return redirect("admin:placements_company_changelist")


@staff_page("companies/export/", name="company_export")
@require_safe
def company_export(request: StaffRequest) -> HttpResponse:
    """The list as it is filtered, as a workbook; its cells compute nothing."""
    from becode.backoffice.site import staff_site  # the site is made of these pages

    admin: Any = staff_site._registry[Company]
    try:
        found = admin.get_changelist_instance(request).queryset
    except IncorrectLookupParameters as error:
        raise Http404 from error
    headings = [
        _("Company"), _("Company number"), _("Sector"), _("Address"), _("Postcode"),
        _("Municipality"), _("Website"), _("Language"), _("Looked after by"), _("Free places"),
        _("Interns now"), _("Hires"), _("Last contact"),
    ]  # fmt: skip
    lines = (
        [
            one.name, spell_company_number(one.number), one.sector, one.address, one.postcode,
            one.municipality, one.website, one.language, str(one.owner or ""), one.open_places,
            one.interns_now, one.hires_made, day(one.last_contact),
        ]
        for one in found[:MOST_EXPORTED]
    )  # fmt: skip
    return _file(workbook([headings, *lines], title=_("Companies")), _("companies"))


def _read(upload: "UploadedFile") -> list[SheetRow]:
    """The rows of what was sent, which is looked at like every file and not kept."""
    file = store.keep(upload, at=clock.now(), allowed=store.SPREADSHEETS)
    content, ending = store.read(file), store.ENDINGS[file.content_type]
    store.delete(file)
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"sheet{ending}"
        path.write_bytes(content)
        rows = read_rows(path, recognise)
    if not rows:
        raise UnreadableFile(
            _("No headings were found: there must be columns such as company and postcode.")
        )
    return rows


def _seal(rows: list[SheetRow], invites: bool) -> str:
    told = [
        (row.sheet, row.number, row.headings, row.cells, row.fields, sorted(row.formulas))
        for row in rows
    ]
    sealed = signing.dumps({"rows": told, "invites": invites}, salt=SALT, compress=True)
    if len(sealed) > LARGEST_SEAL:
        raise UnreadableFile(str(TOO_MANY))
    return sealed


def _unseal(sealed: str) -> tuple[list[SheetRow], bool]:
    """Raises BadSignature for what we did not seal, or long ago."""
    told = signing.loads(sealed, salt=SALT, max_age=GOOD_FOR_SECONDS)
    rows = [
        SheetRow(sheet, number, tuple(headings), tuple(cells), fields, frozenset(formulas))
        for sheet, number, headings, cells, fields, formulas in told["rows"]
    ]
    return rows, bool(told["invites"])


def _tried(results: list[RowResult], sealed: str) -> dict[str, Any]:
    counts = dict.fromkeys(Verdict, 0)
    for result in results:
        counts[result.verdict] += 1
    return {
        "rows": sealed,
        "counts": [(Tag(*WORDS[one]), number) for one, number in counts.items() if number],
        "lines": [
            (one.row.place, one.row.fields.get("name", ""), Tag(*WORDS[one.verdict]), one.notes)
            for one in results
        ],
        "has_bad": counts[Verdict.BAD] > 0,
        "has_work": counts[Verdict.NEW] + counts[Verdict.ADDED] > 0,
        "most_rows": MOST_ROWS,
        "unknown": unknown_headings(result.row for result in results),
    }


def _bad_rows(results: list[RowResult]) -> HttpResponse:
    bad = ((one.notes, one.row) for one in results if one.verdict == Verdict.BAD)
    return _file(bad_rows(bad), _("bad-rows"))


def _file(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=XLSX_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    response["Cache-Control"] = "private, no-store"
    return response


def _page(request: StaffRequest, context: dict[str, Any]) -> HttpResponse:
    # The site is made of these pages: it imports their registry.
    from becode.backoffice.site import staff_site

    whole = {**staff_site.each_context(request), **context}
    return TemplateResponse(request, "placements/staff/company_import.html", whole)
