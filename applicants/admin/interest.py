from django.contrib import admin

from applicants.models import InterestEntry
from applicants.permissions import DECIDERS
from becode.backoffice.base import StaffAdmin
from becode.backoffice.site import staff_site


@admin.register(InterestEntry, site=staff_site)
class InterestAdmin(StaffAdmin):
    """People under 18 who may apply later: a parent's contact, and when they turn 18."""

    view_roles = DECIDERS
    list_display = (
        "first_name",
        "birth_year",
        "parent_contact",
        "campus",
        "language",
        "created_at",
    )
    list_filter = ("campus", "birth_year")
    list_select_related = ("campus",)
    search_fields = ("first_name", "parent_contact")
    ordering = ("-created_at", "-pk")
