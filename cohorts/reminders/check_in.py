"""Reminder 16 of docs/domain.md: check-ins that are missing."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from becode.messages.notification import Notification
from becode.reminders.enums import Audience
from becode.reminders.registry import declare
from becode.reminders.rules import Watch
from cohorts.missing import missing_between
from cohorts.notifications.check_in import (
    COACH_USE,
    LEARNER_USE,
    TO_COACH,
    TO_LEARNER,
    CheckInMissing,
    LearnersMissing,
)


def _learners(since: datetime, until: datetime) -> Iterable[tuple[datetime, Notification]]:
    for one in missing_between(since, until, delay=TO_LEARNER):
        one.enrolment.cohort = one.day.cohort
        yield one.window.planned_at + TO_LEARNER, CheckInMissing(one.enrolment)


def _coaches(since: datetime, until: datetime) -> Iterable[tuple[datetime, Notification]]:
    told = {}
    for one in missing_between(since, until, delay=TO_COACH):
        told[one.day.pk, one.window.planned_at + TO_COACH] = one.day
    for (_key, due_at), day in told.items():
        yield due_at, LearnersMissing(day)


declare(
    Watch(
        key="check_in_missing",
        number=16,
        title=_("A check-in is missing"),
        to=Audience.LEARNER,
        stops=_("checked in, or an absence is filed"),
        says=(CheckInMissing,),
        due=_learners,
        grace=LEARNER_USE,
    ),
    Watch(
        key="learners_missing",
        number=16,
        title=_("Check-ins are missing"),
        to=Audience.COACHES,
        stops=_("checked in, or absences are filed"),
        says=(LearnersMissing,),
        due=_coaches,
        grace=COACH_USE,
    ),
)
