"""Signing somebody in without a code: behind a link that was sent to their own address."""

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

from becode.accounts.models import User


def enter(request: HttpRequest, user: User, *, method: str, redirect_url: str) -> HttpResponse:
    """Start a session for an account under a new key, and lead on to `redirect_url`.

    The steps are those of every sign-in: whoever set up a second factor is asked for it, and
    those of whom the school's setting demands one do not get past it. A session of somebody
    else in this browser ends. The caller has made sure that it is them.
    """
    if request.user.is_authenticated and request.user != user:
        logout(request)
    record_authentication(request, user, method=method, email=user.email)
    login = Login(user=user, redirect_url=redirect_url, email=user.email)
    response: HttpResponse = perform_login(request, login)
    return response
