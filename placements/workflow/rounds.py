"""A round of proposals: several pairs, looked at together, sent in one go.

Each pair is a transaction of its own: what stands in the way of one does not stop the others.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from becode.audit.record import record
from becode.campuses.models import Campus
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from cohorts.models import Enrolment
from placements.models import Position, Proposal, ProposalRound
from placements.workflow.proposals import propose

# More than one campus proposes in a day; a page and a round stay bounded.
MOST_PAIRS = 200

Pair = tuple[Enrolment, Position]


@dataclass(slots=True)
class RoundResult:
    """What a round came to: the proposals made, and the pairs that could not be, with why."""

    round: ProposalRound | None = None
    proposals: list[Proposal] = field(default_factory=list)
    refused: list[tuple[Enrolment, Position, str]] = field(default_factory=list)


def send_round(
    *, campus: Campus, pairs: Sequence[Pair], actor: Actor, at: datetime, note: str = ""
) -> RoundResult:
    """Propose each pair, in this order; `note` goes with all of them.

    A round in which nothing could be proposed leaves no trace. Raises ValueError for more than
    MOST_PAIRS.
    """
    if len(pairs) > MOST_PAIRS:
        raise ValueError("too many pairs for one round")
    result = RoundResult()
    if not pairs:
        return result
    made = ProposalRound.objects.create(
        campus=campus, made_at=at, made_by_id=actor.key if actor.kind == "user" else None
    )
    for enrolment, position in pairs:
        try:
            proposal = propose(
                enrolment=enrolment,
                position=position,
                actor=actor,
                at=at,
                note=note,
                in_round=made,
            )
        except IllegalMove as error:
            result.refused.append((enrolment, position, str(error.sentence)))
        else:
            result.proposals.append(proposal)
    if not result.proposals:
        made.delete()
        return result
    result.round = made
    with transaction.atomic():
        record(
            "round.sent",
            subject=made,
            actor=actor,
            at=at,
            keys={
                "campus": campus.pk,
                "proposals": len(result.proposals),
                "refused": len(result.refused),
            },
        )
    return result
