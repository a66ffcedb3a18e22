"""Which colleagues look after a cohort now."""

from datetime import date

from becode.accounts.enums import Role
from becode.accounts.models import User
from cohorts.models import CoachAssignment, Cohort


def team_of(cohort: Cohort, *, on: date) -> list[User]:
    """Its coaches on this day; where nobody is named, admissions of the campus."""
    named = CoachAssignment.objects.on(on).filter(cohort=cohort).order_by("user_id")
    coaches = User.objects.active().filter(pk__in=named.values("user_id"))
    found: list[User] = list(coaches.order_by("pk"))
    if found:
        return found
    return list(User.objects.with_role(Role.ADMISSIONS).at_campus(cohort.campus_id).order_by("pk"))
