from becode.accounts.enums import Role
from becode.accounts.models import User
from becode.people.models import Person

MERGERS = (Role.ADMISSIONS, Role.CAMPUS_MANAGER)
NOTERS = (Role.ADMISSIONS, Role.COACH, Role.PLACEMENT, Role.CAMPUS_MANAGER)


def can_read_vault(user: User) -> bool:
    """Sensitive answers: those who arrange support, and data protection. Never assessors."""
    return user.has_role(Role.COACH, Role.CAMPUS_MANAGER, Role.DATA_PROTECTION)


def can_merge(user: User, *people: Person) -> bool:
    """Say whether two records are one human: who works with applications, within the scope."""
    if not user.has_role(Role.ADMINISTRATOR, *MERGERS):
        return False
    keys = {person.pk for person in people}
    return Person.objects.visible_to(user).filter(pk__in=keys).count() == len(keys)


def can_note_contact(user: User) -> bool:
    """Keep the contact log of the people whom this colleague sees."""
    return user.has_role(Role.ADMINISTRATOR, *NOTERS)
