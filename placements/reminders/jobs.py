"""Row 30: the question after leaving. docs/domain.md, "Reminders"."""

from django.db.models import QuerySet

from becode.reminders.registry import declare
from becode.reminders.rules import Offset, Rule
from placements.models import FollowUp
from placements.notifications import FollowUpQuestion

# The term whose question goes out by message; the other terms are asked by colleagues.
ASKED_AFTER_MONTHS = 6


def _follow_ups() -> "QuerySet[FollowUp]":
    return (
        FollowUp.objects.unanswered()
        .filter(months=ASKED_AFTER_MONTHS)
        .select_related("enrolment__person", "enrolment__cohort")
    )


declare(
    Rule(
        key="placements.follow_up",
        number=30,
        records=_follow_ups,
        anchor="due_on",
        offsets=(Offset(), Offset(days=4), Offset(days=10)),
        notification=lambda follow_up, offset: FollowUpQuestion(follow_up),
    ),
)
