"""Flags of attendance: raised once each, told at once, closed by a talk. They exclude nobody."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from becode.audit.record import move, record
from becode.core.actors import SYSTEM, Actor, ActorKind
from becode.core.clock import local_day
from becode.core.moves import IllegalMove
from becode.messages.compose import send
from cohorts.counting import Standing, standing_of
from cohorts.enums import FLAG_MOVES, RUNNING, EnrolmentState, FlagState, Threshold
from cohorts.models import AttendanceFlag, Cohort, Enrolment
from cohorts.notifications.absences import FlagRaised, FlagToCoach

# Unjustified half absences, and tenths of a percent of the hours: docs/domain.md, "Attendance".
HALVES: Final = ((4, Threshold.TWO), (8, Threshold.FOUR), (12, Threshold.SIX))
MISSED: Final = ((150, Threshold.FIFTEEN), (200, Threshold.TWENTY))


def reached(standing: Standing) -> dict[Threshold, int]:
    """The thresholds that somebody reached, each with what was counted."""
    counted = ((HALVES, standing.halves), (MISSED, standing.permille))
    return {
        threshold: number
        for steps, number in counted
        for least, threshold in steps
        if number >= least
    }


@transaction.atomic
def raise_flags(enrolments: Sequence[Enrolment], *, at: datetime) -> list[AttendanceFlag]:
    """Raise what was reached and never raised before; returns the new flags.

    Of several thresholds of one kind at once, learner and coaches hear of the highest. Quiet for
    people who are not in training any more.
    """
    wanted = [one for one in enrolments if one.state == EnrolmentState.IN_TRAINING]
    if not wanted:
        return []
    standings = standing_of(wanted, at)
    known = AttendanceFlag.objects.filter(enrolment__in=wanted).order_by("pk")
    before = set(known.values_list("enrolment_id", "threshold"))
    raised: list[AttendanceFlag] = []
    for enrolment in wanted:
        found = reached(standings[enrolment.pk])
        if all((enrolment.pk, threshold) in before for threshold in found):
            continue
        fresh = _raise(enrolment, found, at=at)
        raised += fresh
        highest = {flag.kind: flag for flag in fresh}
        for flag in highest.values():
            send(FlagRaised(flag), at=at)
            send(FlagToCoach(flag), at=at)
    return raised


def _raise(
    enrolment: Enrolment, found: dict[Threshold, int], *, at: datetime
) -> list[AttendanceFlag]:
    """The flags that are new, the lowest of each kind first."""
    # Held, so that two jobs at a time raise a flag once.
    Enrolment.objects.select_for_update(no_key=True).get(pk=enrolment.pk)
    known = set(enrolment.flags.values_list("threshold", flat=True))
    fresh = []
    for threshold, counted in found.items():
        if threshold in known:
            continue
        flag = AttendanceFlag.objects.create(
            enrolment=enrolment, threshold=threshold, raised_at=at, counted=counted
        )
        record(
            "flag.raised",
            subject=flag,
            actor=SYSTEM,
            at=at,
            person_key=enrolment.person_id,
            new_state=flag.state,
            reason_code=threshold,
        )
        fresh.append(flag)
    return fresh


def raise_all(*, at: datetime) -> int:
    """Look at everybody in training, group by group; returns how many flags are new."""
    new = 0
    for cohort in Cohort.objects.filter(enrolments__state=EnrolmentState.IN_TRAINING).distinct():
        learners = cohort.enrolments.filter(state=EnrolmentState.IN_TRAINING)
        group = list(learners.select_related("person", "cohort__campus").order_by("pk"))
        new += len(raise_flags(group, at=at))
    return new


@transaction.atomic
def close_flag(
    *,
    flag: AttendanceFlag,
    met_on: date,
    met_with: str,
    agreed: str,
    actor: Actor,
    at: datetime,
) -> None:
    """Write down the talk: when, who was there, what was agreed. Raises IllegalMove.

    The open flags below it were talked about, too: nobody is asked twice for the same absences.
    """
    flag.refresh_from_db()
    if met_on > local_day(at):
        raise IllegalMove(_("This day has not come yet."))
    if met_on < local_day(flag.raised_at):
        raise IllegalMove(_("This day is before the flag."))
    if not agreed.strip():
        raise IllegalMove(_("Write what was agreed."))
    for one in (flag, *_below(flag)):
        move(
            one,
            moves=FLAG_MOVES,
            to=FlagState.CLOSED,
            label="flag.closed",
            actor=actor,
            at=at,
            person_key=flag.enrolment.person_id,
            met_on=met_on,
            met_with=met_with,
            agreed=agreed,
            closed_at=at,
            closed_by_id=actor.key if actor.kind == ActorKind.USER else None,
        )


@transaction.atomic
def reopen_flag(*, flag: AttendanceFlag, actor: Actor, at: datetime) -> None:
    """A talk is needed after all: the flag is open again. Raises IllegalMove.

    What was agreed before stays until the next talk is written down. Only for who still follows
    the training.
    """
    flag.refresh_from_db()
    if flag.enrolment.state not in RUNNING:
        raise IllegalMove(_("This learner does not follow the training any more."))
    move(
        flag,
        moves=FLAG_MOVES,
        to=FlagState.OPEN,
        label="flag.reopened",
        actor=actor,
        at=at,
        person_key=flag.enrolment.person_id,
        closed_at=None,
        closed_by_id=None,
    )


def _below(flag: AttendanceFlag) -> list[AttendanceFlag]:
    """The open flags of the same kind and learner at lower thresholds."""
    steps = next(
        [threshold for _least, threshold in steps]
        for steps in (HALVES, MISSED)
        if flag.threshold in [threshold for _least, threshold in steps]
    )
    lower = steps[: steps.index(Threshold(flag.threshold))]
    others = AttendanceFlag.objects.open().filter(enrolment=flag.enrolment_id, threshold__in=lower)
    return list(others.order_by("pk"))
