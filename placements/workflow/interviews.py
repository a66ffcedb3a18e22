"""Moments for a talk: the company offers up to three, the learner chooses one or says none fits.

docs/domain.md, "Matching". A company that offers moments is not silent: it gets more time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from becode.audit.record import move, record
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from becode.messages.compose import send
from placements.enums import SLOT_MOVES, ProposalState, SlotState
from placements.models import InterviewSlot, Proposal
from placements.notifications.interviews import (
    InterviewCancelledCompany,
    InterviewCancelledLearner,
    InterviewChosenCompany,
    InterviewChosenLearner,
    InterviewNoneFits,
    InterviewOffered,
)
from placements.workflow import proposals

MOST_MOMENTS = 3
# After the last moment offered, the company has a week to make up its mind.
THINKS_FOR = timedelta(days=7)
FARTHEST = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Moment:
    """When, how many minutes, and the place or the link of the call."""

    starts_at: datetime
    minutes: int
    where: str


@transaction.atomic
def offer(
    *, proposal: Proposal, moments: Sequence[Moment], actor: Actor, at: datetime
) -> list[InterviewSlot]:
    """Offer these moments instead of those offered before; the learner is told.

    Raises IllegalMove for moments that are past or too far away, and while one is chosen.
    """
    learner = proposals.lock_enrolment(proposal.enrolment_id)
    _check_runs(proposal, at=at)
    proposals.check_may_be_seen(learner)
    if proposal.slots.chosen().filter(starts_at__gt=at).exists():
        raise IllegalMove(_("A moment is chosen already. Cancel it first."))
    if not 1 <= len(moments) <= MOST_MOMENTS:
        raise IllegalMove(_("Offer one, two or three moments."))
    if len({moment.starts_at for moment in moments}) < len(moments):
        raise IllegalMove(_("Two moments are the same."))
    if any(not at < moment.starts_at <= at + FARTHEST for moment in moments):
        raise IllegalMove(_("Choose moments from now on, within two months."))
    proposals.drop_slots(proposal, actor=actor, at=at)
    made = InterviewSlot.objects.bulk_create(
        InterviewSlot(
            proposal=proposal,
            starts_at=moment.starts_at,
            minutes=moment.minutes,
            where=moment.where,
        )
        for moment in sorted(moments, key=lambda moment: moment.starts_at)
    )
    if proposal.state == ProposalState.PROPOSED and proposal.answer_by is not None:
        until = max(proposal.answer_by, made[-1].starts_at + THINKS_FOR)
        Proposal.objects.filter(pk=proposal.pk).update(answer_by=until)
        proposal.answer_by = until
    record(
        "interview.offered",
        subject=proposal,
        actor=actor,
        at=at,
        person_key=learner.person_id,
        keys={"moments": len(made)},
    )
    send(InterviewOffered(proposal), at=at, dedupe=at.isoformat())
    return made


@transaction.atomic
def choose(*, slot: InterviewSlot, actor: Actor, at: datetime) -> None:
    """The learner takes one moment; the others are not needed any more. Both are told.

    Raises IllegalMove for a moment that is past, or at which they have another talk.
    """
    proposal = slot.proposal
    learner = proposals.lock_enrolment(proposal.enrolment_id)
    _check_runs(proposal, at=at)
    if slot.starts_at <= at:
        raise IllegalMove(_("This moment is over. Choose another one."))
    if _overlaps(slot):
        raise IllegalMove(_("You have another talk at this moment. Choose another one."))
    move(
        slot,
        moves=SLOT_MOVES,
        to=SlotState.CHOSEN,
        label="interview.chosen",
        actor=actor,
        at=at,
        person_key=learner.person_id,
    )
    for other in proposal.slots.offered().order_by("pk"):
        move(
            other,
            moves=SLOT_MOVES,
            to=SlotState.DROPPED,
            label="interview.dropped",
            actor=actor,
            at=at,
            person_key=learner.person_id,
        )
    for notification in (InterviewChosenCompany, InterviewChosenLearner):
        send(notification(slot), at=at)


def _overlaps(slot: InterviewSlot) -> bool:
    """Whether the learner has another talk while this one lasts."""
    others = InterviewSlot.objects.chosen().filter(
        proposal__enrolment=slot.proposal.enrolment_id, starts_at__lt=slot.ends_at
    )
    return any(other.ends_at > slot.starts_at for other in others.exclude(pk=slot.pk))


@transaction.atomic
def none_fits(*, proposal: Proposal, actor: Actor, at: datetime) -> None:
    """The learner can come at none of the moments; the company is asked for others."""
    learner = proposals.lock_enrolment(proposal.enrolment_id)
    _check_runs(proposal, at=at)
    if not proposal.slots.offered().exists():
        raise IllegalMove(_("There is no moment to choose any more."))
    proposals.drop_slots(proposal, actor=actor, at=at)
    record(
        "interview.none_fits",
        subject=proposal,
        actor=actor,
        at=at,
        person_key=learner.person_id,
    )
    send(InterviewNoneFits(proposal), at=at, dedupe=at.isoformat())


@transaction.atomic
def cancel(*, slot: InterviewSlot, actor: Actor, at: datetime) -> None:
    """One of the two cannot come to the chosen moment; the other is told. Before it begins."""
    learner = proposals.lock_enrolment(slot.proposal.enrolment_id)
    slot.refresh_from_db(fields=["state"])
    if slot.state != SlotState.CHOSEN:
        raise IllegalMove(_("This talk is not planned any more."))
    if slot.starts_at <= at:
        raise IllegalMove(_("This talk has begun. It cannot be cancelled any more."))
    move(
        slot,
        moves=SLOT_MOVES,
        to=SlotState.DROPPED,
        label="interview.cancelled",
        actor=actor,
        at=at,
        person_key=learner.person_id,
    )
    by_learner = actor.kind == "person"
    told = InterviewCancelledCompany if by_learner else InterviewCancelledLearner
    send(told(slot), at=at)


def _check_runs(proposal: Proposal, *, at: datetime) -> None:
    proposal.refresh_from_db(fields=["state", "answer_by", "learner_agreed_at"])
    if not proposal.is_live or proposal.is_silent(at):
        raise IllegalMove(_("This proposal has ended."))
    proposals.check_no_internship(proposal)
