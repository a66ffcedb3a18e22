"""Proposals that a company left without an answer end by themselves.

docs/domain.md, "Matching": whether it ended is decided by the moment, never by this job.
"""

from datetime import datetime

from django.db import transaction

from becode.audit.record import move
from becode.core.actors import SYSTEM
from becode.core.moves import IllegalMove
from becode.messages.compose import send
from placements.enums import PROPOSAL_MOVES, ProposalState
from placements.models import Proposal
from placements.notifications.silence import SilenceCompany, SilenceLearner, SilenceStaff
from placements.workflow import proposals


def end_silent(*, at: datetime, limit: int = 500) -> int:
    """End every proposal whose time to answer is over, each in a transaction; returns how many.

    One that was answered in between is left alone.
    """
    ended = 0
    for proposal in Proposal.objects.overdue(at).select_related("enrolment")[:limit]:
        try:
            ended += _end(proposal, at=at)
        except IllegalMove:
            continue
    return ended


@transaction.atomic
def _end(proposal: Proposal, *, at: datetime) -> bool:
    proposals.lock_enrolment(proposal.enrolment_id)
    # A talk that was planned in between gives the company more time.
    proposal.refresh_from_db(fields=["state", "answer_by"])
    if not proposal.is_silent(at):
        return False
    move(
        proposal,
        moves=PROPOSAL_MOVES,
        to=ProposalState.EXPIRED,
        label="proposal.expired",
        actor=SYSTEM,
        at=at,
        person_key=proposal.enrolment.person_id,
    )
    proposals.drop_slots(proposal, actor=SYSTEM, at=at)
    for notification in (SilenceCompany, SilenceLearner, SilenceStaff):
        send(notification(proposal), at=at)
    return True
