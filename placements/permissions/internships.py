"""Internships."""

from becode.accounts.models import User
from placements.models import Internship
from placements.permissions.roles import can_place


def can_change_internship(user: User, internship: Internship) -> bool:
    return can_place(user, internship.enrolment)
