"""The dashboard: what the school reaches, with the definition beside every figure."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.utils import formats
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from becode.backoffice.pages import staff_page
from becode.backoffice.requests import StaffRequest
from becode.campuses.models import Campus
from becode.core import clock
from becode.reports import funnel, outcomes
from becode.reports.outreach_page import outreach_results

__all__ = ["dashboard", "outreach_results"]


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of a bar chart; `width` is out of 100."""

    label: str | Promise
    count: int
    width: float


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
    overall, by_campus = outcomes.placed_180_by_campus(as_of=as_of, user=request.user)
    steps = funnel.steps(request.user)
    names = {campus.pk: str(campus) for campus in Campus.objects.order_by("pk")}
    request.current_app = staff_site.name  # type: ignore[attr-defined]
    context = {
        **staff_site.each_context(request),
        "title": _("Dashboard"),
        "scope": _scope(request),
        "as_of": as_of,
        "placed": overall,
        "placed_percent": written_percent(overall),
        "campuses": [
            CampusLine(
                campus=names[line.campus_key],
                numerator=line.outcome.numerator,
                denominator=line.outcome.denominator,
                percent=written_percent(line.outcome),
                width=line.outcome.percent or 0,
            )
            for line in by_campus
        ],
        "bars": bars(steps),
        "current_learners": sum(
            step.count for step in steps if step.key in ("in_training", "on_internship")
        ),
        "seats": funnel.seats(request.user),
        "places": funnel.places(request.user),
    }
    return TemplateResponse(request, "reports/dashboard.html", context)


def bars(steps: list[funnel.Step]) -> list[Bar]:
    """The steps as bars; the longest one is the whole width."""
    most = max((step.count for step in steps), default=0)
    return [
        Bar(step.label, step.count, round(100 * step.count / most, 1) if most else 0)
        for step in steps
    ]


def written_percent(outcome: outcomes.Outcome) -> str:
    """81,4% in the language of the reader; a dash where there is nobody to count."""
    if outcome.percent is None:
        return "–"
    return f"{formats.number_format(outcome.percent, decimal_pos=1)}%"


def _scope(request: StaffRequest) -> str:
    """Which campuses the figures are about, in words."""
    keys = request.user.campus_keys()
    if keys is None:
        return _("All campuses")
    campuses = Campus.objects.filter(pk__in=keys).order_by("name", "pk")
    return _("Your campuses: %(names)s") % {"names": ", ".join(map(str, campuses))}
