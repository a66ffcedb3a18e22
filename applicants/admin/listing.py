"""The table of applications: filters, columns, saved views, undo, export."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from unfold.views import ChangeList

from applicants.admin.columns import (
    COLUMNS,
    Column,
    chosen_columns,
    state_tag,
    with_what_they_need,
)
from applicants.admin.exporting import CSV, MOST_ROWS, XLSX, exported
from applicants.admin.filters import (
    LanguageFilter,
    NoEmailFilter,
    OwnerFilter,
    SourceFilter,
    StageFilter,
    WaitingFilter,
)
from applicants.models import Application
from applicants.permissions import EXPORTERS, VIEWERS, decides
from becode.accounts.enums import Role
from becode.audit.record import record
from becode.backoffice import saved_views, undo
from becode.backoffice.parts import Tag
from becode.backoffice.requests import StaffRequest
from becode.core import clock
from becode.core.actors import Actor

if TYPE_CHECKING:
    from becode.backoffice.base import StaffAdmin

    Base = StaffAdmin
else:
    Base = object  # it stands before VerbsMixin and StaffAdmin in the list of bases

VIEWS = "applicants.application"
saved_views.register(VIEWS, url_name="admin:applicants_application_changelist", roles=VIEWERS)
# In the address, but no filter.
_NO_FILTERS = (saved_views.COLUMNS, saved_views.EVERYTHING)


class ApplicationList(ChangeList):
    """The list with its chosen columns and what they read."""

    def get_filters_params(self, params: Any = None) -> dict[str, Any]:
        found: dict[str, Any] = super().get_filters_params(params)
        return {name: value for name, value in found.items() if name not in _NO_FILTERS}

    def get_query_string(self, new_params: Any = None, remove: Any = None) -> str:
        """Without any filter left it says so, or one's default view would open again."""
        query: str = super().get_query_string(new_params, remove)
        return query if query != "?" else f"?{saved_views.EVERYTHING_QUERY}"

    def get_queryset(self, request: StaffRequest, exclude_parameters: Any = None) -> Any:
        found = super().get_queryset(request, exclude_parameters)
        return with_what_they_need(found, columns_of(request))


def columns_of(request: StaffRequest) -> list[Column]:
    return chosen_columns(request.GET.get(saved_views.COLUMNS, ""))


class ApplicationListMixin(Base):
    """What the list page of applications can do; the record's page is in applications.py."""

    list_filter: ClassVar[tuple[Any, ...]] = (
        "state",
        StageFilter,
        WaitingFilter,
        "track",
        "campus",
        OwnerFilter,
        SourceFilter,
        "heard_from",
        LanguageFilter,
        NoEmailFilter,
    )
    list_select_related = ("person", "track", "campus", "owner")
    list_before_template = "applicants/staff/list_tools.html"
    search_fields = ("person__sort_name",)
    ordering = ("-submitted_at", "-pk")

    def get_changelist(self, request: StaffRequest, **kwargs: Any) -> type[ChangeList]:
        return ApplicationList

    def get_list_display(self, request: StaffRequest) -> list[Any]:
        return [column.display() for column in columns_of(request)]

    def get_list_display_links(self, request: StaffRequest, list_display: Any) -> list[Any]:
        return list(list_display)[:1]

    def get_search_results(
        self, request: StaffRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        found: Any = queryset  # ours: ApplicationQuerySet
        return found.search(search_term), False

    def state_tag(self, obj: Application) -> Tag:
        return state_tag(obj)

    def get_actions(self, request: StaffRequest) -> dict[str, Any]:
        return super().get_actions(request) if decides(request.user) else {}

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        own = path("export/", wrap(self.export_view), name="applicants_application_export")
        return [own, *super().get_urls()]

    def changelist_view(
        self, request: StaffRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if "column" in request.GET:  # the boxes of the column choice, one name each
            return _with_columns_in_one_word(request)
        if not self.has_view_permission(request):
            raise PermissionDenied
        default = saved_views.default_of(VIEWS, request)
        if default:
            return HttpResponseRedirect(default)
        shown = {column.key for column in columns_of(request)}
        kept = request.GET.copy()
        kept.pop(saved_views.COLUMNS, None)
        context = {
            **saved_views.context(VIEWS, request),
            "column_boxes": [
                (column.key, column.label, column.key in shown) for column in COLUMNS.values()
            ],
            "kept_filters": [(name, value) for name, value in kept.items() if name != "p"],
            "export_url": _export_address(request),
            "may_export": _exports(request),
            "most_rows": MOST_ROWS,
            "run_to_undo": undo.latest(VIEWS, user=request.user),
            **(extra_context or {}),
        }
        return super().changelist_view(request, context)

    def export_view(self, request: StaffRequest) -> HttpResponseBase:
        """All rows of the list as it is shown, in a file; that it was taken is written down."""
        if not _exports(request):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        back = reverse("admin:applicants_application_changelist")
        kind = request.POST.get("kind", "")
        if kind not in (CSV, XLSX):
            return HttpResponseRedirect(back)
        try:
            rows = self.get_changelist_instance(request).get_queryset(request)
        except IncorrectLookupParameters:
            messages.error(request, gettext("This list is not understood."))
            return HttpResponseRedirect(back)
        columns, at = columns_of(request), clock.now()
        with transaction.atomic():
            record(
                "applications.exported",
                subject=request.user,
                actor=Actor.user(request.user),
                at=at,
                keys={
                    "rows": min(rows.count(), MOST_ROWS),
                    "columns": ",".join(column.key for column in columns),
                },
            )
        name = f"applications-{clock.local_day(at).isoformat()}"
        return exported(rows, columns, kind=kind, name=name)


def _exports(request: StaffRequest) -> bool:
    return request.user.has_role(Role.ADMINISTRATOR, *EXPORTERS)


def _export_address(request: StaffRequest) -> str:
    query = request.GET.urlencode()
    return f"{reverse('admin:applicants_application_export')}{'?' if query else ''}{query}"


def _with_columns_in_one_word(request: StaffRequest) -> HttpResponseRedirect:
    query = request.GET.copy()
    names = query.pop("column")
    query[saved_views.COLUMNS] = ",".join(name for name in names if name in COLUMNS)
    return HttpResponseRedirect(f"{request.path}?{query.urlencode()}")
