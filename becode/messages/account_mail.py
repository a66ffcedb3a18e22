"""The sign-in library's mails, through the outbox."""

import uuid

from becode.accounts.models import User
from becode.core import clock
from becode.messages.compose import send
from becode.messages.notification import Notification
from becode.messages.notifications import (
    AccountNews,
    AddressChanged,
    AppAdded,
    AppRemoved,
    LoginCode,
    PasskeyAdded,
    PasskeyRemoved,
    RecoveryCodesMade,
)

LOGIN_CODE = "account/email/login_code"
NEWS: dict[str, type[AccountNews]] = {
    "mfa/email/totp_activated": AppAdded,
    "mfa/email/totp_deactivated": AppRemoved,
    "mfa/email/webauthn_added": PasskeyAdded,
    "mfa/email/webauthn_removed": PasskeyRemoved,
    "mfa/email/recovery_codes_generated": RecoveryCodesMade,
    "account/email/email_changed": AddressChanged,
    "account/email/email_deleted": AddressChanged,
}


class UnknownMail(Exception):
    """The library wants to send a mail that nobody here has written."""


def send_account_mail(template: str, *, user: User, address: str, code: str) -> None:
    """Put one mail into the outbox; `template` is the library's name for it.

    Each request is a message of its own. Raises UnknownMail.
    """
    notification: Notification
    if template == LOGIN_CODE:
        notification = LoginCode(user, address=address, code=code)
    elif template in NEWS:
        notification = NEWS[template](user, address=address)
    else:
        raise UnknownMail(template)
    send(notification, at=clock.now(), dedupe=uuid.uuid4().hex)
