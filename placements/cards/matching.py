"""What companies may see of who looks for an internship, and what waits for their answer."""

from datetime import datetime

from becode.people.models import Person
from becode.portal.cards import Card, card
from cohorts.models import Enrolment
from placements.enums import ProposalState, SlotState
from placements.models import InterviewSlot, Proposal
from placements.my.learner import agrees
from placements.searching import searchers


@card
def _profile(person: Person, at: datetime) -> list[Card]:
    """Only for those who are with us: companies see nobody else's profile."""
    if not Enrolment.objects.running().filter(person=person).exists():
        return []
    return [Card(60, "placements/my/card_profile.html", {"agrees": agrees(person)})]


@card
def _positions(person: Person, at: datetime) -> list[Card]:
    """For who looks for a place: the places, and how many they ranked."""
    learner = searchers().filter(person=person).first()
    if learner is None:
        return []
    ranked = learner.wishes.ranked().count()
    return [Card(55, "placements/my/card_positions.html", {"wishes": ranked})]


@card
def _proposals(person: Person, at: datetime) -> list[Card]:
    """Each proposal that runs; what waits for the person comes first."""
    rows = Proposal.objects.to_choose_from().filter(enrolment__person=person)
    running = [
        proposal
        for proposal in rows.select_related("position__company").order_by("proposed_at", "pk")
        if not proposal.is_silent(at)
    ]
    slots: dict[int, list[InterviewSlot]] = {proposal.pk: [] for proposal in running}
    if running:
        found = InterviewSlot.objects.live().filter(proposal__in=running, starts_at__gt=at)
        for slot in found.order_by("starts_at", "pk"):
            slots[slot.proposal_id].append(slot)
    return [_card(proposal, slots[proposal.pk]) for proposal in running]


def _card(proposal: Proposal, slots: list[InterviewSlot]) -> Card:
    chosen = next((slot for slot in slots if slot.state == SlotState.CHOSEN), None)
    if slots and chosen is None:
        order, kind = 8, "choose"
    elif proposal.state == ProposalState.ACCEPTED:
        order, kind = 8, "wanted"
    elif chosen is not None:
        order, kind = 15, "talk"
    elif proposal.learner_agreed_at is None:
        order, kind = 25, "new"
    else:
        order, kind = 50, "waits"
    context = {"proposal": proposal, "kind": kind, "talk": chosen}
    return Card(order, "placements/my/card_proposal.html", context)
