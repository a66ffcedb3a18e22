"""Row 28: the end of an internship. docs/domain.md, "Reminders"."""

from collections.abc import Callable

from django.db.models import QuerySet

from becode.messages.notification import Notification
from becode.reminders.registry import declare
from becode.reminders.rules import Offset, Rule
from placements.models import Internship
from placements.notifications import (
    InternshipEndsCompany,
    InternshipEndsLearner,
    InternshipEndsStaff,
)


def _running() -> "QuerySet[Internship]":
    return Internship.objects.running().select_related(
        "company", "position", "mentor__user", "enrolment__person", "enrolment__cohort"
    )


def _about(made: type[Notification]) -> Callable[[Internship, Offset], Notification]:
    return lambda internship, offset: made(internship)


declare(
    *(
        Rule(
            key=notification.key,
            number=28,
            records=_running,
            anchor="end_on",
            offsets=(Offset(days=-21), Offset(days=-7)),
            notification=_about(notification),
        )
        for notification in (InternshipEndsCompany, InternshipEndsLearner, InternshipEndsStaff)
    ),
)
