"""Reminders about proposals, internships and follow-ups. docs/domain.md, "Reminders"."""

from collections.abc import Callable

from django.db.models import QuerySet

from becode.messages.notification import Notification
from becode.reminders.registry import declare
from becode.reminders.rules import Offset, Rule
from placements.models import FollowUp, Internship, Proposal
from placements.notifications import (
    FollowUpQuestion,
    InternshipEndsCompany,
    InternshipEndsLearner,
    InternshipEndsStaff,
    ProposalUnanswered,
)

# The term whose question goes out by message; the other terms are asked by colleagues.
ASKED_AFTER_MONTHS = 6


def _unanswered() -> "QuerySet[Proposal]":
    return Proposal.objects.unanswered().select_related(
        "position__company", "enrolment__person", "enrolment__cohort"
    )


def _running() -> "QuerySet[Internship]":
    return Internship.objects.running().select_related(
        "company", "position", "enrolment__person", "enrolment__cohort"
    )


def _follow_ups() -> "QuerySet[FollowUp]":
    return (
        FollowUp.objects.unanswered()
        .filter(months=ASKED_AFTER_MONTHS)
        .select_related("enrolment__person", "enrolment__cohort")
    )


def _about(made: type[Notification]) -> Callable[[Internship, Offset], Notification]:
    return lambda internship, offset: made(internship)


declare(
    Rule(
        key="placements.proposal_unanswered",
        number=23,
        records=_unanswered,
        anchor="proposed_at",
        offsets=(Offset(days=3), Offset(days=7)),
        notification=lambda proposal, offset: ProposalUnanswered(proposal),
    ),
    *(
        Rule(
            key=notification.key,
            number=28,
            records=_running,
            anchor="end_on",
            offsets=(Offset(days=-21),),
            notification=_about(notification),
        )
        for notification in (InternshipEndsCompany, InternshipEndsLearner, InternshipEndsStaff)
    ),
    Rule(
        key="placements.follow_up",
        number=30,
        records=_follow_ups,
        anchor="due_on",
        offsets=(Offset(), Offset(days=4), Offset(days=10)),
        notification=lambda follow_up, offset: FollowUpQuestion(follow_up),
    ),
)
