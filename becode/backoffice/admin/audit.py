from typing import Any

from django.contrib import admin
from django.db.models import Case, CharField, OuterRef, Q, QuerySet, Subquery, When
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import RangeDateTimeFilter

from becode.accounts.enums import Role
from becode.accounts.models import User
from becode.audit.labels import sentence
from becode.audit.models import AuditEntry
from becode.backoffice.base import StaffAdmin
from becode.backoffice.requests import StaffRequest
from becode.backoffice.site import staff_site
from becode.core.actors import ActorKind

ACTOR_KINDS = {
    ActorKind.USER: _("a colleague or contact"),
    ActorKind.PERSON: _("the person"),
    ActorKind.SYSTEM: _("the system"),
    ActorKind.PUBLIC: _("a visitor"),
}


class ActorKindFilter(admin.SimpleListFilter):
    title = _("by whom")
    parameter_name = "by"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(kind.value, words) for kind, words in ACTOR_KINDS.items()]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[AuditEntry]
    ) -> QuerySet[AuditEntry]:
        return queryset.filter(actor_kind=self.value()) if self.value() else queryset


@admin.register(AuditEntry, site=staff_site)
class AuditAdmin(StaffAdmin):
    """Who did what to which record, when. Read-only, for administrators and data protection."""

    view_roles = (Role.DATA_PROTECTION,)
    list_display = ("at", "what", "by_whom", "record", "person_key", "moved", "reason_code")
    list_display_links = None
    list_filter = (ActorKindFilter, ("at", RangeDateTimeFilter))
    list_filter_submit = True
    search_fields = ("label", "=person_key", "=subject_key")
    search_help_text = _("A label, or the number of a person or record")
    ordering = ("-at", "-pk")
    actions = None

    def get_queryset(self, request: StaffRequest) -> QuerySet[AuditEntry]:
        """With the names of accounts: the audit itself keeps keys only."""
        account = User.objects.filter(pk=OuterRef("actor_key")).values("name")
        is_account = Q(actor_kind=ActorKind.USER)
        name = Case(When(is_account, then=Subquery(account)), output_field=CharField())
        return super().get_queryset(request).annotate(account_name=name)

    @admin.display(description=_("What"))
    def what(self, entry: AuditEntry) -> str:
        return sentence(entry.label)

    @admin.display(description=_("By whom"))
    def by_whom(self, entry: Any) -> str:
        return entry.account_name or str(ACTOR_KINDS[ActorKind(entry.actor_kind)])

    @admin.display(description=_("Record"))
    def record(self, entry: AuditEntry) -> str:
        return f"{entry.subject_type} {entry.subject_key}"

    @admin.display(description=_("Change"))
    def moved(self, entry: AuditEntry) -> str:
        return f"{entry.old_state} → {entry.new_state}" if entry.new_state else ""
