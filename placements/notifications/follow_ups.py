from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from becode.messages.notification import Content, Notification, Recipient
from becode.messages.recipients import person_recipients
from becode.portal.access import personal_link
from placements.enums import FollowUpState
from placements.models import FollowUp


class FollowUpQuestion(Notification):
    """What do you do now? One tap answers, behind a personal link."""

    key = "placements.follow_up_question"
    about = "placements.followup"
    subject: FollowUp

    def recipients(self) -> list[Recipient]:
        return person_recipients(self.subject.enrolment.person)

    def is_still_wanted(self, *, at: datetime) -> bool:
        return self.subject.state == FollowUpState.PLANNED

    def campus_key(self) -> int:
        return self.subject.enrolment.cohort.campus_id

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        path = reverse("placements:my:follow_up", args=[self.subject.pk])
        link = personal_link(self.subject.enrolment.person, at=at, next_path=path)
        months = self.subject.months
        ago = ngettext(
            "You left us %(months)d month ago.", "You left us %(months)d months ago.", months
        ) % {"months": months}
        return Content(
            subject=_("How are you? One question"),
            preview=_("One tap is enough."),
            paragraphs=[
                ago,
                _("What do you do now? Do you work, study, or look for work?"),
                _("One tap is enough. Your answer helps those who come after you."),
            ],
            button=(_("Give my answer"), "[[link]]"),
            sms=_("One question from school: what do you do now? Answer here: %(link)s")
            % {"link": "[[link]]"},
            secrets={"link": link},
        )


ALL = (FollowUpQuestion,)
