"""Messages about learners proposed to companies. Companies read a first name, nothing more."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from becode.core import clock
from becode.messages.notification import Content, Notification, Recipient
from becode.messages.recipients import person_recipients
from becode.messages.words import gettext as _
from becode.portal.access import personal_link
from placements.enums import ContactRole, ProposalState
from placements.models import Company, Proposal
from placements.notifications.recipients import (
    contact_recipients,
    officer_recipients,
    own_page,
    page,
    written,
)


class AboutProposal(Notification):
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

    def staff_page(self, recipient: Recipient) -> str:
        name = "admin:placements_proposal_change"
        return page(name, self.subject.pk, language=recipient.language)

    def answer_until(self) -> str:
        """The day until which the company may answer, in words; empty where there is none."""
        moment = self.subject.answer_by
        return written(clock.local_day(moment)) if moment else ""

    def secrets_of(self, recipient: Recipient, *, at: datetime) -> dict[str, str]:
        """The personal link that leads the learner to this proposal, for `[[link]]`."""
        path = own_page("placements:my:proposal", self.subject.pk, person=recipient.person)
        return {"link": personal_link(recipient.person, at=at, next_path=path)}


class ProposalMade(AboutProposal):
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
                _("When you both say yes, you see how to reach %(learner)s.") % names,
            ],
            facts=[(_("Please answer before"), self.answer_until())],
            button=(_("Read the profile"), self.company_page(recipient)),
        )


class ProposalMadeLearner(AboutProposal):
    """To the learner: we told a company about you; say what you think of it."""

    key = "placements.proposal_made_learner"

    def recipients(self) -> list[Recipient]:
        return person_recipients(self.subject.enrolment.person)

    def is_still_wanted(self, *, at: datetime) -> bool:
        return self.subject.state == ProposalState.PROPOSED

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        names = self.names()
        return Content(
            subject=_("We told %(company)s about you") % names,
            preview=_("Tell us whether you like it."),
            paragraphs=[
                _("%(company)s offers an internship: %(position)s. We think it fits you.") % names,
                _("The company reads your first name and your profile. Nothing else."),
                _("Do you want it too? Say yes or no on your page. Both are fine."),
            ],
            button=(_("Look at it"), "[[link]]"),
            sms=_("We told %(company)s about you. Do you want it? %(link)s")
            % {**names, "link": "[[link]]"},
            secrets=self.secrets_of(recipient, at=at),
        )


class ProposalUnanswered(AboutProposal):
    """The reminder to every contact: a person waits for an answer."""

    key = "placements.proposal_unanswered"

    def recipients(self) -> list[Recipient]:
        return contact_recipients(self.company, ContactRole.RECRUITER)

    def is_still_wanted(self, *, at: datetime) -> bool:
        return is_left_open(self.subject, at=at)

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        names = self.names()
        return Content(
            subject=_("%(learner)s waits for your answer") % names,
            preview=_("A no is an answer too."),
            paragraphs=[
                _("We proposed %(learner)s for %(position)s. You did not answer yet.") % names,
                _("A no is an answer too. Then we look for another place."),
                _("Without an answer the proposal ends by itself."),
            ],
            facts=[(_("Please answer before"), self.answer_until())],
            button=(_("Answer now"), self.company_page(recipient)),
        )


class ProposalTakenBack(AboutProposal):
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


class ProposalTakenBackLearner(AboutProposal):
    """To the learner, when a colleague took it back: it is over, and we look further."""

    key = "placements.proposal_taken_back_learner"

    def recipients(self) -> list[Recipient]:
        return person_recipients(self.subject.enrolment.person)

    def is_still_wanted(self, *, at: datetime) -> bool:
        return self.subject.state == ProposalState.WITHDRAWN

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        names = self.names()
        return Content(
            subject=_("%(company)s is no longer possible") % names,
            paragraphs=[
                _("We told %(company)s about you for %(position)s. This has ended.") % names,
                _("You do not have to do anything. We look for a place that fits you."),
            ],
            sms=_("%(company)s is no longer possible. We look further with you.") % names,
        )


class ProposalAnsweredStaff(AboutProposal):
    """To the placement officers of the learner's campus: yes or no, and what to do now."""

    key = "placements.proposal_answered_staff"

    @classmethod
    def good_examples(cls, records: QuerySet[Any]) -> QuerySet[Any]:
        return records.exclude(answered_at=None)

    def recipients(self) -> list[Recipient]:
        return officer_recipients(self.campus_key())

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        names = self.names()
        if self.subject.state == ProposalState.ACCEPTED:
            subject = _("%(company)s says yes to %(learner)s") % names
            if self.subject.learner_agreed_at is None:
                words = [_("The learner did not answer yet. We asked them.")]
            else:
                words = [_("Now plan the internship: the first day, the last day, the mentor.")]
        else:
            subject = _("%(company)s says no to %(learner)s") % names
            reason = self.subject.get_decline_reason_display()
            words = [_("The reason: %(reason)s.") % {"reason": reason}] if reason else []
            if self.subject.decline_note:
                words.append(self.subject.decline_note)
        return Content(
            subject=subject,
            paragraphs=[_("It is about this position: %(position)s.") % names, *words],
            button=(_("Open the proposal"), self.staff_page(recipient)),
        )


class ProposalAnsweredLearner(AboutProposal):
    """A kind word to the learner."""

    key = "placements.proposal_answered_learner"
    important = True

    def recipients(self) -> list[Recipient]:
        return person_recipients(self.subject.enrolment.person)

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        names = self.names()
        if self.subject.state == ProposalState.ACCEPTED and not self.subject.is_agreed:
            return Content(
                subject=_("Good news: %(company)s wants you") % names,
                preview=_("Do you want it too?"),
                paragraphs=[
                    _("%(company)s says yes to you for this internship: %(position)s.") % names,
                    _("Do you want it too? Say yes or no on your page."),
                    _("After your yes the company gets your name and how to reach you."),
                ],
                button=(_("Give my answer"), "[[link]]"),
                sms=_("Good news: %(company)s wants you. Do you want it too? %(link)s")
                % {**names, "link": "[[link]]"},
                secrets=self.secrets_of(recipient, at=at),
            )
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


def is_left_open(proposal: Proposal, *, at: datetime) -> bool:
    """Whether the company still has to answer, and planned no talk that is to come."""
    talks = proposal.slots.live().filter(starts_at__gt=at)
    return not proposal.is_silent(at) and is_waiting_for_company(proposal) and not talks.exists()


ALL = (
    ProposalAnsweredLearner,
    ProposalAnsweredStaff,
    ProposalMade,
    ProposalMadeLearner,
    ProposalTakenBack,
    ProposalTakenBackLearner,
    ProposalUnanswered,
)
