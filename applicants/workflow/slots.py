"""Moments with places: planned, changed, called off, held."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from applicants.enums import SLOT_MOVES, BookingState, SlotState
from applicants.models import Booking, Slot
from applicants.notifications.appointments import SlotCalledOff, SlotChanged
from applicants.workflow.booking import give_back, tell_of_earlier_place
from applicants.workflow.locks import lock_slots
from becode.accounts.models import User
from becode.audit.record import move, record
from becode.campuses.models import Campus
from becode.core.actors import Actor
from becode.core.clock import at_local
from becode.core.moves import IllegalMove
from becode.messages.compose import send
from cohorts.calendar import closed_days, public_holidays
from cohorts.models import Track

WEEK = timedelta(days=7)
MOST_IN_SERIES = 60
# What people who booked have to know when it changes.
TOLD = ("starts_at", "ends_at", "place", "video_link")


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotPlan:
    """What one moment is; `place` empty: the campus, or online with a `video_link`."""

    kind: str
    campus: Campus
    track: Track | None
    begins: time
    ends: time
    capacity: int
    language: str
    place: str = ""
    video_link: str = ""
    host: User | None = None


@transaction.atomic
def add_slots(
    *, plan: SlotPlan, on: date, until: date | None = None, actor: Actor, at: datetime
) -> list[Slot]:
    """Plan a moment, or one each week up to a day; holidays and closures of a series are left out.

    Raises IllegalMove for a moment in the past, one without length, or a series that is too long.
    """
    if plan.ends <= plan.begins:
        raise IllegalMove(_("The end cannot be before the beginning."))
    days = _days(plan.campus, on, until)
    if at_local(on, plan.begins.hour, plan.begins.minute) <= at:
        raise IllegalMove(_("This moment is in the past."))
    return [_add(plan, day, actor=actor, at=at) for day in days]


@transaction.atomic
def change_slot(*, slot: Slot, changes: dict[str, Any], actor: Actor, at: datetime) -> bool:
    """Change time, place, link, host or places; tells everybody who booked, where they must know.

    Returns whether they were told. Raises IllegalMove for fewer places than are taken.
    """
    locked = lock_slots(slot.pk)[slot.pk]
    if locked.state != SlotState.OPEN:
        raise IllegalMove(_("This moment is closed."))
    places = locked.capacity
    changed = [name for name, value in changes.items() if getattr(locked, name) != value]
    for name in changed:
        setattr(locked, name, changes[name])
    if locked.capacity < locked.taken:
        raise IllegalMove(_("More people booked than there would be places."))
    if locked.ends_at <= locked.starts_at:
        raise IllegalMove(_("The end cannot be before the beginning."))
    locked.save(update_fields=changed)
    slot.refresh_from_db()
    if not changed:
        return False
    record("slot.changed", subject=slot, actor=actor, at=at)
    tell = bool({*changed}.intersection(TOLD)) and slot.starts_at > at
    bookings = slot.bookings.booked().for_lists().order_by("pk")
    for booking in bookings if tell else []:
        send(SlotChanged(booking), at=at, dedupe=at.isoformat())
    for _place in range(max(slot.capacity - places, 0)):
        tell_of_earlier_place(slot, at=at)
    return tell


@transaction.atomic
def cancel_slot(*, slot: Slot, actor: Actor, at: datetime) -> int:
    """Call a moment off: everybody who booked is told and may book again. Returns how many."""
    lock_slots(slot.pk)
    slot.refresh_from_db()
    if slot.bookings.seated().exclude(state=BookingState.BOOKED).exists():
        raise IllegalMove(_("It is noted already who was there. This moment took place."))
    move(
        slot,
        moves=SLOT_MOVES,
        to=SlotState.CANCELLED,
        label="slot.cancelled",
        actor=actor,
        at=at,
    )
    bookings: list[Booking] = list(slot.bookings.booked().for_lists().order_by("pk"))
    for booking in bookings:
        give_back(booking, slot, actor=actor, at=at)
        send(SlotCalledOff(booking), at=at)
    return len(bookings)


@transaction.atomic
def hold_slot(*, slot: Slot, actor: Actor, at: datetime) -> None:
    """It took place and everybody is noted. Raises IllegalMove while somebody is not."""
    lock_slots(slot.pk)
    slot.refresh_from_db()
    if slot.starts_at > at:
        raise IllegalMove(_("This moment has not come yet."))
    if slot.bookings.booked().exists():
        raise IllegalMove(_("Note first for everybody whether they were there."))
    move(slot, moves=SLOT_MOVES, to=SlotState.HELD, label="slot.held", actor=actor, at=at)


@transaction.atomic
def reopen_slot(*, slot: Slot, actor: Actor, at: datetime) -> None:
    """It was closed too early."""
    move(slot, moves=SLOT_MOVES, to=SlotState.OPEN, label="slot.reopened", actor=actor, at=at)


def _days(campus: Campus, on: date, until: date | None) -> list[date]:
    """The day itself, and the same weekday of each week after it on which the school is open."""
    if until is None or until <= on:
        return [on]
    number = (until - on).days // 7
    if number >= MOST_IN_SERIES:
        raise IllegalMove(_("This series is too long: at most 60 weeks."))
    closed = closed_days(campus, since=on, until=until)
    following = [on + week * WEEK for week in range(1, number + 1)]
    return [
        on,
        *(day for day in following if day not in closed | public_holidays(day.year)),
    ]


def _add(plan: SlotPlan, day: date, *, actor: Actor, at: datetime) -> Slot:
    slot = Slot.objects.create(
        kind=plan.kind,
        campus=plan.campus,
        track=plan.track,
        starts_at=at_local(day, plan.begins.hour, plan.begins.minute),
        ends_at=at_local(day, plan.ends.hour, plan.ends.minute),
        capacity=plan.capacity,
        language=plan.language,
        place=plan.place,
        video_link=plan.video_link,
        host=plan.host,
    )
    record("slot.added", subject=slot, actor=actor, at=at, new_state=slot.state)
    return slot
