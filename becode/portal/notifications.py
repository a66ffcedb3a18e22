from datetime import datetime, timedelta

from becode.messages.notification import Content, Notification, Recipient
from becode.messages.recipients import person_recipients
from becode.messages.words import gettext as _
from becode.people.models import ContactPoint, Person
from becode.portal.access import new_code, personal_link_with_code


class SignInLink(Notification):
    """The answer to "send me a link": to the contact point that was typed, for one person."""

    key = "portal.sign_in_link"
    about = "people.person"
    urgent = True
    may_go_elsewhere = False
    useful_for = timedelta(minutes=15)
    subject: Person

    def __init__(self, subject: Person, contact_point: ContactPoint | None = None) -> None:
        super().__init__(subject)
        self.contact_point = contact_point

    def recipients(self) -> list[Recipient]:
        if self.contact_point is None:
            return person_recipients(self.subject)
        return [
            Recipient(
                channel="email" if self.contact_point.kind == "email" else "sms",
                address=self.contact_point.value,
                language=self.subject.contact_language,
                name=self.subject.called,
                person=self.subject,
            )
        ]

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        code = new_code()
        key = self.contact_point.key if self.contact_point else ""
        link = personal_link_with_code(self.subject, contact_key=key, at=at, code=code)
        return Content(
            subject=_("Your link and code, %(name)s") % {"name": self.subject.called},
            preview=_("The code works for 15 minutes."),
            paragraphs=[
                _("You asked for a link to your page. Press the button, or type the code."),
                _("The code works for 15 minutes. Did you not ask for this? Then do nothing."),
            ],
            code="[[code]]",
            button=(_("Go to my page"), "[[link]]"),
            sms=_("%(name)s, your code: %(code)s. Or open: %(link)s")
            % {"name": self.subject.called, "code": "[[code]]", "link": "[[link]]"},
            secrets={"link": link, "code": code},
        )
