"""Notes about a learner, and goals that are agreed with them."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from becode.accounts.models import User
from becode.audit.record import move, record
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from cohorts.enums import GOAL_MOVES, EnrolmentState, GoalState
from cohorts.models import Enrolment, Goal, LearnerNote

NEVER_HERE = (EnrolmentState.WITHDRAWN,)
GOAL_LABELS = {
    GoalState.OPEN: "learner.goal_opened",
    GoalState.REACHED: "learner.goal_reached",
    GoalState.DROPPED: "learner.goal_dropped",
}


@transaction.atomic
def write_note(
    *, enrolment: Enrolment, text: str, is_shared: bool, author: User, at: datetime
) -> LearnerNote:
    """Write down something about a learner: for coaches alone, or shared with the learner.

    Raises IllegalMove for somebody who never followed the training.
    """
    _check_learner(enrolment)
    note = LearnerNote.objects.create(
        enrolment=enrolment, text=text, is_shared=is_shared, author=author, written_at=at
    )
    record(
        "learner.note_written",
        subject=note,
        person_key=enrolment.person_id,
        actor=Actor.user(author),
        at=at,
        reason_code="shared" if is_shared else "private",
    )
    return note


@transaction.atomic
def share_note(*, note: LearnerNote, actor: Actor, at: datetime) -> None:
    """Let the learner read a note from now on. Raises IllegalMove when they could already."""
    if not LearnerNote.objects.filter(pk=note.pk, is_shared=False).update(is_shared=True):
        raise IllegalMove
    note.is_shared = True
    record(
        "learner.note_shared",
        subject=note,
        person_key=note.enrolment.person_id,
        actor=actor,
        at=at,
    )


@transaction.atomic
def set_goal(
    *, enrolment: Enrolment, text: str, until: date | None, actor: Actor, at: datetime
) -> Goal:
    """Write down what a learner and a coach agreed. Raises IllegalMove as `write_note` does."""
    _check_learner(enrolment)
    goal = Goal.objects.create(enrolment=enrolment, text=text, until=until, set_at=at)
    record("learner.goal_set", subject=goal, person_key=enrolment.person_id, actor=actor, at=at)
    return goal


def move_goal(*, goal: Goal, to: str, actor: Actor, at: datetime) -> None:
    """Reached, dropped, or worked on again. Raises IllegalMove for other moves."""
    if to not in GOAL_LABELS:
        raise IllegalMove
    move(
        goal,
        moves=GOAL_MOVES,
        to=to,
        label=GOAL_LABELS[GoalState(to)],
        person_key=goal.enrolment.person_id,
        actor=actor,
        at=at,
        ended_at=None if to == GoalState.OPEN else at,
    )


def _check_learner(enrolment: Enrolment) -> None:
    if enrolment.state in NEVER_HERE:
        raise IllegalMove(_("This person did not follow the training."))
