"""Two assessors look at one application, each for themselves. docs/domain.md, "Scores"."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from applicants.enums import (
    ASSESSMENT_MOVES,
    OPEN_APPLICATION_STATES,
    AssessmentState,
    ProgressState,
)
from applicants.models import CRITERIA, Application, Assessment, StepProgress
from applicants.permissions import assesses_for
from applicants.scores import ASSESSORS, blind_order
from becode.accounts.models import User
from becode.audit.record import move, record
from becode.core.actors import Actor, ActorKind
from becode.core.moves import IllegalMove


def progress_to_score(application: Application) -> StepProgress | None:
    """The step in which this application is scored: the latest one that two assessors score."""
    reached = application.progress.filter(step__is_scored=True)
    return (
        reached.exclude(state=ProgressState.SKIPPED)
        .select_related("step", "application")
        .order_by("-reached_at", "-pk")
        .first()
    )


@transaction.atomic
def assign_assessors(
    *, progress: StepProgress, assessors: Sequence[User], actor: Actor, at: datetime
) -> list[Assessment]:
    """Ask two colleagues of the campus to score; who was asked before and is not named, is not.

    Returns the two assessments. Scores that are in stay: raises IllegalMove where their assessor
    would be replaced, where the two are one, or where one may not score this application.
    """
    wanted = {user.pk: user for user in assessors}
    if len(wanted) != ASSESSORS or len(assessors) != ASSESSORS:
        raise IllegalMove(_("Choose two different assessors."))
    progress = _hold(progress)
    if not progress.step.is_scored:
        raise IllegalMove(_("This step is not scored by assessors."))
    application = progress.application
    _check_open(application)
    for user in wanted.values():
        if not assesses_for(user, application):
            raise IllegalMove(
                _("%(name)s does not score at a campus of this application.") % {"name": user}
            )
    known = {one.assessor_id: one for one in progress.assessments.order_by("pk")}
    for key, assessment in known.items():
        if key in wanted:
            continue
        if assessment.state == AssessmentState.SUBMITTED:
            raise IllegalMove(_("Somebody has scored already. Those scores stay."))
        _write_down("assessment.unassigned", assessment, actor=actor, at=at)
        assessment.delete()
    for user in wanted.values():
        if user.pk not in known:
            assessment = Assessment.objects.create(progress=progress, assessor=user, assigned_at=at)
            _write_down("assessment.assigned", assessment, actor=actor, at=at)
    return list(progress.assessments.order_by("pk"))


@transaction.atomic
def share_out(
    *, progress: StepProgress, pool: Iterable[User], actor: Actor, at: datetime
) -> list[Assessment]:
    """Assign the two of `pool` who have least to score now; who scored already stays.

    Done for one application after the other, this shares the work evenly.
    """
    progress = _hold(progress)
    scored = [
        one.assessor
        for one in progress.assessments.submitted().select_related("assessor").order_by("pk")
    ]
    able = [
        user for user in pool if user not in scored and assesses_for(user, progress.application)
    ]
    busy = Assessment.objects.exclude(progress=progress).to_score().per_assessor()
    able.sort(key=lambda user: (busy.get(user.pk, 0), blind_order(user.pk, progress.pk)))
    chosen = [*scored, *able][:ASSESSORS]
    if len(chosen) < ASSESSORS:
        raise IllegalMove(_("Choose at least two assessors of a campus of this application."))
    return assign_assessors(progress=progress, assessors=chosen, actor=actor, at=at)


@transaction.atomic
def submit_assessment(
    *,
    assessment: Assessment,
    scores: Mapping[str, int],
    note: str,
    actor: Actor,
    at: datetime,
) -> None:
    """Hand in marks from 1 to 5, one for each of CRITERIA; only its own assessor does.

    Marks may be corrected until the other assessor's are in: from then on both can be read.
    Raises IllegalMove after that, and ValueError for marks that are no marks.
    """
    if set(scores) != set(CRITERIA) or any(mark not in range(1, 6) for mark in scores.values()):
        raise ValueError("one mark from 1 to 5 for each criterion")
    marks: dict[str, Any] = dict(scores)
    progress = _hold(assessment.progress)
    _check_open(progress.application)
    both = {one.pk: one for one in progress.assessments.select_for_update(no_key=True)}
    mine = both.get(assessment.pk)
    if mine is None or (actor.kind, actor.key) != (ActorKind.USER, mine.assessor_id):
        raise IllegalMove(_("Somebody else scores this application now."))
    again = mine.state == AssessmentState.SUBMITTED
    others = [one for one in both.values() if one.pk != mine.pk]
    if again and any(one.state == AssessmentState.SUBMITTED for one in others):
        raise IllegalMove(_("Both assessors have scored. The scores stay as they are."))
    move(
        mine,
        moves=ASSESSMENT_MOVES,
        to=AssessmentState.SUBMITTED,
        label="assessment.corrected" if again else "assessment.submitted",
        actor=actor,
        at=at,
        person_key=progress.application.person_id,
        submitted_at=at,
        note=note,
        **marks,
    )
    assessment.refresh_from_db()


def _hold(progress: StepProgress) -> StepProgress:
    """Who assigns and who scores takes turns: both lock the step of the application."""
    StepProgress.objects.select_for_update(no_key=True).get(pk=progress.pk)
    return StepProgress.objects.with_step().get(pk=progress.pk)


def _check_open(application: Application) -> None:
    if application.state not in OPEN_APPLICATION_STATES:
        raise IllegalMove(_("This application is closed."))


def _write_down(label: str, assessment: Assessment, *, actor: Actor, at: datetime) -> None:
    record(
        label,
        subject=assessment,
        actor=actor,
        at=at,
        person_key=assessment.progress.application.person_id,
        keys={"assessor": assessment.assessor_id},
    )
