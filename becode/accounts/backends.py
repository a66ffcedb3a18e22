"""Whose session it is; and, in a trial only, the demo passwords."""

from typing import Any

from django.conf import settings
from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import check_password, make_password
from django.http import HttpRequest

from becode.accounts.models import User


class AccountBackend(BaseBackend):
    """Finds the account of a session. It knows no passwords: codes and passkeys open sessions."""

    def get_user(self, user_id: int) -> User | None:
        return User.objects.active().with_campus_keys().filter(pk=user_id).first()


class DemoPasswordBackend(AccountBackend):
    """Takes the passwords of demo accounts, where settings.DEMO_PASSWORDS says so."""

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> User | None:
        """The demo account of `email` and `password`, or None.

        An unknown address takes as long as a wrong password.
        """
        if not settings.DEMO_PASSWORDS:
            return None
        email, password = credentials.get("email", ""), credentials.get("password", "")
        user = User.objects.active().filter(email=email.strip().lower(), is_demo=True).first()
        if user is None:
            make_password(password)
            return None
        return user if check_password(password, user.password) else None
