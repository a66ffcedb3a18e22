"""Closures: what each shifts is shown before it is kept, and applied in one act."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from becode.accounts.enums import Role
from becode.backoffice.base import StaffAdmin
from becode.backoffice.dress import dress
from becode.backoffice.requests import StaffRequest
from becode.backoffice.site import staff_site
from becode.campuses.models import Closure
from becode.core import clock
from becode.core.actors import Actor
from becode.core.moves import IllegalMove, Stale
from cohorts.admin.calendar_forms import ClosureForm
from cohorts.admin.calendar_pages import frame
from cohorts.shifting import ClosureChange, Shift, fingerprint
from cohorts.workflow import moving


@admin.register(Closure, site=staff_site)
class ClosureAdmin(StaffAdmin):
    """Days without training. Colleagues bound to campuses see theirs and those of all."""

    form = ClosureForm
    add_roles = (Role.CAMPUS_MANAGER,)
    change_roles = (Role.CAMPUS_MANAGER,)
    delete_roles = (Role.CAMPUS_MANAGER,)
    list_display = ("reason", "campus", "start_on", "end_on")
    list_filter = ("campus",)
    list_select_related = ("campus",)
    search_fields = ("reason",)
    search_help_text = _("A part of the reason")
    ordering = ("-start_on", "pk")

    def has_change_permission(self, request: StaffRequest, obj: Any = None) -> bool:
        """A closure of all campuses is changed by those who see all campuses."""
        if not super().has_change_permission(request, obj):
            return False
        return obj is None or request.user.campus_keys() is None or obj.campus_id is not None

    def has_delete_permission(self, request: StaffRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)

    def get_form(self, request: StaffRequest, obj: Any = None, **kwargs: Any) -> Any:
        return ClosureForm

    def get_actions(self, request: StaffRequest) -> dict[str, Any]:
        """Several at once would shift cohorts unseen."""
        actions: dict[str, Any] = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def add_view(
        self,
        request: StaffRequest,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        return self._closure_page(request, None, title=gettext("Add a closure"))

    def change_view(
        self,
        request: StaffRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        closure = self._closure_or_404(request, object_id)
        may_change = self.has_change_permission(request, closure)
        if request.method == "POST" and not may_change:
            raise PermissionDenied
        return self._closure_page(request, closure, title=closure.reason, may_change=may_change)

    def delete_view(
        self,
        request: StaffRequest,
        object_id: str,
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Shows at once which days come back; its POST with what was seen deletes the closure."""
        closure = self._closure_or_404(request, object_id)
        if not self.has_delete_permission(request, closure):
            raise PermissionDenied
        title = gettext("Delete “%(reason)s”?") % {"reason": closure.reason}
        return self._shown_or_applied(request, ClosureChange(closure), title=title)

    def _closure_page(
        self,
        request: StaffRequest,
        closure: Closure | None,
        *,
        title: str,
        may_change: bool = True,
    ) -> HttpResponse:
        """The form; once it is valid what shifts, and once confirmed the change."""
        data = request.POST if request.method == "POST" else None
        # A model form writes into its record: it is given one of its own.
        copy = Closure.objects.get(pk=closure.pk) if closure else Closure()
        form = ClosureForm(data, user=request.user, instance=copy)
        if form.is_valid():
            return self._shown_or_applied(
                request, form.change(closure), title=title, form=form, closure=closure
            )
        if not may_change:
            for field in form.fields.values():
                field.disabled = True
        return self._page(request, title=title, form=form, closure=closure, may_change=may_change)

    def _shown_or_applied(
        self,
        request: StaffRequest,
        change: ClosureChange,
        *,
        title: str,
        form: ClosureForm | None = None,
        closure: Closure | None = None,
    ) -> HttpResponse:
        at = clock.now()
        shifts: list[Shift] | None = None
        try:
            if request.method == "POST" and (seen := request.POST.get("seen")):
                try:
                    moving.apply_closure(
                        change=change, seen=seen, actor=Actor.user(request.user), at=at
                    )
                except Stale as error:
                    messages.error(request, str(error.sentence))
                else:
                    messages.success(request, gettext("The closures and cohorts are up to date."))
                    return HttpResponseRedirect(self._list_url())
            shifts = moving.preview_closure(change, at=at)
        except IllegalMove as error:
            messages.error(request, str(error.sentence))
        return self._page(
            request, title=title, form=form, closure=closure, change=change, shifts=shifts
        )

    def _page(
        self,
        request: StaffRequest,
        *,
        title: str,
        form: ClosureForm | None,
        closure: Closure | None,
        may_change: bool = True,
        change: ClosureChange | None = None,
        shifts: list[Shift] | None = None,
    ) -> HttpResponse:
        refused = any(shift.refusals for shift in shifts or ())
        deletes = change is not None and change.after is None
        delete_url = ""
        if closure is not None and self.has_delete_permission(request, closure):
            delete_url = reverse("admin:campuses_closure_delete", args=[closure.pk])
        context = frame(
            request,
            title,
            form=dress(form) if form else None,
            closure=change.closure if change else closure,
            shifts=shifts,
            seen=fingerprint(shifts) if shifts is not None and not refused else "",
            refused=refused,
            deletes=deletes,
            may_change=may_change,
            delete_url=delete_url,
            back_url=self._list_url(),
        )
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "cohorts/staff/closure.html", context)

    def _closure_or_404(self, request: StaffRequest, object_id: str) -> Closure:
        if not self.has_view_permission(request):
            raise PermissionDenied
        closure: Closure | None = self.get_object(request, unquote(object_id))
        if closure is None:
            raise Http404
        return closure

    @staticmethod
    def _list_url() -> str:
        return reverse("admin:campuses_closure_changelist")
