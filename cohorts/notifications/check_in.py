"""Who did not check in hears it first; the coaches hear it later. Reminder 16."""

from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse

from becode.accounts.enums import Role
from becode.accounts.models import User
from becode.core import clock
from becode.messages.notification import Content, Notification, Recipient
from becode.messages.recipients import person_recipients, user_recipients
from becode.messages.words import gettext as _
from becode.messages.words import ngettext
from becode.portal.access import personal_link
from cohorts.missing import Missing, missing_between
from cohorts.models import CoachAssignment, Enrolment, TrainingDay

TO_LEARNER = timedelta(minutes=15)
TO_COACH = timedelta(minutes=60)
# For so long after its moment the message still says something new.
LEARNER_USE = timedelta(minutes=45)
COACH_USE = timedelta(hours=3)


class CheckInMissing(Notification):
    """15 minutes after the hour somebody has not checked in. docs/domain.md, "Reminders"."""

    key = "cohorts.check_in_missing"
    about = "cohorts.enrolment"
    urgent = True
    useful_for = LEARNER_USE
    subject: Enrolment

    def _missing(self, at: datetime) -> list[Missing]:
        return missing_between(at - LEARNER_USE, at, delay=TO_LEARNER, of=self.subject)

    def recipients(self) -> list[Recipient]:
        return person_recipients(self.subject.person)

    def is_still_wanted(self, *, at: datetime) -> bool:
        return bool(self._missing(at))

    def campus_key(self) -> int | None:
        return self.subject.cohort.campus_id

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        window = self._missing(at)[-1].window
        facts = {
            "moment": window.moment.label,
            "hour": f"{window.planned_at.astimezone(clock.BRUSSELS):%H:%M}",
        }
        return Content(
            subject=_("You did not check in: %(moment)s, %(hour)s") % facts,
            preview=_("Are you there? Check in now."),
            paragraphs=[
                _("Are you there? Then check in now. The time counts from when you check in."),
                _("You cannot come? Tell us now, and send a proof within 48 hours."),
                _("Were you in time and did you forget? Tell your coach, who can correct it."),
            ],
            button=(_("Check in"), "[[link]]"),
            sms=_("BeCode: you did not check in (%(moment)s, %(hour)s). Check in: [[link]]")
            % facts,
            secrets={"link": personal_link(recipient.person, at=at, next_path="check_in")},
        )


class LearnersMissing(Notification):
    """An hour after a moment: who is not there and told nobody, in one message for all."""

    key = "cohorts.learners_missing"
    about = "cohorts.trainingday"
    urgent = True
    useful_for = COACH_USE
    subject: TrainingDay

    def _missing(self, at: datetime) -> list[Missing]:
        return missing_between(at - COACH_USE, at, delay=TO_COACH, on=self.subject)

    def recipients(self) -> list[Recipient]:
        """The coaches of the cohort; where nobody is named, those of the campus."""
        day = self.subject
        named = CoachAssignment.objects.on(day.on).filter(cohort=day.cohort_id)
        coaches = User.objects.active().filter(coach_assignments__in=named).distinct()
        if not coaches.exists():
            coaches = User.objects.with_role(Role.COACH).at_campus(day.cohort.campus_id)
        return user_recipients(*coaches.order_by("pk"))

    def is_still_wanted(self, *, at: datetime) -> bool:
        return bool(self._missing(at))

    def campus_key(self) -> int | None:
        return self.subject.cohort.campus_id

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        missing = self._missing(at)
        last = max(one.window.moment for one in missing)
        names = [one.enrolment.person.full_name for one in missing if one.window.moment == last]
        day = self.subject
        path = reverse("admin:class_sheet", args=[day.cohort_id])
        facts = {"count": len(names), "code": day.cohort.code}
        words = ngettext(
            "%(code)s: %(count)d learner did not check in",
            "%(code)s: %(count)d learners did not check in",
            len(names),
        )
        return Content(
            subject=words % facts,
            paragraphs=[
                _("They told nobody. A call helps: nobody should drift away unnoticed."),
                ", ".join(names),
            ],
            facts=[(_("Group"), day.cohort.code), (_("Moment"), str(last.label))],
            button=(
                _("Open the class sheet"),
                f"{settings.PUBLIC_BASE_URL}{path}?day={day.on.isoformat()}",
            ),
        )


ALL = (CheckInMissing, LearnersMissing)
