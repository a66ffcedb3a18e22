from becode.accounts.enums import Role
from becode.accounts.models import User


def can_read_vault(user: User) -> bool:
    """Sensitive answers: those who arrange support, and data protection. Never assessors."""
    return user.has_role(Role.COACH, Role.CAMPUS_MANAGER, Role.DATA_PROTECTION)
