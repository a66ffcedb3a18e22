from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminTextInputWidget

from becode.accounts.enums import Role
from becode.backoffice.base import StaffAdmin
from becode.backoffice.requests import StaffRequest
from becode.backoffice.site import staff_site
from becode.campuses.models import Campus, Closure


class CampusForm(forms.ModelForm):
    class Meta:
        model = Campus
        fields = (
            "name",
            "code",
            "region",
            "languages",
            "city_nl",
            "city_fr",
            "city_en",
            "address",
            "postcode",
            "active_from",
            "active_to",
        )
        help_texts: ClassVar[dict[str, Any]] = {
            "languages": _("The languages of the lessons, best first: fr, nl"),
            "active_to": _("Empty: it stays open."),
        }


@admin.register(Campus, site=staff_site)
class CampusAdmin(StaffAdmin):
    """Where we teach. Campuses are closed by a date, never deleted: their history stays."""

    form = CampusForm
    add_roles = (Role.ADMINISTRATOR,)
    change_roles = (Role.ADMINISTRATOR,)
    list_display = ("name", "code", "region", "postcode", "active_from", "active_to")
    list_filter = ("region",)
    search_fields = ("name", "code", "city_nl", "city_fr", "city_en")
    ordering = ("name", "pk")
    fieldsets = (
        (None, {"fields": ("name", "code", "region", "languages")}),
        (_("City"), {"fields": ("city_nl", "city_fr", "city_en")}),
        (_("Address"), {"fields": ("address", "postcode")}),
        (_("Open"), {"fields": ("active_from", "active_to")}),
    )

    def formfield_for_dbfield(
        self, db_field: Any, request: StaffRequest, **kwargs: Any
    ) -> forms.Field | None:
        if db_field.name == "languages":
            kwargs["widget"] = UnfoldAdminTextInputWidget()
        return super().formfield_for_dbfield(db_field, request, **kwargs)


@admin.register(Closure, site=staff_site)
class ClosureAdmin(StaffAdmin):
    """Days without training. Colleagues bound to campuses see theirs and those of all."""

    add_roles = (Role.CAMPUS_MANAGER,)
    change_roles = (Role.CAMPUS_MANAGER,)
    delete_roles = (Role.CAMPUS_MANAGER,)
    list_display = ("reason", "campus", "start_on", "end_on")
    list_filter = ("campus",)
    list_select_related = ("campus",)
    search_fields = ("reason",)
    ordering = ("-start_on", "pk")

    def has_change_permission(self, request: StaffRequest, obj: Any = None) -> bool:
        """A closure of all campuses is changed by those who see all campuses."""
        if not super().has_change_permission(request, obj):
            return False
        return obj is None or request.user.campus_keys() is None or obj.campus_id is not None

    def has_delete_permission(self, request: StaffRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)

    def formfield_for_foreignkey(
        self, db_field: Any, request: StaffRequest, **kwargs: Any
    ) -> forms.Field | None:
        keys = request.user.campus_keys()
        field: Any = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "campus" and field is not None:
            if keys is None:
                field.empty_label = str(_("All campuses"))
            else:
                field.queryset = Campus.objects.filter(pk__in=keys).order_by("name", "pk")
                field.required = True
        return field
