"""A second factor from those who must show one; staff pages in the colleague's language."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation

from becode.accounts.second_factor import is_demanded, is_shown, where_to_show

GetResponse = Callable[[HttpRequest], HttpResponse]
View = Callable[..., HttpResponse]
# Signing out, and the pages to set up a second factor or to show it.
OPEN_WITHOUT_SECOND_FACTOR = ("/accounts/2fa/", "/accounts/logout/")


class SecondFactorMiddleware:
    """Keeps accounts that must show a second factor at /accounts/2fa/ until they have.

    The sign-in library asks those who set one up; it forces nobody to have one.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view_func: View, view_args: Any, view_kwargs: Any
    ) -> HttpResponse | None:
        if request.path.startswith(OPEN_WITHOUT_SECOND_FACTOR):
            return None
        is_staff_page = request.path.startswith("/staff/")
        if not is_staff_page and not getattr(view_func, "login_required", True):
            return None
        user = request.user
        if not user.is_authenticated or not is_demanded(user) or is_shown(request):
            return None
        return redirect(where_to_show(request))


class StaffLanguageMiddleware:
    """The staff site and sign-in pages speak the language of the account, where there is one."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if request.path.startswith(("/staff/", "/accounts/")) and user.is_authenticated:
            translation.activate(user.language)
            request.LANGUAGE_CODE = user.language
        return self.get_response(request)
