"""Internships: who arranges them, who follows the intern, and what a company's colleague may."""

from becode.accounts.enums import Role
from becode.accounts.models import User
from placements.enums import ContactRole
from placements.models import CompanyContact, Internship, Visit
from placements.permissions.roles import CHANGE_ROLES, can_place

# Coaches visit their learners, and hear of absences.
FOLLOWERS = (*CHANGE_ROLES, Role.COACH)
# Colleagues of a company who see all its interns; who is a mentor alone sees their own.
SEE_ALL = (ContactRole.MANAGER, ContactRole.RECRUITER, ContactRole.SIGNATORY)


def can_change_internship(user: User, internship: Internship) -> bool:
    return can_place(user, internship.enrolment)


def can_follow_intern(user: User, internship: Internship) -> bool:
    """Plan and note visits, write down absences, read evaluations."""
    return user.has_role(Role.ADMINISTRATOR, *FOLLOWERS) and user.sees_campus(
        internship.enrolment.cohort.campus_id
    )


def can_change_visit(user: User, visit: Visit) -> bool:
    return can_follow_intern(user, visit.internship)


def can_mentor(contact: CompanyContact, internship: Internship) -> bool:
    """Evaluate, confirm months, tell absences: the mentor, or another one who sees all interns.

    Where nobody is named as mentor, every mentor of the company.
    """
    if contact.company_id != internship.company_id:
        return False
    if internship.mentor_id == contact.pk:
        return True
    is_mentor = contact.has_role(ContactRole.MENTOR)
    return is_mentor and (internship.mentor_id is None or contact.has_role(*SEE_ALL))


def can_fill_sheet(contact: CompanyContact, internship: Internship) -> bool:
    """Fill in and sign the workstation sheet: who mentors, and who signs for the company."""
    return can_mentor(contact, internship) or (
        contact.company_id == internship.company_id and contact.has_role(ContactRole.SIGNATORY)
    )
