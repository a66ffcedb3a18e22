"""Who must show a second factor, and whether this session has."""

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest

from becode.accounts.models import User


def is_demanded(user: User) -> bool:
    """Whether the school's setting asks this account for a second factor."""
    group = "staff" if user.is_staff else "companies"
    return group in settings.SECOND_FACTOR_DEMANDED_OF


def is_shown(request: HttpRequest) -> bool:
    """Whether this session was opened with a second factor (or a passkey, which is both)."""
    if not is_mfa_enabled(request.user, [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]):
        return False
    return any(record.get("method") == "mfa" for record in get_authentication_records(request))
