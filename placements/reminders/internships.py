"""Row 28: the end of an internship. docs/domain.md, "Reminders"."""

from collections.abc import Callable

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from becode.messages.notification import Notification
from becode.reminders.enums import Audience, Milestone
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
            title=title,
            to=to,
            stops=_("the outcome is known"),
            says=(notification,),
            milestone=Milestone.INTERNSHIP_END,
            records=_running,
            anchor="end_on",
            offsets=(Offset(days=-21), Offset(days=-7)),
            notification=_about(notification),
        )
        for notification, to, title in (
            (InternshipEndsCompany, Audience.COMPANY, _("An internship ends: will you hire?")),
            (InternshipEndsLearner, Audience.LEARNER, _("Your internship ends")),
            (InternshipEndsStaff, Audience.PLACEMENT, _("An internship ends")),
        )
    ),
)
