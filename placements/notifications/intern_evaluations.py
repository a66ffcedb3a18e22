"""Evaluations of an internship: asked, asked again, late, and what needs a talk."""

from datetime import datetime, timedelta

from becode.core import clock
from becode.messages.notification import Content, Recipient
from becode.messages.words import gettext as _
from placements.enums import EvaluatedBy, EvaluationMoment, LinkPurpose, WouldHire
from placements.evaluating import is_asked
from placements.models import Internship, InternshipEvaluation
from placements.notifications.intern_parts import (
    AboutInternship,
    days_until,
    guest_link,
    guide_recipients,
    mentor_recipients,
)
from placements.notifications.recipients import officer_recipients, written

# A link to an evaluation works for so many days after it was due.
LINK_DAYS = 60


class _AboutEvaluation(AboutInternship):
    about = "placements.internshipevaluation"

    @property
    def evaluation(self) -> InternshipEvaluation:
        assert isinstance(self.subject, InternshipEvaluation)
        return self.subject

    @property
    def internship(self) -> Internship:
        return self.evaluation.internship

    def names(self) -> dict[str, str]:
        return super().names() | {
            "day": written(self.evaluation.due_on),
            "moment": self.evaluation.get_moment_display(),
        }


class _Due(_AboutEvaluation):
    useful_for = timedelta(days=4)

    def is_still_wanted(self, *, at: datetime) -> bool:
        return self.evaluation.filed_at is None and is_asked(self.internship)


class InternEvaluationDueMentor(_Due):
    """A link without an account: five questions, on a phone."""

    key = "placements.intern_evaluation_due_mentor"

    def recipients(self) -> list[Recipient]:
        return mentor_recipients(self.internship)

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        names, evaluation = self.names(), self.evaluation
        link = guest_link(
            recipient,
            purpose=LinkPurpose.EVALUATE,
            at=at,
            days=days_until(evaluation.due_on, at=at, more=LINK_DAYS),
            evaluation=evaluation,
        )
        if evaluation.moment == EvaluationMoment.WEEK_1:
            subject = _("How was the first week of %(learner)s?") % names
            first = _("%(learner)s works with you since %(start)s. How does it go?") % names
        else:
            subject = _("How is %(learner)s doing? Five minutes, by %(day)s") % names
            first = _("Please tell us by %(day)s how %(learner)s is doing.") % names
        return Content(
            subject=subject,
            preview=_("Five minutes, without signing in."),
            paragraphs=[
                first,
                _("You choose a mark for five skills. You can save and go on later."),
                _("%(learner)s reads your answer after filling in the same questions.") % names,
            ],
            button=(_("Fill it in"), "[[link]]"),
            secrets={"link": link},
        )


class InternEvaluationDueLearner(_Due):
    key = "placements.intern_evaluation_due_learner"

    def recipients(self) -> list[Recipient]:
        return self.learner_recipients()

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        names = self.names()
        link = self.own_page(recipient, at=at, name="intern_evaluation", key=self.evaluation.pk)
        if self.evaluation.moment == EvaluationMoment.WEEK_1:
            subject = _("How was your first week at %(company)s?") % names
        else:
            subject = _("How is your internship going? Until %(day)s") % names
        return Content(
            subject=subject,
            preview=_("Five minutes are enough."),
            paragraphs=[
                _("Your mentor answers the same questions. Then you read both answers."),
                _("Is something not going well? Say it here, or call your coach."),
            ],
            button=(_("Fill it in"), "[[link]]"),
            sms=_("How is your internship going? Please fill it in: %(link)s")
            % {"link": "[[link]]"},
            secrets={"link": link},
        )


class InternEvaluationLate(_Due):
    """To the placement officers: nobody of the two, or one of them, has filed it."""

    key = "placements.intern_evaluation_late"

    def recipients(self) -> list[Recipient]:
        return officer_recipients(self.campus_key())

    def _owing(self) -> list[InternshipEvaluation]:
        return list(
            self.internship.evaluations.filter(
                moment=self.evaluation.moment, filed_at__isnull=True
            ).order_by("by")
        )

    def is_still_wanted(self, *, at: datetime) -> bool:
        return bool(self._owing()) and is_asked(self.internship)

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        names = self.names()
        who = ", ".join(str(one.get_by_display()) for one in self._owing())
        return Content(
            subject=_("Evaluation of %(learner)s at %(company)s is late") % names,
            paragraphs=[
                _("The evaluation “%(moment)s” was due on %(day)s.") % names,
                _("We still wait for it from: %(who)s.") % {"who": who},
                _("Please call. On the phone you can fill it in together."),
            ],
            button=(_("Open the internship"), self.staff_page(recipient)),
        )


class EvaluationNeedsALook(_AboutEvaluation):
    """To the guides and officers: a lowest mark, a no, or the good news of a yes."""

    key = "placements.intern_evaluation_needs_a_look"

    def recipients(self) -> list[Recipient]:
        filed_at = self.evaluation.filed_at
        day = clock.local_day(filed_at) if filed_at else self.evaluation.due_on
        guides = guide_recipients(self.internship, on=day)
        known = {one.address for one in guides}
        officers = officer_recipients(self.campus_key())
        return [*guides, *(one for one in officers if one.address not in known)]

    def is_still_wanted(self, *, at: datetime) -> bool:
        return self.evaluation.filed_at is not None

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        names = self.names()
        if self.evaluation.by == EvaluatedBy.LEARNER:
            subject = _("%(learner)s has a hard time at %(company)s") % names
            words = _("Look at what %(learner)s wrote, and call.") % names
        elif self.evaluation.would_hire == WouldHire.YES:
            subject = _("%(company)s would hire %(learner)s") % names
            words = _("Talk with both about a contract now.")
        else:
            subject = _("%(company)s is not happy about something: %(learner)s") % names
            words = _("Look at the evaluation, and call the mentor and the learner.")
        return Content(
            subject=subject,
            paragraphs=[_("The evaluation “%(moment)s” is filed.") % names, words],
            button=(_("Open the internship"), self.staff_page(recipient)),
        )


ALL = (
    EvaluationNeedsALook,
    InternEvaluationDueLearner,
    InternEvaluationDueMentor,
    InternEvaluationLate,
)
