"""Learners proposed to companies, and the companies' answers. docs/domain.md, "Matching".

Lock order in every verb: the enrolment, then the positions by their keys, so that two companies
cannot get the same learner and two learners cannot get the last place.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from becode.audit.record import move, record
from becode.core import clock
from becode.core.actors import SYSTEM, Actor
from becode.core.moves import IllegalMove
from becode.messages.compose import send
from becode.people.enums import ConsentPurpose
from becode.people.models import Person
from becode.people.workflow import withdraw_consent
from cohorts.enums import EnrolmentState
from cohorts.models import Enrolment
from placements.enums import (
    PROPOSAL_MOVES,
    SLOT_MOVES,
    InternshipState,
    PositionState,
    ProposalState,
    SlotState,
)
from placements.models import Position, Proposal, ProposalRound
from placements.notifications.proposals import (
    ProposalAnsweredLearner,
    ProposalAnsweredStaff,
    ProposalMade,
    ProposalMadeLearner,
    ProposalTakenBack,
    ProposalTakenBackLearner,
)
from placements.workflow import positions

WITH_US = (EnrolmentState.IN_TRAINING, EnrolmentState.ON_INTERNSHIP)
# A company has two weeks: it is reminded after 3 and 7 days, called after 10, and a learner can
# then still find another place before the internship.
ANSWER_WITHIN = timedelta(days=14)


@transaction.atomic
def propose(
    *,
    enrolment: Enrolment,
    position: Position,
    actor: Actor,
    at: datetime,
    note: str = "",
    in_round: ProposalRound | None = None,
) -> Proposal:
    """Show a learner's first name and profile to a company, for one of its positions.

    Raises IllegalMove unless the learner agrees to be shown, is with us, has no place elsewhere,
    did not refuse this position and was not proposed for it already, and the position is open
    with a free place.
    """
    learner = lock_enrolment(enrolment.pk)
    check_may_be_proposed(learner)
    place = (
        Position.objects.select_for_update(of=("self",))
        .select_related("company")
        .get(pk=position.pk)
    )
    _check_is_open(place, at=at)
    if place.proposals.live().filter(enrolment=learner).exists():
        raise IllegalMove(_("This learner was proposed for this position already."))
    if learner.wishes.refused().filter(position=place).exists():
        raise IllegalMove(_("This learner does not want this position."))
    proposal = Proposal.objects.create(
        position=place,
        enrolment=learner,
        note=note,
        proposed_at=at,
        answer_by=at + ANSWER_WITHIN,
        round=in_round,
    )
    record(
        "proposal.made",
        subject=proposal,
        actor=actor,
        at=at,
        person_key=learner.person_id,
        new_state=ProposalState.PROPOSED,
        keys={"position": place.pk, "company": place.company_id},
    )
    for notification in (ProposalMade, ProposalMadeLearner):
        send(notification(proposal), at=at)
    return proposal


def _check_is_open(place: Position, *, at: datetime) -> None:
    is_past = place.expires_on is not None and place.expires_on < clock.local_day(at)
    if place.state != PositionState.OPEN or is_past or not place.company.is_active:
        raise IllegalMove(_("This position is not open."))
    if place.places_taken >= place.places:
        raise IllegalMove(_("All places of this position are taken."))


def check_may_be_proposed(learner: Enrolment) -> None:
    """Raises IllegalMove for who left, does not agree to be shown, or has a place."""
    check_may_be_seen(learner)
    if learner.proposals.holding_a_place().exists():
        raise IllegalMove(_("This learner has a place already."))


def check_may_be_seen(learner: Enrolment) -> None:
    """Raises IllegalMove for who left, or does not agree that companies see a profile."""
    if learner.state not in WITH_US:
        raise IllegalMove(_("Only learners in training or on internship can be proposed."))
    if not _consents(learner.person_id):
        raise IllegalMove(_("This learner does not agree (any more) that companies see a profile."))


def _consents(person_key: int) -> bool:
    return Person.objects.filter(
        pk=person_key,
        consents__purpose=ConsentPurpose.SHARE_PROFILE,
        consents__withdrawn_at__isnull=True,
    ).exists()


@transaction.atomic
def accept(*, proposal: Proposal, actor: Actor, at: datetime) -> None:
    """The company wants this learner: a place is kept.

    Contact details are shared, and the learner's other proposals end, once the learner agreed
    too. Raises IllegalMove when the time to answer is over, whether or not a job noticed.
    """
    learner = lock_enrolment(proposal.enrolment_id)
    check_may_be_proposed(learner)
    lock_positions(learner)
    proposal.refresh_from_db(fields=["answer_by", "learner_agreed_at"])
    _check_in_time(proposal, at=at)
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
    if proposal.learner_agreed_at is not None:
        end_others(proposal, at=at)


def _check_in_time(proposal: Proposal, *, at: datetime) -> None:
    if proposal.is_silent(at):
        raise IllegalMove(
            _("The time to answer is over. Do you still want to meet this learner? Call us.")
        )


def end_others(proposal: Proposal, *, at: datetime) -> None:
    """The learner found a place: every other proposal of theirs is taken back, places are free.

    The caller holds the enrolment and the positions.
    """
    others = Proposal.objects.live().filter(enrolment=proposal.enrolment_id)
    for other in others.exclude(pk=proposal.pk).to_choose_from().order_by("pk"):
        was_accepted = other.state == ProposalState.ACCEPTED
        _take_back(other, actor=SYSTEM, at=at, reason_code="place_elsewhere")
        if was_accepted:
            free_place(other.position_id, actor=SYSTEM, at=at)


def _take_place(position_key: int, *, actor: Actor, at: datetime) -> None:
    """Count one place more, guarded: the database never counts beyond the places offered.

    A position whose time to stay open is over takes no proposals, but those that run are answered.
    """
    place = Position.objects.select_for_update().get(pk=position_key)
    if place.state == PositionState.CLOSED:
        raise IllegalMove(_("This position is not open."))
    free = Position.objects.filter(pk=position_key, places_taken__lt=F("places"))
    if free.update(places_taken=F("places_taken") + 1) != 1:
        raise IllegalMove(_("All places of this position are taken."))
    place.refresh_from_db(fields=["places_taken"])
    positions.settle(position=place, actor=actor, at=at)


def free_place(position_key: int, *, actor: Actor, at: datetime) -> None:
    """Count one place less; the caller moved the proposal that held it."""
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
    lock_enrolment(proposal.enrolment_id)
    proposal.refresh_from_db(fields=["answer_by"])
    _check_in_time(proposal, at=at)
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
    drop_slots(proposal, actor=actor, at=at)
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
    lock_enrolment(proposal.enrolment_id)
    check_no_internship(proposal)
    was_accepted = proposal.state == ProposalState.ACCEPTED
    _take_back(proposal, actor=actor, at=at, reason_code=reason_code)
    if was_accepted:
        free_place(proposal.position_id, actor=actor, at=at)
    if reason_code == "by_staff":
        send(ProposalTakenBackLearner(proposal), at=at)


def check_no_internship(proposal: Proposal) -> None:
    """Raises IllegalMove while an internship hangs on this proposal."""
    internship = getattr(proposal, "internship", None)
    if internship is not None and internship.state != InternshipState.CANCELLED:
        raise IllegalMove(_("There is an internship. Cancel that first."))


def _take_back(proposal: Proposal, *, actor: Actor, at: datetime, reason_code: str) -> None:
    end(proposal, actor=actor, at=at, reason_code=reason_code)
    send(ProposalTakenBack(proposal), at=at)


def end(proposal: Proposal, *, actor: Actor, at: datetime, reason_code: str) -> None:
    """Move to withdrawn, with its moments for a talk; the caller writes the messages."""
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
    drop_slots(proposal, actor=actor, at=at)


def drop_slots(proposal: Proposal, *, actor: Actor, at: datetime) -> None:
    """Moments for a talk of a proposal that ended are not needed any more."""
    for slot in proposal.slots.live().order_by("pk"):
        move(
            slot,
            moves=SLOT_MOVES,
            to=SlotState.DROPPED,
            label="interview.dropped",
            actor=actor,
            at=at,
            person_key=proposal.enrolment.person_id,
        )


@transaction.atomic
def stop_sharing_profile(*, person: Person, actor: Actor, at: datetime) -> None:
    """A person withdraws the consent: what they did not agree to themselves is taken back.

    A company that said yes before keeps its place free for somebody else.
    """
    running = Enrolment.objects.running().filter(person=person).order_by("pk")
    for learner in running.select_for_update():
        lock_positions(learner)
    withdraw_consent(person=person, purpose=ConsentPurpose.SHARE_PROFILE, actor=actor, at=at)
    waiting = Proposal.objects.to_choose_from().filter(enrolment__person=person)
    for proposal in waiting.select_related("enrolment").order_by("pk"):
        was_accepted = proposal.state == ProposalState.ACCEPTED
        _take_back(proposal, actor=actor, at=at, reason_code="consent")
        if was_accepted:
            free_place(proposal.position_id, actor=actor, at=at)


def withdraw_of_leavers(*, at: datetime, limit: int = 500) -> int:
    """Take back what still runs for people who are no longer with us; one transaction each."""
    proposals = Proposal.objects.of_leavers().select_related("enrolment").order_by("pk")[:limit]
    for proposal in proposals:
        withdraw(proposal=proposal, actor=SYSTEM, at=at, reason_code="left")
    return len(proposals)


def lock_enrolment(enrolment_key: int) -> Enrolment:
    return Enrolment.objects.select_for_update().get(pk=enrolment_key)


def lock_positions(learner: Enrolment) -> None:
    """Hold every position that this learner's proposals may take or free a place of, in order."""
    keys = Proposal.objects.live().filter(enrolment=learner).values("position_id")
    list(Position.objects.select_for_update().filter(pk__in=keys).order_by("pk"))
