from typing import Any

from allauth.account.forms import RequestLoginCodeForm
from django import forms
from django.utils.translation import gettext_lazy as _


class SignInForm(RequestLoginCodeForm):
    """The address to send a code to."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email webauthn", "autofocus": True}),
    )

    def clean_email(self) -> str:
        """The address as accounts have it, in small letters, once its tries are counted."""
        return super().clean_email().lower()


class DemoSignInForm(forms.Form):
    """In a trial: a demo account and its password from demo-logins.txt."""

    prefix = "demo"
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=128,
        strip=True,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("prefix", self.prefix)
        super().__init__(*args, **kwargs)
