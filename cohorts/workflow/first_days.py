"""The first days of a cohort: who did not come, and who came after all.

docs/domain.md, "Waitlists".
"""

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from becode.audit.record import move
from becode.core import clock
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from becode.people.locks import lock_current
from cohorts import seats as seats_guard
from cohorts.calendar import ONE_DAY, closed_days, is_training_day
from cohorts.enums import (
    CAME_AFTER_ALL_MOVES,
    ENROLMENT_MOVES,
    CohortState,
    EnrolmentState,
    LeavingReason,
)
from cohorts.models import Cohort, Enrolment
from cohorts.seat_endings import tell_came_after_all, tell_never_came
from cohorts.seat_watch import seats_changed

# After the first day: for so many training days somebody who never came makes room.
NO_SHOW_DAYS = 3
# These days with a long closure between them.
LONGEST_FIRST_DAYS = timedelta(days=21)


@transaction.atomic
def note_no_show(*, enrolment: Enrolment, actor: Actor, at: datetime) -> None:
    """Somebody with a seat did not come on the first day: the seat is free for somebody else.

    From the first day on until three training days after it; who came and then stopped has left
    early, which is another verb. Raises IllegalMove outside of these days.
    """
    lock_current(enrolment.person_id)
    cohort = seats_guard.lock_cohort(enrolment.cohort_id)
    enrolment.refresh_from_db()
    check_first_days(enrolment, cohort, on=clock.local_day(at))
    move(
        enrolment,
        moves=ENROLMENT_MOVES,
        to=EnrolmentState.WITHDRAWN,
        label="enrolment.no_show",
        actor=actor,
        at=at,
        reason_code=LeavingReason.NO_SHOW,
        leaving_reason=LeavingReason.NO_SHOW,
        started_on=None,
    )
    seats_guard.return_seat(cohort)
    tell_never_came(enrolment, actor=actor, at=at)
    seats_changed(cohort, actor=actor, at=at)


@transaction.atomic
def take_back_no_show(
    *, enrolment: Enrolment, actor: Actor, at: datetime, started_on: date | None = None
) -> None:
    """They came after all, or the wrong name was ticked: the seat is theirs again.

    `started_on` is their first day where it was not that of the cohort. Raises NoSeat when all
    seats are taken, IllegalMove when it was offered to somebody, or too much time has passed.
    """
    lock_current(enrolment.person_id)
    cohort = seats_guard.lock_cohort(enrolment.cohort_id)
    enrolment.refresh_from_db()
    if enrolment.leaving_reason != LeavingReason.NO_SHOW:
        raise IllegalMove
    is_running = cohort.state == CohortState.RUNNING
    first_on = (started_on or cohort.start_on) if is_running else None
    check_days(cohort, first_on or cohort.start_on, on=clock.local_day(at))
    seats_guard.claim_seat(cohort)
    try:
        with transaction.atomic():
            move(
                enrolment,
                moves=CAME_AFTER_ALL_MOVES,
                to=EnrolmentState.IN_TRAINING if is_running else EnrolmentState.ENROLLED,
                label="enrolment.came_after_all",
                actor=actor,
                at=at,
                leaving_reason="",
                started_on=first_on,
            )
    except IntegrityError as error:
        raise IllegalMove(_("This person has a seat in a cohort already.")) from error
    tell_came_after_all(enrolment, actor=actor, at=at)
    seats_changed(cohort, actor=actor, at=at)


def are_now(enrolment: Enrolment, cohort: Cohort, *, on: date) -> bool:
    """Whether these may be the first days of this learner: for pages, without a query."""
    first_on = enrolment.started_on or cohort.start_on
    return first_on <= on <= first_on + LONGEST_FIRST_DAYS


def may_be_missing(enrolment: Enrolment, cohort: Cohort, *, on: date) -> bool:
    """Whether a page offers `note_no_show`, which counts the days exactly."""
    may = enrolment.state in (EnrolmentState.ENROLLED, EnrolmentState.IN_TRAINING)
    return may and are_now(enrolment, cohort, on=on)


def check_first_days(enrolment: Enrolment, cohort: Cohort, *, on: date) -> None:
    """Raises IllegalMove where nobody can say on this day that this learner did not come."""
    ENROLMENT_MOVES.check(enrolment.state, EnrolmentState.WITHDRAWN)
    if cohort.state not in seats_guard.OPEN_STATES:
        raise IllegalMove
    check_days(cohort, enrolment.started_on or cohort.start_on, on=on)


def check_days(cohort: Cohort, first_on: date, *, on: date) -> None:
    """Raises IllegalMove before this first day, and later than three training days after it."""
    if on < first_on:
        raise IllegalMove(
            _("This cohort starts on %(day)s.") % {"day": date_format(first_on, "DATE_FORMAT")}
        )
    closed = closed_days(cohort.campus, since=first_on, until=on)
    gone, day = 0, first_on + ONE_DAY
    while day <= on and gone <= NO_SHOW_DAYS:
        gone += is_training_day(day) and day not in closed
        day += ONE_DAY
    if gone > NO_SHOW_DAYS:
        raise IllegalMove(_("The first days are over. Note that the person left early instead."))
