"""Questions to people who left us: what do you do now?"""

from datetime import date, datetime
from typing import Any

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.db.models import Count, Q, QuerySet

from becode.audit.record import move
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from cohorts.enums import EnrolmentState
from cohorts.models import Enrolment
from placements.enums import FOLLOW_UP_MOVES, FollowUpAnswer, FollowUpState
from placements.models import FollowUp

# Months after leaving. docs/domain.md, "Reminders".
TERMS = (1, 3, 6, 12, 24)


def exit_day(enrolment: Enrolment) -> date | None:
    """The day somebody graduated or left; None for those who are with us or never started."""
    if enrolment.state == EnrolmentState.GRADUATED:
        return enrolment.graduated_on
    return enrolment.left_on if enrolment.state == EnrolmentState.LEFT else None


def plan_follow_ups(*, limit: int = 1000, among: "QuerySet[Enrolment] | None" = None) -> int:
    """Plan the questions of everybody who graduated or left, drop-outs included; or only of those
    `among` these.

    Repeating it changes nothing. Who does not want to be asked gets no new question.
    Returns how many were planned.
    """
    gone = (
        (Enrolment.objects.all() if among is None else among)
        .filter(
            Q(state=EnrolmentState.GRADUATED) | Q(state=EnrolmentState.LEFT, left_on__isnull=False)
        )
        .annotate(
            planned=Count("follow_ups"),
            refused=Count("follow_ups", filter=Q(follow_ups__state=FollowUpState.OPTED_OUT)),
        )
        .filter(planned__lt=len(TERMS), refused=0)
        .order_by("pk")[:limit]
    )
    rows = [
        FollowUp(enrolment=enrolment, months=months, due_on=day + relativedelta(months=months))
        for enrolment in gone
        if (day := exit_day(enrolment))
        for months in TERMS
    ]
    before = FollowUp.objects.count() if rows else 0
    FollowUp.objects.bulk_create(rows, ignore_conflicts=True)
    return FollowUp.objects.count() - before if rows else 0


def answer(*, follow_up: FollowUp, answer: str, actor: Actor, at: datetime) -> None:
    """What the person does now, said by themselves or to a colleague on the phone."""
    if answer not in FollowUpAnswer.values:
        raise IllegalMove
    _move(
        follow_up,
        to=FollowUpState.ANSWERED,
        label="follow_up.answered",
        actor=actor,
        at=at,
        answer=answer,
        answered_at=at,
    )


def record_no_answer(*, follow_up: FollowUp, actor: Actor, at: datetime) -> None:
    """We asked and called, and nobody answered. An answer may still come."""
    _move(follow_up, to=FollowUpState.NO_ANSWER, label="follow_up.no_answer", actor=actor, at=at)


@transaction.atomic
def opt_out(*, follow_up: FollowUp, actor: Actor, at: datetime) -> None:
    """The person does not want these questions: this one and all later ones stop."""
    _move(follow_up, to=FollowUpState.OPTED_OUT, label="follow_up.opted_out", actor=actor, at=at)
    FollowUp.objects.unanswered().of_person(follow_up.enrolment.person_id).update(
        state=FollowUpState.OPTED_OUT
    )


def _move(
    follow_up: FollowUp, *, to: str, label: str, actor: Actor, at: datetime, **also: Any
) -> None:
    move(
        follow_up,
        moves=FOLLOW_UP_MOVES,
        to=to,
        label=label,
        actor=actor,
        at=at,
        person_key=follow_up.enrolment.person_id,
        **also,
    )
