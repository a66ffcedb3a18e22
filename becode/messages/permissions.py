"""Who steers what the school writes: texts, rules, pauses of everybody."""

from becode.accounts.enums import Role
from becode.accounts.models import User

# The roles that see what was written to whom; the log of messages is theirs too.
SEES_MESSAGES = (
    Role.ADMISSIONS,
    Role.COACH,
    Role.PLACEMENT,
    Role.CAMPUS_MANAGER,
    Role.DATA_PROTECTION,
)


def can_read_messages(user: User) -> bool:
    """See the words of messages, and what was written to whom."""
    return user.has_role(Role.ADMINISTRATOR, *SEES_MESSAGES)


def can_steer_messages(user: User) -> bool:
    """Change texts and rules: they hold for every campus, so only who sees every campus may."""
    if user.has_role(Role.ADMINISTRATOR):
        return True
    return user.has_role(Role.CAMPUS_MANAGER) and user.campus_keys() is None
