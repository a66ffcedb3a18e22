"""The dashboard: what the school reaches, with the definition beside every figure."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from becode.backoffice.pages import staff_page
from becode.backoffice.requests import StaffRequest
from becode.campuses.models import Campus
from becode.core import clock
from becode.reports import funnel, outcome_pages
from becode.reports.outcome_pages import lines, written
from becode.reports.outcomes.facts import Scope
from becode.reports.outcomes.figures import Report, bars, report, report_on
from becode.reports.outreach_page import outreach_results

__all__ = ["dashboard", "outcome_pages", "outreach_results"]

PLACED = "placed_180"


@dataclass(frozen=True, slots=True)
class CampusLine:
    """One campus in the table of placements; `width` is out of 100."""

    campus: str
    numerator: int
    denominator: int
    percent: str
    width: float


@staff_page("dashboard/", name="dashboard")
@require_safe
def dashboard(request: StaffRequest) -> HttpResponse:
    """For every colleague, about the campuses they see; the number of queries is constant."""
    # The site is made of these pages: it imports their registry.
    from becode.backoffice.site import staff_site

    as_of = clock.today()
    found = report(Scope.of(request.user), as_of=as_of)
    placed, apart = found.figure(PLACED), bars(found)
    steps = funnel.steps(request.user)
    request.current_app = staff_site.name  # type: ignore[attr-defined]
    context = {
        **staff_site.each_context(request),
        "title": _("Dashboard"),
        "scope": _scope(request),
        "as_of": as_of,
        "placed": placed,
        "placed_percent": written(placed),
        "apart": apart,
        "campuses": _campus_lines(found),
        "bars": lines([(step.label, step.count) for step in steps]),
        "current_learners": sum(
            step.count for step in steps if step.key in ("in_training", "on_internship")
        ),
        "seats": funnel.seats(request.user),
        "places": funnel.places(request.user),
    }
    return TemplateResponse(request, "reports/dashboard.html", context)


def _campus_lines(found: Report) -> list[CampusLine]:
    """Each campus with graduates whose time is over, by name; one query."""
    graduates = found.ripe_graduates
    keys = {one.learner.campus_key for one in graduates}
    shown = []
    for campus in Campus.objects.filter(pk__in=keys).order_by("name", "pk"):
        theirs = [one for one in graduates if one.learner.campus_key == campus.pk]
        figure = report_on(theirs, scope=found.scope, as_of=found.as_of).figure(PLACED)
        shown.append(
            CampusLine(
                campus=str(campus),
                numerator=figure.numerator,
                denominator=figure.denominator,
                percent=written(figure),
                width=figure.percent or 0,
            )
        )
    return shown


def _scope(request: StaffRequest) -> str:
    """Which campuses the figures are about, in words."""
    keys = request.user.campus_keys()
    if keys is None:
        return _("All campuses")
    campuses = Campus.objects.filter(pk__in=keys).order_by("name", "pk")
    return _("Your campuses: %(names)s") % {"names": ", ".join(map(str, campuses))}
