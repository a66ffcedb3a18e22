"""The class sheet of a day, written by a colleague in one go. docs/domain.md, "Attendance"."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from becode.audit.record import record
from becode.core.actors import Actor, ActorKind
from becode.core.moves import IllegalMove, Stale
from cohorts.enums import CheckInSource, Moment
from cohorts.models import CheckIn, Enrolment, TrainingDay
from cohorts.moments import windows
from cohorts.workflow.checking_in import check_corrected, hour_of, write_moment

# Colleagues write their own slips of the pen again without a reason.
FREE_TO_CHANGE = (CheckInSource.SHEET,)


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
        write_moment(
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
    stands = hour_of(known.at) if known else ""
    if stands not in (hour_of(cell.seen), hour_of(cell.to)):
        return _("Noted in between: %(hour)s. Please look again.") % {"hour": stands or "–"}
    if cell.moment not in planned:
        return _("There are no lessons in this part of the day.")
    if needs_reason(known) and not cell.reason and stands != hour_of(cell.to):
        return _("Please say why the time changes.")
    try:
        check_corrected(cell.enrolment, day.on, cell.to, at=at)
    except IllegalMove as error:
        return error.sentence
    return ""
