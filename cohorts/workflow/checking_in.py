"""Noting who was there: by the learners themselves, and by colleagues who correct it.

A check-in is a row of its own that tells who wrote it when; only what changes one, or is written
by a colleague, stands in the audit too. docs/domain.md, "Attendance".
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from becode.audit.record import record
from becode.core import clock
from becode.core.actors import Actor, ActorKind
from becode.core.moves import IllegalMove, Stale
from cohorts.enums import CheckInSource, LessonPlace, Moment
from cohorts.models import CheckIn, Cohort, Enrolment, TrainingDay
from cohorts.moments import Window, windows
from cohorts.room_code import is_right

# For so long a press waits on a phone without network and still counts as it was.
LATEST_RECEIPT = timedelta(minutes=5)
# Colleagues write their own slips of the pen again without a reason.
FREE_TO_CHANGE = (CheckInSource.SHEET,)


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


@transaction.atomic
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
    _check_corrected(enrolment, on, to, at=at)
    known = CheckIn.objects.select_for_update().filter(enrolment=enrolment, on=on, moment=moment)
    return _write(
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


def _check_corrected(enrolment: Enrolment, on: date, to: datetime | None, *, at: datetime) -> None:
    if not enrolment.is_expected(on):
        raise IllegalMove(_("This learner has no lessons on this day."))
    if to is not None and clock.local_day(to) != on:
        raise IllegalMove(_("This time is on another day."))
    if to is not None and to > at:
        raise IllegalMove(_("This time has not come yet."))


def _write(
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
    """Make the one moment what a colleague says; one entry in the audit."""
    was = known.at if known else None
    if _hour(was) == _hour(to):
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
            "old": _hour(was),
            "new": _hour(to),
        },
    )
    if to is None:
        # Written first: the history keeps who took it away, and why.
        stands.delete()
        return None
    return stands


def _hour(moment: datetime | None) -> str:
    return f"{moment.astimezone(clock.BRUSSELS):%H:%M}" if moment else ""


# The class sheet -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Cell:
    """One change on the class sheet: what stood there when it was opened, and what shall stand."""

    enrolment: Enrolment
    moment: Moment
    seen: datetime | None
    to: datetime | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """A cell that stays as it was, with a sentence why."""

    cell: Cell
    sentence: str


class SheetRefused(IllegalMove):
    """The sheet was not saved; `cells` says which places need a look."""

    sentence = _("Nothing is saved yet: some places need a look.")

    def __init__(self, cells: Sequence[Refused]) -> None:
        self.cells = cells
        super().__init__()


def needs_reason(known: CheckIn | None) -> bool:
    """Whether a colleague says why they change this one: what a learner noted, or was corrected."""
    return known is not None and known.source not in FREE_TO_CHANGE


@transaction.atomic
def fill_sheet(*, day: TrainingDay, cells: Iterable[Cell], actor: Actor, at: datetime) -> int:
    """Write the changes of one class sheet, all or none; returns how many there were.

    Raises SheetRefused with every place that cannot be: changed by somebody else in between,
    without a reason, at an impossible time, or of somebody without lessons on this day; Stale
    when a learner pressed on a phone at this very moment.
    """
    wanted = list(cells)
    rows = CheckIn.objects.on_day(day.cohort_id, day.on).select_for_update(of=("self",))
    known: Mapping[tuple[int, int], CheckIn] = {(row.enrolment_id, row.moment): row for row in rows}
    planned = {one.moment for one in windows(day, grace=0)}
    refused = []
    for cell in wanted:
        row = known.get((cell.enrolment.pk, cell.moment))
        sentence = _refusal(cell, row, day, planned, at=at)
        if sentence:
            refused.append(Refused(cell, str(sentence)))
    if refused:
        raise SheetRefused(refused)
    fresh = []
    for cell in wanted:
        row = known.get((cell.enrolment.pk, cell.moment))
        if row is None:
            fresh.append(cell)
            continue
        is_correction = needs_reason(row)
        _write(
            row,
            enrolment=cell.enrolment,
            on=day.on,
            moment=cell.moment,
            to=cell.to,
            place=day.place,
            source=CheckInSource.CORRECTION if is_correction else CheckInSource.SHEET,
            reason=cell.reason if is_correction else "",
            actor=actor,
            at=at,
        )
    _note_fresh(day, fresh, actor=actor, at=at)
    return len(wanted)


def _note_fresh(day: TrainingDay, cells: Sequence[Cell], *, actor: Actor, at: datetime) -> None:
    """The places that were empty, in one statement and with one entry in the audit."""
    rows = [
        CheckIn(
            enrolment=cell.enrolment,
            on=day.on,
            moment=cell.moment,
            at=cell.to,
            received_at=at,
            place=day.place,
            source=CheckInSource.SHEET,
            recorded_by_id=actor.key if actor.kind == ActorKind.USER else None,
        )
        for cell in cells
        if cell.to is not None
    ]
    if not rows:
        return
    try:
        with transaction.atomic():
            CheckIn.objects.bulk_create(rows)
    except IntegrityError as error:  # somebody pressed on a phone this very moment
        raise Stale from error
    record(
        "class_sheet.filled",
        subject=day,
        actor=actor,
        at=at,
        keys={"day": str(day.on), "count": len(rows)},
    )


def _refusal(
    cell: Cell, known: CheckIn | None, day: TrainingDay, planned: set[Moment], *, at: datetime
) -> object:
    """The sentence why a cell cannot be, or nothing."""
    stands = _hour(known.at) if known else ""
    if stands not in (_hour(cell.seen), _hour(cell.to)):
        return _("Noted in between: %(hour)s. Please look again.") % {"hour": stands or "–"}
    if cell.moment not in planned:
        return _("There are no lessons in this part of the day.")
    if needs_reason(known) and not cell.reason and stands != _hour(cell.to):
        return _("Please say why the time changes.")
    try:
        _check_corrected(cell.enrolment, day.on, cell.to, at=at)
    except IllegalMove as error:
        return error.sentence
    return ""


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
