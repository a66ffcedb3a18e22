"""Messages about moments for a talk between a company and a learner."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from becode.core import clock
from becode.messages.appointments import calendar_text
from becode.messages.notification import Content, Notification, Recipient
from becode.messages.recipients import person_recipients
from becode.messages.words import gettext as _
from becode.portal.access import personal_link
from placements.enums import SlotState
from placements.interview_calendar import talk
from placements.models import InterviewSlot, Proposal
from placements.notifications.proposals import AboutProposal
from placements.notifications.recipients import (
    contact_recipients,
    own_page,
    page,
    written_moment,
)


class InterviewOffered(AboutProposal):
    """To the learner: a company wants to meet you, choose a moment."""

    key = "placements.interview_offered"
    important = True

    def recipients(self) -> list[Recipient]:
        return person_recipients(self.subject.enrolment.person)

    def is_still_wanted(self, *, at: datetime) -> bool:
        return self.subject.slots.offered().filter(starts_at__gt=at).exists()

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        names = self.names()
        offered = self.subject.slots.offered().order_by("starts_at", "pk")
        return Content(
            subject=_("%(company)s wants to meet you") % names,
            preview=_("Choose a moment."),
            paragraphs=[
                _("%(company)s wants to talk with you about %(position)s.") % names,
                _("Choose the moment that suits you. Does none fit? Say so, that is fine."),
            ],
            facts=[(written_moment(slot.starts_at), slot.where) for slot in offered],
            button=(_("Choose a moment"), "[[link]]"),
            sms=_("%(company)s wants to meet you. Choose a moment: %(link)s")
            % {**names, "link": "[[link]]"},
            secrets=self.secrets_of(recipient, at=at),
        )


class InterviewNoneFits(AboutProposal):
    """To every contact: please offer other moments."""

    key = "placements.interview_none_fits"

    def recipients(self) -> list[Recipient]:
        return contact_recipients(self.company)

    def is_still_wanted(self, *, at: datetime) -> bool:
        return self.subject.is_live and not self.subject.slots.live().exists()

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        names = self.names()
        return Content(
            subject=_("%(learner)s cannot come at these moments") % names,
            paragraphs=[
                _("You offered moments for a talk. None of them suits %(learner)s.") % names,
                _("Can you offer other moments?"),
            ],
            button=(_("Offer other moments"), self.company_page(recipient)),
        )


class _AboutSlot(Notification):
    about = "placements.interviewslot"
    subject: InterviewSlot
    wanted_in = SlotState.CHOSEN

    @classmethod
    def good_examples(cls, records: QuerySet[Any]) -> QuerySet[Any]:
        return records.filter(state=cls.wanted_in)

    @classmethod
    def made_up(cls, *, at: datetime) -> InterviewSlot | None:
        proposal = Proposal.objects.order_by("-pk").first()
        if proposal is None:
            return None
        return InterviewSlot(
            proposal=proposal,
            starts_at=clock.at_local(clock.local_day(at) + timedelta(days=5), 10),
            where=proposal.position.site,
            state=cls.wanted_in,
        )

    def names(self) -> dict[str, str]:
        proposal = self.subject.proposal
        return {
            "learner": proposal.enrolment.person.called,
            "company": proposal.position.company.name,
            "position": proposal.position.title,
            "moment": written_moment(self.subject.starts_at),
        }

    def facts(self) -> list[tuple[str, str]]:
        return [
            (_("When"), written_moment(self.subject.starts_at)),
            (_("Where"), self.subject.where),
            (_("How long"), _("%(count)d minutes") % {"count": self.subject.minutes}),
        ]

    def calendar(self, recipient: Recipient, *, at: datetime) -> str:
        names = self.names()
        other = names["company"] if recipient.person is not None else names["learner"]
        is_cancelled = self.wanted_in == SlotState.DROPPED
        return calendar_text(talk(self.subject, other=other, is_cancelled=is_cancelled), at=at)

    def campus_key(self) -> int:
        return self.subject.proposal.enrolment.cohort.campus_id

    def is_still_wanted(self, *, at: datetime) -> bool:
        return self.subject.state == self.wanted_in and self.subject.starts_at > at

    def company_page(self, recipient: Recipient) -> str:
        key = self.subject.proposal_id
        return page("placements:company:proposal", key, language=recipient.language)

    def secrets_of(self, recipient: Recipient, *, at: datetime) -> dict[str, str]:
        key = self.subject.proposal_id
        path = own_page("placements:my:proposal", key, person=recipient.person)
        return {"link": personal_link(recipient.person, at=at, next_path=path)}


class _ToCompany(_AboutSlot):
    def recipients(self) -> list[Recipient]:
        return contact_recipients(self.subject.proposal.position.company)


class _ToLearner(_AboutSlot):
    def recipients(self) -> list[Recipient]:
        return person_recipients(self.subject.proposal.enrolment.person)


class InterviewChosenCompany(_ToCompany):
    """The learner chose a moment; the page has the file for a calendar."""

    key = "placements.interview_chosen_company"

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        names = self.names()
        return Content(
            subject=_("You meet %(learner)s on %(moment)s") % names,
            paragraphs=[
                _("%(learner)s chose a moment to talk about %(position)s.") % names,
                _("You find the moment for your calendar on the page."),
            ],
            facts=self.facts(),
            button=(_("Put it in my calendar"), self.company_page(recipient)),
        )


class InterviewChosenLearner(_ToLearner):
    """What they chose, and the way to their calendar."""

    key = "placements.interview_chosen_learner"
    important = True

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        names = self.names()
        return Content(
            subject=_("You meet %(company)s on %(moment)s") % names,
            paragraphs=[
                _("The company knows that you come. Your coach can prepare this with you."),
                _("Can you not come? Say so on your page, as soon as you can."),
            ],
            facts=self.facts(),
            button=(_("Put it in my calendar"), "[[link]]"),
            sms=_("You meet %(company)s on %(moment)s. %(where)s. Your page: %(link)s")
            % {**names, "where": self.subject.where, "link": "[[link]]"},
            secrets=self.secrets_of(recipient, at=at),
        )


class InterviewCancelledCompany(_ToCompany):
    """The learner cannot come."""

    key = "placements.interview_cancelled_company"
    wanted_in = SlotState.DROPPED
    urgent = True

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        names = self.names()
        return Content(
            subject=_("%(learner)s cannot come on %(moment)s") % names,
            paragraphs=[
                _("The talk about %(position)s is cancelled.") % names,
                _("Do you still want to meet? Offer other moments."),
            ],
            button=(_("Offer other moments"), self.company_page(recipient)),
        )


class InterviewCancelledLearner(_ToLearner):
    """The company cannot make it."""

    key = "placements.interview_cancelled_learner"
    wanted_in = SlotState.DROPPED
    urgent = True

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        names = self.names()
        return Content(
            subject=_("Your talk with %(company)s is cancelled") % names,
            paragraphs=[
                _("The company cannot meet you on %(moment)s.") % names,
                _("It may offer other moments. Then we tell you."),
            ],
            sms=_("Your talk with %(company)s on %(moment)s is cancelled.") % names,
        )


ALL = (
    InterviewCancelledCompany,
    InterviewCancelledLearner,
    InterviewChosenCompany,
    InterviewChosenLearner,
    InterviewNoneFits,
    InterviewOffered,
)
