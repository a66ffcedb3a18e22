"""Requests that no view should have to survive, and the policy of the staff site."""

from collections.abc import Callable
from urllib.parse import unquote_to_bytes

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest

GetResponse = Callable[[HttpRequest], HttpResponse]


class CleanInputMiddleware:
    """Answers 400 to a path or query with NUL or bytes that are no UTF-8.

    Source: docs/domain.md, "Attacks to refuse": such input is a clean 400, never a 500.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        raw = request.META.get("QUERY_STRING", "").encode("latin-1", "replace")
        try:
            text = unquote_to_bytes(raw).decode("utf-8") + request.path
        except UnicodeDecodeError:
            return self._refuse(request)
        if "\x00" in text or "\ufffd" in request.path:
            return self._refuse(request)
        return self.get_response(request)

    @staticmethod
    def _refuse(request: HttpRequest) -> HttpResponse:
        return HttpResponseBadRequest("400", content_type="text/plain")


class StaffPolicyMiddleware:
    """Adds to the content security policy, on /staff/ alone, what the theme cannot do without."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path.startswith("/staff/"):
            response._csp_update = settings.STAFF_POLICY  # type: ignore[attr-defined]
        return response


class PrivatePagesMiddleware:
    """Keeps pages of somebody who is signed in out of every cache, the browser's own included."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        # A page that never looked at the session shows nothing of anybody's.
        if request.session.accessed and request.user.is_authenticated:
            response["Cache-Control"] = "no-store, private"
        return response
