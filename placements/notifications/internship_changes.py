"""When the end of an internship moves, or comes early."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from becode.messages.notification import Content, Recipient
from becode.messages.words import gettext as _
from placements.enums import EarlyEnd, InternshipState
from placements.notifications.intern_parts import AboutInternship, mentor_recipients
from placements.notifications.recipients import page, written

GOING = (InternshipState.RUNNING, InternshipState.INTERRUPTED)


class InternshipEndMovedLearner(AboutInternship):
    key = "placements.internship_end_moved_learner"
    important = True

    def recipients(self) -> list[Recipient]:
        return self.learner_recipients()

    def is_still_wanted(self, *, at: datetime) -> bool:
        return self.internship.state in GOING

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        names = self.names()
        return Content(
            subject=_("Your internship now lasts until %(end)s") % names,
            paragraphs=[
                _("The last day of your internship at %(company)s is now %(end)s.") % names,
                _("You get a paper to sign about this change."),
                _("Is this new to you? Call us."),
            ],
            sms=_("Your internship at %(company)s now lasts until %(end)s.") % names,
        )


class InternshipEndMovedCompany(AboutInternship):
    key = "placements.internship_end_moved_company"

    def recipients(self) -> list[Recipient]:
        return mentor_recipients(self.internship)

    def is_still_wanted(self, *, at: datetime) -> bool:
        return self.internship.state in GOING

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        names = self.names()
        return Content(
            subject=_("The internship of %(learner)s now lasts until %(end)s") % names,
            paragraphs=[
                _("The last day of %(learner)s at %(company)s is now %(end)s.") % names,
                _("We send an amendment of the agreement to sign."),
                _("Is this new to you? Call us."),
            ],
            button=(
                _("Open the internship"),
                page(
                    "placements:company:internship",
                    self.internship.pk,
                    language=recipient.language,
                ),
            ),
        )


class _Ended(AboutInternship):
    def is_still_wanted(self, *, at: datetime) -> bool:
        return self.internship.ended_on is not None

    @classmethod
    def good_examples(cls, records: QuerySet[Any]) -> QuerySet[Any]:
        return records.filter(ended_on__isnull=False)

    def names(self) -> dict[str, str]:
        ended_on = self.internship.ended_on
        return super().names() | {"ended": written(ended_on) if ended_on else ""}


class InternshipEndedLearner(_Ended):
    key = "placements.internship_ended_learner"
    important = True

    @classmethod
    def good_examples(cls, records: QuerySet[Any]) -> QuerySet[Any]:
        return super().good_examples(records).exclude(early_end="")

    def recipients(self) -> list[Recipient]:
        return self.learner_recipients()

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        names = self.names()
        words: dict[str, str] = {
            EarlyEnd.HIRED: _("Congratulations on your job! Please send us your contract."),
            EarlyEnd.OTHER_JOB: _("Congratulations on your job! Please send us your contract."),
            EarlyEnd.HOST_CHANGE: _("We arrange the next company with you."),
        }
        return Content(
            subject=_("Your internship at %(company)s ended") % names,
            paragraphs=[
                _("Your internship at %(company)s ended on %(ended)s.") % names,
                words.get(self.internship.early_end, _("We call you and look ahead.")),
            ],
            sms=_("Your internship at %(company)s ended on %(ended)s.") % names,
        )


class InternshipEndedCompany(_Ended):
    key = "placements.internship_ended_company"

    def recipients(self) -> list[Recipient]:
        return mentor_recipients(self.internship)

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        names = self.names()
        return Content(
            subject=_("The internship of %(learner)s ended") % names,
            paragraphs=[
                _("The internship of %(learner)s at %(company)s ended on %(ended)s.") % names,
                _("Please confirm the hours of the last month. Thank you for your time."),
            ],
            button=(
                _("Open the internship"),
                page(
                    "placements:company:internship",
                    self.internship.pk,
                    language=recipient.language,
                ),
            ),
        )


ALL = (
    InternshipEndMovedCompany,
    InternshipEndMovedLearner,
    InternshipEndedCompany,
    InternshipEndedLearner,
)
