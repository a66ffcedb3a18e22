"""Messages about the learner's own answer to a proposal."""

from datetime import datetime

from becode.messages.notification import Content, Recipient
from becode.messages.words import gettext as _
from placements.enums import ProposalState
from placements.models import Proposal
from placements.notifications.proposals import AboutProposal
from placements.notifications.recipients import contact_recipients, officer_recipients, page


class BothAgreedCompany(AboutProposal):
    """To every contact: the learner says yes too; from now on they see how to reach them."""

    key = "placements.both_agreed_company"

    def recipients(self) -> list[Recipient]:
        return contact_recipients(self.company)

    def is_still_wanted(self, *, at: datetime) -> bool:
        return self.subject.is_agreed

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        names = self.names()
        return Content(
            subject=_("%(learner)s says yes too") % names,
            paragraphs=[
                _("%(learner)s wants this internship: %(position)s.") % names,
                _("On your page you now see how to reach %(learner)s.") % names,
                _("The school now plans the internship with you."),
            ],
            button=(_("See how to reach them"), self.company_page(recipient)),
        )


class BothAgreedStaff(AboutProposal):
    """To the placement officers: both said yes, plan the internship."""

    key = "placements.both_agreed_staff"

    def recipients(self) -> list[Recipient]:
        return officer_recipients(self.campus_key())

    def is_still_wanted(self, *, at: datetime) -> bool:
        return self.subject.is_agreed

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        names = self.names()
        return Content(
            subject=_("%(learner)s and %(company)s both say yes") % names,
            paragraphs=[
                _("It is about this position: %(position)s.") % names,
                _("Now plan the internship: the first day, the last day, the mentor."),
            ],
            button=(_("Open the proposal"), self.staff_page(recipient)),
        )


class LearnerRefusedCompany(AboutProposal):
    """To every contact: the learner chose another way. A kind word."""

    key = "placements.learner_refused_company"

    def recipients(self) -> list[Recipient]:
        return contact_recipients(self.company)

    def is_still_wanted(self, *, at: datetime) -> bool:
        return self.subject.state == ProposalState.WITHDRAWN

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        names = self.names()
        return Content(
            subject=_("%(learner)s chooses another way") % names,
            paragraphs=[
                _("We proposed %(learner)s for %(position)s. They choose another way.") % names,
                _("This says nothing bad about your company. Thank you for your time."),
                _("Your position stays on our list. We look for somebody else."),
            ],
            button=(
                _("Go to my page"),
                page("placements:company:home", language=recipient.language),
            ),
        )


class LearnerRefusedStaff(AboutProposal):
    """To the placement officers, with the learner's own words."""

    key = "placements.learner_refused_staff"
    can_be_made_anew = False
    can_be_worded = False

    def __init__(self, subject: Proposal, why: str = "") -> None:
        super().__init__(subject)
        self.why = why

    def recipients(self) -> list[Recipient]:
        return officer_recipients(self.campus_key())

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        names = self.names()
        words = [_("Their words: %(why)s") % {"why": self.why}] if self.why else []
        return Content(
            subject=_("%(learner)s says no to %(company)s") % names,
            paragraphs=[_("It is about this position: %(position)s.") % names, *words],
            button=(_("Open the proposal"), self.staff_page(recipient)),
        )


ALL = (BothAgreedCompany, BothAgreedStaff, LearnerRefusedCompany, LearnerRefusedStaff)
