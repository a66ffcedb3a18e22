"""Internship agreements: who makes and corrects them, who sees and signs."""

from becode.accounts.models import User
from placements.enums import ContactRole
from placements.models import CompanyContact, InternshipAgreement, Signature, SignedScan
from placements.permissions.roles import can_place


def can_change_agreement(user: User, agreement: InternshipAgreement) -> bool:
    """Make, correct, amend, cancel, ask again, look at scans."""
    return can_place(user, agreement.internship.enrolment)


def can_check_scan(user: User, scan: SignedScan) -> bool:
    return can_change_agreement(user, scan.agreement)


def can_sign_for_school(user: User, signature: Signature) -> bool:
    """Only the colleague who is named in the agreement."""
    return signature.user_id == user.pk


def can_see_agreement(contact: CompanyContact, agreement: InternshipAgreement) -> bool:
    """Of a company: who signs it or may sign, who manages colleagues, the mentor of the intern."""
    if contact.company_id != agreement.internship.company_id:
        return False
    if contact.has_role(ContactRole.MANAGER, ContactRole.SIGNATORY):
        return True
    is_mentor = agreement.internship.mentor_id == contact.pk
    return is_mentor or any(one.contact_id == contact.pk for one in agreement.signatures.all())
