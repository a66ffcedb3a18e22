from typing import Any, ClassVar

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from applicants.models import SelectionStep
from becode.accounts.enums import Role
from becode.backoffice.base import StaffAdmin
from becode.backoffice.requests import StaffRequest
from becode.backoffice.site import staff_site

SETTERS: tuple[Role, ...] = (Role.CAMPUS_MANAGER,)
LANGUAGES = ("nl", "fr", "en")


@admin.register(SelectionStep, site=staff_site)
class SelectionStepAdmin(StaffAdmin):
    """The steps of each track in their order. One that is over is put out of use, never deleted."""

    add_roles = SETTERS
    change_roles = SETTERS
    list_display = (
        "shown_name",
        "track",
        "position",
        "kind",
        "owner_role",
        "deadline_days",
        "is_scored",
        "is_active",
    )
    list_filter = ("track", "kind", "is_active")
    list_select_related = ("track",)
    ordering = ("track", "position", "pk")
    fieldsets: ClassVar[Any] = (
        (None, {"fields": ("track", "kind", "position", "is_active")}),
        (_("Name"), {"fields": tuple(f"name_{code}" for code in LANGUAGES)}),
        (
            _("What the person reads: what it is, how long, what to bring"),
            {"fields": tuple(f"text_{code}" for code in LANGUAGES)},
        ),
        (None, {"fields": ("link", "deadline_days")}),
        (_("Judging"), {"fields": ("owner_role", "is_scored", "pass_mark")}),
    )

    @admin.display(description=_("Step"))
    def shown_name(self, step: SelectionStep) -> str:
        return step.name

    def get_readonly_fields(self, request: StaffRequest, obj: Any = None) -> tuple[str, ...]:
        """The track and kind of a step in which people were stay what they are."""
        if obj is not None and obj.progress.exists():
            return ("track", "kind")
        return ()
