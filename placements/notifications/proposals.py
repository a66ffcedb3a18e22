"""Messages about learners proposed to companies. Companies read a first name, nothing more."""

from datetime import datetime

from django.utils.translation import gettext as _

from becode.messages.notification import Content, Notification, Recipient
from becode.messages.recipients import person_recipients
from placements.enums import ContactRole, ProposalState
from placements.models import Company, Proposal
from placements.notifications.recipients import contact_recipients, officer_recipients, page


class _AboutProposal(Notification):
    about = "placements.proposal"
    subject: Proposal

    @property
    def company(self) -> Company:
        return self.subject.position.company

    def names(self) -> dict[str, str]:
        return {
            "learner": self.subject.enrolment.person.called,
            "position": self.subject.position.title,
            "company": self.company.name,
        }

    def campus_key(self) -> int:
        return self.subject.enrolment.cohort.campus_id

    def company_page(self, recipient: Recipient) -> str:
        return page("placements:company:proposal", self.subject.pk, language=recipient.language)


class ProposalMade(_AboutProposal):
    """To every contact of the company: somebody for your position."""

    key = "placements.proposal_made"

    def recipients(self) -> list[Recipient]:
        return contact_recipients(self.company, ContactRole.RECRUITER)

    def is_still_wanted(self, *, at: datetime) -> bool:
        return is_waiting_for_company(self.subject)

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        names = self.names()
        return Content(
            subject=_("We propose %(learner)s for %(position)s") % names,
            preview=_("Read the profile and answer when you can."),
            paragraphs=[
                _("You offer an internship: %(position)s. We think of %(learner)s.") % names,
                _("Read the profile on your page. Then say yes or no."),
                _("If you say yes, you see how to reach %(learner)s.") % names,
            ],
            button=(_("Read the profile"), self.company_page(recipient)),
        )


class ProposalUnanswered(_AboutProposal):
    """The reminder to every contact: a person waits for an answer."""

    key = "placements.proposal_unanswered"

    def recipients(self) -> list[Recipient]:
        return contact_recipients(self.company, ContactRole.RECRUITER)

    def is_still_wanted(self, *, at: datetime) -> bool:
        return is_waiting_for_company(self.subject)

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        names = self.names()
        return Content(
            subject=_("%(learner)s waits for your answer") % names,
            preview=_("A no is an answer too."),
            paragraphs=[
                _("We proposed %(learner)s for %(position)s. You did not answer yet.") % names,
                _("A no is an answer too. Then we look for another place."),
            ],
            button=(_("Answer now"), self.company_page(recipient)),
        )


class ProposalTakenBack(_AboutProposal):
    """To every contact: this person is no longer proposed."""

    key = "placements.proposal_taken_back"

    def recipients(self) -> list[Recipient]:
        return contact_recipients(self.company, ContactRole.RECRUITER)

    def is_still_wanted(self, *, at: datetime) -> bool:
        return self.subject.state == ProposalState.WITHDRAWN

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        names = self.names()
        return Content(
            subject=_("A proposal for %(position)s is taken back") % names,
            paragraphs=[
                _("We proposed somebody for %(position)s. This is no longer possible.") % names,
                _("You do not have to do anything. Your position stays on our list."),
            ],
            button=(
                _("Go to my page"),
                page("placements:company:home", language=recipient.language),
            ),
        )


class ProposalAnsweredStaff(_AboutProposal):
    """To the placement officers of the learner's campus: yes or no, and what to do now."""

    key = "placements.proposal_answered_staff"

    def recipients(self) -> list[Recipient]:
        return officer_recipients(self.campus_key())

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        names = self.names()
        if self.subject.state == ProposalState.ACCEPTED:
            subject = _("%(company)s says yes to %(learner)s") % names
            words = [_("Now plan the internship: the first day, the last day, the mentor.")]
        else:
            subject = _("%(company)s says no to %(learner)s") % names
            reason = self.subject.get_decline_reason_display()
            words = [_("The reason: %(reason)s.") % {"reason": reason}]
            if self.subject.decline_note:
                words.append(self.subject.decline_note)
        return Content(
            subject=subject,
            paragraphs=[_("It is about this position: %(position)s.") % names, *words],
            button=(
                _("Open the proposal"),
                page(
                    "admin:placements_proposal_change",
                    self.subject.pk,
                    language=recipient.language,
                ),
            ),
        )


class ProposalAnsweredLearner(_AboutProposal):
    """A kind word to the learner."""

    key = "placements.proposal_answered_learner"

    def recipients(self) -> list[Recipient]:
        return person_recipients(self.subject.enrolment.person)

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        names = self.names()
        if self.subject.state == ProposalState.ACCEPTED:
            return Content(
                subject=_("Good news: %(company)s wants you") % names,
                paragraphs=[
                    _("%(company)s says yes to you for this internship: %(position)s.") % names,
                    _("The company may call you or write to you. We arrange the rest with you."),
                ],
                sms=_("Good news: %(company)s wants you for %(position)s. We call you.") % names,
            )
        return Content(
            subject=_("%(company)s chose somebody else this time") % names,
            paragraphs=[
                _("We told %(company)s about you for %(position)s. This time it is no.") % names,
                _("This happens to everybody. It says nothing bad about you."),
                _("We keep looking for a place that fits you."),
            ],
            sms=_("%(company)s says no this time. We keep looking with you.") % names,
        )


def is_waiting_for_company(proposal: Proposal) -> bool:
    """Whether a company may still see this proposal and has to answer it."""
    return (
        type(proposal)
        .objects.for_company(proposal.position.company_id)
        .unanswered()
        .filter(pk=proposal.pk, position__company__is_active=True)
        .exists()
    )


ALL = (
    ProposalAnsweredLearner,
    ProposalAnsweredStaff,
    ProposalMade,
    ProposalTakenBack,
    ProposalUnanswered,
)
