"""The message to somebody who left a name and an address at an activity."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from applicants.models import OutreachContact
from becode.messages.enums import Channel
from becode.messages.notification import Content, Notification, Recipient
from becode.messages.words import gettext as _
from becode.people.enums import ContactKind


class ApplyHere(Notification):
    """Once, to the address of the attendance sheet: its owner is no person of ours yet."""

    key = "applicants.apply_here"
    about = "applicants.outreachcontact"
    subject: OutreachContact

    def recipients(self) -> list[Recipient]:
        contact = self.subject
        channel = Channel.EMAIL if contact.kind == ContactKind.EMAIL else Channel.SMS
        return [
            Recipient(
                channel=channel,
                address=contact.value,
                language=contact.language,
                name=contact.name,
            )
        ]

    def is_still_wanted(self, *, at: datetime) -> bool:
        return self.subject.person_id is None

    def campus_key(self) -> int | None:
        return self.subject.campus_id

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        owner = self.subject.activity or self.subject.partner
        path = reverse("short_link", args=[owner.code]) if owner else "/"
        address = f"{settings.PUBLIC_BASE_URL}{path}"
        names = {"school": settings.ORGANISATION_NAME, "activity": str(owner), "link": address}
        return Content(
            subject=_("Apply for a free training at %(school)s") % names,
            preview=_("It takes about five minutes."),
            paragraphs=[
                _("We met at “%(activity)s”. You said that we may write to you.") % names,
                _("The training is free. You need no diploma. Press the button to apply."),
                _("You changed your mind? Then do nothing. We do not write again."),
            ],
            button=(_("Apply"), address),
            sms=_(
                "%(school)s: we met at “%(activity)s”. Apply for the free training here: %(link)s"
            )
            % names,
        )
