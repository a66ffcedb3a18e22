"""The sign-in library's pages that make sense here, under the names by which it knows them.

There is no sign-up, no password and no list of addresses to look after, so those pages are not
here; accounts are made by invitation and changed by an administrator.
"""

from allauth.account import views as library
from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView

from becode.accounts.views import SignInView

to_sign_in = login_not_required(
    RedirectView.as_view(pattern_name="account_login", query_string=True)
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("login/", SignInView.as_view(), name="account_login"),
    path("login/code/", to_sign_in, name="account_request_login_code"),
    path("login/code/confirm/", library.confirm_login_code, name="account_confirm_login_code"),
    path("logout/", library.logout, name="account_logout"),
    path("inactive/", library.account_inactive, name="account_inactive"),
    path("2fa/", include("allauth.mfa.urls")),
]
