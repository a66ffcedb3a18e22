"""Questions to people who left us: what do you do now? When they are asked: `follow_up_plan`.

docs/domain.md, "Jobs and questions after leaving".
"""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from becode.accounts.models import User
from becode.audit.record import move, record
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from becode.messages.enums import Topic
from becode.messages.preferring import Reader, switch_off
from becode.people.enums import ContactResult
from becode.people.locks import lock_current
from placements.enums import (
    FAILED,
    FAILED_CALLS,
    FOLLOW_UP_MOVES,
    AnsweredThrough,
    DiscardReason,
    FollowUpAnswer,
    FollowUpState,
    JobState,
    ReportedBy,
)
from placements.models import FollowUp, FollowUpCall
from placements.workflow import jobs
from placements.workflow.follow_up_plan import TERMS, exit_day, plan_follow_ups

__all__ = [
    "CORRECTABLE_FOR",
    "TERMS",
    "answer",
    "answer_on_phone",
    "exit_day",
    "is_correctable",
    "is_open",
    "opt_out",
    "plan_follow_ups",
    "record_call",
    "record_no_answer",
    "tell_more",
]

CORRECTABLE_FOR = timedelta(days=14)
TOO_LATE = _("This answer cannot be changed any more. Call us when it is not right.")


def is_open(follow_up: FollowUp) -> bool:
    """Whether an answer would be taken, a first one."""
    return follow_up.state in (FollowUpState.PLANNED, FollowUpState.NO_ANSWER)


def is_correctable(follow_up: FollowUp, *, at: datetime) -> bool:
    """Within 14 days after the first answer."""
    return (
        follow_up.state == FollowUpState.ANSWERED
        and follow_up.answered_at is not None
        and at <= follow_up.answered_at + CORRECTABLE_FOR
    )


@transaction.atomic
def answer(
    *,
    follow_up: FollowUp,
    answer: str,
    actor: Actor,
    at: datetime,
    through: str = AnsweredThrough.SPACE,
) -> None:
    """What the person does now, said by themselves or to a colleague on the phone.

    The same answer again (a double tap, a second device) changes nothing; another one within 14
    days corrects it. Raises IllegalMove after that, and for questions that are not asked.
    """
    if answer not in FollowUpAnswer.values:
        raise IllegalMove
    lock_current(follow_up.enrolment.person_id)
    follow_up.refresh_from_db(fields=["state", "answer", "answered_at", "told_at", "job"])
    if follow_up.state == FollowUpState.ANSWERED:
        if follow_up.answer == answer:
            return
        _correct(follow_up, answer=answer, actor=actor, at=at)
        return
    _move(
        follow_up,
        to=FollowUpState.ANSWERED,
        label="follow_up.answered",
        actor=actor,
        at=at,
        reason_code=answer,
        answer=answer,
        answered_at=at,
        through=AnsweredThrough(through),
    )


# Inside functions with a parameter of that name.
record_answer = answer


def _correct(follow_up: FollowUp, *, answer: str, actor: Actor, at: datetime) -> None:
    """Another answer: what the first one said goes, with the job it told of."""
    if not is_correctable(follow_up, at=at):
        raise IllegalMove(TOO_LATE)
    _forget_job(follow_up, actor=actor, at=at)
    _move(
        follow_up,
        to=FollowUpState.ANSWERED,
        label="follow_up.corrected",
        actor=actor,
        at=at,
        reason_code=answer,
        answer=answer,
        detail="",
        place="",
        since_on=None,
        is_seeking=None,
        told_at=None,
        job=None,
    )


def _forget_job(follow_up: FollowUp, *, actor: Actor, at: datetime) -> None:
    """The job that only this answer told of, and that nobody looked at yet, is none."""
    job = follow_up.job
    if job is None or job.state != JobState.REPORTED or job.reported_by != ReportedBy.FOLLOW_UP:
        return
    if not job.doubles.exists() and not job.evidence.exists():
        jobs.discard_job(job=job, reason=DiscardReason.ANSWER_CHANGED, actor=actor, at=at)


@transaction.atomic
def tell_more(
    *,
    follow_up: FollowUp,
    actor: Actor,
    at: datetime,
    detail: str = "",
    place: str = "",
    since_on: date | None = None,
    is_seeking: bool | None = None,
    may_ask_employer: bool = False,
) -> None:
    """The two short questions after the first tap, or that they were skipped.

    Who works and says where has told us of a job: it waits for a colleague.
    """
    lock_current(follow_up.enrolment.person_id)
    follow_up.refresh_from_db()
    if follow_up.state != FollowUpState.ANSWERED:
        raise IllegalMove
    if follow_up.told_at is not None and not is_correctable(follow_up, at=at):
        raise IllegalMove(TOO_LATE)
    told = (follow_up.place, follow_up.since_on)
    follow_up.detail, follow_up.place, follow_up.since_on = detail, place, since_on
    follow_up.is_seeking = is_seeking
    follow_up.told_at = at
    works = follow_up.answer == FollowUpAnswer.WORKING
    if works and place.strip() and (follow_up.job is None or told != (place, since_on)):
        _forget_job(follow_up, actor=actor, at=at)
        follow_up.job = jobs.report_job(
            enrolment=follow_up.enrolment,
            employer_name=place,
            function=detail,
            contract_type="",
            start_on=since_on,
            reported_by=ReportedBy.FOLLOW_UP,
            may_ask_employer=may_ask_employer,
            actor=actor,
            at=at,
        )
    follow_up.save(update_fields=["detail", "place", "since_on", "is_seeking", "told_at", "job"])
    record(
        "follow_up.told_more",
        subject=follow_up,
        person_key=follow_up.enrolment.person_id,
        actor=actor,
        at=at,
    )


@transaction.atomic
def record_call(
    *,
    follow_up: FollowUp,
    result: str,
    by: User | None,
    actor: Actor,
    at: datetime,
    note: str = "",
) -> FollowUpCall:
    """A call that did not bring an answer; the third one closes the question."""
    lock_current(follow_up.enrolment.person_id)
    follow_up.refresh_from_db(fields=["state"])
    if follow_up.state != FollowUpState.PLANNED or result not in FAILED:
        raise IllegalMove
    call = FollowUpCall.objects.create(
        follow_up=follow_up, result=result, note=note.strip(), at=at, by=by
    )
    record(
        "follow_up.called",
        subject=follow_up,
        person_key=follow_up.enrolment.person_id,
        actor=actor,
        at=at,
        reason_code=result,
    )
    if follow_up.calls.filter(result__in=FAILED).count() >= FAILED_CALLS:
        record_no_answer(follow_up=follow_up, actor=actor, at=at)
    return call


@transaction.atomic
def answer_on_phone(
    *,
    follow_up: FollowUp,
    answer: str,
    by: User | None,
    actor: Actor,
    at: datetime,
    note: str = "",
    detail: str = "",
    place: str = "",
    since_on: date | None = None,
    may_ask_employer: bool = False,
) -> None:
    """A colleague reached the person: the call, the answer and what was told, in one go."""
    record_answer(
        follow_up=follow_up, answer=answer, actor=actor, at=at, through=AnsweredThrough.CALL
    )
    FollowUpCall.objects.create(
        follow_up=follow_up, result=ContactResult.REACHED, note=note.strip(), at=at, by=by
    )
    if detail or place or since_on:
        tell_more(
            follow_up=follow_up,
            detail=detail,
            place=place,
            since_on=since_on,
            may_ask_employer=may_ask_employer,
            actor=actor,
            at=at,
        )


def record_no_answer(*, follow_up: FollowUp, actor: Actor, at: datetime) -> None:
    """We asked and called, and nobody answered. An answer may still come."""
    _move(follow_up, to=FollowUpState.NO_ANSWER, label="follow_up.no_answer", actor=actor, at=at)


@transaction.atomic
def opt_out(*, follow_up: FollowUp, actor: Actor, at: datetime) -> None:
    """The person does not want these questions: this one and all later ones stop.

    An answer that was given stays; pressing it again changes nothing.
    """
    person = lock_current(follow_up.enrolment.person_id)
    follow_up.refresh_from_db(fields=["state"])
    if follow_up.state == FollowUpState.ANSWERED:
        record(
            "follow_up.opted_out",
            subject=follow_up,
            person_key=person.pk,
            actor=actor,
            at=at,
        )
    elif follow_up.state != FollowUpState.OPTED_OUT:
        _move(
            follow_up, to=FollowUpState.OPTED_OUT, label="follow_up.opted_out", actor=actor, at=at
        )
    switch_off(reader=Reader(person=person), topic=Topic.AFTERWARDS, actor=actor, at=at)


def _move(
    follow_up: FollowUp,
    *,
    to: str,
    label: str,
    actor: Actor,
    at: datetime,
    reason_code: str = "",
    **also: Any,
) -> None:
    move(
        follow_up,
        moves=FOLLOW_UP_MOVES,
        to=to,
        label=label,
        actor=actor,
        at=at,
        reason_code=reason_code,
        person_key=follow_up.enrolment.person_id,
        **also,
    )
