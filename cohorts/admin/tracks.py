from django.contrib import admin

from becode.accounts.enums import Role
from becode.backoffice.base import ALL_ROLES, StaffAdmin, StaffInline
from becode.backoffice.site import staff_site
from cohorts.models import Competence, Phase, Requirement, Track


class PhaseInline(StaffInline):
    """The stretches of a track, in their order; the last one lasts until the end."""

    model = Phase
    add_roles = (Role.ADMINISTRATOR,)
    change_roles = (Role.ADMINISTRATOR,)
    delete_roles = (Role.ADMINISTRATOR,)
    fields = ("position", "name_nl", "name_fr", "name_en", "weeks")
    ordering = ("position", "pk")


class CompetenceInline(StaffInline):
    """What the track teaches. One that is not taught any more is put out of use, never deleted."""

    model = Competence
    add_roles = (Role.ADMINISTRATOR,)
    change_roles = (Role.ADMINISTRATOR,)
    fields = ("position", "name_nl", "name_fr", "name_en", "is_active")
    ordering = ("position", "pk")


class RequirementInline(StaffInline):
    """What the track asks before somebody graduates; one that is over goes out of use."""

    model = Requirement
    view_roles = ALL_ROLES
    add_roles = (Role.ADMINISTRATOR,)
    change_roles = (Role.ADMINISTRATOR,)
    fields = ("position", "kind", "percent", "text_nl", "text_fr", "text_en", "is_active")
    ordering = ("position", "pk")


@admin.register(Track, site=staff_site)
class TrackAdmin(StaffAdmin):
    """The courses. A track is closed by a date, never deleted: its cohorts stay."""

    add_roles = (Role.ADMINISTRATOR,)
    change_roles = (Role.ADMINISTRATOR,)
    list_display = (
        "name",
        "code",
        "length",
        "length_unit",
        "internship_months",
        "active_from",
        "active_to",
    )
    search_fields = ("code", "name_nl", "name_fr", "name_en")
    filter_horizontal = ("campuses",)
    ordering = ("code", "pk")
    inlines = (PhaseInline, CompetenceInline, RequirementInline)
    fieldsets = (
        (None, {"fields": ("code", "name_nl", "name_fr", "name_en")}),
        ("", {"fields": ("summary_nl", "summary_fr", "summary_en")}),
        ("", {"fields": ("length", "length_unit", "internship_months")}),
        ("", {"fields": ("campuses", "active_from", "active_to")}),
    )
