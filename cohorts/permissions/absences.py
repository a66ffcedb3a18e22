"""Who files, judges and reads absences, and who locks a month."""

from datetime import date

from django.db.models import Q

from becode.accounts.enums import Role
from becode.accounts.models import User
from cohorts.models import Absence, AttendanceFlag, Attestation, CoachAssignment, Cohort, Enrolment
from cohorts.permissions.cohorts import GUIDES, can_guide, can_run

JUDGES = GUIDES
ABSENCE_VIEWERS = (Role.ADMISSIONS, *GUIDES)


def coaches_then(user_pk: int, cohort_pk: int, first: date, last: date) -> bool:
    """Whether this colleague looks after the cohort on one of these days, both included."""
    return (
        CoachAssignment.objects.filter(cohort_id=cohort_pk, user_id=user_pk)
        .filter(Q(since__isnull=True) | Q(since__lte=last))
        .filter(Q(until__isnull=True) | Q(until__gte=first))
        .exists()
    )


def can_judge(user: User, absence: Absence) -> bool:
    """Say whether an absence is justified: somebody who does not coach the learner then."""
    enrolment = absence.enrolment
    return can_run(user, enrolment.cohort) and not coaches_then(
        user.pk, enrolment.cohort_id, absence.first_on, absence.last_on
    )


def can_read_proofs(user: User, absence: Absence) -> bool:
    """Open the files of an absence, which may speak of health: who judges it, and the manager.

    The administrator of the system is neither.
    """
    if not user.sees_campus(absence.enrolment.cohort.campus_id):
        return False
    if user.has_role(Role.CAMPUS_MANAGER):
        return True
    return user.has_role(*JUDGES) and can_judge(user, absence)


def can_file(user: User, enrolment: Enrolment) -> bool:
    """Write down an absence for a learner who phoned."""
    return can_guide(user, enrolment)


def can_look_after(user: User, record: Absence | AttendanceFlag | Attestation) -> bool:
    """Take an absence back, add a proof to it, close a flag."""
    return can_guide(user, record.enrolment)


def can_lock(user: User, cohort: Cohort) -> bool:
    """Lock the months of a cohort."""
    return can_run(user, cohort)
