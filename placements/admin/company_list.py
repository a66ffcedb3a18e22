"""The list of companies: what a placement officer wants to know of each, and filters for it."""

import re
from datetime import date
from typing import Any

from dateutil.relativedelta import relativedelta
from django.contrib import admin
from django.db.models import Count, Exists, F, IntegerField, Max, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from becode.core import clock
from placements.enums import InternshipState, JobState, PositionState
from placements.models import (
    Company,
    CompanyNote,
    FrameworkAgreement,
    Internship,
    JobPlacement,
    Position,
)

SILENT_MONTHS = 6
HERE_NOW = (InternshipState.RUNNING, InternshipState.INTERRUPTED)


def with_figures(companies: "QuerySet[Company]") -> "QuerySet[Company]":
    """Each with `open_places`, `interns_now`, `hires_made` and `last_contact`, in one query."""
    free = Sum(F("places") - F("places_taken"))
    return companies.annotate(
        open_places=_figure(Position.objects.filter(state=PositionState.OPEN), free),
        interns_now=_figure(Internship.objects.filter(state__in=HERE_NOW), Count("pk")),
        hires_made=_figure(JobPlacement.objects.filter(state=JobState.CONFIRMED), Count("pk")),
        last_contact=Subquery(_of_company(CompanyNote.objects.all(), Max("at"))),
    )


def _of_company(rows: Any, figure: Any) -> Any:
    own = rows.filter(company=OuterRef("pk")).order_by().values("company")
    return own.annotate(figure=figure).values("figure")


def _figure(rows: Any, figure: Any) -> Any:
    return Coalesce(Subquery(_of_company(rows, figure), output_field=IntegerField()), 0)


def silent_since(today: date) -> Any:
    """The moment before which the last contact is too long ago."""
    return clock.at_local(today - relativedelta(months=SILENT_MONTHS), 0)


def silent(companies: Any, today: date) -> "QuerySet[Company]":
    """Active companies with which nobody spoke for six months; new ones have as long."""
    since = silent_since(today)
    spoken = CompanyNote.objects.filter(company=OuterRef("pk"), at__gte=since)
    found: QuerySet[Company] = companies.active().filter(~Exists(spoken), created_at__lt=since)
    return found


def digits_of_number(term: str) -> str:
    """What was typed, as it stands in our table where it looks like a company number."""
    bare = re.sub(r"^BE|[.\s-]", "", term.strip(), flags=re.IGNORECASE)
    return bare if bare.isdecimal() and len(bare) >= 4 else term


class YesFilter(admin.SimpleListFilter):
    """Base of a filter with one choice beside all."""

    choice: Any = ""

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", self.choice)]


class OpenFilter(YesFilter):
    title, parameter_name, choice = _("places"), "places", _("With open positions")

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        opened = Position.objects.filter(state=PositionState.OPEN).order_by().values("company")
        return queryset.filter(pk__in=opened) if self.value() else queryset


class FrameworkFilter(YesFilter):
    title, parameter_name, choice = _("framework agreement"), "framework", _("One is in force")

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if not self.value():
            return queryset
        in_force = FrameworkAgreement.objects.in_force(clock.today()).order_by()
        return queryset.filter(pk__in=in_force.values("company"))


class SilentFilter(YesFilter):
    title, parameter_name, choice = _("contact"), "contact", _("None for six months")

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return silent(queryset, clock.today()) if self.value() else queryset
