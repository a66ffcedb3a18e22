"""Who may do what with companies, places, internships and jobs.

Staff: placement officers and campus managers change what they see; the other roles read.
A rule here never allows what `visible_to` hides.
"""

from becode.accounts.enums import Role
from becode.accounts.models import User
from cohorts.models import Enrolment
from placements.models import (
    Company,
    CompanyContact,
    FollowUp,
    Internship,
    JobPlacement,
    Position,
    Proposal,
)

CHANGE_ROLES = (Role.PLACEMENT, Role.CAMPUS_MANAGER)


def places_learners(user: User) -> bool:
    """Whether this is a colleague who works with companies."""
    return user.has_role(Role.ADMINISTRATOR, *CHANGE_ROLES)


def can_change_company(user: User, company: Company) -> bool:
    return places_learners(user) and _sees_company(user, company)


def _sees_company(user: User, company: Company) -> bool:
    keys = user.campus_keys()
    if keys is None:
        return True
    theirs = {campus.pk for campus in company.campuses.all()}
    return not theirs or bool(theirs & keys)


def can_change_contact(user: User, contact: CompanyContact) -> bool:
    return can_change_company(user, contact.company)


def can_change_position(user: User, position: Position) -> bool:
    return places_learners(user) and user.sees_campus(position.campus_id)


def can_place(user: User, enrolment: Enrolment) -> bool:
    """Propose this learner, or record a job of theirs."""
    return places_learners(user) and user.sees_campus(enrolment.cohort.campus_id)


def can_change_proposal(user: User, proposal: Proposal) -> bool:
    return can_place(user, proposal.enrolment)


def can_change_internship(user: User, internship: Internship) -> bool:
    return can_place(user, internship.enrolment)


def can_change_job(user: User, job: JobPlacement) -> bool:
    return can_place(user, job.enrolment)


def can_change_follow_up(user: User, follow_up: FollowUp) -> bool:
    return can_place(user, follow_up.enrolment)
