"""The training days of a cohort: planned with it, changed one by one or with the hours."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from becode.audit.record import record
from becode.core import clock
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from cohorts import seats as seats_guard
from cohorts.calendar import closed_days
from cohorts.days import lesson_days, ordinary_day, place_on
from cohorts.enums import DayPart
from cohorts.models import CheckIn, Cohort, Room, TrainingDay
from cohorts.shifting import MOVABLE

HOURS = ("arrive_by", "lunch_from", "lunch_until", "leave_from")


@dataclass(frozen=True, slots=True)
class Hours:
    """The wall-clock times of a day in Brussels."""

    arrive_by: time
    lunch_from: time
    lunch_until: time
    leave_from: time

    def check(self) -> None:
        """Raises IllegalMove where the times are not in order."""
        if not self.arrive_by < self.lunch_from <= self.lunch_until < self.leave_from:
            raise IllegalMove(_("The hours of the day are not in order."))


@transaction.atomic
def plan_days(*, cohort: Cohort, actor: Actor, at: datetime) -> int:
    """Make the training days that a cohort does not have yet; returns how many."""
    locked = seats_guard.lock_cohort(cohort.pk)
    made = write_days(locked)
    if made:
        record("cohort.days_planned", subject=locked, actor=actor, at=at, keys={"days": made})
    return made


def write_days(cohort: Cohort) -> int:
    """The rows of `plan_days`, for a verb that holds the cohort and tells of it itself."""
    closed = closed_days(cohort.campus, since=cohort.start_on, until=cohort.end_on)
    known = set(cohort.days.values_list("on", flat=True))
    wanted = lesson_days(cohort.start_on, cohort.end_on, closed)
    missing = [day for day in wanted if day not in known]
    TrainingDay.objects.bulk_create(ordinary_day(cohort, day) for day in missing)
    return len(missing)


@transaction.atomic
def change_day(
    *,
    day: TrainingDay,
    part: str,
    place: str,
    hours: Hours,
    title: str,
    actor: Actor,
    at: datetime,
) -> TrainingDay:
    """Change where, when and for how long there are lessons on one day, or what is special.

    Of a half day only its two times are kept. The title may always change; raises IllegalMove
    for the rest once somebody checked in, or when the hours are not in order.
    """
    cohort = _lock_open(day.cohort_id)
    locked = _lock_day(day)
    hours.check()
    wanted = {"part": part, "place": place, **_times(part, hours)}
    changed = {name for name, value in wanted.items() if getattr(locked, name) != value}
    if changed:
        _refuse_attended(cohort, locked.on)
        for name in changed:
            setattr(locked, name, wanted[name])
        locked.is_fixed = True
    if locked.title != title:
        changed.add("title")
        locked.title = title
    if changed:
        locked.save(update_fields=[*wanted, "title", "is_fixed"])
        record(
            "training_day.changed",
            subject=locked,
            actor=actor,
            at=at,
            keys={"day": str(locked.on), "what": " ".join(sorted(changed))},
        )
    return locked


@transaction.atomic
def add_day(
    *,
    cohort: Cohort,
    on: date,
    part: str,
    place: str,
    hours: Hours,
    title: str,
    actor: Actor,
    at: datetime,
) -> TrainingDay:
    """One day with lessons more, planned by hand, also on a Saturday.

    Raises IllegalMove outside the training, for a day that is over or has lessons already.
    """
    locked = _lock_open(cohort.pk)
    hours.check()
    if not locked.start_on <= on <= locked.end_on:
        raise IllegalMove(
            _("The training is from %(first)s to %(last)s.")
            % {
                "first": date_format(locked.start_on, "j F Y"),
                "last": date_format(locked.end_on, "j F Y"),
            }
        )
    _refuse_past(on, at=at)
    if locked.days.filter(on=on).exists():
        raise IllegalMove(_("There are lessons on this day already."))
    made = TrainingDay.objects.create(
        cohort=locked,
        on=on,
        part=part,
        place=place,
        title=title,
        is_fixed=True,
        **_times(part, hours),
    )
    record("training_day.added", subject=made, actor=actor, at=at, keys={"day": str(on)})
    return made


@transaction.atomic
def cancel_day(*, day: TrainingDay, actor: Actor, at: datetime) -> None:
    """No lessons on this day after all; it is not given back at the end.

    Raises IllegalMove for the first day, a day that is over, or one on which somebody checked in.
    """
    cohort = _lock_open(day.cohort_id)
    locked = _lock_day(day)
    if locked.on == cohort.start_on:
        raise IllegalMove(_("This is the first day. Move the start of the cohort instead."))
    _refuse_past(locked.on, at=at)
    _refuse_attended(cohort, locked.on)
    record(
        "training_day.cancelled", subject=locked, actor=actor, at=at, keys={"day": str(locked.on)}
    )
    locked.delete()


@transaction.atomic
def change_hours(
    *,
    cohort: Cohort,
    hours: Hours,
    grace_minutes: int,
    home_weekdays: list[int],
    room: Room | None,
    actor: Actor,
    at: datetime,
) -> int:
    """The hours and places of ordinary days from tomorrow on; returns how many days changed.

    Days planned by hand stay. Raises IllegalMove when the hours are not in order, the room is at
    another campus, or the minutes of grace would change what was counted already.
    """
    locked = _lock_open(cohort.pk)
    hours.check()
    if grace_minutes != locked.grace_minutes and _has_check_ins(locked):
        raise IllegalMove(
            _("Check-ins were counted with these minutes of grace: they stay as they are.")
        )
    if room is not None and room.campus_id != locked.campus_id:
        raise IllegalMove(_("This room is at another campus."))
    for name in HOURS:
        setattr(locked, name, getattr(hours, name))
    locked.room = room
    locked.grace_minutes, locked.home_weekdays = grace_minutes, sorted(set(home_weekdays))
    locked.save(update_fields=[*HOURS, "grace_minutes", "home_weekdays", "room"])
    days = list(locked.days.filter(on__gt=clock.local_day(at), is_fixed=False).order_by("on"))
    changed = [day for day in days if _set_ordinary(day, locked)]
    TrainingDay.objects.bulk_update(changed, [*HOURS, "place"], batch_size=200)
    record("cohort.hours_changed", subject=locked, actor=actor, at=at, keys={"days": len(changed)})
    cohort.refresh_from_db()
    return len(changed)


def _set_ordinary(day: TrainingDay, cohort: Cohort) -> bool:
    """Give a day the cohort's hours and place; tells whether that changed anything."""
    wanted = {name: getattr(cohort, name) for name in HOURS} | {"place": place_on(cohort, day.on)}
    changed = any(getattr(day, name) != value for name, value in wanted.items())
    for name, value in wanted.items():
        setattr(day, name, value)
    return changed


def _times(part: str, hours: Hours) -> dict[str, time | None]:
    """The four times; those of the half without lessons are empty."""
    return {
        "arrive_by": None if part == DayPart.AFTERNOON else hours.arrive_by,
        "lunch_from": None if part == DayPart.AFTERNOON else hours.lunch_from,
        "lunch_until": None if part == DayPart.MORNING else hours.lunch_until,
        "leave_from": None if part == DayPart.MORNING else hours.leave_from,
    }


def _lock_open(cohort_pk: int) -> Cohort:
    """The cohort, held. Raises IllegalMove when its training is over or was called off."""
    locked = seats_guard.lock_cohort(cohort_pk)
    if locked.state not in MOVABLE:
        raise IllegalMove(_("The training of this cohort is over: its days stay as they are."))
    return locked


def _lock_day(day: TrainingDay) -> TrainingDay:
    locked = TrainingDay.objects.select_for_update().filter(pk=day.pk).first()
    if locked is None:
        raise IllegalMove
    return locked


def _refuse_past(on: date, *, at: datetime) -> None:
    if on < clock.local_day(at):
        raise IllegalMove(_("This day is over."))


def _refuse_attended(cohort: Cohort, on: date) -> None:
    if CheckIn.objects.on_day(cohort.pk, on).exists():
        raise IllegalMove(
            _("People checked in on this day: only what is special about it can still change.")
        )


def _has_check_ins(cohort: Cohort) -> bool:
    return CheckIn.objects.filter(enrolment__cohort=cohort).exists()
