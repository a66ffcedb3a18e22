"""A helper applied for somebody: the person is asked whether it is right."""

from datetime import datetime

from django.conf import settings

from applicants.enums import OPEN_APPLICATION_STATES
from applicants.notifications.decisions import AboutApplication
from becode.messages.notification import Content, Recipient
from becode.messages.words import gettext as _
from becode.portal.access import personal_link


class PleaseConfirm(AboutApplication):
    """At once: somebody applied for you; say yes or no on your own page."""

    key = "applicants.please_confirm"
    urgent = True

    def is_still_wanted(self, *, at: datetime) -> bool:
        is_open = self.subject.state in OPEN_APPLICATION_STATES
        return is_open and self.subject.confirmed_at is None

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        link = personal_link(self.subject.person, at=at)
        return Content(
            subject=_("Somebody applied for you: please confirm"),
            preview=_("Is it right? Tell us on your page."),
            paragraphs=[
                _("%(helper)s filled in our form for you.")
                % {"helper": self.subject.helper_name or _("Somebody")},
                _("Is that right? Then press the button on your page. Only then do we go on."),
                _("You did not want this? Tell us on the same page. Then we stop."),
                _("This link is only for you. Do not give it to other people."),
            ],
            facts=[
                (_("Your number"), self.subject.number),
                (_("Training"), self.subject.track.name),
                (_("First choice"), str(self.subject.campus)),
            ],
            button=(_("Go to my page"), "[[link]]"),
            sms=_(
                "%(organisation)s: somebody applied for you (%(number)s). "
                "Is it right? Please confirm: %(link)s"
            )
            % {
                "organisation": settings.ORGANISATION_NAME,
                "number": self.subject.number,
                "link": "[[link]]",
            },
            secrets={"link": link},
        )
