"""Row 23: a company that does not answer. docs/domain.md, "Reminders"."""

from django.db.models import QuerySet

from becode.reminders.registry import declare
from becode.reminders.rules import Offset, Rule
from placements.models import Proposal
from placements.notifications import ProposalUnanswered


def _unanswered() -> "QuerySet[Proposal]":
    return Proposal.objects.unanswered().select_related(
        "position__company", "enrolment__person", "enrolment__cohort"
    )


declare(
    Rule(
        key="placements.proposal_unanswered",
        number=23,
        records=_unanswered,
        anchor="proposed_at",
        offsets=(Offset(days=3), Offset(days=7)),
        notification=lambda proposal, offset: ProposalUnanswered(proposal),
    ),
)
