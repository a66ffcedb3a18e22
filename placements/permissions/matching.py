"""Positions and proposals."""

from becode.accounts.models import User
from placements.models import Position, Proposal
from placements.permissions.roles import can_place, places_learners


def can_change_position(user: User, position: Position) -> bool:
    return places_learners(user) and user.sees_campus(position.campus_id)


def can_change_proposal(user: User, proposal: Proposal) -> bool:
    return can_place(user, proposal.enrolment)
