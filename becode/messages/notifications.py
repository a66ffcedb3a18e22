"""Messages about accounts that the sign-in library asks for: codes, and news of second factors."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from becode.accounts.models import User
from becode.messages.notification import Content, Notification, Recipient
from becode.messages.querysets import TEST_KIND
from becode.messages.recipients import user_recipients
from becode.messages.words import gettext as _


class LoginCode(Notification):
    """The code that opens a session; it goes to the address that was typed."""

    key = "accounts.login_code"
    about = "accounts.user"
    urgent = True
    may_go_elsewhere = False
    can_be_made_anew = False  # only the digest of its code is left
    useful_for = timedelta(minutes=10)  # as long as the sign-in library takes the code
    subject: User

    def __init__(self, subject: User, *, address: str = "", code: str = "") -> None:
        super().__init__(subject)
        self.address = address
        self.code = code

    @classmethod
    def example(cls, subject: models.Model) -> Self:
        return cls(subject, code="…")  # type: ignore[arg-type]

    def recipients(self) -> list[Recipient]:
        """Nobody without a code."""
        return user_recipients(self.subject, address=self.address) if self.code else []

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        return Content(
            subject=_("Your code to sign in"),
            preview=_("The code works for 10 minutes."),
            paragraphs=[
                _("Type this code on the page where you asked for it. It works for 10 minutes."),
                _("We never ask for this code by phone or e-mail. Give it to nobody."),
                _("Did you not ask for a code? Then do nothing: nobody can sign in without it."),
            ],
            code="[[code]]",
            secrets={"code": self.code},
        )


class AccountNews(Notification):
    """Something about the sign-in of an account changed; its owner must know, in case of theft."""

    about = "accounts.user"
    title: ClassVar[str | Promise]
    sentence: ClassVar[str | Promise]
    subject: User

    def __init__(self, subject: User, *, address: str = "") -> None:
        super().__init__(subject)
        self.address = address

    def recipients(self) -> list[Recipient]:
        return user_recipients(self.subject, address=self.address)

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        return Content(
            subject=str(self.title),
            paragraphs=[
                str(self.sentence),
                _("Was this you? Then do nothing. Was it not? Then call or write to us at once."),
            ],
        )


class AppAdded(AccountNews):
    key = "accounts.app_added"
    title = gettext_lazy("Your account: a code app was added")
    sentence = gettext_lazy("From now on you also need a code from your app to sign in.")


class AppRemoved(AccountNews):
    key = "accounts.app_removed"
    title = gettext_lazy("Your account: the code app was removed")
    sentence = gettext_lazy("Signing in no longer asks for a code from your app.")


class PasskeyAdded(AccountNews):
    key = "accounts.passkey_added"
    title = gettext_lazy("Your account: a passkey was added")
    sentence = gettext_lazy("A new passkey can now open your account.")


class PasskeyRemoved(AccountNews):
    key = "accounts.passkey_removed"
    title = gettext_lazy("Your account: a passkey was removed")
    sentence = gettext_lazy("One passkey can no longer open your account.")


class RecoveryCodesMade(AccountNews):
    key = "accounts.recovery_codes_made"
    title = gettext_lazy("Your account: new recovery codes")
    sentence = gettext_lazy("There are new recovery codes. The old ones no longer work.")


class AddressChanged(AccountNews):
    key = "accounts.address_changed"
    title = gettext_lazy("Your account: another e-mail address")
    sentence = gettext_lazy("The e-mail addresses of your account were changed.")


class TestMessage(Notification):
    """What a colleague sends to themselves, to see how words arrive. Nothing in it works."""

    key = TEST_KIND
    about = "accounts.user"
    useful_for = timedelta(hours=1)
    can_be_made_anew = False
    can_be_worded = False
    subject: User

    def __init__(
        self, subject: User, *, language: str = "", content: Content | None = None
    ) -> None:
        super().__init__(subject)
        self.language, self.made = language, content

    def recipients(self) -> list[Recipient]:
        language = self.language or self.subject.language
        return [replace(one, language=language) for one in user_recipients(self.subject)]

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        made = self.made or Content(subject="", paragraphs=[])
        return replace(
            made,
            subject=_("Test: %(subject)s") % {"subject": made.subject},
            paragraphs=[
                _("This is a test that you sent to yourself. Its links and codes do not work."),
                *made.paragraphs,
            ],
        )


NOTIFICATIONS = (
    TestMessage,
    LoginCode,
    AppAdded,
    AppRemoved,
    PasskeyAdded,
    PasskeyRemoved,
    RecoveryCodesMade,
    AddressChanged,
)
