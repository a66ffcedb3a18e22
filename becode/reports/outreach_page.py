"""The page of the results of outreach, and the same figures as a spreadsheet."""

import csv
from dataclasses import dataclass
from decimal import Decimal

from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from applicants.permissions import DECIDERS
from becode.accounts.enums import Role
from becode.backoffice.pages import staff_page
from becode.backoffice.requests import StaffRequest
from becode.core.cells import inert
from becode.reports import outreach
from becode.reports.outreach import Attribution, Line

ROLES = (*DECIDERS, Role.REPORTING)
CSV = "csv"


@dataclass(frozen=True, slots=True)
class Cell:
    """How many people, and what each of them cost in words."""

    count: int
    cost: str


@dataclass(frozen=True, slots=True)
class Row:
    name: str
    detail: str
    url: str
    cost: str
    cells: list[Cell]


@staff_page("outreach/results/", name="outreach_results", roles=ROLES)
@require_safe
def outreach_results(request: StaffRequest) -> HttpResponse:
    """By first touch, or with `?touch=last`; `&format=csv` saves the same figures."""
    # The site is made of these pages: it imports their registry.
    from becode.backoffice.site import staff_site

    attribution: Attribution = "last" if request.GET.get("touch") == "last" else "first"
    found = outreach.results(user=request.user, attribution=attribution)
    if request.GET.get("format") == CSV:
        return _as_csv(found, attribution)
    has_pages = request.user.has_role(Role.ADMINISTRATOR, *DECIDERS)
    request.current_app = staff_site.name  # type: ignore[attr-defined]
    context = {
        **staff_site.each_context(request),
        "title": _("Results of outreach"),
        "attribution": attribution,
        "headers": [outreach.LABELS[step] for step in outreach.STEPS],
        "tables": [
            (
                _("By activity"),
                _("No activities yet. Plan one first; the figures come by themselves."),
                [_row(line, "outreachactivity" if has_pages else "") for line in found.activities],
            ),
            (
                _("By partner"),
                _("No partners yet."),
                [_row(line, "referralpartner" if has_pages else "") for line in found.partners],
            ),
        ],
        "definitions": [
            *((outreach.LABELS[step], outreach.DEFINITIONS[step]) for step in outreach.STEPS),
            (_("Cost per person"), outreach.DEFINITIONS["cost"]),
        ],
        "csv_url": f"{request.path}?touch={attribution}&format={CSV}",
    }
    return TemplateResponse(request, "reports/outreach.html", context)


def _row(line: Line, model: str) -> Row:
    url = reverse(f"admin:applicants_{model}_change", args=[line.key]) if model else ""
    cells = [Cell(line.counts[step], _euro(line.cost_per(step))) for step in outreach.STEPS]
    return Row(line.name, line.detail, url, _euro(line.cost or None), cells)


def _euro(amount: Decimal | None) -> str:
    if amount is None:
        return ""
    words = number_format(amount, decimal_pos=2, use_l10n=True, force_grouping=True)
    return f"€\N{NO-BREAK SPACE}{words}"


def _as_csv(found: outreach.Results, attribution: Attribution) -> HttpResponse:
    """Semicolons and a mark at the beginning: spreadsheet programs here open it as it is."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    name = f"outreach-{attribution}-touch.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    response.write("\ufeff")
    writer = csv.writer(response, delimiter=";")
    counts = [str(outreach.LABELS[step]) for step in outreach.STEPS]
    costs = [_("Cost per person: %(step)s") % {"step": step} for step in counts]
    head = [_("Kind"), _("Name"), _("Detail"), _("Cost in euro"), *counts, *costs]
    writer.writerow([inert(text) for text in head])
    groups = ((_("Activity"), found.activities), (_("Partner"), found.partners))
    for kind, lines in groups:
        for line in lines:
            writer.writerow(
                [
                    *(inert(text) for text in (kind, line.name, line.detail)),
                    line.cost,
                    *(line.counts[step] for step in outreach.STEPS),
                    *(line.cost_per(step) or "" for step in outreach.STEPS),
                ]
            )
    return response
