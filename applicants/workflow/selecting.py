"""The way of an application through the steps of its track: one present step at a time.

Every verb holds the application first, so that what happens to one person happens in order; then
the moments, then the step. See locks.py. Nothing here decides: a failed step rejects nobody.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from applicants.enums import (
    APPLICATION_MOVES,
    PROGRESS_MOVES,
    ApplicationState,
    ProgressState,
)
from applicants.models import Application, SelectionStep, StepProgress
from applicants.notifications.steps import StepBegan
from applicants.workflow.booking import settle_booking
from applicants.workflow.locks import hold_progress, lock_application
from becode.audit.record import move, record
from becode.core.actors import Actor, ActorKind
from becode.core.moves import IllegalMove
from becode.messages.compose import send

IN_PROCESS = (ApplicationState.SUBMITTED, ApplicationState.IN_SELECTION)
JUDGED = (ProgressState.PASSED, ProgressState.FAILED, ProgressState.SKIPPED)


@transaction.atomic
def begin_selection(*, application: Application, actor: Actor, at: datetime) -> StepProgress | None:
    """Take an application up: it goes to the first step of its track, where there is one.

    Raises IllegalMove for one whose selection began already.
    """
    locked = lock_application(application.pk)
    step = SelectionStep.objects.of_track(locked.track_id).first()
    if locked.state == ApplicationState.IN_SELECTION and step and not locked.progress.exists():
        return go_to_step(application=application, step=step, actor=actor, at=at)
    _take_up(application, actor=actor, at=at)
    if step is None:
        return None
    return go_to_step(application=application, step=step, actor=actor, at=at)


@transaction.atomic
def go_to_step(
    *, application: Application, step: SelectionStep, actor: Actor, at: datetime
) -> StepProgress:
    """Make this the present step, and tell the person; one that is present already stays as it is.

    A present step nobody judged is skipped. Raises IllegalMove for an application that is closed
    or decided, and for a step of another track.
    """
    locked = lock_application(application.pk)
    if locked.state not in IN_PROCESS:
        raise IllegalMove(_("This application is not in selection any more."))
    if step.track_id != locked.track_id:
        raise IllegalMove(_("This step belongs to another track."))
    if locked.state == ApplicationState.SUBMITTED:
        _take_up(application, actor=actor, at=at)
    present = locked.progress.present().first()
    if present is not None and present.step_id == step.pk:
        return present
    if present is not None:
        _judge(present, to=ProgressState.SKIPPED, actor=actor, at=at)
    return _open(application, step, actor=actor, at=at)


@transaction.atomic
def mark_done(*, progress: StepProgress, actor: Actor, at: datetime, answer: str = "") -> None:
    """The step is done and waits for a judgement; `answer` is what the person says about it.

    A moment that was booked counts as attended. Raises IllegalMove.
    """
    hold_progress(progress)
    _check_in_process(progress)
    if actor.kind == ActorKind.PERSON and progress.state != ProgressState.TO_DO:
        raise IllegalMove(_("We have this already. Thank you."))
    settle_booking(progress, attended=True, actor=actor, at=at)
    also = {"answer": answer} if answer else {}
    move(
        progress,
        moves=PROGRESS_MOVES,
        to=ProgressState.DONE,
        label="step.done",
        actor=actor,
        at=at,
        person_key=progress.application.person_id,
        done_at=at,
        missed_at=None,
        **also,
    )


@transaction.atomic
def pass_step(
    *, progress: StepProgress, actor: Actor, at: datetime, remark: str = ""
) -> StepProgress | None:
    """Judge a step as passed and go on to the next one in use; None: the decision waits."""
    hold_progress(progress)
    _check_in_process(progress)
    _judge(progress, to=ProgressState.PASSED, actor=actor, at=at, remark=remark)
    return _go_on(progress, actor=actor, at=at)


@transaction.atomic
def fail_step(*, progress: StepProgress, actor: Actor, at: datetime, remark: str = "") -> None:
    """Judge a step as not passed. Nobody is rejected by it: a colleague decides."""
    hold_progress(progress)
    _check_in_process(progress)
    _judge(progress, to=ProgressState.FAILED, actor=actor, at=at, remark=remark)


@transaction.atomic
def skip_step(
    *, progress: StepProgress, actor: Actor, at: datetime, remark: str = ""
) -> StepProgress | None:
    """Leave a step out for this person and go on; None: it was the last."""
    hold_progress(progress)
    _check_in_process(progress)
    _judge(progress, to=ProgressState.SKIPPED, actor=actor, at=at, remark=remark)
    return _go_on(progress, actor=actor, at=at)


@transaction.atomic
def undo_judgement(*, progress: StepProgress, actor: Actor, at: datetime) -> None:
    """Take a judgement back while nothing happened in the step after it.

    A next step that was opened and not touched goes away. Raises IllegalMove.
    """
    hold_progress(progress)
    _check_in_process(progress)
    if progress.state not in JUDGED:
        raise IllegalMove(_("Nobody has judged this step yet."))
    present = progress.application.progress.present().first()
    if present is not None:
        touched = present.state != ProgressState.TO_DO or present.bookings.exists()
        if touched or present.assessments.exists():
            raise IllegalMove(_("The next step has begun already."))
        present.delete()
    was_done = progress.done_at is not None and progress.state != ProgressState.SKIPPED
    move(
        progress,
        moves=PROGRESS_MOVES,
        to=ProgressState.DONE if was_done else ProgressState.TO_DO,
        label="step.judgement_undone",
        actor=actor,
        at=at,
        person_key=progress.application.person_id,
        judged_at=None,
        judged_by_id=None,
    )


def end_selection(application: Application, *, actor: Actor, at: datetime) -> None:
    """The application is decided or ended: its present step closes, its booked place is free."""
    present = application.progress.present().with_step().first()
    if present is not None:
        _judge(present, to=ProgressState.SKIPPED, actor=actor, at=at)


def can_undo(progress: StepProgress) -> bool:
    """Whether the page offers to take this judgement back; the verb itself looks again."""
    if progress.state not in JUDGED or progress.application.state not in IN_PROCESS:
        return False
    present = progress.application.present_step
    return present is None or present.state == ProgressState.TO_DO


def _take_up(application: Application, *, actor: Actor, at: datetime) -> None:
    move(
        application,
        moves=APPLICATION_MOVES,
        to=ApplicationState.IN_SELECTION,
        label="application.taken_up",
        actor=actor,
        at=at,
    )


def _open(
    application: Application, step: SelectionStep, *, actor: Actor, at: datetime
) -> StepProgress:
    """Begin a step, or begin it again; `reached_at` keeps the first time."""
    due_at = at + timedelta(days=step.deadline_days)
    known = application.progress.filter(step=step).first()
    if known is not None:
        known.step = step
        move(
            known,
            moves=PROGRESS_MOVES,
            to=ProgressState.TO_DO,
            label="step.reopened",
            actor=actor,
            at=at,
            person_key=application.person_id,
            due_at=due_at,
            missed_at=None,
            done_at=None,
            judged_at=None,
            judged_by_id=None,
        )
        progress = known
    else:
        progress = StepProgress.objects.create(
            application=application, step=step, reached_at=at, due_at=due_at
        )
        record(
            "step.reached",
            subject=progress,
            actor=actor,
            at=at,
            person_key=application.person_id,
            new_state=progress.state,
            keys={"step": step.pk, "application": application.pk},
        )
    send(StepBegan(progress), at=at, dedupe=at.isoformat())
    return progress


LABELS = {
    ProgressState.PASSED: "step.passed",
    ProgressState.FAILED: "step.failed",
    ProgressState.SKIPPED: "step.skipped",
}


def _judge(
    progress: StepProgress,
    *,
    to: ProgressState,
    actor: Actor,
    at: datetime,
    remark: str = "",
) -> None:
    settle_booking(progress, attended=to != ProgressState.SKIPPED, actor=actor, at=at)
    also = {"remark": remark} if remark else {}
    move(
        progress,
        moves=PROGRESS_MOVES,
        to=to,
        label=LABELS[to],
        actor=actor,
        at=at,
        person_key=progress.application.person_id,
        judged_at=at,
        judged_by_id=actor.key if actor.kind == ActorKind.USER else None,
        **also,
    )


def _go_on(progress: StepProgress, *, actor: Actor, at: datetime) -> StepProgress | None:
    """The next step in use that this application has not passed yet."""
    following = SelectionStep.objects.of_track(progress.step.track_id).after(progress.step)
    done = progress.application.progress.filter(state=ProgressState.PASSED).values("step")
    step = following.exclude(pk__in=done).first()
    if step is None:
        return None
    return go_to_step(application=progress.application, step=step, actor=actor, at=at)


def _check_in_process(progress: StepProgress) -> None:
    state = progress.application.state
    if state not in IN_PROCESS:
        raise IllegalMove(_("This application is not in selection any more."))
