"""What all staff lists and pages share: roles, campus scope, read-only states."""

from typing import Any, ClassVar

from django import forms
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import BadRequest, ValidationError
from django.db import models
from django.db.models import QuerySet
from django.db.models.options import Options
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.text import capfirst
from unfold.admin import ModelAdmin, TabularInline

from becode.accounts.enums import Role
from becode.backoffice.requests import StaffRequest
from becode.core.forms import refuse_national_number

NOT_FREE = (forms.EmailField, forms.URLField, forms.SlugField)
ALL_ROLES: tuple[str, ...] = tuple(Role.values)


class RolePermissions:
    """Who may see and change: by role. An empty tuple means nobody."""

    view_roles: ClassVar[tuple[str, ...]] = ALL_ROLES
    add_roles: ClassVar[tuple[str, ...]] = ()
    change_roles: ClassVar[tuple[str, ...]] = ()
    delete_roles: ClassVar[tuple[str, ...]] = ()

    @staticmethod
    def _has(request: StaffRequest, roles: tuple[str, ...]) -> bool:
        user: Any = request.user
        return bool(user.is_authenticated and user.has_role(Role.ADMINISTRATOR, *roles))

    def has_view_permission(self, request: StaffRequest, obj: models.Model | None = None) -> bool:
        return self._has(request, self.view_roles)

    def has_add_permission(self, request: StaffRequest, obj: models.Model | None = None) -> bool:
        return bool(self.add_roles) and self._has(request, self.add_roles)

    def has_change_permission(self, request: StaffRequest, obj: models.Model | None = None) -> bool:
        return bool(self.change_roles) and self._has(request, self.change_roles)

    def has_delete_permission(self, request: StaffRequest, obj: models.Model | None = None) -> bool:
        return bool(self.delete_roles) and self._has(request, self.delete_roles)

    def has_module_permission(self, request: StaffRequest) -> bool:
        return self._has(request, self.view_roles)


class PlainWords:
    """For a staff form made of a record's own fields: free text holds no national numbers."""

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if isinstance(db_field, models.URLField):
            kwargs.setdefault("assume_scheme", "https")
        field = super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]
        if isinstance(field, forms.CharField) and not isinstance(field, NOT_FREE):
            field.validators = [*field.validators, refuse_national_number]
        return field


class StaffAdmin(PlainWords, RolePermissions, ModelAdmin):
    """Base of every staff list: scoped to the colleague's campuses by `visible_to`.

    What is outside the scope answers like what does not exist.
    """

    list_per_page = 50
    show_full_result_count = False
    empty_value_display = "–"
    compressed_fields = True
    warn_unsaved_form = True

    def get_queryset(self, request: StaffRequest) -> QuerySet[Any]:
        queryset = super().get_queryset(request)
        scoped = getattr(queryset, "visible_to", None)
        return scoped(request.user) if scoped else queryset

    def changelist_view(
        self, request: StaffRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The list, named after what it holds in the title of the window too."""
        context = {"title": capfirst(str(self.opts.verbose_name_plural)), **(extra_context or {})}
        response: HttpResponse = super().changelist_view(request, context)
        return response

    def _get_obj_does_not_exist_redirect(
        self, request: StaffRequest, opts: "Options[Any]", object_id: str
    ) -> HttpResponseRedirect:
        """Django sends people to the index; here what is not theirs is a plain 404."""
        raise Http404

    def response_add(
        self, request: StaffRequest, obj: Any, post_url_continue: str | None = None
    ) -> HttpResponse:
        """After adding a record its own page comes, where the next step is one click away."""
        response: HttpResponse = super().response_add(request, obj, post_url_continue)
        other_ways = {"_addanother", "_continue", "_popup"}
        if other_ways.intersection(request.POST) or not self.has_view_permission(request, obj):
            return response
        page = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
        return HttpResponseRedirect(reverse(page, args=[obj.pk]))

    def can_be_key(self, text: str) -> bool:
        """Whether a record of this list could have this key; the rest would break the query."""
        try:
            self.opts.pk.to_python(text)
        except ValidationError:
            return False
        return True

    def response_action(
        self, request: StaffRequest, queryset: QuerySet[Any]
    ) -> HttpResponse | None:
        """An action of the list. Raises BadRequest (400) where a chosen key can be none."""
        if not all(map(self.can_be_key, request.POST.getlist(ACTION_CHECKBOX_NAME))):
            raise BadRequest
        response: HttpResponse | None = super().response_action(request, queryset)
        return response

    def get_actions(self, request: StaffRequest) -> dict[str, Any]:
        actions: dict[str, Any] = super().get_actions(request)
        if not self.has_delete_permission(request):
            actions.pop("delete_selected", None)
        return actions


class StaffInline(PlainWords, RolePermissions, TabularInline):
    extra = 0
