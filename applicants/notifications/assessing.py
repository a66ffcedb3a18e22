"""Messages to assessors."""

from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse

from applicants.enums import AssessmentState
from applicants.models import Assessment, StepProgress
from becode.accounts.models import User
from becode.messages.notification import Content, Notification, Recipient
from becode.messages.recipients import user_recipients
from becode.messages.words import gettext as _
from becode.messages.words import ngettext


class ScoresMissing(Notification):
    """Somebody was there, and an assessor has not scored yet. docs/domain.md, "Reminders", 8.

    Says how many there are and names nobody: the queue is read blind.
    """

    key = "applicants.scores_missing"
    about = "applicants.assessment"
    useful_for = timedelta(days=2)
    subject: Assessment

    @classmethod
    def made_up(cls, *, at: datetime) -> Assessment | None:
        progress = StepProgress.objects.order_by("-pk").first()
        assessor = User.objects.active().staff().order_by("pk").first()
        if progress is None or assessor is None:
            return None
        return Assessment(progress=progress, assessor=assessor, assigned_at=at)

    def recipients(self) -> list[Recipient]:
        assessor = self.subject.assessor
        return user_recipients(assessor) if assessor.is_staff else []

    def is_still_wanted(self, *, at: datetime) -> bool:
        return self.subject.state == AssessmentState.ASSIGNED

    def campus_key(self) -> int | None:
        return self.subject.progress.application.campus_id

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        number = Assessment.objects.of_assessor(recipient.user).to_score().of_open_applications()
        count = max(number.count(), 1)
        return Content(
            subject=ngettext(
                "%(count)d application waits for your scores",
                "%(count)d applications wait for your scores",
                count,
            )
            % {"count": count},
            paragraphs=[
                _("Colleagues compare the scores when both assessors have given theirs."),
                _("Score while you still remember the day well."),
            ],
            button=(_("Score now"), f"{settings.PUBLIC_BASE_URL}{reverse('admin:scoring')}"),
        )
