"""Companies and their contacts."""

from becode.accounts.models import User
from placements.models import Company, CompanyContact, FrameworkAgreement
from placements.permissions.roles import places_learners


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


def can_change_framework(user: User, agreement: FrameworkAgreement) -> bool:
    """Of a company they may change, for campuses they see."""
    keys = user.campus_keys()
    theirs = {campus.pk for campus in agreement.campuses.all()}
    sees = keys is None or not theirs or bool(theirs & keys)
    return sees and can_change_company(user, agreement.company)
