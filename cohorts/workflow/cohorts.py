"""Every change of a cohort: planned, its seats, started, sent on internship, closed."""

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from becode.audit.record import move, record
from becode.campuses.models import Campus
from becode.core import clock
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from cohorts import seats as seats_guard
from cohorts.calendar import closed_days, cohort_dates, is_training_day
from cohorts.enums import COHORT_MOVES, ENROLMENT_MOVES, CohortState, EnrolmentState
from cohorts.models import Cohort, Enrolment, Track
from cohorts.seat_watch import seats_changed
from cohorts.workflow.days import write_days
from cohorts.workflow.evaluations import plan_evaluations


@transaction.atomic
def plan_cohort(
    *,
    track: Track,
    campus: Campus,
    code: str,
    start_on: date,
    actor: Actor,
    at: datetime,
    seats: int = 25,
    offer_hours: int = 48,
    offer_ceiling: int | None = None,
    cascades: bool = True,
    offers_until: date | None = None,
    is_demo: bool = False,
) -> Cohort:
    """A new cohort with its training days; its end and internship follow from the calendar.

    Raises IllegalMove when the first day is no training day there, the code is in use, or seats
    would be offered after the end.
    """
    if not is_training_day(start_on) or start_on in closed_days(
        campus, since=start_on, until=start_on
    ):
        raise IllegalMove(_("There are no lessons on this day. Choose another first day."))
    dates = cohort_dates(track, campus, start_on)
    _check_last_offer_day(offers_until, dates.end_on)
    try:
        with transaction.atomic():
            cohort = Cohort.objects.create(
                track=track,
                campus=campus,
                code=code,
                start_on=start_on,
                end_on=dates.end_on,
                internship_start_on=dates.internship_start_on,
                internship_end_on=dates.internship_end_on,
                seats=seats,
                offer_hours=offer_hours,
                offer_ceiling=offer_ceiling,
                cascades=cascades,
                offers_until=offers_until,
                is_demo=is_demo,
            )
    except IntegrityError as error:  # a second click finds the code in use, too
        if Cohort.objects.filter(code=code).exists():
            raise IllegalMove(_("There is a cohort with this code.")) from error
        raise
    record("cohort.planned", subject=cohort, actor=actor, at=at, new_state=cohort.state)
    write_days(cohort)
    return cohort


@transaction.atomic
def change_seats(
    *,
    cohort: Cohort,
    seats: int,
    actor: Actor,
    at: datetime,
    offer_ceiling: int | None = None,
) -> Cohort:
    """Set the number of seats, and how many offers and enrolments there may be together.

    Where all seats were on offer, added ones are too. Offers above the new number are taken
    back in the same act, the latest first. Raises IllegalMove below the number of seats taken.
    """
    locked = seats_guard.lock_cohort(cohort.pk)
    if seats < locked.seats_taken:
        raise IllegalMove(
            ngettext(
                "%(count)d seat is taken: there cannot be fewer.",
                "%(count)d seats are taken: there cannot be fewer.",
                locked.seats_taken,
            )
            % {"count": locked.seats_taken}
        )
    if offer_ceiling is not None and offer_ceiling < seats:
        raise IllegalMove(_("The ceiling cannot be below the number of seats."))
    record(
        "cohort.seats_changed",
        subject=locked,
        actor=actor,
        at=at,
        keys={"from": locked.seats, "to": seats},
    )
    on_offer = locked.seats_on_offer
    if on_offer >= locked.seats:
        on_offer += max(seats - locked.seats, 0)
    locked.seats, locked.offer_ceiling = seats, offer_ceiling
    locked.seats_on_offer = min(on_offer, locked.ceiling)
    locked.save(update_fields=["seats", "offer_ceiling", "seats_on_offer"])
    seats_changed(locked, actor=actor, at=at)
    return locked


@transaction.atomic
def set_cascade(
    *, cohort: Cohort, cascades: bool, offers_until: date | None, actor: Actor, at: datetime
) -> Cohort:
    """Whether a seat that becomes free is offered to the next person, and until which day.

    Raises IllegalMove for a day after the last training day.
    """
    locked = seats_guard.lock_cohort(cohort.pk)
    _check_last_offer_day(offers_until, locked.end_on)
    locked.cascades, locked.offers_until = cascades, offers_until
    locked.save(update_fields=["cascades", "offers_until"])
    record(
        "cohort.cascade_changed",
        subject=locked,
        actor=actor,
        at=at,
        keys={"on": int(cascades), "until": str(offers_until or "")},
    )
    seats_changed(locked, actor=actor, at=at)
    return locked


def _check_last_offer_day(offers_until: date | None, end_on: date) -> None:
    if offers_until is not None and offers_until > end_on:
        raise IllegalMove(_("This day is after the end of the training."))


@transaction.atomic
def start_cohort(*, cohort: Cohort, actor: Actor, at: datetime) -> int:
    """Day one: the enrolled people are in training; returns how many.

    Raises IllegalMove before the first day.
    """
    cohort.refresh_from_db(from_queryset=Cohort.objects.select_for_update(no_key=True))
    if clock.local_day(at) < cohort.start_on:
        raise IllegalMove(
            _("This cohort starts on %(day)s.")
            % {"day": date_format(cohort.start_on, "DATE_FORMAT")}
        )
    move(
        cohort,
        moves=COHORT_MOVES,
        to=CohortState.RUNNING,
        label="cohort.started",
        actor=actor,
        at=at,
    )
    seats_changed(cohort, actor=actor, at=at)
    started = _move_learners(
        cohort,
        EnrolmentState.ENROLLED,
        EnrolmentState.IN_TRAINING,
        label="enrolment.started",
        actor=actor,
        at=at,
        started_on=cohort.start_on,
    )
    plan_evaluations(cohort=cohort, actor=actor, at=at)
    return started


@transaction.atomic
def send_cohort_on_internship(*, cohort: Cohort, actor: Actor, at: datetime) -> int:
    """The training is over: everybody still in it goes on internship; returns how many."""
    cohort.refresh_from_db(from_queryset=Cohort.objects.select_for_update(no_key=True))
    move(
        cohort,
        moves=COHORT_MOVES,
        to=CohortState.INTERNSHIP,
        label="cohort.on_internship",
        actor=actor,
        at=at,
    )
    return _move_learners(
        cohort,
        EnrolmentState.IN_TRAINING,
        EnrolmentState.ON_INTERNSHIP,
        label="enrolment.on_internship",
        actor=actor,
        at=at,
    )


def _move_learners(
    cohort: Cohort,
    old: str,
    new: str,
    *,
    label: str,
    actor: Actor,
    at: datetime,
    **also: Any,
) -> int:
    learners = list(Enrolment.objects.filter(cohort=cohort, state=old).order_by("pk"))
    for enrolment in learners:
        move(enrolment, moves=ENROLMENT_MOVES, to=new, label=label, actor=actor, at=at, **also)
    return len(learners)


@transaction.atomic
def complete_cohort(*, cohort: Cohort, actor: Actor, at: datetime) -> None:
    """Close a cohort. Raises IllegalMove while a learner has neither graduated nor left."""
    cohort.refresh_from_db(from_queryset=Cohort.objects.select_for_update(no_key=True))
    busy = Enrolment.objects.running().filter(cohort=cohort).count()
    if busy:
        raise IllegalMove(
            ngettext(
                "%(count)d learner has not finished yet: graduate them, or note that they left.",
                "%(count)d learners have not finished yet: graduate them, or note that they left.",
                busy,
            )
            % {"count": busy}
        )
    move(
        cohort,
        moves=COHORT_MOVES,
        to=CohortState.COMPLETED,
        label="cohort.completed",
        actor=actor,
        at=at,
    )


@transaction.atomic
def cancel_cohort(*, cohort: Cohort, actor: Actor, at: datetime) -> None:
    """Call a planned cohort off. Raises IllegalMove while somebody holds a seat."""
    locked = seats_guard.lock_cohort(cohort.pk)
    if locked.seats_taken:
        raise IllegalMove(
            ngettext(
                "%(count)d person has a seat: take them off the roster first.",
                "%(count)d people have a seat: take them off the roster first.",
                locked.seats_taken,
            )
            % {"count": locked.seats_taken}
        )
    move(
        locked,
        moves=COHORT_MOVES,
        to=CohortState.CANCELLED,
        label="cohort.cancelled",
        actor=actor,
        at=at,
    )
    seats_changed(locked, actor=actor, at=at)
    cohort.state = locked.state
