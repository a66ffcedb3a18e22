"""Every change of a learner's place in a cohort."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from becode.audit.record import move, record
from becode.core import clock
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from becode.people.models import Person
from cohorts import seats as seats_guard
from cohorts.enums import (
    BACK_FROM_INTERNSHIP_MOVES,
    ENROLMENT_MOVES,
    CohortState,
    EnrolmentState,
    LeavingReason,
    TransferReason,
)
from cohorts.models import Cohort, Enrolment
from cohorts.seat_endings import check_may_move, tell_left
from cohorts.seat_watch import seats_changed
from cohorts.workflow.file import carry_file, open_file
from cohorts.workflow.graduating import check_requirements


def take_seat(*, cohort: Cohort, person: Person, actor: Actor, at: datetime) -> Enrolment:
    """Give a person one of the cohort's seats; the caller holds the cohort, as read.

    Raises NoSeat when all are taken, IllegalMove when the cohort takes nobody any more or the
    person follows another one. Who joins a cohort that has started is in training at once.
    """
    if not cohort.takes_people(clock.local_day(at)):
        raise IllegalMove(_("This group has started already."))
    try:
        with transaction.atomic():
            seats_guard.claim_seat(cohort)
            enrolment = Enrolment.objects.create(
                person=person, cohort=cohort, enrolled_at=at, **_joining_late(cohort, at=at)
            )
            record(
                "enrolment.created",
                subject=enrolment,
                actor=actor,
                at=at,
                new_state=enrolment.state,
                keys={"cohort": cohort.pk},
            )
    except IntegrityError as error:
        raise IllegalMove(_("This person has a seat in a cohort already.")) from error
    open_file(enrolment=enrolment, at=at)
    return enrolment


def _joining_late(cohort: Cohort, *, at: datetime) -> dict[str, Any]:
    if cohort.state == CohortState.PLANNED:
        return {}
    return {"state": EnrolmentState.IN_TRAINING, "started_on": clock.local_day(at)}


@transaction.atomic
def withdraw_enrolment(*, enrolment: Enrolment, actor: Actor, at: datetime) -> None:
    """Give the seat back before the start. Raises IllegalMove once the training began."""
    cohort = seats_guard.lock_cohort(enrolment.cohort_id)
    enrolment.refresh_from_db()
    if enrolment.state != EnrolmentState.ENROLLED:
        raise IllegalMove  # out of the training leads `leave`, or in its first days a no-show
    move(
        enrolment,
        moves=ENROLMENT_MOVES,
        to=EnrolmentState.WITHDRAWN,
        label="enrolment.withdrawn",
        actor=actor,
        at=at,
    )
    seats_guard.return_seat(cohort)
    seats_changed(cohort, actor=actor, at=at)


@transaction.atomic
def send_on_internship(*, enrolment: Enrolment, actor: Actor, at: datetime) -> None:
    """One learner goes on internship; nothing happens when they are on it already."""
    enrolment.refresh_from_db()
    if enrolment.state == EnrolmentState.ON_INTERNSHIP:
        return
    move(
        enrolment,
        moves=ENROLMENT_MOVES,
        to=EnrolmentState.ON_INTERNSHIP,
        label="enrolment.on_internship",
        actor=actor,
        at=at,
    )


@transaction.atomic
def back_from_internship(*, enrolment: Enrolment, actor: Actor, at: datetime) -> None:
    """An internship was noted as started by mistake: the learner is in training as before."""
    move(
        enrolment,
        moves=BACK_FROM_INTERNSHIP_MOVES,
        to=EnrolmentState.IN_TRAINING,
        label="enrolment.back_from_internship",
        actor=actor,
        at=at,
    )


@transaction.atomic
def graduate(*, enrolment: Enrolment, on: date, actor: Actor, at: datetime) -> None:
    """The learner met the requirements on this day, after the internship by default.

    Raises IllegalMove with the list of those that are neither met nor waived.
    """
    enrolment.refresh_from_db()
    _check_day(enrolment, on, at=at)
    check_requirements(enrolment)
    move(
        enrolment,
        moves=ENROLMENT_MOVES,
        to=EnrolmentState.GRADUATED,
        label="enrolment.graduated",
        actor=actor,
        at=at,
        graduated_on=on,
    )


@transaction.atomic
def leave(*, enrolment: Enrolment, on: date, reason: str, actor: Actor, at: datetime) -> None:
    """The learner stopped on this day, for a LeavingReason. The seat stays used.

    An internship ends with it.
    """
    enrolment.refresh_from_db()
    _check_day(enrolment, on, at=at)
    move(
        enrolment,
        moves=ENROLMENT_MOVES,
        to=EnrolmentState.LEFT,
        label="enrolment.left",
        actor=actor,
        at=at,
        reason_code=LeavingReason(reason),
        left_on=on,
        leaving_reason=reason,
    )
    tell_left(enrolment, on=on, actor=actor, at=at)


def _check_day(enrolment: Enrolment, on: date, *, at: datetime) -> None:
    """Raises IllegalMove for a day before the start or in the future."""
    if on > clock.local_day(at):
        raise IllegalMove(_("This day has not come yet."))
    if enrolment.started_on and on < enrolment.started_on:
        raise IllegalMove(_("This day is before the first day of the training."))


@transaction.atomic
def write_profile(
    *,
    enrolment: Enrolment,
    profile: str,
    skills: Sequence[str],
    actor: Actor,
    at: datetime,
) -> None:
    """What companies may read of the learner, once the person agreed."""
    enrolment.profile, enrolment.skills = profile, list(skills)
    enrolment.save(update_fields=["profile", "skills"])
    record("enrolment.profile_changed", subject=enrolment, actor=actor, at=at)


@transaction.atomic
def move_seat(
    *, enrolment: Enrolment, cohort: Cohort, reason: str, passed: int, actor: Actor, at: datetime
) -> Enrolment:
    """Let a learner go on in another cohort, in an enrolment of its own, for a TransferReason.

    The caller holds the person and both cohorts, `cohort` as read under that lock, and looks
    after offers: see applicants/workflow/transferring.py. `passed` people wait for this cohort.
    Raises NoSeat or IllegalMove.
    """
    # Held, so that nobody proposes this learner to a company in between.
    enrolment.refresh_from_db(from_queryset=Enrolment.objects.select_for_update(no_key=True))
    if enrolment.cohort_id == cohort.pk:
        raise IllegalMove(_("This person is in this cohort already."))
    if cohort.state not in seats_guard.OPEN_STATES:
        raise IllegalMove(_("This cohort takes nobody any more."))
    check_may_move(enrolment)
    move(
        enrolment,
        moves=ENROLMENT_MOVES,
        to=EnrolmentState.TRANSFERRED,
        label="enrolment.transferred",
        actor=actor,
        at=at,
        reason_code=TransferReason(reason),
        moved_on=clock.local_day(at),
    )
    old = enrolment.cohort
    seats_guard.return_seat(old)
    seats_guard.claim_seat(cohort)
    try:
        with transaction.atomic():
            new = Enrolment.objects.create(
                person_id=enrolment.person_id,
                cohort=cohort,
                enrolled_at=at,
                transferred_from=enrolment,
                profile=enrolment.profile,
                skills=enrolment.skills,
                **_joining_late(cohort, at=at),
            )
    except IntegrityError as error:
        raise IllegalMove(_("This person was in this cohort before.")) from error
    record(
        "enrolment.moved_here",
        subject=new,
        actor=actor,
        at=at,
        new_state=new.state,
        reason_code=reason,
        keys={"from": old.pk, "to": cohort.pk, "passed": passed},
    )
    carry_file(old=enrolment, new=new, at=at)
    return new
