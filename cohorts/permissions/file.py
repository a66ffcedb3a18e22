"""Who may do what with files, laptops, requirements and certificates."""

from becode.accounts.enums import Role
from becode.accounts.models import User
from cohorts.models import Certificate, Enrolment, FileItem, Laptop, LaptopLoan
from cohorts.permissions.cohorts import GUIDES

# The file is completed by admissions before day one, by the coach after it.
KEEPERS = (Role.ADMISSIONS, Role.COACH, Role.CAMPUS_MANAGER)
FILE_VIEWERS = (*KEEPERS, Role.DATA_PROTECTION)
CERTIFICATE_VIEWERS = (*KEEPERS, Role.PLACEMENT)
REVOKERS = (Role.CAMPUS_MANAGER,)


def can_keep_file(user: User, enrolment: Enrolment) -> bool:
    """Ask for, look at and waive what the file of a learner needs; lend them a laptop."""
    return user.has_role(Role.ADMINISTRATOR, *KEEPERS) and user.sees_campus(
        enrolment.cohort.campus_id
    )


def can_check_item(user: User, item: FileItem) -> bool:
    return can_keep_file(user, item.enrolment)


def can_lend(user: User, laptop: Laptop) -> bool:
    return user.has_role(Role.ADMINISTRATOR, *KEEPERS) and user.sees_campus(laptop.campus_id)


def can_take_back(user: User, loan: LaptopLoan) -> bool:
    return can_keep_file(user, loan.enrolment)


def can_write_entry(user: User, enrolment: Enrolment) -> bool:
    """Write down who somebody was at the start."""
    return user.has_role(Role.ADMINISTRATOR, *GUIDES) and user.sees_campus(
        enrolment.cohort.campus_id
    )


def can_revoke(user: User, certificate: Certificate) -> bool:
    return user.has_role(Role.ADMINISTRATOR, *REVOKERS) and user.sees_campus(
        certificate.enrolment.cohort.campus_id
    )
