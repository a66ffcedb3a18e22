"""Who looks after a cohort: assigned from a day, ended on a day."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from becode.accounts.models import User
from becode.audit.record import record
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from cohorts.enums import CoachRole, CohortState
from cohorts.models import CoachAssignment, Cohort
from cohorts.seats import lock_cohort

OVER = (CohortState.COMPLETED, CohortState.CANCELLED)


@transaction.atomic
def assign_coach(
    *,
    cohort: Cohort,
    user: User,
    role: str,
    actor: Actor,
    at: datetime,
    since: date | None = None,
    until: date | None = None,
) -> CoachAssignment:
    """This colleague has this role for the cohort, from and until these days, both included.

    Without days: for as long as the cohort lasts. The same colleague and role again changes
    the days. Raises IllegalMove for a cohort that is over, an account that is no colleague of
    the campus, days in the wrong order, or a second lead coach at the same time.
    """
    locked = lock_cohort(cohort.pk)
    if locked.state in OVER:
        raise IllegalMove(_("This cohort is over."))
    if not (user.is_staff and user.sees_campus(locked.campus_id)):
        raise IllegalMove(_("This account does not work at the campus of the cohort."))
    if since and until and until < since:
        raise IllegalMove(_("The last day cannot be before the first day."))
    if role == CoachRole.LEAD:
        _check_one_lead(locked, user, since, until)
    assignment, _is_new = CoachAssignment.objects.update_or_create(
        cohort=locked, user=user, role=role, defaults={"since": since, "until": until}
    )
    record(
        "cohort.coach_assigned",
        subject=locked,
        actor=actor,
        at=at,
        reason_code=role,
        keys={"user": user.pk, "since": str(since or ""), "until": str(until or "")},
    )
    return assignment


def _check_one_lead(cohort: Cohort, user: User, since: date | None, until: date | None) -> None:
    others = CoachAssignment.objects.filter(cohort=cohort, role=CoachRole.LEAD).exclude(user=user)
    if since:
        others = others.filter(Q(until__isnull=True) | Q(until__gte=since))
    if until:
        others = others.filter(Q(since__isnull=True) | Q(since__lte=until))
    other = others.select_related("user").order_by("pk").first()
    if other is not None:
        raise IllegalMove(
            _("%(name)s is lead coach at that time. End that first.") % {"name": other.user}
        )


@transaction.atomic
def end_coach(
    *, assignment: CoachAssignment, on: date, actor: Actor, at: datetime
) -> CoachAssignment | None:
    """`on` is the first day without this colleague; None is returned where nothing is left.

    Raises IllegalMove when the assignment ended before that day.
    """
    lock_cohort(assignment.cohort_id)
    found = CoachAssignment.objects.select_for_update().filter(pk=assignment.pk).first()
    last = on - timedelta(days=1)
    if found is None or (found.until and found.until <= last):
        raise IllegalMove
    record(
        "cohort.coach_ended",
        subject=found.cohort,
        actor=actor,
        at=at,
        reason_code=found.role,
        keys={"user": found.user_id, "on": str(on)},
    )
    if last < (found.since or found.cohort.start_on):
        found.delete()
        return None
    found.until = last
    found.save(update_fields=["until"])
    return found
