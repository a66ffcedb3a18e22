"""Who may do what with coaches, evaluations, notes and messages to a cohort."""

from becode.accounts.enums import Role
from becode.accounts.models import User
from cohorts.models import Cohort, Enrolment
from cohorts.permissions.cohorts import GUIDES, can_guide, can_run

# Those who work with learners each day: the cohort's page, its messages.
COMPANIONS = (Role.ADMISSIONS, Role.COACH, Role.PLACEMENT, Role.CAMPUS_MANAGER)
# What somebody can do and wants to learn also matters for a place at a company.
PROGRESS_VIEWERS = (Role.COACH, Role.PLACEMENT, Role.CAMPUS_MANAGER)


def can_see_day(user: User, cohort: Cohort) -> bool:
    """Read the page of a cohort's day."""
    return user.has_role(Role.ADMINISTRATOR, *COMPANIONS) and user.sees_campus(cohort.campus_id)


def can_write_to(user: User, cohort: Cohort) -> bool:
    """Send a message to learners of a cohort."""
    return can_see_day(user, cohort)


def can_assign_coaches(user: User, cohort: Cohort) -> bool:
    """Say who looks after a cohort, and until when."""
    return can_run(user, cohort)


def can_see_progress(user: User, enrolment: Enrolment) -> bool:
    """Read levels, goals and shared notes."""
    return user.has_role(Role.ADMINISTRATOR, *PROGRESS_VIEWERS) and user.sees_campus(
        enrolment.cohort.campus_id
    )


def can_assess(user: User, enrolment: Enrolment) -> bool:
    """Fill in the coach's evaluation, write notes and goals."""
    return can_guide(user, enrolment)


def reads_private_notes(user: User) -> bool:
    """Read what coaches write for coaches alone."""
    return user.has_role(Role.ADMINISTRATOR, *GUIDES)
