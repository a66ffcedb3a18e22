"""How the sign-in library meets us: no public sign-up, mail through the outbox."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest

from becode.accounts import mail, workflow
from becode.accounts.models import User
from becode.audit.record import record
from becode.core import clock
from becode.core.actors import Actor
from becode.core.rate import client_address


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by invitation only; codes leave through our outbox."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address that the library's own limits count, as ours do."""
        return client_address(request)

    def login(self, request: HttpRequest, user: User) -> None:
        """Start the session, under a new key, once every step of the sign-in is done.

        A learner's wish to stay signed in lengthens no colleague's session.
        """
        super().login(request, user)
        request.session.set_expiry(None)
        record("account.signed_in", subject=user, actor=Actor.user(user), at=clock.now())

    def logout(self, request: HttpRequest) -> None:
        """Signing out ends the account's sessions on all devices."""
        user = request.user if request.user.is_authenticated else None
        super().logout(request)
        if user is not None:
            workflow.sign_out_everywhere(user, at=clock.now())

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Through the outbox; the library's own templates are not used."""
        user, code = context.get("user"), context.get("code", "")
        mail.send(template_prefix, address=email, user=user, code=code)

    def send_notification_mail(  # type: ignore[override]
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """News about the account, to its own address unless the library names another."""
        self.send_mail(template_prefix, email or user.email, {**(context or {}), "user": user})


class SecondFactorAdapter(DefaultMFAAdapter):
    def get_totp_issuer(self) -> str:
        return str(settings.ORGANISATION_NAME)
