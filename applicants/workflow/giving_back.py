"""A seat given back before the start: the person waits for a later one, or stops.

docs/domain.md, "Waitlists".
"""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from applicants.enums import (
    APPLICATION_MOVES,
    ApplicationState,
    DeclineReason,
    EntryState,
    Priority,
    PriorityReason,
    WithdrawalReason,
)
from applicants.models import Application, SeatOffer, WaitlistEntry
from applicants.notifications import BackOnWaitlist
from applicants.own_seat import application_of, seat_of
from applicants.workflow.deciding import withdraw
from applicants.workflow.locks import hold_lists, lock_application, lock_entry, lock_person
from applicants.workflow.offers import decline_offer
from applicants.workflow.places import give_back
from applicants.workflow.waitlist import LONGEST_PAUSE, join, pause, set_priority
from applicants.workflow.waking import wake_after_commit
from becode.audit.record import move
from becode.core import clock
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from becode.messages.compose import send
from cohorts import seats
from cohorts.enums import EnrolmentState
from cohorts.models import Cohort, Enrolment
from cohorts.workflow.enrolments import withdraw_enrolment


@transaction.atomic
def stop(
    *, enrolment: Enrolment, actor: Actor, at: datetime, reason: str = WithdrawalReason.OTHER
) -> None:
    """The seat is free for somebody else, and the application is withdrawn."""
    lock_person(enrolment.person_id)
    application = application_of(enrolment)
    if application is None or application.state != ApplicationState.ENROLLED:
        withdraw_enrolment(enrolment=enrolment, actor=actor, at=at)
        return
    _check_is_latest(enrolment, application)
    withdraw(application=application, reason=reason, actor=actor, at=at)


@transaction.atomic
def wait_again(
    *,
    enrolment: Enrolment,
    actor: Actor,
    at: datetime,
    agreed: str = "",
    paused: bool = False,
) -> Application:
    """The seat is free for somebody else, and the person waits again, in the old places.

    `agreed` are the words of a colleague who promised a later start: the person goes first on the
    list of this cohort. `paused`: no seat is offered before the cohort has started. Raises
    IllegalMove once the training began, or where no application led to this seat.
    """
    lock_person(enrolment.person_id)
    cohort = seats.lock_cohort(enrolment.cohort_id)
    application = application_of(enrolment)
    if application is None:
        raise IllegalMove(_("There is no application behind this seat. Make one first."))
    _check_is_latest(enrolment, application)
    withdraw_enrolment(enrolment=enrolment, actor=actor, at=at)
    _back_on_lists(application, actor=actor, at=at)
    _defer(application, cohort, agreed=agreed, paused=paused, actor=actor, at=at)
    return application


@transaction.atomic
def defer_offer(
    *,
    offer: SeatOffer,
    actor: Actor,
    at: datetime,
    agreed: str = "",
    paused: bool = False,
) -> None:
    """A no to this seat because it comes too soon: the place stays, as `wait_again` says.

    A colleague agrees to it, so it stays also where the rule of the list would end it.
    """
    person = lock_person(offer.person_id)
    _hold_lists_of(offer.application)
    decline_offer(offer=offer, reason=DeclineReason.LATER, actor=actor, at=at)
    application = lock_application(offer.application_id)
    entry = lock_entry(offer.entry_id)
    if entry.state != EntryState.WAITING:
        entry.application = application
        give_back(entry, actor=actor, at=at, person_key=person.pk)
    _defer(application, offer.cohort, agreed=agreed, paused=paused, actor=actor, at=at)
    wake_after_commit()


@transaction.atomic
def put_back(*, application: Application, actor: Actor, at: datetime) -> None:
    """Somebody whose seat was taken away before the start waits again, in the old places.

    Raises IllegalMove while the seat is theirs, or when they have applied again.
    """
    lock_person(application.person_id)
    seat = seat_of(application)
    if seat is None or seat.state != EnrolmentState.WITHDRAWN:
        raise IllegalMove(_("This person still has a seat."))
    _back_on_lists(application, actor=actor, at=at)


def _check_is_latest(enrolment: Enrolment, application: Application) -> None:
    """A seat of before a transfer is nobody's any more."""
    seat = seat_of(application)
    if seat is None or seat.pk != enrolment.pk:
        raise IllegalMove


def _back_on_lists(application: Application, *, actor: Actor, at: datetime) -> None:
    """Admitted again, and on the lists that the seat ended; without any, on all chosen ones."""
    locked = lock_application(application.pk)
    try:
        with transaction.atomic():
            move(
                locked,
                moves=APPLICATION_MOVES,
                to=ApplicationState.ADMITTED,
                label="application.back_on_list",
                actor=actor,
                at=at,
            )
    except IntegrityError as error:
        raise IllegalMove(_("This person has applied again for this track.")) from error
    application.state = locked.state
    _hold_lists_of(locked)
    places = list(_places_that_the_seat_ended(locked).select_for_update(no_key=True))
    for entry in places:
        entry.application = locked
        give_back(entry, actor=actor, at=at, person_key=locked.person_id)
    if not places:
        join(application=locked, actor=actor, at=at)
        return
    send(BackOnWaitlist(locked), at=at, dedupe=at.isoformat())
    wake_after_commit()


def _hold_lists_of(application: Application) -> None:
    """Before any place is held: see locks.py."""
    entries = application.entries.order_by("pk")
    hold_lists(entries.values_list("campus_id", "track_id"))


def _places_that_the_seat_ended(application: Application) -> QuerySet[WaitlistEntry]:
    yes = application.offers.accepted().order_by("-answered_at", "-pk").first()
    if yes is None or yes.answered_at is None:
        return WaitlistEntry.objects.none()
    return application.entries.ended_by_seat(yes.answered_at).order_by("pk")


def _defer(
    application: Application,
    cohort: Cohort,
    *,
    agreed: str,
    paused: bool,
    actor: Actor,
    at: datetime,
) -> None:
    entries = list(application.entries.waiting().order_by("pk"))
    if agreed.strip():
        of_cohort = (cohort.campus_id, cohort.track_id)
        for entry in entries:
            if (entry.campus_id, entry.track_id) == of_cohort:
                set_priority(
                    entry=entry,
                    priority=Priority.FIRST,
                    code=PriorityReason.DEFERRED,
                    reason=agreed,
                    actor=actor,
                    at=at,
                )
    until, today = cohort.start_on + timedelta(days=1), clock.local_day(at)
    if paused and today < until <= today + LONGEST_PAUSE:
        for entry in entries:
            pause(entry=entry, until=until, actor=actor, at=at)
