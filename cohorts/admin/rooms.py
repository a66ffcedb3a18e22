from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet

from becode.backoffice.base import StaffAdmin
from becode.backoffice.requests import StaffRequest
from becode.backoffice.site import staff_site
from becode.campuses.models import Campus
from cohorts.models import Room
from cohorts.permissions.calendar import ROOM_KEEPERS
from cohorts.permissions.cohorts import VIEWERS


@admin.register(Room, site=staff_site)
class RoomAdmin(StaffAdmin):
    """Where groups are taught. A room is taken out of use, never deleted."""

    view_roles = VIEWERS
    add_roles = ROOM_KEEPERS
    change_roles = ROOM_KEEPERS
    list_display = ("name", "campus", "places", "is_active")
    list_filter = ("campus", "is_active")
    list_select_related = ("campus",)
    search_fields = ("name",)
    ordering = ("campus__name", "name", "pk")

    def get_queryset(self, request: StaffRequest) -> QuerySet[Any]:
        rooms: QuerySet[Any] = super().get_queryset(request)
        keys = request.user.campus_keys()
        return rooms if keys is None else rooms.filter(campus_id__in=keys)

    def formfield_for_foreignkey(
        self, db_field: Any, request: StaffRequest, **kwargs: Any
    ) -> forms.Field | None:
        field: Any = super().formfield_for_foreignkey(db_field, request, **kwargs)
        keys = request.user.campus_keys()
        if db_field.name == "campus" and field is not None and keys is not None:
            field.queryset = Campus.objects.filter(pk__in=keys).order_by("name", "pk")
        return field
