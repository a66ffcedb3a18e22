"""The filters of the table of applications; the board has the same under the same names."""

from collections.abc import Iterable
from typing import Any

from django.contrib.admin import SimpleListFilter
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from applicants.board import all_stages
from applicants.permissions import DECIDERS
from applicants.querysets.stages import OWNED_BY_ME, OWNED_BY_NOBODY
from becode.accounts.models import User
from becode.core import clock
from becode.people.models.person import LANGUAGES

Choices = list[tuple[str, Any]]
WAITING_DAYS: Choices = [
    ("3", _("3 days or longer")),
    ("7", _("a week or longer")),
    ("14", _("two weeks or longer")),
    ("30", _("a month or longer")),
    ("90", _("three months or longer")),
]


def owner_choices() -> Choices:
    """Me, nobody, and every colleague who decides: one query."""
    colleagues = User.objects.with_role(*DECIDERS).order_by("name", "pk")
    return [
        (OWNED_BY_ME, pgettext_lazy("in charge", "Me")),
        (OWNED_BY_NOBODY, pgettext_lazy("in charge", "Nobody")),
        *((str(colleague.pk), str(colleague)) for colleague in colleagues),
    ]


def source_choices() -> Choices:
    """The ways in which an application reaches us (Application.source)."""
    return [
        ("form", _("The form on the site")),
        ("staff", _("Written down by a colleague")),
        ("import", _("An imported spreadsheet")),
        ("referral", _("A referral partner")),
        ("outreach", _("An activity")),
    ]


class _Filter(SimpleListFilter):
    """Keeps only what is among the choices; anything else in the address shows all."""

    def chosen(self) -> str:
        value = self.value() or ""
        return value if value in {str(key) for key, _words in self.lookup_choices} else ""

    def queryset(self, request: HttpRequest, queryset: Any) -> "QuerySet[Any]":
        value = self.chosen()
        return self.kept(request, queryset, value) if value else queryset

    def kept(self, request: Any, queryset: Any, value: str) -> "QuerySet[Any]":
        return queryset.filter(**{str(self.parameter_name): value})


class StageFilter(_Filter):
    title = _("stage of the board")
    parameter_name = "stage"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[Any]:
        return all_stages()

    def kept(self, request: Any, queryset: Any, value: str) -> "QuerySet[Any]":
        return queryset.in_stage(value)


class OwnerFilter(_Filter):
    title = _("colleague in charge")
    parameter_name = "owner"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[Any]:
        return owner_choices()

    def kept(self, request: Any, queryset: Any, value: str) -> "QuerySet[Any]":
        return queryset.owned(value, request.user)


class SourceFilter(_Filter):
    title = _("way in")
    parameter_name = "source"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[Any]:
        return source_choices()


class LanguageFilter(_Filter):
    title = _("language of the form")
    parameter_name = "language"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[Any]:
        return LANGUAGES


class WaitingFilter(_Filter):
    title = _("time in the stage")
    parameter_name = "waiting"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[Any]:
        return WAITING_DAYS

    def kept(self, request: Any, queryset: Any, value: str) -> "QuerySet[Any]":
        return queryset.waiting_since(clock.now(), days=int(value))


class NoEmailFilter(_Filter):
    title = _("reachable by e-mail")
    parameter_name = "email"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[Any]:
        return [("none", _("No e-mail address that works"))]

    def kept(self, request: Any, queryset: Any, value: str) -> "QuerySet[Any]":
        return queryset.without_email()
