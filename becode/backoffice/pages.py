"""Staff pages that are no model's list: each app registers its own with the staff site."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from becode.accounts.enums import Role

View = Callable[..., HttpResponse]
_pages: list[tuple[str, View, str]] = []


def staff_page(route: str, *, name: str) -> Callable[[View], View]:
    """Register a view at /staff/<route> under the URL name `admin:<name>`.

    The site lets staff in only; which roles may use the page the view itself decides.
    """

    def register(view: View) -> View:
        _pages.append((route, view, name))
        return view

    return register


def urls(wrap: Callable[[View], View]) -> list[URLPattern]:
    return [path(route, wrap(view), name=name) for route, view, name in _pages]


def require_role(request: HttpRequest, *roles: str) -> None:
    """Raise PermissionDenied (403) unless the colleague has one of the roles."""
    if not request.user.has_role(Role.ADMINISTRATOR, *roles):
        raise PermissionDenied
