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
from cohorts.enums import ENROLMENT_MOVES, CohortState, EnrolmentState, LeavingReason
from cohorts.models import Cohort, Enrolment
from cohorts.seat_watch import seats_changed


@transaction.atomic
def take_seat(*, cohort: Cohort, person: Person, actor: Actor, at: datetime) -> Enrolment:
    """Give a person one of the cohort's seats.

    Raises NoSeat when all are taken, IllegalMove when the cohort takes nobody any more or the
    person follows another one. Who joins a cohort that has started is in training at once.
    """
    cohort = seats_guard.lock_cohort(cohort.pk)
    if not cohort.takes_people(clock.local_day(at)):
        raise IllegalMove(_("This group has started already."))
    seats_guard.claim_seat(cohort)
    try:
        with transaction.atomic():
            enrolment = Enrolment.objects.create(
                person=person, cohort=cohort, enrolled_at=at, **_joining_late(cohort, at=at)
            )
    except IntegrityError as error:
        raise IllegalMove(_("This person has a seat in a cohort already.")) from error
    record(
        "enrolment.created",
        subject=enrolment,
        actor=actor,
        at=at,
        new_state=enrolment.state,
        keys={"cohort": cohort.pk},
    )
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
def graduate(*, enrolment: Enrolment, on: date, actor: Actor, at: datetime) -> None:
    """The learner met the requirements on this day, after the internship by default."""
    enrolment.refresh_from_db()
    _check_day(enrolment, on, at=at)
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
    """The learner stopped on this day, for a LeavingReason. The seat stays used."""
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
