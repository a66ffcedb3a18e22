"""Who may do what with cohorts and learners. Each `can_` agrees with `visible_to`."""

from becode.accounts.enums import Role
from becode.accounts.models import User
from cohorts.models import Cohort, Enrolment

PLANNERS = (Role.CAMPUS_MANAGER, Role.ADMISSIONS)
GUIDES = (Role.COACH, Role.CAMPUS_MANAGER)
VIEWERS = (Role.ADMISSIONS, Role.COACH, Role.PLACEMENT, Role.CAMPUS_MANAGER, Role.REPORTING)


def can_plan(user: User, cohort: Cohort) -> bool:
    """Plan a cohort, change its seats, cancel it."""
    return user.has_role(Role.ADMINISTRATOR, *PLANNERS) and user.sees_campus(cohort.campus_id)


def can_run(user: User, cohort: Cohort) -> bool:
    """Start a cohort, send it on internship, complete it."""
    return user.has_role(Role.ADMINISTRATOR, *GUIDES) and user.sees_campus(cohort.campus_id)


def can_guide(user: User, enrolment: Enrolment) -> bool:
    """Graduate a learner, note that one left, send one on internship."""
    return can_run(user, enrolment.cohort)


def can_free_seat(user: User, enrolment: Enrolment) -> bool:
    """Take a learner off the roster before the start."""
    return can_plan(user, enrolment.cohort) or can_run(user, enrolment.cohort)


def can_write_profile(user: User, enrolment: Enrolment) -> bool:
    """Write what companies read of a learner."""
    return user.has_role(
        Role.ADMINISTRATOR, Role.COACH, Role.PLACEMENT, Role.CAMPUS_MANAGER
    ) and user.sees_campus(enrolment.cohort.campus_id)
