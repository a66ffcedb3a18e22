"""Messages about a company that did not answer: before the end to colleagues, then to all three."""

from datetime import datetime

from becode.core import clock
from becode.messages.notification import Content, Recipient
from becode.messages.recipients import person_recipients
from becode.messages.words import gettext as _
from placements.enums import ProposalState
from placements.notifications.proposals import AboutProposal, is_left_open
from placements.notifications.recipients import (
    contact_recipients,
    officer_recipients,
    page,
    written,
)


class SilentSoonStaff(AboutProposal):
    """Row 23, after 10 days: call the company before the proposal ends by itself."""

    key = "placements.silent_soon_staff"

    def recipients(self) -> list[Recipient]:
        return officer_recipients(self.campus_key())

    def is_still_wanted(self, *, at: datetime) -> bool:
        return is_left_open(self.subject, at=at)

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        names = self.names()
        return Content(
            subject=_("%(company)s does not answer about %(learner)s") % names,
            paragraphs=[
                _("We wrote three times about this position: %(position)s.") % names,
                _("Call them. Without an answer the proposal ends by itself."),
            ],
            facts=[(_("It ends on"), self.answer_until())],
            button=(_("Open the proposal"), self.staff_page(recipient)),
        )


class _Ended(AboutProposal):
    def is_still_wanted(self, *, at: datetime) -> bool:
        return self.subject.state == ProposalState.EXPIRED

    def since(self) -> dict[str, str]:
        return {**self.names(), "day": written(clock.local_day(self.subject.proposed_at))}


class SilenceCompany(_Ended):
    """To every contact: it ended; the door stays open."""

    key = "placements.silence_company"

    def recipients(self) -> list[Recipient]:
        return contact_recipients(self.company)

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        names = self.since()
        return Content(
            subject=_("Our proposal for %(position)s has ended") % names,
            paragraphs=[
                _("On %(day)s we proposed %(learner)s. We heard nothing from you.") % names,
                _("So the proposal has ended. We look for another place for %(learner)s.") % names,
                _("Your position stays on our list. Is it no longer open? Close it on your page."),
                _("Were you about to say yes? Call us. Perhaps it is still possible."),
            ],
            button=(
                _("Go to my page"),
                page("placements:company:home", language=recipient.language),
            ),
        )


class SilenceLearner(_Ended):
    """To the learner: they did not answer, this is not about you, we go on."""

    key = "placements.silence_learner"

    def recipients(self) -> list[Recipient]:
        return person_recipients(self.subject.enrolment.person)

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        names = self.since()
        return Content(
            subject=_("%(company)s did not answer") % names,
            paragraphs=[
                _("On %(day)s we told %(company)s about you. They did not answer.") % names,
                _("Companies are busy. It says nothing about you."),
                _("We stop waiting and look for another place with you."),
            ],
            sms=_(
                "%(company)s did not answer. It says nothing about you. We look further with you."
            )
            % names,
        )


class SilenceStaff(_Ended):
    """To the placement officers: the learner can be proposed elsewhere, the company be called."""

    key = "placements.silence_staff"

    def recipients(self) -> list[Recipient]:
        return officer_recipients(self.campus_key())

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        names = self.since()
        return Content(
            subject=_("No answer from %(company)s about %(learner)s: it has ended") % names,
            paragraphs=[
                _("It is about this position: %(position)s.") % names,
                _("The learner and the company know it. Look for another place."),
                _("Ask the company whether the position is still open."),
            ],
            button=(_("Open the proposal"), self.staff_page(recipient)),
        )


ALL = (SilentSoonStaff, SilenceCompany, SilenceLearner, SilenceStaff)
