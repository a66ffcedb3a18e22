"""What happens while an internship runs: a rest, another end, an early one, and mistakes mended."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from becode.audit.record import record
from becode.core import clock
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from becode.messages.compose import send
from cohorts.enums import EnrolmentState
from cohorts.models import Enrolment
from placements.enums import TAKE_UP_AGAIN_MOVES, EarlyEnd, InternshipState
from placements.hours import after_working_days, rests_on, working_days
from placements.models import Internship, Interruption
from placements.notifications.internship_changes import (
    InternshipEndedCompany,
    InternshipEndedLearner,
    InternshipEndMovedCompany,
    InternshipEndMovedLearner,
)
from placements.workflow import agreements, intern_evaluations
from placements.workflow.internships import check_reason, end_day, lock, move_on

ONE_DAY = timedelta(days=1)
GOING = (InternshipState.RUNNING, InternshipState.INTERRUPTED)
OVER = (InternshipState.COMPLETED, InternshipState.BROKEN_OFF)


@transaction.atomic
def interrupt(
    *,
    internship: Internship,
    start_on: date,
    reason: str,
    actor: Actor,
    at: datetime,
    end_on: date | None = None,
) -> Interruption:
    """It rests from this day on. With `end_on` days in the past or to come are written down.

    Raises IllegalMove for a first day in the future without a last one, for days outside the
    period, and where it rests on these days already.
    """
    check_reason(reason)
    locked, today = lock(internship), clock.local_day(at)
    if locked.state != InternshipState.RUNNING:
        raise IllegalMove
    if start_on > today and end_on is None:
        raise IllegalMove(_("Write down the last day too, or wait until the first day has come."))
    if start_on < locked.start_on or start_on > locked.end_on:
        raise IllegalMove(_("These days are not in the period of the internship."))
    if end_on is not None and end_on < start_on:
        raise IllegalMove(_("The last day cannot be before the first day."))
    for other in locked.interruptions.order_by("start_on", "pk"):
        if rests_on(other, start_on) or start_on <= other.start_on <= (end_on or other.start_on):
            raise IllegalMove(_("It rests on some of these days already."))
    made = Interruption.objects.create(
        internship=locked, start_on=start_on, end_on=end_on, reason=reason
    )
    keys = {"from": start_on.isoformat()}
    if end_on is None:
        move_on(
            internship,
            to=InternshipState.INTERRUPTED,
            label="internship.interrupted",
            actor=actor,
            at=at,
        )
    else:
        _record("internship.rests", internship, actor=actor, at=at, keys=keys)
    return made


@transaction.atomic
def resume(
    *,
    internship: Internship,
    on: date,
    actor: Actor,
    at: datetime,
    gives_back: bool = False,
) -> date:
    """It goes on from this day; the answer is its last day.

    With `gives_back` the last day moves by the working days that were lost. Raises IllegalMove
    for a day in the future, or not after the first day of the rest.
    """
    locked = lock(internship)
    if locked.state != InternshipState.INTERRUPTED:
        raise IllegalMove
    rest = locked.interruptions.select_for_update().get(end_on__isnull=True)
    if on > clock.local_day(at):
        raise IllegalMove(_("This day has not come yet."))
    if on <= rest.start_on:
        raise IllegalMove(_("It goes on after the first day of the rest, not before."))
    rest.end_on = on - ONE_DAY
    rest.save(update_fields=["end_on"])
    move_on(internship, to=InternshipState.RUNNING, label="internship.resumed", actor=actor, at=at)
    lost = working_days(locked, rest.start_on, min(rest.end_on, locked.end_on))
    if gives_back and lost:
        locked.refresh_from_db()
        _set_end(locked, after_working_days(locked, locked.end_on, lost), actor=actor, at=at)
        internship.end_on = locked.end_on
    return internship.end_on


@transaction.atomic
def drop_interruption(
    *, interruption: Interruption, reason: str, actor: Actor, at: datetime
) -> None:
    """It did not rest on these days: a mistake. An internship that rests goes on as before."""
    check_reason(reason)
    internship = lock(interruption.internship)
    if internship.state not in GOING:
        raise IllegalMove
    if interruption.end_on is None:
        move_on(
            internship, to=InternshipState.RUNNING, label="internship.resumed", actor=actor, at=at
        )
    keys = {"from": interruption.start_on.isoformat()}
    interruption.delete()
    Internship.objects.filter(pk=internship.pk).update(correction=reason)
    _record("internship.rest_dropped", internship, actor=actor, at=at, keys=keys)


@transaction.atomic
def move_end(
    *, internship: Internship, end_on: date, reason: str, actor: Actor, at: datetime
) -> None:
    """The agreed last day of a running internship moves: longer, or shorter by agreement.

    Learner and company are told; the signed agreement needs an amendment (`amending`).
    """
    check_reason(reason)
    locked = lock(internship)
    if locked.state not in GOING:
        raise IllegalMove
    if end_on < max(locked.start_on, clock.local_day(at)):
        raise IllegalMove(_("Choose a day to come. Did it end before? Then it ended early."))
    if end_on == locked.end_on:
        raise IllegalMove(_("This is the last day already."))
    Internship.objects.filter(pk=locked.pk).update(correction=reason)
    _set_end(locked, end_on, actor=actor, at=at)
    internship.end_on = end_on


def _set_end(internship: Internship, end_on: date, *, actor: Actor, at: datetime) -> None:
    was_on, internship.end_on = internship.end_on, end_on
    internship.save(update_fields=["end_on"])
    intern_evaluations.settle(internship=internship, at=at)
    keys = {"from": was_on.isoformat(), "to": end_on.isoformat()}
    _record("internship.end_moved", internship, actor=actor, at=at, keys=keys)
    for notification in (InternshipEndMovedLearner, InternshipEndMovedCompany):
        send(notification(internship), at=at, dedupe=end_on.isoformat())


@transaction.atomic
def break_off(
    *,
    internship: Internship,
    actor: Actor,
    at: datetime,
    note: str = "",
    early_end: str = EarlyEnd.OTHER,
    ended_on: date | None = None,
) -> None:
    """It ended before its last day, for an EarlyEnd; "another reason" needs words.

    Who was hired has done the internship: it counts as completed. Otherwise the learner may be
    proposed elsewhere, and an open amendment is cancelled; the company's place stays used.
    Learner and company are told.
    """
    early_end = EarlyEnd(early_end)
    if early_end == EarlyEnd.OTHER and not note.strip():
        raise IllegalMove(_("Write down why it ended early."))
    ended_on = end_day(internship, ended_on or clock.local_day(at), at=at)
    was_hired = early_end == EarlyEnd.HIRED
    _end_rest(internship, ended_on)
    move_on(
        internship,
        to=InternshipState.COMPLETED if was_hired else InternshipState.BROKEN_OFF,
        label="internship.completed" if was_hired else "internship.broken_off",
        actor=actor,
        at=at,
        reason_code=early_end,
        ended_on=ended_on,
        early_end=early_end,
        end_note=note,
    )
    intern_evaluations.settle(internship=internship, at=at)
    if not was_hired:
        agreements.cancel_with(internship=internship, actor=actor, at=at)
    send(InternshipEndedCompany(internship), at=at, dedupe=at.isoformat())
    if early_end != EarlyEnd.TRAINING:  # who left the training hears of it there
        send(InternshipEndedLearner(internship), at=at, dedupe=at.isoformat())


def _end_rest(internship: Internship, ended_on: date) -> None:
    """An open interruption ends with the internship."""
    for rest in internship.interruptions.filter(end_on__isnull=True).order_by("pk"):
        rest.end_on = max(rest.start_on, ended_on)
        rest.save(update_fields=["end_on"])


@transaction.atomic
def take_up_again(*, internship: Internship, reason: str, actor: Actor, at: datetime) -> None:
    """It was ended by mistake: it runs as before.

    Raises IllegalMove for who is not on internship any more, or has another internship.
    """
    check_reason(reason)
    learner = Enrolment.objects.select_for_update().get(pk=internship.enrolment_id)
    if learner.state != EnrolmentState.ON_INTERNSHIP:
        raise IllegalMove(_("This learner is not on internship any more."))
    if learner.internships.current().exists():
        raise IllegalMove(_("This learner has an internship already."))
    move_on(
        internship,
        to=InternshipState.RUNNING,
        moves=TAKE_UP_AGAIN_MOVES,
        label="internship.taken_up_again",
        actor=actor,
        at=at,
        ended_on=None,
        early_end="",
        end_note="",
        correction=reason,
    )
    intern_evaluations.settle(internship=internship, at=at)


@transaction.atomic
def correct_end(
    *,
    internship: Internship,
    ended_on: date,
    reason: str,
    actor: Actor,
    at: datetime,
    early_end: str = "",
    note: str = "",
) -> None:
    """The day or the reason of the end was noted wrongly; `reason` says what was wrong."""
    check_reason(reason)
    locked = lock(internship)
    if locked.state not in OVER:
        raise IllegalMove
    if locked.state == InternshipState.BROKEN_OFF and not early_end:
        raise IllegalMove(_("Choose why it ended early."))
    if (locked.state == InternshipState.COMPLETED) != (early_end in ("", EarlyEnd.HIRED)):
        raise IllegalMove(_("With this reason it was not completed. Take it up again first."))
    locked.ended_on = end_day(locked, ended_on, at=at)
    locked.early_end, locked.end_note, locked.correction = early_end, note, reason
    locked.save(update_fields=["ended_on", "early_end", "end_note", "correction"])
    intern_evaluations.settle(internship=locked, at=at)
    _record(
        "internship.end_corrected", locked, actor=actor, at=at, keys={"on": ended_on.isoformat()}
    )


def _record(
    label: str, internship: Internship, *, actor: Actor, at: datetime, keys: dict[str, Any]
) -> None:
    record(
        label,
        subject=internship,
        actor=actor,
        at=at,
        person_key=internship.enrolment.person_id,
        keys=keys,
    )
