"""The results for visitors: what became of those who finished here, and how that is counted."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from becode.campuses.models import Campus
from becode.core import clock
from becode.reports.outcome_pages import percent_in_words
from becode.reports.outcomes.terms import SMALLEST_CELL
from becode.reports.publishing import Share, published

SECONDS = 300


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a picture; `width` is out of 100."""

    label: str
    share: Share
    percent: str
    width: float


@login_not_required
@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """Only cohorts whose 180 days are over; only proven jobs; no small numbers."""
    found = published(as_of=clock.today())
    names = {campus.pk: str(campus) for campus in Campus.objects.order_by("pk")}
    context = {
        "as_of": found.as_of,
        "version": found.definition_version,
        "totals": [_line(str(share.name), share) for share in found.totals],
        "has_any": any(share.is_shown for share in found.totals),
        "campuses": sorted(
            (_line(names[key], share) for key, share in found.campuses),
            key=lambda line: line.label,
        ),
        "halves": [_line(half, share) for half, share in found.halves],
        "smallest": SMALLEST_CELL,
    }
    response = render(request, "reports/public/results.html", context)
    if not request.COOKIES:
        patch_cache_control(response, private=True, max_age=SECONDS)
    return response


def _line(label: str, share: Share) -> Line:
    return Line(label, share, percent_in_words(share.percent), share.percent or 0)
