"""Places at moments: booked, moved, given back, and whether somebody was there.

The last place cannot go to two people: each one is claimed by a guarded counter, behind which
stands a constraint. Rows are held in the order of locks.py.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applicants.enums import (
    BOOKING_MOVES,
    PROGRESS_MOVES,
    BookingState,
    ProgressState,
    SlotState,
)
from applicants.fitting import LAST_HOUR, can_book, live_booking, slots_for
from applicants.models import Booking, EarlierPlaceAlert, Slot, StepProgress
from applicants.notifications.appointments import Booked, BookingCancelled, EarlierPlace
from applicants.workflow import locks
from becode.audit.record import move, record
from becode.core.actors import Actor, ActorKind
from becode.core.clock import local_day
from becode.core.moves import IllegalMove, claim
from becode.messages.compose import send


class NoPlace(IllegalMove):
    """The last place is gone."""

    sentence = gettext_lazy("This moment is full. Please choose another one.")


@transaction.atomic
def book(*, progress: StepProgress, slot: Slot, actor: Actor, at: datetime) -> Booking:
    """Take a place for a step. Colleagues may book at any time: for people who walk in.

    Raises NoPlace when it is full, IllegalMove when the moment or the step does not allow it.
    """
    locks.hold_progress(progress)
    if progress.state == ProgressState.BOOKED:
        raise IllegalMove(_("There is a booked moment already. Move it instead."))
    if not can_book(progress):
        raise IllegalMove(_("In this step there is nothing to book now."))
    held = locks.lock_slots(slot.pk)[slot.pk]
    _check_slot(progress, held, actor=actor, at=at)
    claim_place(held)
    claim(progress, moves=PROGRESS_MOVES, to=ProgressState.BOOKED)
    return _seat(progress, held, label="booking.made", actor=actor, at=at)


@transaction.atomic
def move_booking(*, booking: Booking, slot: Slot, actor: Actor, at: datetime) -> Booking:
    """Change to another moment; the place at the first one is free again.

    Raises as `book` does, and leaves the first place theirs.
    """
    progress = booking.progress
    locks.hold_progress(progress)
    slots = locks.lock_slots(booking.slot_id, slot.pk)
    booking.refresh_from_db(fields=["state"])
    old, new = slots[booking.slot_id], slots[slot.pk]
    if booking.state != BookingState.BOOKED:
        raise IllegalMove(_("This place is not booked any more."))
    if old.pk == new.pk:
        raise IllegalMove(_("This is the moment that is booked already."))
    if _is_person(actor) and old.starts_at <= at:
        raise IllegalMove(_("Your moment has begun. Call us if you cannot come."))
    _check_slot(progress, new, actor=actor, at=at)
    claim_place(new)
    _close(booking, old, to=BookingState.MOVED, label="booking.moved", actor=actor, at=at)
    if new.starts_at < old.starts_at:
        EarlierPlaceAlert.objects.filter(progress=progress).delete()
    made = _seat(progress, new, label="booking.made", actor=actor, at=at)
    tell_of_earlier_place(old, at=at, but=progress)
    return made


@transaction.atomic
def cancel_booking(*, booking: Booking, actor: Actor, at: datetime) -> None:
    """Give a place back; the step is to do again. A colleague's cancelling is told.

    Raises IllegalMove once the moment has begun.
    """
    progress = booking.progress
    locks.hold_progress(progress)
    slot = locks.lock_slots(booking.slot_id)[booking.slot_id]
    booking.refresh_from_db(fields=["state"])
    if booking.state != BookingState.BOOKED:
        raise IllegalMove(_("This place is not booked any more."))
    if _is_person(actor) and slot.starts_at <= at:
        raise IllegalMove(_("Your moment has begun. Call us if you cannot come."))
    give_back(booking, slot, actor=actor, at=at)
    if not _is_person(actor):
        send(BookingCancelled(booking), at=at)
    tell_of_earlier_place(slot, at=at, but=progress)


@transaction.atomic
def note_attendance(*, booking: Booking, attended: bool, actor: Actor, at: datetime) -> None:
    """Write down whether somebody was there; it can be corrected until the step is judged.

    Whoever was there after all gives back the other moment they chose meanwhile. Possible from
    the day of the moment on. Raises IllegalMove.
    """
    progress = booking.progress
    slot = _hold_for_attendance(booking)
    to = BookingState.ATTENDED if attended else BookingState.MISSED
    if booking.state == to:
        return
    if local_day(at) < local_day(slot.starts_at):
        raise IllegalMove(_("This moment has not come yet."))
    other = live_booking(progress)
    if other is not None and other.pk != booking.pk:
        _give_back_other(other, actor=actor, at=at)
        progress.refresh_from_db(fields=["state"])
    move(
        booking,
        moves=BOOKING_MOVES,
        to=to,
        label="booking.attended" if attended else "booking.missed",
        actor=actor,
        at=at,
        person_key=progress.application.person_id,
        closed_at=at,
    )
    if attended:
        claim(progress, moves=PROGRESS_MOVES, to=ProgressState.DONE, done_at=at, missed_at=None)
    else:
        claim(progress, moves=PROGRESS_MOVES, to=ProgressState.MISSED, done_at=None, missed_at=at)


@transaction.atomic
def undo_attendance(*, booking: Booking, actor: Actor, at: datetime) -> None:
    """Take back what was noted: nobody knows yet whether they were there. Raises IllegalMove."""
    progress = booking.progress
    _hold_for_attendance(booking)
    if live_booking(progress) is not None:
        raise IllegalMove(_("This person has chosen another moment meanwhile."))
    move(
        booking,
        moves=BOOKING_MOVES,
        to=BookingState.BOOKED,
        label="booking.unnoted",
        actor=actor,
        at=at,
        person_key=progress.application.person_id,
        closed_at=None,
    )
    claim(progress, moves=PROGRESS_MOVES, to=ProgressState.BOOKED, done_at=None, missed_at=None)


@transaction.atomic
def ask_for_earlier(*, progress: StepProgress, actor: Actor, at: datetime) -> None:
    """Tell this person when an earlier place comes free; asking twice changes nothing."""
    locks.hold_progress(progress)
    if not can_book(progress):
        raise IllegalMove(_("In this step there is nothing to book now."))
    alert, is_new = EarlierPlaceAlert.objects.get_or_create(
        progress=progress, defaults={"asked_at": at}
    )
    if is_new:
        record(
            "alert.asked",
            subject=alert,
            actor=actor,
            at=at,
            person_key=progress.application.person_id,
        )


@transaction.atomic
def stop_asking_for_earlier(*, progress: StepProgress, actor: Actor, at: datetime) -> None:
    for alert in EarlierPlaceAlert.objects.filter(progress=progress):
        record(
            "alert.ended",
            subject=alert,
            actor=actor,
            at=at,
            person_key=progress.application.person_id,
        )
        alert.delete()


# What other verbs of this package use ------------------------------------------------------


def claim_place(slot: Slot) -> None:
    """Count one place more, if there is one. Raises NoPlace."""
    free = Slot.objects.open().with_room().filter(pk=slot.pk)
    if free.update(taken=F("taken") + 1) != 1:
        raise NoPlace


def free_place(slot: Slot) -> None:
    Slot.objects.filter(pk=slot.pk, taken__gt=0).update(taken=F("taken") - 1)


def give_back(booking: Booking, slot: Slot, *, actor: Actor, at: datetime) -> None:
    """End a live booking and make its step one to do; the caller holds the moment."""
    _close(booking, slot, to=BookingState.CANCELLED, label="booking.cancelled", actor=actor, at=at)
    claim(booking.progress, moves=PROGRESS_MOVES, to=ProgressState.TO_DO)


def settle_booking(progress: StepProgress, *, attended: bool, actor: Actor, at: datetime) -> None:
    """A step ends: its booked moment counts as attended where it has begun, else is given back."""
    if not progress.bookings.filter(state=BookingState.BOOKED).exists():
        return
    booking = live_booking(progress)
    if booking is None:
        return
    slot = locks.lock_slots(booking.slot_id)[booking.slot_id]
    booking.refresh_from_db(fields=["state"])
    progress.refresh_from_db(fields=["state"])
    if booking.state != BookingState.BOOKED:
        return
    if attended and slot.starts_at <= at:
        move(
            booking,
            moves=BOOKING_MOVES,
            to=BookingState.ATTENDED,
            label="booking.attended",
            actor=actor,
            at=at,
            person_key=progress.application.person_id,
            closed_at=at,
        )
        return
    _close(booking, slot, to=BookingState.CANCELLED, label="booking.cancelled", actor=actor, at=at)
    tell_of_earlier_place(slot, at=at, but=progress)


def tell_of_earlier_place(slot: Slot, *, at: datetime, but: StepProgress | None = None) -> None:
    """A place came free: tell the one who waits longest for one before theirs, once per place.

    Who heard of this moment before is passed over; nothing is booked for anybody.
    """
    if slot.state != SlotState.OPEN or slot.starts_at - LAST_HOUR <= at:
        return
    for alert in EarlierPlaceAlert.objects.waiting_for(slot).exclude(progress=but):
        progress = alert.progress
        if not slots_for(progress).filter(pk=slot.pk).exists():
            continue
        if send(EarlierPlace(progress, slot), at=at, dedupe=f"slot-{slot.pk}"):
            return


def _is_person(actor: Actor) -> bool:
    return actor.kind == ActorKind.PERSON


def _check_slot(progress: StepProgress, slot: Slot, *, actor: Actor, at: datetime) -> None:
    """Raises IllegalMove with the reason for which this moment is not for this person."""
    if slot.state != SlotState.OPEN:
        raise IllegalMove(_("This moment is closed. Please choose another one."))
    fits = Slot.objects.of_kind(progress.step.kind, progress.application.track_id)
    if _is_person(actor):
        if slot.starts_at <= at + LAST_HOUR:
            raise IllegalMove(_("This moment begins too soon. Please choose a later one."))
        fits = slots_for(progress)
    if not fits.filter(pk=slot.pk).exists():
        raise IllegalMove(_("This moment is not for this step."))


def _seat(progress: StepProgress, slot: Slot, *, label: str, actor: Actor, at: datetime) -> Booking:
    """Write down a place that was claimed, and confirm it."""
    booking = Booking.objects.create(slot=slot, progress=progress, booked_at=at)
    record(
        label,
        subject=booking,
        actor=actor,
        at=at,
        person_key=progress.application.person_id,
        new_state=booking.state,
        keys={"slot": slot.pk},
    )
    if slot.starts_at > at:
        send(Booked(booking), at=at)
    return booking


def _close(
    booking: Booking, slot: Slot, *, to: BookingState, label: str, actor: Actor, at: datetime
) -> None:
    move(
        booking,
        moves=BOOKING_MOVES,
        to=to,
        label=label,
        actor=actor,
        at=at,
        person_key=booking.progress.application.person_id,
        closed_at=at,
    )
    free_place(slot)


def _hold_for_attendance(booking: Booking) -> Slot:
    """Hold what attendance changes. Raises IllegalMove where the step is judged already."""
    progress = booking.progress
    locks.hold_progress(progress)
    other = live_booking(progress)
    keys = {booking.slot_id, *([other.slot_id] if other else [])}
    slot = locks.lock_slots(*keys)[booking.slot_id]
    booking.refresh_from_db(fields=["state"])
    progress.refresh_from_db(fields=["state"])
    if booking.state not in (BookingState.BOOKED, BookingState.ATTENDED, BookingState.MISSED):
        raise IllegalMove(_("This place is not booked any more."))
    if progress.state in (ProgressState.PASSED, ProgressState.FAILED, ProgressState.SKIPPED):
        raise IllegalMove(_("This step is judged already. Take the judgement back first."))
    return slot


def _give_back_other(booking: Booking, *, actor: Actor, at: datetime) -> None:
    """Their second try is not needed any more."""
    slot = locks.lock_slots(booking.slot_id)[booking.slot_id]
    give_back(booking, slot, actor=actor, at=at)
    tell_of_earlier_place(slot, at=at, but=booking.progress)
