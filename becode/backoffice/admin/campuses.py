from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminTextInputWidget

from becode.accounts.enums import Role
from becode.backoffice.base import StaffAdmin
from becode.backoffice.requests import StaffRequest
from becode.backoffice.site import staff_site
from becode.campuses.models import Campus
from becode.formats.letters import refuse_unprintable


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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Whoever may only look has no fields.
        for name in {"city_nl", "city_fr", "city_en", "address"} & set(self.fields):
            self.fields[name].validators.append(refuse_unprintable)


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
