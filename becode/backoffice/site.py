"""The staff site at /staff/: one door, the same as everybody's."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, reverse
from django.utils.decorators import method_decorator
from django.utils.functional import SimpleLazyObject
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from unfold.sites import UnfoldAdminSite

from becode.accounts.enums import Role
from becode.backoffice import pages
from becode.backoffice.requests import StaffRequest
from becode.backoffice.today import greeting, tasks_for
from becode.core import clock
from becode.messages.health import outbox_health

# There are no passwords to change, and every record has one address.
ABSENT = {"password_change", "password_change_done", "view_on_site"}


class StaffSite(UnfoldAdminSite):
    """The admin without a door of its own: sign-in happens at /accounts/."""

    site_title = "BeCode"
    site_header = "BeCode"
    index_title = _("Today")

    def get_urls(self) -> list[URLPattern]:
        own: list[URLPattern] = super().get_urls()
        kept = [pattern for pattern in own if getattr(pattern, "name", None) not in ABSENT]
        return [*pages.urls(self.admin_view), *kept]

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> Any:
        """Every list that the colleague may see; made when a page asks for it, as few do."""
        make = super().get_app_list
        return SimpleLazyObject(lambda: make(request, app_label))

    def has_permission(self, request: HttpRequest) -> bool:
        return bool(getattr(request.user, "is_staff", False))

    def index(
        self, request: StaffRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """Today: what waits for this colleague."""
        at = clock.now()
        context = {
            **self.each_context(request),
            "title": _("Today"),
            "greeting": greeting(request.user, at=at),
            "tasks": tasks_for(request.user, at=at),
            "at": at,
            "machine": outbox_health(at=at) if request.user.has_role(Role.ADMINISTRATOR) else None,
            **(extra_context or {}),
        }
        request.current_app = self.name
        return TemplateResponse(request, "admin/index.html", context)

    def logout(
        self, request: HttpRequest, extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        return redirect("account_logout")

    @method_decorator(login_not_required)
    def login(
        self, request: HttpRequest, extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        if self.has_permission(request):
            return redirect("admin:index")
        if request.user.is_authenticated:  # a company's contact: signing in again would not help
            raise PermissionDenied
        query = urlencode({"next": request.GET.get("next", reverse("admin:index"))})
        return redirect(f"{reverse('account_login')}?{query}")


staff_site = StaffSite(name="admin")
