"""Who must show a second factor, whether this session has, and where to show one."""

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

from becode.accounts.models import User


def is_demanded(user: User) -> bool:
    """Whether the school's setting asks this account for a second factor."""
    group = "staff" if user.is_staff else "companies"
    return group in settings.SECOND_FACTOR_DEMANDED_OF


def is_shown(request: HttpRequest) -> bool:
    """Whether somebody showed a second factor in this session (or a passkey, which is both).

    Setting one up shows nothing yet: whoever read the e-mailed code could have done that.
    """
    return any(
        record.get("method") == "mfa"
        for record in get_authentication_records(request, request.user)
    )


def where_to_show(request: HttpRequest) -> str:
    """The page to show a second factor, which comes back here; without one, to set it up.

    So a newcomer sets up an app, types its next code, and is in: no dead end.
    """
    user = request.user
    back = urlencode({"next": request.get_full_path() if request.method == "GET" else "/"})
    if is_mfa_enabled(user, [Authenticator.Type.TOTP]):
        return f"{reverse('mfa_reauthenticate')}?{back}"
    if is_mfa_enabled(user, [Authenticator.Type.WEBAUTHN]):
        return f"{reverse('mfa_reauthenticate_webauthn')}?{back}"
    return reverse("mfa_index")
