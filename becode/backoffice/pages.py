"""Staff pages that are no model's list: each app registers its own with the staff site."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path

from becode.accounts.enums import Role
from becode.accounts.models import User
from becode.backoffice.requests import StaffRequest

View = Callable[..., HttpResponseBase]
_pages: list[tuple[str, View, str]] = []
_roles: dict[str, tuple[Role, ...]] = {}


def staff_page(route: str, *, name: str, roles: tuple[Role, ...] = ()) -> Callable[[View], View]:
    """Register a view at /staff/<route> under the URL name `admin:<name>`.

    The site lets staff in only. With `roles`, others get 403 and no link in the navigation;
    without, the view itself decides.
    """

    def register(view: View) -> View:
        if not roles:
            _pages.append((route, view, name))
            return view

        @wraps(view)
        def guarded(request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            require_role(request, *roles)
            return view(request, *args, **kwargs)

        _roles[name] = roles
        _pages.append((route, guarded, name))
        return guarded

    return register


def may_open(name: str, user: User) -> bool:
    """Whether the navigation shows a page to this colleague."""
    roles = _roles.get(name)
    return roles is None or user.has_role(Role.ADMINISTRATOR, *roles)


def urls(wrap: Callable[[View], View]) -> list[URLPattern]:
    return [path(route, wrap(view), name=name) for route, view, name in _pages]


def require_role(request: StaffRequest, *roles: Role) -> None:
    """Raise PermissionDenied (403) unless the colleague has one of the roles."""
    if not request.user.has_role(Role.ADMINISTRATOR, *roles):
        raise PermissionDenied
