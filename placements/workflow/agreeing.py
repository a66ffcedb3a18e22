"""The learner's own answer to a proposal: yes or no, before or after the company's.

docs/domain.md, "Matching". Contact details are shared once both said yes.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from becode.audit.record import record
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from becode.messages.compose import send
from placements.enums import InternshipState, ProposalState
from placements.models import Proposal
from placements.notifications.agreeing import (
    BothAgreedCompany,
    BothAgreedStaff,
    LearnerRefusedCompany,
    LearnerRefusedStaff,
)
from placements.workflow import proposals, wishes


@transaction.atomic
def agree(*, proposal: Proposal, actor: Actor, at: datetime) -> None:
    """The learner wants this place. If the company said yes before, it is theirs.

    Raises IllegalMove when the proposal ended, or the learner has a place elsewhere.
    """
    learner = proposals.lock_enrolment(proposal.enrolment_id)
    proposals.lock_positions(learner)
    proposal.refresh_from_db(fields=["state", "learner_agreed_at", "answer_by"])
    if proposal.learner_agreed_at is not None and proposal.is_live:
        raise IllegalMove(_("You said yes already."))
    if not proposal.is_live or proposal.is_silent(at):
        raise IllegalMove(_("This proposal has ended."))
    proposals.check_may_be_proposed(learner)
    Proposal.objects.filter(pk=proposal.pk).update(learner_agreed_at=at)
    proposal.learner_agreed_at = at
    record(
        "proposal.agreed",
        subject=proposal,
        actor=actor,
        at=at,
        person_key=learner.person_id,
    )
    if proposal.state == ProposalState.ACCEPTED:
        for notification in (BothAgreedCompany, BothAgreedStaff):
            send(notification(proposal), at=at)
        proposals.end_others(proposal, at=at)


@transaction.atomic
def refuse(*, proposal: Proposal, actor: Actor, at: datetime, why: str = "") -> None:
    """The learner does not want this place (any more), with words for the school alone.

    At any time, as long as no internship hangs on it. The position counts as refused from then on.
    """
    learner = proposals.lock_enrolment(proposal.enrolment_id)
    internship = getattr(proposal, "internship", None)
    if internship is not None and internship.state != InternshipState.CANCELLED:
        raise IllegalMove(_("Your internship is arranged. Talk to us first, then we stop it."))
    was_accepted = proposal.state == ProposalState.ACCEPTED
    proposals.end(proposal, actor=actor, at=at, reason_code="by_learner")
    if was_accepted:
        proposals.free_place(proposal.position_id, actor=actor, at=at)
    wishes.put_aside(enrolment=learner, position=proposal.position, why_not=why, actor=actor, at=at)
    send(LearnerRefusedCompany(proposal), at=at)
    send(LearnerRefusedStaff(proposal, why=why), at=at)
