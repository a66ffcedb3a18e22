"""Messages about evaluations, and what a colleague writes to learners of a cohort."""

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db.models import Model
from django.urls import reverse
from django.utils.formats import date_format

from becode.messages.enums import Channel
from becode.messages.notification import Content, Notification, Recipient
from becode.messages.recipients import person_recipients
from becode.messages.words import gettext as _
from becode.portal.access import personal_link
from cohorts.enums import AssessedBy
from cohorts.models import Enrolment, Evaluation
from cohorts.notifications.absences import coaches_of
from cohorts.workflow.evaluations import FOLLOWING


class _EvaluationDue(Notification):
    about = "cohorts.evaluation"
    reads = ("enrolment",)
    useful_for = timedelta(days=4)
    subject: Evaluation

    def day(self) -> str:
        return date_format(self.subject.due_on, "l j F")

    def campus_key(self) -> int:
        return self.subject.enrolment.cohort.campus_id


class EvaluationDueLearner(_EvaluationDue):
    """Fill in how far you are. docs/domain.md, "Reminders", evaluation."""

    key = "cohorts.evaluation_due_learner"

    def recipients(self) -> list[Recipient]:
        return person_recipients(self.subject.enrolment.person)

    def is_still_wanted(self, *, at: datetime) -> bool:
        return self.subject.filed_at is None and self.subject.enrolment.state in FOLLOWING

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        path = reverse("cohorts:my:evaluation", args=[self.subject.pk])
        link = personal_link(recipient.person, at=at, next_path=path)
        return Content(
            subject=_("How far are you? Your evaluation"),
            preview=_("Ten minutes, until %(day)s.") % {"day": self.day()},
            paragraphs=[
                _("Your evaluation waits for you. Please fill it in until %(day)s.")
                % {"day": self.day()},
                _("You say for each skill how far you are. There is no wrong answer."),
                _("Your coach does the same. Then you see both and talk about it."),
            ],
            button=(_("Fill in my evaluation"), "[[link]]"),
            sms=_("Please fill in your evaluation until %(day)s: %(link)s")
            % {"day": self.day(), "link": "[[link]]"},
            secrets={"link": link},
        )


class EvaluationDueCoach(_EvaluationDue):
    """One message for all learners of a cohort whom a coach still has to evaluate."""

    key = "cohorts.evaluation_due_coach"

    def _owed(self) -> int:
        return (
            Evaluation.objects.owed()
            .filter(
                enrolment__cohort=self.subject.enrolment.cohort_id,
                enrolment__state__in=FOLLOWING,
                moment=self.subject.moment,
                by=AssessedBy.COACH,
            )
            .count()
        )

    def recipients(self) -> list[Recipient]:
        """The coaches of the day; the managers of the campus where there are none."""
        return coaches_of(self.subject.enrolment.cohort, self.subject.due_on)

    def is_still_wanted(self, *, at: datetime) -> bool:
        return self._owed() > 0

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        cohort = self.subject.enrolment.cohort
        path = reverse("admin:cohort_evaluations", args=[cohort.pk])
        words = {"code": cohort.code, "day": self.day(), "count": self._owed()}
        return Content(
            subject=_("Evaluations of %(code)s until %(day)s") % words,
            paragraphs=[
                _("Evaluations of %(code)s that you still have to fill in: %(count)d.") % words,
                _("They are due on %(day)s. What you save stays as a draft.") % words,
            ],
            button=(_("Open the evaluations"), f"{settings.PUBLIC_BASE_URL}{path}"),
        )


class CohortMessage(Notification):
    """What a colleague writes to a learner, in their own words; the log keeps the text."""

    key = "cohorts.message"
    about = "cohorts.enrolment"
    can_be_made_anew = False
    can_be_worded = False
    subject: Enrolment

    def __init__(self, subject: Enrolment, *, title: str = "", text: str = "") -> None:
        super().__init__(subject)
        self.title, self.text = title, text

    @classmethod
    def example(cls, subject: Model) -> Self:
        text = _("Here stands what a colleague types for these learners.")
        return cls(subject, title=_("The subject they type"), text=text)  # type: ignore[arg-type]

    def recipients(self) -> list[Recipient]:
        return person_recipients(self.subject.person)

    def is_still_wanted(self, *, at: datetime) -> bool:
        return self.subject.state in (*FOLLOWING, "enrolled")

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        paragraphs = [part.strip() for part in self.text.split("\n\n") if part.strip()]
        words = f"{self.title}\n{self.text}" if recipient.channel == Channel.SMS else ""
        return Content(subject=self.title, paragraphs=paragraphs, sms=words)

    def campus_key(self) -> int:
        return self.subject.cohort.campus_id
