"""What is still missing before the first day: to who has to act, and to the school at the end."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.utils.text import capfirst

from becode.messages.notification import Content, Recipient
from becode.messages.words import gettext as _
from placements.enums import InternshipState, LinkPurpose
from placements.notifications.intern_parts import (
    AboutInternship,
    days_until,
    guest_link,
    mentor_recipients,
)
from placements.notifications.recipients import officer_recipients, page
from placements.readiness import Missing, Paper, Who, missing

# The agreement has reminders of its own, to those who have to sign.
OURS = frozenset(Paper) - {Paper.AGREEMENT}


class _PapersMissing(AboutInternship):
    useful_for = timedelta(days=2)
    who: ClassVar[frozenset[Who]] = frozenset(Who)
    papers: ClassVar[frozenset[Paper]] = OURS

    def lacking(self) -> list[Missing]:
        return [
            one
            for one in missing(self.internship)
            if one.who in self.who and one.paper in self.papers
        ]

    def is_still_wanted(self, *, at: datetime) -> bool:
        return self.internship.state == InternshipState.PLANNED and bool(self.lacking())

    def facts(self) -> list[tuple[str, str]]:
        """Who has to act, and for what."""
        return [(capfirst(one.who_words), one.words) for one in self.lacking()]


class PapersMissingCompany(_PapersMissing):
    """To the mentor, else every contact: with the link to the workstation sheet."""

    key = "placements.papers_missing_company"
    who = frozenset({Who.COMPANY})

    def recipients(self) -> list[Recipient]:
        return mentor_recipients(self.internship)

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        names = self.names()
        lacking = self.lacking()
        secrets = {}
        button = (
            _("Open the internship"),
            page("placements:company:internship", self.internship.pk, language=recipient.language),
        )
        if any(one.paper == Paper.WORKSTATION for one in lacking):
            secrets["link"] = guest_link(
                recipient,
                internship=self.internship,
                purpose=LinkPurpose.WORKSTATION,
                at=at,
                days=days_until(self.internship.start_on, at=at, more=14),
            )
            button = (_("Fill in the workstation sheet"), "[[link]]")
        return Content(
            subject=_("Before %(learner)s can start on %(start)s") % names,
            paragraphs=[
                _("%(learner)s starts at %(company)s on %(start)s.") % names,
                _("Without this the internship cannot start. It takes some minutes."),
            ],
            facts=[(_("Still missing"), one.words) for one in lacking],
            button=button,
            secrets=secrets,
        )


class PapersMissingStaff(_PapersMissing):
    """To the placement officers: what the school itself, or the learner, still has to arrange."""

    key = "placements.papers_missing_staff"
    who = frozenset({Who.SCHOOL, Who.LEARNER})

    def recipients(self) -> list[Recipient]:
        return officer_recipients(self.campus_key())

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        names = self.names()
        return Content(
            subject=_("Before the internship of %(learner)s: what is missing") % names,
            paragraphs=[
                _("%(learner)s starts at %(company)s on %(start)s.") % names,
                _("The internship cannot start before this is in order."),
            ],
            facts=self.facts(),
            button=(_("Open the internship"), self.staff_page(recipient)),
        )


class PapersMissingLastCall(PapersMissingStaff):
    """The day before: everything that is missing, whoever has to act; the agreement too."""

    key = "placements.papers_missing_last_call"
    who = frozenset(Who)
    papers = frozenset(Paper)

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        names = self.names()
        return Content(
            subject=_("%(learner)s cannot start tomorrow") % names,
            paragraphs=[
                _("%(learner)s would start at %(company)s on %(start)s.") % names,
                _("Please call who has to act, or move the first day."),
            ],
            facts=self.facts(),
            button=(_("Open the internship"), self.staff_page(recipient)),
        )


ALL = (PapersMissingCompany, PapersMissingLastCall, PapersMissingStaff)
