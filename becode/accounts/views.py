"""The one door for staff and companies: an e-mailed code, a passkey, or in a trial a password."""

import time
from datetime import timedelta
from typing import Any

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.account.views import RequestLoginCodeView
from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.auth.decorators import login_not_required
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from becode.accounts.forms import DemoSignInForm, SignInForm
from becode.accounts.landing import landing_for
from becode.core import rate


class SignInView(RequestLoginCodeView):
    """Ask for the address, send the code, and answer alike whether there is an account."""

    form_class: type[Form] = SignInForm
    template_name = "account/login.html"

    def form_valid(self, form: Form) -> HttpResponse:
        started = time.monotonic()
        response = super().form_valid(form)
        # Writing a message takes time that a stranger could measure: everybody waits as long.
        time.sleep(max(0.0, settings.SIGN_IN_ANSWER_SECONDS - (time.monotonic() - started)))
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["demo_form"] = DemoSignInForm() if settings.DEMO_PASSWORDS else None
        return context


class DemoSignInView(SignInView):
    """In a trial only: a demo account's password opens the door; the other steps follow."""

    form_class = DemoSignInForm
    http_method_names = ["post"]

    @method_decorator(login_not_required)
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not settings.DEMO_PASSWORDS:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_form_class(self) -> type[Form]:
        return self.form_class

    def form_valid(self, form: Form) -> HttpResponse:
        email, password = form.cleaned_data["email"], form.cleaned_data["password"]
        minute = timedelta(minutes=1)
        if not (
            rate.allow("demo-sign-in", self.request, limit=30, per=minute)
            and rate.allow("demo-sign-in", self.request, limit=5, per=minute, key=email)
        ):
            form.add_error(None, _("Too many tries. Wait a minute and try again."))
            return self.form_invalid(form)
        user = authenticate(self.request, email=email, password=password)
        if user is None:
            form.add_error("password", _("This address and password do not belong together."))
            return self.form_invalid(form)
        record_authentication(self.request, user, method="password", email=email)
        return perform_login(
            self.request, Login(user=user, redirect_url=self.get_next_url(), email=email)
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["demo_form"], context["form"] = context["form"], SignInForm()
        return context


@require_safe
def after_sign_in(request: HttpRequest) -> HttpResponse:
    """Where somebody works: staff in the staff site, others in the portal they were invited to."""
    if request.user.is_staff:
        return redirect("admin:index")
    return redirect(landing_for(request.user) or "placements:company:home")
