"""Who may change the calendar of a cohort, and of a campus."""

from becode.accounts.enums import Role
from becode.accounts.models import User
from cohorts.models import AgendaItem, Cohort
from cohorts.permissions.cohorts import GUIDES, can_plan, can_run

ROOM_KEEPERS = (Role.CAMPUS_MANAGER,)


def can_move_start(user: User, cohort: Cohort) -> bool:
    """Give a planned cohort another first day."""
    return can_plan(user, cohort)


def can_change_days(user: User, cohort: Cohort) -> bool:
    """Add and call off training days, change the hours and the room of a cohort."""
    return can_run(user, cohort)


def can_keep_agenda(user: User, campus_key: int) -> bool:
    """Put events on the agenda of a campus and its cohorts."""
    return user.has_role(Role.ADMINISTRATOR, *GUIDES) and user.sees_campus(campus_key)


def can_change_item(user: User, item: AgendaItem) -> bool:
    return can_keep_agenda(user, item.campus_id)
