"""Three days before an internship starts."""

from datetime import datetime, timedelta

from becode.messages.appointments import calendar_text
from becode.messages.notification import Content, Recipient
from becode.messages.words import gettext as _
from placements.enums import InternshipState, LinkPurpose
from placements.hours import week_on
from placements.internship_calendar import first_day
from placements.notifications.intern_parts import (
    AboutInternship,
    days_until,
    guest_link,
    mentor_recipients,
)


class _Starts(AboutInternship):
    useful_for = timedelta(days=2)

    def is_still_wanted(self, *, at: datetime) -> bool:
        return self.internship.state == InternshipState.PLANNED

    def arrival(self) -> str:
        """When the first day begins, by the week of the internship; empty where none is known."""
        first_on = self.internship.start_on
        line = week_on(self.internship, first_on).get(str(first_on.weekday()))
        return str(line[0]) if line else ""

    def calendar(self, recipient: Recipient, *, at: datetime) -> str:
        names = self.names()
        other = names["company"] if recipient.person is not None else names["learner"]
        return calendar_text(first_day(self.internship, other=other), at=at)

    def day_facts(self) -> list[tuple[str, str]]:
        internship = self.internship
        facts = [(_("First day"), self.names()["start"])]
        if self.arrival():
            facts.append((_("At"), self.arrival()))
        facts.append((_("Where"), str(internship.establishment or internship.position.site)))
        return facts


class InternshipStartsLearner(_Starts):
    key = "placements.internship_starts_learner"
    important = True

    def recipients(self) -> list[Recipient]:
        return self.learner_recipients()

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        names = self.names()
        facts = self.day_facts()
        if self.internship.mentor:
            facts.append((_("Mentor"), str(self.internship.mentor.user)))
        link = self.own_page(recipient, at=at, name="internship", key=self.internship.pk)
        return Content(
            subject=_("You start at %(company)s on %(start)s") % names,
            paragraphs=[
                _("Your internship at %(company)s starts on %(start)s.") % names,
                _("Look up the way now. Are you ill or late? Call your mentor, then tell us."),
            ],
            facts=facts,
            button=(_("Open my internship"), "[[link]]"),
            sms=_("Your internship at %(company)s starts on %(start)s: %(link)s")
            % {**names, "link": "[[link]]"},
            secrets={"link": link},
        )


class InternshipStartsCompany(_Starts):
    """To the mentor, with the one link that is good for absences and hours until the end."""

    key = "placements.internship_starts_company"

    def recipients(self) -> list[Recipient]:
        return mentor_recipients(self.internship)

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        names = self.names()
        link = guest_link(
            recipient,
            internship=self.internship,
            purpose=LinkPurpose.MONTH,
            at=at,
            days=days_until(self.internship.end_on, at=at, more=60),
        )
        return Content(
            subject=_("%(learner)s starts with you on %(start)s") % names,
            paragraphs=[
                _("%(learner)s starts at %(company)s on %(start)s.") % names,
                _("Keep this message. Its link is for absences and for the hours of each month."),
                _("After a week we ask you how it is going. It takes five minutes."),
            ],
            facts=self.day_facts(),
            button=(_("Hours and absences"), "[[link]]"),
            secrets={"link": link},
        )


ALL = (InternshipStartsCompany, InternshipStartsLearner)
