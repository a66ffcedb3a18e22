"""The outcomes in the staff site: every figure with whom it counts, to filter, save and freeze."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from becode.backoffice.dress import dress
from becode.backoffice.pages import staff_page
from becode.backoffice.requests import StaffRequest
from becode.campuses.models import Campus
from becode.core import clock
from becode.core.actors import Actor
from becode.formats.xlsx import Cell, workbook
from becode.reports.models import OutcomeSnapshot
from becode.reports.outcome_filter import OutcomeFilter
from becode.reports.outcomes.figures import (
    BY_KEY,
    DAYS_TO_JOB,
    Bars,
    Figure,
    Report,
    bars,
    report,
    report_on,
)
from becode.reports.outcomes.freezing import compare, is_untouched
from becode.reports.outcomes.judging import Verdict
from becode.reports.outcomes.terms import DEFINITION_VERSION
from becode.reports.permissions import FREEZES, SEES_PEOPLE, can_freeze, can_see_people
from becode.reports.workflow import freeze
from cohorts.models import Enrolment

PER_PAGE = 50
XLSX = "xlsx"
LINES = ("counted", "not_counted")
WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of bars; `width` is out of 100."""

    label: str | Promise
    count: int
    width: float


@staff_page("outcomes/", name="outcomes")
@require_safe
def outcomes(request: StaffRequest) -> HttpResponse:
    """All figures of what the colleague chose; `?format=xlsx` saves the same table."""
    form = OutcomeFilter(request.GET, user=request.user)
    context: dict[str, Any] = {
        "title": _("Outcomes"),
        "form": dress(form),
        "version": DEFINITION_VERSION,
        "may_see_people": can_see_people(request.user),
        "may_freeze": can_freeze(request.user),
        "query": request.GET.urlencode(),
    }
    if form.is_valid():
        found = report(form.scope, as_of=form.day)
        if request.GET.get("format") == XLSX:
            return _as_workbook(found)
        kinds = bars(found)
        context |= {
            "as_of": form.day,
            "figures": [(figure, written(figure)) for figure in found.figures],
            "groups": _groups(kinds),
            "campuses": _by_campus(found),
            "codes": [(code, code.label, n) for code, n in kinds.cirr.items()],
            "people": len(found.ripe_graduates),
        }
    return _page(request, "reports/outcomes.html", context)


@staff_page("outcomes/people/<str:key>/", name="outcome_people", roles=SEES_PEOPLE)
@require_safe
def outcome_people(request: StaffRequest, key: str) -> HttpResponse:
    """Whom one figure counts, does not count, and leaves out, by name."""
    if key not in BY_KEY:
        raise Http404
    form = OutcomeFilter(request.GET, user=request.user)
    if not form.is_valid():
        return redirect(f"{reverse('admin:outcomes')}?{request.GET.urlencode()}")
    found = report(form.scope, as_of=form.day)
    figure = found.figure(key)
    groups = _people_of(figure)
    wanted = request.GET.get("of", "counted")
    if wanted not in groups:
        raise Http404
    page = Paginator(groups[wanted][1], PER_PAGE).get_page(request.GET.get("page"))
    verdicts = {one.learner.key: one for one in found.verdicts}
    rest = request.GET.copy()
    for name in ("of", "page"):
        rest.pop(name, None)
    return _page(
        request,
        "reports/outcome_people.html",
        {
            "title": str(figure.definition.name),
            "figure": figure,
            "percent": written(figure),
            "page": page,
            "rows": _rows(list(page), verdicts),
            "tabs": [
                (name, label, len(keys), name == wanted) for name, (label, keys) in groups.items()
            ],
            "wanted": wanted,
            "query": rest.urlencode(),
            "as_of": form.day,
        },
    )


@staff_page("outcomes/freeze/", name="freeze_outcomes", roles=FREEZES)
@require_POST
def freeze_outcomes(request: StaffRequest) -> HttpResponse:
    """Keep what the page shows now; the choices come along as they stood above it."""
    form = OutcomeFilter(request.POST, user=request.user)
    if not form.is_valid():
        messages.error(request, _("Please look at the choices again."))
        return redirect("admin:outcomes")
    day = date_format(form.day, "j F Y")
    title = f"{form.in_words or _('All')} · {day}"[:120]
    snapshot = freeze(
        found=report(form.scope, as_of=form.day),
        title=title,
        note=request.POST.get("note", "")[:300],
        actor=Actor.user(request.user),
        at=clock.now(),
    )
    messages.success(request, _("Frozen. Nobody can change these figures any more."))
    return redirect("admin:frozen_outcome", snapshot.pk)


@staff_page("outcomes/frozen/", name="frozen_outcomes")
@require_safe
def frozen_outcomes(request: StaffRequest) -> HttpResponse:
    rows = OutcomeSnapshot.objects.visible_to(request.user).select_related("made_by")
    page = Paginator(rows.defer("figures", "people"), PER_PAGE).get_page(request.GET.get("page"))
    return _page(
        request, "reports/frozen_outcomes.html", {"title": _("Frozen outcomes"), "page": page}
    )


@staff_page("outcomes/frozen/<int:key>/", name="frozen_outcome")
@require_safe
def frozen_outcome(request: StaffRequest, key: int) -> HttpResponse:
    """The figures as they were; with `?compare=1` beside the same computed now."""
    snapshot = get_object_or_404(
        OutcomeSnapshot.objects.visible_to(request.user).select_related("made_by"), pk=key
    )
    comparison = compare(snapshot) if "compare" in request.GET else None
    changed = comparison.learners[:PER_PAGE] if comparison else ()
    names = _names([one.key for one in changed]) if can_see_people(request.user) else {}
    return _page(
        request,
        "reports/frozen_outcome.html",
        {
            "title": snapshot.title,
            "snapshot": snapshot,
            "is_untouched": is_untouched(snapshot),
            "figures": [
                (
                    BY_KEY[figure["key"]].name if figure["key"] in BY_KEY else figure["name"],
                    figure,
                    percent_in_words(figure["percent"]),
                )
                for figure in snapshot.figures
            ],
            "comparison": comparison,
            "changed": [
                (names.get(one.key), one.key, _facts(one.then), _facts(one.now)) for one in changed
            ],
            "more": len(comparison.learners) - len(changed) if comparison else 0,
        },
    )


def _page(request: StaffRequest, template: str, context: dict[str, Any]) -> TemplateResponse:
    # The site is made of these pages: it imports their registry.
    from becode.backoffice.site import staff_site

    request.current_app = staff_site.name  # type: ignore[attr-defined]
    return TemplateResponse(request, template, {**staff_site.each_context(request), **context})


def percent_in_words(percent: float | None) -> str:
    """81,4% in the language of the reader; a dash where there is nobody to count."""
    return "–" if percent is None else f"{number_format(percent, decimal_pos=1)}%"


def written(figure: Figure) -> str:
    return percent_in_words(figure.percent)


def lines(counts: list[tuple[str | Promise, int]]) -> list[Line]:
    """Bars; the longest one is the whole width."""
    most = max((count for _label, count in counts), default=0)
    return [
        Line(label, count, round(100 * count / most, 1) if most else 0) for label, count in counts
    ]


def _groups(found: Bars) -> list[tuple[str, list[Line]]]:
    days = [
        (_("Day %(first)d to %(last)d") % {"first": first, "last": last}, found.days[first, last])
        for first, last in DAYS_TO_JOB
    ]
    return [
        (_("What became of the graduates"), lines([(k.label, n) for k, n in found.status.items()])),
        (_("Contracts of those placed"), lines([(k.label, n) for k, n in found.contract.items()])),
        (_("Days from graduation to the job"), lines(list(days))),
        (
            _("Seen apart"),
            lines(
                [
                    (_("Placed by IBO, PFI or FPI alone"), found.only_training_contracts),
                    (
                        _("Not counted: only a phone note or a public profile"),
                        found.weaker_evidence,
                    ),
                    (_("Not counted: no evidence yet"), found.no_evidence),
                ]
            ),
        ),
    ]


def _by_campus(found: Report) -> list[tuple[str, list[tuple[str, str]]]]:
    """Each campus with its share and fraction of each figure, by name; one query."""
    keys = {one.learner.campus_key for one in found.verdicts}
    campuses = Campus.objects.filter(pk__in=keys).order_by("name", "pk")
    return [
        (
            str(campus),
            [
                (written(figure), f"{figure.numerator} / {figure.denominator}")
                for figure in report_on(
                    (one for one in found.verdicts if one.learner.campus_key == campus.pk),
                    scope=found.scope,
                    as_of=found.as_of,
                ).figures
            ],
        )
        for campus in campuses
    ]


def _people_of(figure: Figure) -> dict[str, tuple[str | Promise, list[int]]]:
    counted = set(figure.counted)
    return {
        "counted": (_("Counted"), list(figure.counted)),
        "not_counted": (_("Not counted"), [key for key in figure.people if key not in counted]),
        **{one.key: (one.reason, list(one.people)) for one in figure.exclusions},
    }


def _names(keys: list[int]) -> dict[int, Enrolment]:
    rows = Enrolment.objects.filter(pk__in=keys).select_related("person", "cohort")
    return {row.pk: row for row in rows.order_by("pk")}


def _rows(keys: list[int], verdicts: dict[int, Verdict]) -> list[tuple[Enrolment, Verdict]]:
    found = _names(keys)
    return [(found[key], verdicts[key]) for key in keys if key in found]


def _facts(values: dict[str, Any]) -> str:
    return "; ".join(f"{name}: {value}" for name, value in values.items())


def _as_workbook(found: Report) -> HttpResponse:
    heads = (_("Figure"), _("Numerator"), _("Denominator"), "%", _("Left out"), _("Definition"))
    rows: list[tuple[Cell, ...]] = [tuple(heads)]
    for figure in found.figures:
        left_out = "; ".join(f"{one.reason}: {one.count}" for one in figure.exclusions)
        rows.append(
            (
                str(figure.definition.name),
                figure.numerator,
                figure.denominator,
                figure.percent if figure.percent is not None else "–",
                left_out,
                str(figure.definition.text),
            )
        )
    for title, group in _groups(bars(found)):
        rows.extend((f"{title}: {line.label}", line.count, "", "", "", "") for line in group)
    rows.append((_("As of"), found.as_of, "", "", "", DEFINITION_VERSION))
    response = HttpResponse(workbook(rows, title=_("Outcomes")), content_type=WORKBOOK_TYPE)
    name = f"outcomes-{found.as_of.isoformat()}.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
