"""Who keeps the class sheet and the screen of the room. Agrees with `visible_to`."""

from becode.accounts.models import User
from cohorts.models import Cohort
from cohorts.permissions.cohorts import GUIDES, can_run

SHEET_KEEPERS = GUIDES


def can_keep_sheet(user: User, cohort: Cohort) -> bool:
    """See and fill in the class sheet of a cohort, and show its code."""
    return can_run(user, cohort)
