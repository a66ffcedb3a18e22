"""Leaving early, in one go: why, who decided, the talk, what came back, whether the seat is free.

docs/domain.md, "The end of a training".
"""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from becode.audit.record import record
from becode.core import clock
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from becode.people.locks import lock_current
from cohorts import seats as seats_guard
from cohorts.enums import DecidedBy, EnrolmentState
from cohorts.models import Enrolment, Exit
from cohorts.seat_watch import seats_changed
from cohorts.workflow.enrolments import leave


@transaction.atomic
def leave_early(
    *,
    enrolment: Enrolment,
    on: date,
    reason: str,
    decided_by: str,
    actor: Actor,
    at: datetime,
    decided_with: str = "",
    interview_on: date | None = None,
    interview: str = "",
    badge_returned: bool = False,
    seat_freed: bool = False,
) -> Exit:
    """The learner left on this day, from which on nobody expects them.

    With `seat_freed` somebody else can have the seat: raises IllegalMove once the cohort takes
    nobody any more.
    """
    lock_current(enrolment.person_id)
    cohort = seats_guard.lock_cohort(enrolment.cohort_id)
    if seat_freed and not cohort.takes_people(clock.local_day(at)):
        raise IllegalMove(_("This group takes nobody any more: the seat stays used."))
    leave(enrolment=enrolment, on=on, reason=reason, actor=actor, at=at)
    made = Exit.objects.create(
        enrolment=enrolment,
        decided_by=DecidedBy(decided_by),
        decided_with=decided_with,
        interview_on=interview_on,
        interview=interview,
        badge_returned=badge_returned,
        seat_freed=seat_freed,
    )
    record(
        "exit.written",
        subject=made,
        person_key=enrolment.person_id,
        actor=actor,
        at=at,
        reason_code=decided_by,
        keys={"seat_freed": int(seat_freed)},
    )
    if seat_freed:
        seats_guard.return_seat(cohort)
        seats_changed(cohort, actor=actor, at=at)
    return made


@transaction.atomic
def write_exit_talk(
    *,
    enrolment: Enrolment,
    interview_on: date | None,
    interview: str,
    badge_returned: bool,
    actor: Actor,
    at: datetime,
) -> Exit:
    """The talk at the end, written later; for who left before this was asked, too."""
    enrolment.refresh_from_db()
    if enrolment.state != EnrolmentState.LEFT:
        raise IllegalMove
    made, _new = Exit.objects.get_or_create(
        enrolment=enrolment, defaults={"decided_by": DecidedBy.LEARNER}
    )
    made.interview_on, made.interview = interview_on, interview
    made.badge_returned = badge_returned
    made.save(update_fields=["interview_on", "interview", "badge_returned"])
    record(
        "exit.talk_written",
        subject=made,
        person_key=enrolment.person_id,
        actor=actor,
        at=at,
    )
    return made
