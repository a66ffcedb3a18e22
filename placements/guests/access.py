"""Who holds a link: the one thing it is for, while it is valid.

Opening a link never acts, for scanners open links too; only a button does.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from becode.core import clock
from placements.enums import LinkPurpose
from placements.models import GuestLink

View = Callable[..., HttpResponse]


class GuestRequest(HttpRequest):
    """A request with a valid link, as the views behind `guest_required` get it."""

    link: GuestLink
    token: str


def guest_required(purpose: LinkPurpose, *related: str) -> Callable[[View], View]:
    """Let in the holder of a valid link for this purpose, as `request.link`.

    `related` is joined to the link's row. Everybody else gets a page that says how to get a new
    link (404), the same for an unknown link, an old one and one that was called back. Only who
    had to sign what was cancelled since reads that there is nothing to do (410).
    """

    def decorate(view: View) -> View:
        @login_not_required
        @wraps(view)
        def guarded(request: GuestRequest, token: str, *args: Any, **kwargs: Any) -> HttpResponse:
            links = GuestLink.objects.of_token(token, purpose=purpose, at=clock.now())
            link = links.select_related(*related).first() if related else links.first()
            if link is None:
                response = _gone(request, token, purpose)
            else:
                request.link, request.token = link, token
                response = view(request, *args, **kwargs)
            # Not "no-referrer": browsers would send the form without an origin (CSRF: 403).
            response["Referrer-Policy"] = "strict-origin"
            response["Cache-Control"] = "no-store"
            return response

        return guarded

    return decorate


def _gone(request: HttpRequest, token: str, purpose: LinkPurpose) -> HttpResponse:
    """Names nobody: the link may be in other hands."""
    if GuestLink.objects.to_sign_what_was_cancelled(token).filter(purpose=purpose).exists():
        return render(request, "placements/guests/sign_over.html", status=410)
    return render(request, "placements/guests/gone.html", status=404)
