"""Who may see whom behind a figure, and who freezes one. The figures are for every colleague."""

from becode.accounts.enums import Role
from becode.accounts.models import User

SEES_PEOPLE = (Role.PLACEMENT, Role.CAMPUS_MANAGER, Role.REPORTING)
FREEZES = (Role.CAMPUS_MANAGER, Role.REPORTING)


def can_see_people(user: User) -> bool:
    """The list of names behind a figure; it keeps to the campuses of the colleague."""
    return user.has_role(Role.ADMINISTRATOR, *SEES_PEOPLE)


def can_freeze(user: User) -> bool:
    return user.has_role(Role.ADMINISTRATOR, *FREEZES)
