"""Jobs, studies, questions after leaving, forms at the exit, who is left out of a figure.

Placement officers and campus managers change; a coach says which tasks are digital; a second
colleague reviews; the campus manager decides who is left out.
"""

from becode.accounts.enums import Role
from becode.accounts.models import User
from cohorts.models import Enrolment
from placements.models import ExitForm, FollowUp, FurtherStudy, JobPlacement, OutcomeExclusion
from placements.permissions.roles import can_place

REVIEWERS = (Role.COACH, Role.PLACEMENT, Role.CAMPUS_MANAGER)
DECIDES_EXCLUSIONS = (Role.CAMPUS_MANAGER,)


def can_change_job(user: User, job: JobPlacement) -> bool:
    return can_place(user, job.enrolment)


def can_tell_digital(user: User, job: JobPlacement) -> bool:
    """A coach knows what the work is."""
    return _at_campus(user, job.enrolment, Role.COACH)


def can_review_digital(user: User, job: JobPlacement) -> bool:
    """Any colleague of the campus, but never who said it."""
    return _at_campus(user, job.enrolment, *REVIEWERS) and job.digital_by_id != user.pk


def can_change_follow_up(user: User, follow_up: FollowUp) -> bool:
    return can_place(user, follow_up.enrolment)


def can_change_exit_form(user: User, form: ExitForm) -> bool:
    return can_place(user, form.enrolment)


def can_change_study(user: User, study: FurtherStudy) -> bool:
    return can_place(user, study.enrolment)


def can_decide_exclusion(user: User, enrolment: Enrolment) -> bool:
    return _at_campus(user, enrolment, *DECIDES_EXCLUSIONS)


def can_change_exclusion(user: User, exclusion: OutcomeExclusion) -> bool:
    return can_decide_exclusion(user, exclusion.enrolment)


def _at_campus(user: User, enrolment: Enrolment, *roles: Role) -> bool:
    return user.has_role(Role.ADMINISTRATOR, *roles) and user.sees_campus(
        enrolment.cohort.campus_id
    )
