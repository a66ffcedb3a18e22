from datetime import datetime

from becode.core import clock
from becode.messages.appointments import calendar_text
from becode.messages.notification import Content, Notification, Recipient
from becode.messages.recipients import person_recipients
from becode.messages.words import gettext as _
from becode.portal.access import personal_link
from placements.enums import InternshipState, JobState
from placements.internship_calendar import first_day
from placements.models import Internship
from placements.notifications.recipients import (
    contact_recipients,
    officer_recipients,
    own_page,
    page,
    written,
)


class _AboutInternship(Notification):
    about = "placements.internship"
    subject: Internship

    def names(self) -> dict[str, str]:
        return {
            "learner": self.subject.enrolment.person.called,
            "company": self.subject.company.name,
            "start": written(self.subject.start_on),
            "end": written(self.subject.end_on),
        }

    def campus_key(self) -> int:
        return self.subject.enrolment.cohort.campus_id

    def period(self) -> list[tuple[str, str]]:
        names = self.names()
        facts = [
            (_("First day"), names["start"]),
            (_("Last day"), names["end"]),
            (_("Where"), self.subject.position.site),
        ]
        if self.subject.mentor:
            facts.append((_("Mentor"), str(self.subject.mentor.user)))
        return facts

    def calendar_of(self, *, other: str, at: datetime) -> str:
        """The first day, with the person or company on the other side."""
        return calendar_text(first_day(self.subject, other=other), at=at)

    def company_page(self, recipient: Recipient) -> str:
        return page("placements:company:internship", self.subject.pk, language=recipient.language)


class InternshipPlannedLearner(_AboutInternship):
    key = "placements.internship_planned_learner"
    important = True

    def calendar(self, recipient: Recipient, *, at: datetime) -> str:
        return self.calendar_of(other=self.names()["company"], at=at)

    def recipients(self) -> list[Recipient]:
        return person_recipients(self.subject.enrolment.person)

    def is_still_wanted(self, *, at: datetime) -> bool:
        return self.subject.state == InternshipState.PLANNED

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        names = self.names()
        path = own_page("placements:my:internship", self.subject.pk, person=recipient.person)
        return Content(
            subject=_("Your internship at %(company)s") % names,
            paragraphs=[
                _("Your internship is planned. You start on %(start)s.") % names,
                _("Do you have a question or is something wrong? Call us."),
            ],
            facts=self.period(),
            button=(_("Open my internship"), "[[link]]"),
            sms=_("Your internship at %(company)s starts on %(start)s: %(link)s")
            % {**names, "link": "[[link]]"},
            secrets={"link": personal_link(recipient.person, at=at, next_path=path)},
        )


class InternshipPlannedCompany(_AboutInternship):
    key = "placements.internship_planned_company"

    def calendar(self, recipient: Recipient, *, at: datetime) -> str:
        return self.calendar_of(other=self.names()["learner"], at=at)

    def recipients(self) -> list[Recipient]:
        return contact_recipients(self.subject.company)

    def is_still_wanted(self, *, at: datetime) -> bool:
        return self.subject.state == InternshipState.PLANNED

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        names = self.names()
        return Content(
            subject=_("The internship of %(learner)s starts on %(start)s") % names,
            paragraphs=[
                _("The internship of %(learner)s at %(company)s is planned.") % names,
                _("Please tell the mentor and the team before the first day."),
            ],
            facts=self.period(),
            button=(_("Open the internship"), self.company_page(recipient)),
        )


class _Ends(_AboutInternship):
    """Before the last day of a running internship; nothing once it is over, or a job is known."""

    def is_still_wanted(self, *, at: datetime) -> bool:
        return (
            self.subject.state == InternshipState.RUNNING
            and self.subject.end_on >= clock.local_day(at)
            and not self.subject.enrolment.jobs.exclude(state=JobState.DISCARDED).exists()
        )


class InternshipEndsCompany(_Ends):
    key = "placements.internship_ends_company"

    def recipients(self) -> list[Recipient]:
        return contact_recipients(self.subject.company)

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        names = self.names()
        return Content(
            subject=_("Will you hire %(learner)s?") % names,
            preview=_("The internship ends on %(end)s.") % names,
            paragraphs=[
                _("The internship of %(learner)s ends on %(end)s.") % names,
                _("Are you happy with %(learner)s? Then talk about a job now.") % names,
                _("Tell us what you decide, also when it is no. Answer this message or call us."),
            ],
            button=(_("Open the internship"), self.company_page(recipient)),
        )


class InternshipEndsLearner(_Ends):
    key = "placements.internship_ends_learner"

    def recipients(self) -> list[Recipient]:
        return person_recipients(self.subject.enrolment.person)

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        names = self.names()
        return Content(
            subject=_("Your internship ends on %(end)s") % names,
            paragraphs=[
                _("Your internship at %(company)s ends on %(end)s.") % names,
                _("Do you want to stay? Ask your mentor now. We also asked the company."),
                _("We help you to find a job. Call us when you want to talk about it."),
            ],
            sms=_("Your internship ends on %(end)s. Do you want to stay? Ask your mentor now.")
            % names,
        )


class InternshipEndsStaff(_Ends):
    key = "placements.internship_ends_staff"

    def recipients(self) -> list[Recipient]:
        return officer_recipients(self.campus_key())

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        names = self.names()
        return Content(
            subject=_("Internship of %(learner)s at %(company)s ends on %(end)s") % names,
            paragraphs=[
                _("We asked the company whether it will hire %(learner)s.") % names,
                _("Call both and write down what comes after."),
            ],
            button=(
                _("Open the internship"),
                page(
                    "admin:placements_internship_change",
                    self.subject.pk,
                    language=recipient.language,
                ),
            ),
        )


ALL = (
    InternshipEndsCompany,
    InternshipEndsLearner,
    InternshipEndsStaff,
    InternshipPlannedCompany,
    InternshipPlannedLearner,
)
