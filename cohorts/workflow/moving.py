"""Moving the dates of cohorts: a new start, and closures of a campus or of all of them."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from becode.audit.models import AuditEntry
from becode.audit.record import record
from becode.campuses.models import Closure
from becode.core import clock
from becode.core.actors import Actor
from becode.core.moves import IllegalMove, Stale
from becode.messages.compose import send
from cohorts import seats as seats_guard
from cohorts.calendar import closed_days, is_training_day
from cohorts.days import ordinary_day
from cohorts.enums import CohortState
from cohorts.models import Cohort, Enrolment, TrainingDay
from cohorts.notifications.calendar import DatesChanged
from cohorts.querysets import CohortQuerySet
from cohorts.seat_watch import seats_changed
from cohorts.shifting import (
    MOVABLE,
    ClosureChange,
    Shift,
    fingerprint,
    shift_of_start,
    shifts_of_closure,
)


def preview_start(cohort: Cohort, start_on: date, *, at: datetime) -> Shift:
    """What a new first day would do. Raises IllegalMove where it is none."""
    today = clock.local_day(at)
    if cohort.state != CohortState.PLANNED:
        raise IllegalMove(_("This cohort has started. Its first day stays."))
    if start_on == cohort.start_on:
        raise IllegalMove(_("This is the first day already."))
    if start_on < today:
        raise IllegalMove(_("This day is over. Choose a day from today on."))
    closed = closed_days(cohort.campus, since=start_on, until=start_on)
    if not is_training_day(start_on) or start_on in closed:
        raise IllegalMove(_("There are no lessons on this day. Choose another first day."))
    return shift_of_start(cohort, start_on, today=today)


def preview_closure(change: ClosureChange, *, at: datetime) -> list[Shift]:
    """What a closure would do to each cohort that it touches. Raises IllegalMove."""
    return shifts_of_closure(change, _touched(change), today=clock.local_day(at))


@transaction.atomic
def move_start(
    *, cohort: Cohort, start_on: date, actor: Actor, at: datetime, seen: str = ""
) -> Shift:
    """Give a planned cohort another first day, with all that follows; tells the enrolled.

    `seen` is the fingerprint of the shift that was shown. Raises IllegalMove where the day is
    none or something stands in the way, Stale when another shift was shown.
    """
    locked = seats_guard.lock_cohort(cohort.pk)
    shift = preview_start(locked, start_on, at=at)
    _check([shift], seen)
    _apply(shift, "cohort.start_moved", actor=actor, at=at)
    seats_changed(locked, actor=actor, at=at)
    cohort.refresh_from_db()
    return shift


@transaction.atomic
def apply_closure(
    *, change: ClosureChange, actor: Actor, at: datetime, seen: str = ""
) -> list[Shift]:
    """Add, change or delete a closure, and move every cohort that it touches, or nothing at all.

    Raises IllegalMove where somebody checked in already, Stale when another shift was shown.
    """
    cohorts = list(_touched(change).select_for_update(of=("self",), no_key=True))
    shifts = shifts_of_closure(change, cohorts, today=clock.local_day(at))
    _check(shifts, seen)
    _write(change, actor=actor, at=at)
    for shift in shifts:
        _apply(shift, "cohort.dates_moved", actor=actor, at=at)
    return shifts


def _touched(change: ClosureChange) -> CohortQuerySet:
    cohorts = Cohort.objects.filter(state__in=MOVABLE).select_related("track", "campus")
    keys = change.campus_keys()
    if keys is not None:
        cohorts = cohorts.filter(campus_id__in=keys)
    return cohorts.order_by("pk")


def _check(shifts: Sequence[Shift], seen: str) -> None:
    refusals = [sentence for shift in shifts for sentence in shift.refusals]
    if refusals:
        raise IllegalMove(" ".join(refusals))
    if seen and seen != fingerprint(shifts):
        raise Stale(_("Something changed in between. Look at what shifts once more."))


def _write(change: ClosureChange, *, actor: Actor, at: datetime) -> None:
    after = change.after
    if after is None:
        if change.closure is not None:
            record("closure.deleted", subject=change.closure, actor=actor, at=at)
            change.closure.delete()
        return
    closure = change.closure or Closure()
    label = "closure.changed" if change.closure else "closure.added"
    for name in ("campus", "start_on", "end_on", "reason"):
        setattr(closure, name, getattr(after, name))
    closure.save()
    record(
        label,
        subject=closure,
        actor=actor,
        at=at,
        keys={"from": str(closure.start_on), "to": str(closure.end_on)},
    )


def _apply(shift: Shift, label: str, *, actor: Actor, at: datetime) -> None:
    cohort, new = shift.cohort, shift.new
    has_moved = shift.moves_start_or_end
    keys: dict[str, int | str] = {
        "start_from": str(cohort.start_on),
        "start_to": str(new.start_on),
        "end_from": str(cohort.end_on),
        "end_to": str(new.end_on),
    }
    fields = ("start_on", "end_on", "internship_start_on", "internship_end_on")
    for name in fields:
        setattr(cohort, name, getattr(new, name))
    cohort.save(update_fields=fields)
    TrainingDay.objects.filter(cohort=cohort, on__in=shift.disappears).delete()
    TrainingDay.objects.bulk_create(ordinary_day(cohort, day) for day in shift.appears)
    entry = record(label, subject=cohort, actor=actor, at=at, keys=keys)
    if has_moved:
        _tell(cohort, entry, at=at)


def _tell(cohort: Cohort, entry: AuditEntry, *, at: datetime) -> None:
    """Everybody who is with this cohort or will be, once for each change."""
    learners = Enrolment.objects.running().filter(cohort=cohort).select_related("person")
    for enrolment in learners.order_by("pk"):
        enrolment.cohort = cohort
        send(DatesChanged(enrolment), at=at, dedupe=f"change-{entry.pk}")
