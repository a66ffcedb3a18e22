"""Months of hours: the preview of a cohort, locking it, papers and the sheet for the service."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from becode.backoffice.base import StaffAdmin
from becode.backoffice.dress import dress
from becode.backoffice.pages import require_role, staff_page
from becode.backoffice.parts import Link, Section, table_section
from becode.backoffice.requests import StaffRequest
from becode.backoffice.site import staff_site
from becode.backoffice.verbs import VerbsMixin
from becode.core import clock
from becode.core.actors import Actor
from becode.core.clock import BRUSSELS
from becode.core.moves import IllegalMove
from becode.files import store
from becode.formats.xlsx import Cell, workbook
from cohorts.admin.absence_forms import LockForm, month_of
from cohorts.admin.absences import moment
from cohorts.admin.frame import cohort_home
from cohorts.counting_words import hours_and_minutes
from cohorts.models import Attestation, Cohort
from cohorts.months import AMOUNTS, MonthLine, cohort_month, last_of
from cohorts.papers.attestation import name_on_paper
from cohorts.permissions.cohorts import GUIDES
from cohorts.workflow.attestations import lock_cohort_month, why_not


@admin.register(Attestation, site=staff_site)
class AttestationAdmin(VerbsMixin, StaffAdmin):
    """Locked months, every version."""

    view_roles = GUIDES
    list_display = ("learner", "cohort", "shown_month", "version", "hours", "locked_at")
    list_filter = ("month", "enrolment__cohort__campus", "enrolment__cohort")
    search_fields = ("enrolment__person__sort_name",)
    ordering = ("-month", "enrolment__person__sort_name", "-version")

    def get_queryset(self, request: StaffRequest) -> QuerySet[Any]:
        related = ("enrolment__person", "enrolment__cohort", "locked_by", "file")
        return super().get_queryset(request).select_related(*related)

    @admin.display(description=_("Learner"), ordering="enrolment__person__sort_name")
    def learner(self, obj: Attestation) -> str:
        return str(obj.enrolment.person)

    @admin.display(description=_("Cohort"), ordering="enrolment__cohort__code")
    def cohort(self, obj: Attestation) -> str:
        return obj.enrolment.cohort.code

    @admin.display(description=_("Month"), ordering="month")
    def shown_month(self, obj: Attestation) -> str:
        return date_format(obj.month, "F Y")

    @admin.display(description=_("Present"))
    def hours(self, obj: Attestation) -> str:
        return hours_and_minutes(obj.present)

    def facts(self, request: StaffRequest, obj: Attestation) -> list[tuple[Any, Any]]:
        cohort = obj.enrolment.cohort
        month = reverse("admin:cohort_month", args=[cohort.pk, f"{obj.month:%Y-%m}"])
        paper = (
            Link(obj.file.name, reverse("admin:attestation_paper", args=[obj.pk]))
            if (obj.file)
            else ""
        )
        facts = [
            (_("Learner"), str(obj.enrolment.person)),
            (
                _("Month"),
                Link(f"{obj.enrolment.cohort.code} · {date_format(obj.month, 'F Y')}", month),
            ),
            (_("Version"), obj.version),
            (_("Why a new version"), obj.reason),
            (_("Locked"), moment(obj.locked_at)),
            (_("Locked by"), obj.locked_by),
            (_("Paper"), paper),
            *((_amount(name), hours_and_minutes(getattr(obj, name))) for name in AMOUNTS),
        ]
        return [(label, value) for label, value in facts if value]

    def sections(self, request: StaffRequest, obj: Attestation) -> list[Section]:
        rows = [
            (
                date_format(date.fromisoformat(row["on"]), "D j F"),
                *(hours_and_minutes(row[name]) for name in AMOUNTS),
            )
            for row in obj.days
        ]
        return [table_section(_("Days"), [_("Day"), *map(_amount, AMOUNTS)], rows)]


def _amount(name: str) -> str:
    return {
        "planned": gettext("Planned"),
        "present": gettext("Present"),
        "justified": gettext("Justified"),
        "unjustified": gettext("Unjustified"),
    }[name]


@staff_page("cohorts/<int:pk>/months/<str:month>/", name="cohort_month")
@require_http_methods(["GET", "HEAD", "POST"])
def month_page(request: StaffRequest, pk: int, month: str) -> HttpResponse:
    """Everybody's hours of a month as counted now and as locked; its POST locks who is ready."""
    require_role(request, *GUIDES)
    cohort, first = _found(request, pk, month)
    at = clock.now()
    form = LockForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            locked = lock_cohort_month(
                cohort=cohort,
                month=first,
                reason=form.cleaned_data["reason"],
                actor=Actor.user(request.user),
                at=at,
            )
        except IllegalMove as error:
            messages.error(request, str(error.sentence))
        else:
            done = ngettext(
                "The month of %(count)d learner is locked.",
                "The months of %(count)d learners are locked.",
                len(locked),
            )
            messages.success(request, done % {"count": len(locked)})
        return HttpResponseRedirect(request.path)
    lines = cohort_month(cohort, first, at)
    context = {
        **staff_site.each_context(request),
        "title": f"{cohort.code} · {date_format(first, 'F Y')}",
        "cohort": cohort,
        "month": first,
        "rows": [_row(line) for line in lines],
        "ready": sum(line.can_lock for line in lines),
        "changed": any(line.differs for line in lines),
        "locked": sum(line.locked is not None for line in lines),
        "form": dress(form),
        "before": _address(cohort, first.replace(day=1), -1),
        "after": _address(cohort, last_of(first), 1),
        "cohort_url": cohort_home(request.user, cohort),
        "sheet_url": reverse("admin:cohort_month_sheet", args=[cohort.pk, month]),
    }
    return TemplateResponse(request, "cohorts/staff/month.html", context)


def _found(request: StaffRequest, pk: int, month: str) -> tuple[Cohort, date]:
    """A cohort within the colleague's scope and the first day of a month. Raises Http404."""
    cohort = Cohort.objects.visible_to(request.user).filter(pk=pk).first()
    first = month_of(month)
    if cohort is None or first is None:
        raise Http404
    return cohort, first


def _address(cohort: Cohort, day: date, step: int) -> str:
    other = date.fromordinal(day.toordinal() + step)
    return reverse("admin:cohort_month", args=[cohort.pk, f"{other:%Y-%m}"])


def _row(line: MonthLine) -> dict[str, Any]:
    locked = line.locked
    return {
        "name": str(line.enrolment.person),
        "url": reverse("admin:cohorts_enrolment_change", args=[line.enrolment.pk]),
        "amounts": [hours_and_minutes(getattr(line, name)) for name in (*AMOUNTS, "open")],
        "locked": locked,
        "locked_amounts": [hours_and_minutes(getattr(locked, name)) for name in AMOUNTS]
        if locked and line.differs
        else [],
        "differs": line.differs,
        "can_lock": line.can_lock,
        "why": why_not(line) if locked is None or line.differs else "",
        "paper_url": reverse("admin:attestation_paper", args=[locked.pk]) if locked else "",
    }


@staff_page("cohorts/<int:pk>/months/<str:month>/sheet/", name="cohort_month_sheet")
@require_safe
def month_sheet(request: StaffRequest, pk: int, month: str) -> HttpResponse:
    """The locked hours of a month as a workbook for the employment service."""
    require_role(request, *GUIDES)
    cohort, first = _found(request, pk, month)
    name = f"{cohort.code} {first:%Y-%m}"
    answer = HttpResponse(workbook(_sheet(cohort, first), title=name), content_type=store.XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{store.shown_name(name, store.XLSX)}"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def _sheet(cohort: Cohort, month: date) -> Iterator[list[Cell]]:
    yield [
        gettext("Learner"),
        gettext("Cohort"),
        gettext("Month"),
        *(gettext("%(what)s, in hours") % {"what": _amount(name)} for name in AMOUNTS),
        *(gettext("%(what)s, in minutes") % {"what": _amount(name)} for name in AMOUNTS),
        gettext("Version"),
        gettext("Locked"),
        gettext("Locked by"),
    ]
    versions = Attestation.objects.filter(enrolment__cohort=cohort, month=month)
    current = versions.select_related("enrolment__person", "locked_by").current()
    for one in sorted(current, key=lambda found: found.enrolment.person.sort_name):
        minutes = [int(getattr(one, name)) for name in AMOUNTS]
        yield [
            name_on_paper(one.enrolment),
            cohort.code,
            f"{month:%Y-%m}",
            *(round(amount / 60, 2) for amount in minutes),
            *minutes,
            one.version,
            f"{one.locked_at.astimezone(BRUSSELS):%Y-%m-%d %H:%M}",
            one.locked_by.get_full_name(),
        ]


@staff_page("attestations/<int:pk>/paper/", name="attestation_paper", roles=GUIDES)  # type: ignore[arg-type]
@require_safe
def attestation_paper(request: StaffRequest, pk: int) -> FileResponse:
    """The PDF of a locked month, within the colleague's scope."""
    seen = Attestation.objects.visible_to(request.user).select_related("file")
    found = seen.filter(pk=pk).first()
    if found is None or found.file is None:
        raise Http404
    return store.serve(found.file)
