"""Learners proposed to companies, and the companies' answers.

Lock order in every verb: the enrolment, then the position, so that two companies cannot get
the same learner and two learners cannot get the last place.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from becode.audit.record import move, record
from becode.core.actors import SYSTEM, Actor
from becode.core.moves import IllegalMove
from becode.messages.compose import send
from becode.people.enums import ConsentPurpose
from becode.people.models import Person
from becode.people.workflow import withdraw_consent
from cohorts.enums import EnrolmentState
from cohorts.models import Enrolment
from placements.enums import PROPOSAL_MOVES, InternshipState, PositionState, ProposalState
from placements.models import Position, Proposal
from placements.notifications.proposals import (
    ProposalAnsweredLearner,
    ProposalAnsweredStaff,
    ProposalMade,
    ProposalTakenBack,
)
from placements.workflow import positions

WITH_US = (EnrolmentState.IN_TRAINING, EnrolmentState.ON_INTERNSHIP)


@transaction.atomic
def propose(
    *,
    enrolment: Enrolment,
    position: Position,
    actor: Actor,
    at: datetime,
    note: str = "",
) -> Proposal:
    """Show a learner's first name and profile to a company, for one of its positions.

    Raises IllegalMove unless the learner agrees, is with us, has no place elsewhere and was
    not proposed here already, and the position is open with a free place.
    """
    learner = _lock_enrolment(enrolment.pk)
    _check_may_be_proposed(learner)
    place = (
        Position.objects.select_for_update(of=("self",))
        .select_related("company")
        .get(pk=position.pk)
    )
    if place.state != PositionState.OPEN or not place.company.is_active:
        raise IllegalMove(_("This position is not open."))
    if place.places_taken >= place.places:
        raise IllegalMove(_("All places of this position are taken."))
    if place.proposals.live().filter(enrolment=learner).exists():
        raise IllegalMove(_("This learner was proposed for this position already."))
    proposal = Proposal.objects.create(position=place, enrolment=learner, note=note, proposed_at=at)
    record(
        "proposal.made",
        subject=proposal,
        actor=actor,
        at=at,
        person_key=learner.person_id,
        new_state=ProposalState.PROPOSED,
        keys={"position": place.pk, "company": place.company_id},
    )
    send(ProposalMade(proposal), at=at)
    return proposal


def _check_may_be_proposed(learner: Enrolment) -> None:
    if learner.state not in WITH_US:
        raise IllegalMove(_("Only learners in training or on internship can be proposed."))
    if not _consents(learner.person_id):
        raise IllegalMove(_("This learner does not agree (any more) that companies see a profile."))
    if learner.proposals.holding_a_place().exists():
        raise IllegalMove(_("This learner has a place already."))


def _consents(person_key: int) -> bool:
    return Person.objects.filter(
        pk=person_key,
        consents__purpose=ConsentPurpose.SHARE_PROFILE,
        consents__withdrawn_at__isnull=True,
    ).exists()


@transaction.atomic
def accept(*, proposal: Proposal, actor: Actor, at: datetime) -> None:
    """The company wants this learner: a place is taken and contact details are shared.

    The learner's other unanswered proposals are taken back, and those companies are told.
    """
    learner = _lock_enrolment(proposal.enrolment_id)
    _check_may_be_proposed(learner)
    move(
        proposal,
        moves=PROPOSAL_MOVES,
        to=ProposalState.ACCEPTED,
        label="proposal.accepted",
        actor=actor,
        at=at,
        person_key=learner.person_id,
        answered_at=at,
    )
    _take_place(proposal.position_id, actor=actor, at=at)
    for notification in (ProposalAnsweredStaff, ProposalAnsweredLearner):
        send(notification(proposal), at=at)
    for other in learner.proposals.unanswered().exclude(pk=proposal.pk).order_by("pk"):
        _take_back(other, actor=SYSTEM, at=at, reason_code="place_elsewhere")


def _take_place(position_key: int, *, actor: Actor, at: datetime) -> None:
    """Count one place more, guarded: the database never counts beyond the places offered."""
    taken = (
        Position.objects.with_room()
        .filter(pk=position_key)
        .update(places_taken=F("places_taken") + 1)
    )
    if taken != 1:
        raise IllegalMove(_("All places of this position are taken."))
    positions.settle(
        position=Position.objects.select_for_update().get(pk=position_key), actor=actor, at=at
    )


def _free_place(position_key: int, *, actor: Actor, at: datetime) -> None:
    Position.objects.filter(pk=position_key, places_taken__gt=0).update(
        places_taken=F("places_taken") - 1
    )
    positions.settle(
        position=Position.objects.select_for_update().get(pk=position_key), actor=actor, at=at
    )


@transaction.atomic
def decline(
    *,
    proposal: Proposal,
    reason: str,
    actor: Actor,
    at: datetime,
    note: str = "",
) -> None:
    """The company says no, with a reason; the learner hears it kindly."""
    if not reason:
        raise IllegalMove(_("Choose a reason."))
    move(
        proposal,
        moves=PROPOSAL_MOVES,
        to=ProposalState.DECLINED,
        label="proposal.declined",
        actor=actor,
        at=at,
        person_key=proposal.enrolment.person_id,
        reason_code=reason,
        answered_at=at,
        decline_reason=reason,
        decline_note=note,
    )
    for notification in (ProposalAnsweredStaff, ProposalAnsweredLearner):
        send(notification(proposal), at=at)


@transaction.atomic
def withdraw(
    *,
    proposal: Proposal,
    actor: Actor,
    at: datetime,
    reason_code: str = "by_staff",
) -> None:
    """Take a proposal back; an accepted one only while it has no internship that counts."""
    _lock_enrolment(proposal.enrolment_id)
    internship = getattr(proposal, "internship", None)
    if internship is not None and internship.state != InternshipState.CANCELLED:
        raise IllegalMove(_("There is an internship. Cancel that first."))
    was_accepted = proposal.state == ProposalState.ACCEPTED
    _take_back(proposal, actor=actor, at=at, reason_code=reason_code)
    if was_accepted:
        _free_place(proposal.position_id, actor=actor, at=at)


def _take_back(proposal: Proposal, *, actor: Actor, at: datetime, reason_code: str) -> None:
    move(
        proposal,
        moves=PROPOSAL_MOVES,
        to=ProposalState.WITHDRAWN,
        label="proposal.withdrawn",
        actor=actor,
        at=at,
        person_key=proposal.enrolment.person_id,
        reason_code=reason_code,
    )
    send(ProposalTakenBack(proposal), at=at)


@transaction.atomic
def stop_sharing_profile(*, person: Person, actor: Actor, at: datetime) -> None:
    """A person withdraws the consent: companies that did not answer yet see nothing any more."""
    withdraw_consent(person=person, purpose=ConsentPurpose.SHARE_PROFILE, actor=actor, at=at)
    waiting = Proposal.objects.unanswered().filter(enrolment__person=person)
    for proposal in waiting.select_related("enrolment").order_by("pk"):
        _take_back(proposal, actor=actor, at=at, reason_code="consent")


def withdraw_of_leavers(*, at: datetime, limit: int = 500) -> int:
    """Take back what still runs for people who are no longer with us; one transaction each."""
    proposals = Proposal.objects.of_leavers().select_related("enrolment").order_by("pk")[:limit]
    for proposal in proposals:
        withdraw(proposal=proposal, actor=SYSTEM, at=at, reason_code="left")
    return len(proposals)


def _lock_enrolment(enrolment_key: int) -> Enrolment:
    return Enrolment.objects.select_for_update().get(pk=enrolment_key)
