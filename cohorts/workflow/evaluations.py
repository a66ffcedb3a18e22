"""Evaluations: planned for each learner of a track with competences, filled in, filed.

docs/domain.md, "Progress".
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from becode.accounts.models import User
from becode.audit.record import record
from becode.core import clock
from becode.core.actors import SYSTEM, Actor
from becode.core.moves import IllegalMove
from cohorts.enums import AssessedBy, AssessmentMoment, CohortState, EnrolmentState
from cohorts.models import Cohort, Competence, Enrolment, Evaluation, TrainingDay

LEVELS = (1, 2, 3, 4)
FOLLOWING = (EnrolmentState.IN_TRAINING, EnrolmentState.ON_INTERNSHIP)
# What was due longer ago than this is not asked of anybody any more.
CAUGHT_UP_WITHIN = timedelta(days=14)


def due_days(cohort: Cohort, days: Iterable[date]) -> dict[str, date]:
    """When each evaluation is due: on the training day in the middle, and on the last one.

    `days` are the cohort's training days in their order; without any, its dates are halved.
    """
    found = list(days)
    if not found:
        middle = cohort.start_on + (cohort.end_on - cohort.start_on) / 2
        return {AssessmentMoment.MID: middle, AssessmentMoment.END: cohort.end_on}
    return {AssessmentMoment.MID: found[len(found) // 2], AssessmentMoment.END: found[-1]}


@transaction.atomic
def plan_evaluations(*, cohort: Cohort, actor: Actor, at: datetime) -> int:
    """Plan what each learner of the cohort misses; returns how many evaluations are new.

    Nothing for tracks without competences, and nothing that was due two weeks ago. Who came after
    the middle has one at the end only. Evaluations that are not filed follow the cohort's days.
    """
    if not Competence.objects.filter(track=cohort.track_id, is_active=True).exists():
        return 0
    days = TrainingDay.objects.filter(cohort=cohort).order_by("on").values_list("on", flat=True)
    due = due_days(cohort, days)
    for moment, due_on in due.items():
        owed = Evaluation.objects.owed().filter(enrolment__cohort=cohort, moment=moment)
        owed.exclude(due_on=due_on).update(due_on=due_on)
    learners = Enrolment.objects.filter(cohort=cohort, state__in=FOLLOWING).order_by("pk")
    known = set(
        Evaluation.objects.filter(enrolment__cohort=cohort)
        .order_by("pk")
        .values_list("enrolment_id", "moment", "by")
    )
    earliest = clock.local_day(at) - CAUGHT_UP_WITHIN
    missing = [
        Evaluation(enrolment=learner, moment=moment, by=by, due_on=due_on)
        for learner in learners
        for moment, due_on in due.items()
        if (learner.started_on or cohort.start_on) < due_on and earliest <= due_on
        for by in AssessedBy.values
        if (learner.pk, moment, by) not in known
    ]
    if missing:
        Evaluation.objects.bulk_create(missing, ignore_conflicts=True)
        record(
            "evaluation.planned",
            subject=cohort,
            actor=actor,
            at=at,
            keys={"count": len(missing)},
        )
    return len(missing)


def plan_missing_evaluations(*, at: datetime) -> int:
    """Plan for every cohort that runs; who joined later and moved dates are caught up."""
    going = (CohortState.RUNNING, CohortState.INTERNSHIP)
    cohorts = Cohort.objects.filter(state__in=going).order_by("pk")
    return sum(plan_evaluations(cohort=cohort, actor=SYSTEM, at=at) for cohort in cohorts)


def save_draft(
    *, evaluation: Evaluation, marks: Mapping[int, int], strengths: str, work_points: str
) -> None:
    """Keep what is filled in so far; levels of competences that are not named stay.

    Raises IllegalMove once it is filed, or for who left.
    """
    with transaction.atomic():
        _write(evaluation, marks=marks, strengths=strengths, work_points=work_points)


@transaction.atomic
def file_evaluation(
    *,
    evaluation: Evaluation,
    marks: Mapping[int, int],
    strengths: str,
    work_points: str,
    actor: Actor,
    at: datetime,
    user: User | None = None,
) -> None:
    """Hand it in: from now on it does not change, and once both are in, each sees the other's.

    `user` is the colleague who filed it. Raises IllegalMove while a level is missing.
    """
    locked = _write(evaluation, marks=marks, strengths=strengths, work_points=work_points)
    owed = [one for one in competences_of(locked) if str(one.pk) not in locked.marks]
    if owed:
        raise IllegalMove(
            ngettext("%(count)d level is missing.", "%(count)d levels are missing.", len(owed))
            % {"count": len(owed)}
        )
    locked.filed_at, locked.filed_by = at, user
    locked.save(update_fields=["filed_at", "filed_by"])
    evaluation.filed_at = at
    record(
        "evaluation.filed",
        subject=locked,
        person_key=locked.enrolment.person_id,
        actor=actor,
        at=at,
        reason_code=locked.by,
        keys={"moment": locked.moment},
    )


def competences_of(evaluation: Evaluation) -> list[Competence]:
    """What is asked in this evaluation, in the order of the track."""
    track = evaluation.enrolment.cohort.track_id
    return list(Competence.objects.filter(track=track, is_active=True).order_by("position", "pk"))


def _write(
    evaluation: Evaluation, *, marks: Mapping[int, int], strengths: str, work_points: str
) -> Evaluation:
    locked: Evaluation = (
        Evaluation.objects.select_for_update(of=("self",), no_key=True)
        .select_related("enrolment__cohort")
        .get(pk=evaluation.pk)
    )
    if locked.filed_at is not None:
        raise IllegalMove(_("This evaluation is filed. It does not change any more."))
    if locked.enrolment.state not in FOLLOWING:
        raise IllegalMove(_("This person does not follow the training any more."))
    if any(level not in LEVELS for level in marks.values()):
        raise IllegalMove
    asked = {str(one.pk) for one in competences_of(locked)}
    chosen = {str(key): level for key, level in marks.items() if str(key) in asked}
    locked.marks = {**locked.marks, **chosen}
    locked.strengths, locked.work_points = strengths, work_points
    locked.save(update_fields=["marks", "strengths", "work_points"])
    evaluation.marks = locked.marks
    evaluation.strengths, evaluation.work_points = strengths, work_points
    return locked
