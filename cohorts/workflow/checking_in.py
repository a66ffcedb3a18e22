"""Noting who was there: by the learners themselves, and by colleagues who correct it.

A check-in is a row of its own that tells who wrote it when; only what changes one, or is written
by a colleague, stands in the audit too. docs/domain.md, "Attendance".
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from becode.audit.record import record
from becode.core import clock
from becode.core.actors import Actor, ActorKind
from becode.core.moves import IllegalMove
from cohorts.enums import CheckInSource, LessonPlace, Moment
from cohorts.models import CheckIn, Cohort, Enrolment, TrainingDay
from cohorts.moments import Window, windows
from cohorts.room_code import is_right

# For so long a press waits on a phone without network and still counts as it was.
LATEST_RECEIPT = timedelta(minutes=5)


class WrongCode(IllegalMove):
    """The code is not the one that the room shows."""

    sentence = _("This code is not right. Look at the screen in your room and type the code again.")


class TooEarly(IllegalMove):
    """The moment cannot be noted yet."""


@dataclass(frozen=True, slots=True)
class Pressed:
    """What became of a press: the check-in that stands, and whether it is a new one."""

    check_in: CheckIn
    is_new: bool


def counted_time(pressed_at: datetime | None, *, at: datetime) -> datetime:
    """When a press counts: as told where that is at most five minutes ago, else at receipt."""
    if pressed_at is None or not at - LATEST_RECEIPT <= pressed_at <= at:
        return at
    return pressed_at


def check_in(
    *,
    enrolment: Enrolment,
    moment: Moment,
    place: str,
    code: str = "",
    pressed_at: datetime | None = None,
    leaves_early: bool = False,
    actor: Actor,
    at: datetime,
) -> Pressed:
    """Note a moment of today for a learner. A second press changes nothing.

    One row in a transaction of its own: a thousand may press within the same minute.

    On site the code of the room is asked, at home none. `pressed_at` is when the button was
    pressed, if that can be believed; `leaves_early` says that they know the half day is not over.
    Raises WrongCode, TooEarly, or IllegalMove where there are no lessons or it is too late.
    """
    counts_at = counted_time(pressed_at, at=at)
    on = clock.local_day(counts_at)
    cohort = enrolment.cohort
    day = TrainingDay.objects.filter(cohort=cohort, on=on).first()
    if day is None or not enrolment.is_expected(on):
        raise IllegalMove(_("You have no lessons today."))
    window = _window(day, cohort, moment)
    try:
        _check_hour(window, counts_at, leaves_early=leaves_early)
        if place == LessonPlace.ON_SITE and not is_right(code, cohort.pk, at=counts_at):
            raise WrongCode
    except IllegalMove:
        known = _known(enrolment, on, moment)
        if known is None:
            raise
        return Pressed(known, is_new=False)
    try:
        with transaction.atomic():
            made = CheckIn.objects.create(
                enrolment=enrolment,
                on=on,
                moment=moment,
                at=counts_at,
                received_at=at,
                place=LessonPlace(place),
                source=CheckInSource.PHONE,
            )
    except IntegrityError:
        known = _known(enrolment, on, moment)
        if known is None:
            raise
        return Pressed(known, is_new=False)
    return Pressed(made, is_new=True)


def _known(enrolment: Enrolment, on: date, moment: Moment) -> CheckIn | None:
    return CheckIn.objects.filter(enrolment=enrolment, on=on, moment=moment).first()


def _window(day: TrainingDay, cohort: Cohort, moment: Moment) -> Window:
    for window in windows(day, grace=cohort.grace_minutes):
        if window.moment == moment:
            return window
    raise IllegalMove(_("There are no lessons in this part of the day."))


def _check_hour(window: Window, at: datetime, *, leaves_early: bool) -> None:
    if window.is_open(at) or (leaves_early and window.allows_early(at)):
        return
    if at < window.opens_at:
        opens = window.opens_at.astimezone(clock.BRUSSELS)
        raise TooEarly(
            _("It is too early. You can check in from %(hour)s.") % {"hour": f"{opens:%H:%M}"}
        )
    raise IllegalMove(_("It is too late to check in for this. Please talk to your coach."))


# Colleagues ----------------------------------------------------------------------------------


@transaction.atomic
def correct(
    *,
    enrolment: Enrolment,
    on: date,
    moment: Moment,
    to: datetime | None,
    reason: str,
    actor: Actor,
    at: datetime,
) -> CheckIn | None:
    """Set, change or, with None, remove the time of one moment; the reason stays with it.

    Returns the check-in that stands now. Raises IllegalMove without a reason, on a day without
    lessons for them, or for a time that cannot be.
    """
    if not reason:
        raise IllegalMove(_("Please say why the time changes."))
    day = TrainingDay.objects.select_related("cohort").filter(cohort=enrolment.cohort_id, on=on)
    found = day.first()
    if found is None:
        raise IllegalMove(_("There are no lessons on this day."))
    _window(found, found.cohort, moment)
    check_corrected(enrolment, on, to, at=at)
    known = CheckIn.objects.select_for_update().filter(enrolment=enrolment, on=on, moment=moment)
    return write_moment(
        known.first(),
        enrolment=enrolment,
        on=on,
        moment=moment,
        to=to,
        place=found.place,
        source=CheckInSource.CORRECTION,
        reason=reason,
        actor=actor,
        at=at,
    )


def check_corrected(enrolment: Enrolment, on: date, to: datetime | None, *, at: datetime) -> None:
    """Raises IllegalMove for a time that nobody can have been there."""
    if not enrolment.is_expected(on):
        raise IllegalMove(_("This learner has no lessons on this day."))
    if to is not None and clock.local_day(to) != on:
        raise IllegalMove(_("This time is on another day."))
    if to is not None and to > at:
        raise IllegalMove(_("This time has not come yet."))


def write_moment(
    known: CheckIn | None,
    *,
    enrolment: Enrolment,
    on: date,
    moment: Moment,
    to: datetime | None,
    place: str,
    source: CheckInSource,
    reason: str,
    actor: Actor,
    at: datetime,
) -> CheckIn | None:
    """Make the one moment what a colleague says: for `correct` and the class sheet.

    `known` is the locked row that stands, if any. One entry in the audit, none for the same minute.
    """
    was = known.at if known else None
    if hour_of(was) == hour_of(to):
        return known
    stands = known
    by = actor.key if actor.kind == ActorKind.USER else None
    if stands is None:
        stands = CheckIn.objects.create(
            enrolment=enrolment,
            on=on,
            moment=moment,
            at=to or at,
            received_at=at,
            place=place,
            source=source,
            recorded_by_id=by,
            reason=reason,
        )
    else:
        stands.source, stands.reason, stands.recorded_by_id = source, reason, by
        stands.at, stands.received_at = to or stands.at, at
        stands.save(update_fields=["source", "reason", "recorded_by", "at", "received_at"])
    record(
        "check_in.corrected",
        subject=stands,
        actor=actor,
        at=at,
        person_key=enrolment.person_id,
        keys={
            "day": str(on),
            "moment": int(moment),
            "old": hour_of(was),
            "new": hour_of(to),
        },
    )
    if to is None:
        # Written first: the history keeps who took it away, and why.
        stands.delete()
        return None
    return stands


def hour_of(moment: datetime | None) -> str:
    """The time on the wall in Brussels, as sheets show it; nothing for None."""
    return f"{moment.astimezone(clock.BRUSSELS):%H:%M}" if moment else ""


# Many at once --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Noted:
    """One check-in from somewhere else: a list on paper, another system, a demo."""

    enrolment_key: int
    on: date
    moment: Moment
    at: datetime
    place: str = LessonPlace.ON_SITE


@transaction.atomic
def record_many(
    *,
    noted: Iterable[Noted],
    source: CheckInSource = CheckInSource.IMPORTED,
    at: datetime | None = None,
) -> int:
    """Write check-ins in bulk; returns how many were asked for. Those that are there stay.

    `at` is when they came in; without it each counts as received at its own moment.
    """
    rows = [
        CheckIn(
            enrolment_id=one.enrolment_key,
            on=one.on,
            moment=one.moment,
            at=one.at,
            received_at=at or one.at,
            place=one.place,
            source=source,
        )
        for one in noted
    ]
    CheckIn.objects.bulk_create(rows, batch_size=2000, ignore_conflicts=True)
    return len(rows)
