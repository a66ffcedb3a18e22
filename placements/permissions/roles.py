"""Which colleagues work with companies."""

from becode.accounts.enums import Role
from becode.accounts.models import User
from cohorts.models import Enrolment

CHANGE_ROLES = (Role.PLACEMENT, Role.CAMPUS_MANAGER)


def places_learners(user: User) -> bool:
    """Whether this is a colleague who works with companies."""
    return user.has_role(Role.ADMINISTRATOR, *CHANGE_ROLES)


def can_place(user: User, enrolment: Enrolment) -> bool:
    """Propose this learner, or record a job of theirs."""
    return places_learners(user) and user.sees_campus(enrolment.cohort.campus_id)
