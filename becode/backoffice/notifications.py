from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from becode.accounts.models import User
from becode.messages.notification import Content, Notification, Recipient
from becode.messages.recipients import user_recipients
from becode.messages.words import gettext as _


class ColleagueInvitation(Notification):
    """To a new colleague: you have an account, and this is how to sign in."""

    key = "backoffice.colleague_invitation"
    about = "accounts.user"
    urgent = True
    subject: User

    def recipients(self) -> Sequence[Recipient]:
        return user_recipients(self.subject)

    def is_still_wanted(self, *, at: datetime) -> bool:
        return self.subject.is_active and self.subject.last_login is None

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        organisation = settings.ORGANISATION_NAME
        return Content(
            subject=_("You can now sign in at %(organisation)s") % {"organisation": organisation},
            preview=_("You need no password: we send you a code."),
            paragraphs=[
                _("We made an account for you in the school administration of %(organisation)s.")
                % {"organisation": organisation},
                _("Press the button and type this e-mail address. We send you a code."),
                _("You do not know why you get this? Then do nothing, or write to us."),
            ],
            facts=[(_("Your address to sign in"), self.subject.email)],
            button=(_("Sign in"), f"{settings.PUBLIC_BASE_URL}{reverse('account_login')}"),
        )
