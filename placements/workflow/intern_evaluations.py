"""Evaluations of an internship: planned at the start, filled in by mentor and learner, filed.

docs/domain.md, "Internships".
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from becode.audit.record import record
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from becode.messages.compose import send
from placements.enums import EvaluatedBy, InternshipState, Skill
from placements.evaluating import MARKS, asks_about_hiring, due_days, is_asked, needs_a_look
from placements.hours import last_day
from placements.models import Internship, InternshipEvaluation
from placements.notifications.intern_evaluations import EvaluationNeedsALook
from placements.workflow.links import call_back


def plan(*, internship: Internship, actor: Actor, at: datetime) -> int:
    """Make the rows of mentor and learner for each moment; how many are new."""
    known = set(internship.evaluations.order_by("pk").values_list("moment", "by"))
    new = [
        InternshipEvaluation(internship=internship, moment=moment, by=by, due_on=due_on)
        for moment, due_on in due_days(internship.start_on, internship.end_on).items()
        for by in EvaluatedBy.values
        if (moment, by) not in known
    ]
    InternshipEvaluation.objects.bulk_create(new, ignore_conflicts=True)
    if new:
        record(
            "internship.evaluations_planned",
            subject=internship,
            actor=actor,
            at=at,
            person_key=internship.enrolment.person_id,
            keys={"count": len(new)},
        )
    return len(new)


def settle(*, internship: Internship, at: datetime) -> None:
    """What nobody filed follows the dates; moments that fell away go, new ones come.

    Inside the transaction of the change. Drafts are kept: a moment with words in it stays.
    """
    if internship.state == InternshipState.PLANNED:
        return
    wanted = due_days(internship.start_on, last_day(internship))
    open_rows = internship.evaluations.filter(filed_at__isnull=True)
    for moment, due_on in wanted.items():
        open_rows.filter(moment=moment).exclude(due_on=due_on).update(due_on=due_on)
    open_rows.exclude(moment__in=list(wanted)).filter(
        marks={}, strengths="", work_points="", action="", would_hire=""
    ).delete()
    known = set(internship.evaluations.order_by("pk").values_list("moment", "by"))
    if known:
        InternshipEvaluation.objects.bulk_create(
            [
                InternshipEvaluation(internship=internship, moment=moment, by=by, due_on=due_on)
                for moment, due_on in wanted.items()
                for by in EvaluatedBy.values
                if (moment, by) not in known
            ],
            ignore_conflicts=True,
        )


def save_draft(
    *,
    evaluation: InternshipEvaluation,
    marks: Mapping[str, int],
    strengths: str,
    work_points: str,
    action: str,
    would_hire: str = "",
) -> None:
    """Keep what is filled in so far. Raises IllegalMove once it is filed."""
    with transaction.atomic():
        _write(
            evaluation,
            marks=marks,
            strengths=strengths,
            work_points=work_points,
            action=action,
            would_hire=would_hire,
        )


@transaction.atomic
def file_evaluation(
    *,
    evaluation: InternshipEvaluation,
    marks: Mapping[str, int],
    strengths: str,
    work_points: str,
    action: str,
    filed_by: str,
    actor: Actor,
    at: datetime,
    would_hire: str = "",
) -> None:
    """Hand it in, in the name of who did; from now on it does not change.

    Raises IllegalMove while a skill is not marked, or the question about hiring not answered.
    The guides of the learner hear of what needs a talk.
    """
    locked = _write(
        evaluation,
        marks=marks,
        strengths=strengths,
        work_points=work_points,
        action=action,
        would_hire=would_hire,
    )
    if any(skill not in locked.marks for skill in Skill.values):
        raise IllegalMove(_("Please choose something for each skill."))
    if asks_about_hiring(locked) and not locked.would_hire:
        raise IllegalMove(_("Please answer the question about hiring."))
    locked.filed_at, locked.filed_by = at, filed_by[:150]
    locked.save(update_fields=["filed_at", "filed_by"])
    evaluation.filed_at, evaluation.filed_by = locked.filed_at, locked.filed_by
    internship = locked.internship
    record(
        "internship.evaluated",
        subject=internship,
        actor=actor,
        at=at,
        person_key=internship.enrolment.person_id,
        reason_code=locked.by,
        keys={"moment": locked.moment, "evaluation": locked.pk},
    )
    if needs_a_look(locked):
        send(EvaluationNeedsALook(locked), at=at, dedupe=at.isoformat())


@transaction.atomic
def reopen(*, evaluation: InternshipEvaluation, reason: str, actor: Actor, at: datetime) -> None:
    """It was filed by mistake: it can be changed and filed again, what was written stays."""
    if not reason.strip():
        raise IllegalMove(_("Write down why."))
    filed = InternshipEvaluation.objects.filter(pk=evaluation.pk, filed_at__isnull=False)
    if filed.update(filed_at=None, filed_by="") != 1:
        raise IllegalMove
    internship = evaluation.internship
    Internship.objects.filter(pk=internship.pk).update(correction=reason)
    record(
        "internship.evaluation_reopened",
        subject=internship,
        actor=actor,
        at=at,
        person_key=internship.enrolment.person_id,
        reason_code=evaluation.by,
        keys={"moment": evaluation.moment, "evaluation": evaluation.pk},
    )


def end_links(*, internships: Iterable[int], at: datetime) -> None:
    """Links to the evaluations of these internships stop working."""
    call_back(at=at, evaluation__internship__in=list(internships))


def _write(
    evaluation: InternshipEvaluation,
    *,
    marks: Mapping[str, int],
    strengths: str,
    work_points: str,
    action: str,
    would_hire: str,
) -> InternshipEvaluation:
    locked: InternshipEvaluation = (
        InternshipEvaluation.objects.select_for_update(of=("self",), no_key=True)
        .select_related("internship__enrolment__cohort", "internship__company")
        .get(pk=evaluation.pk)
    )
    if locked.filed_at is not None:
        raise IllegalMove(_("This evaluation is filed. It does not change any more."))
    if not is_asked(locked.internship):
        raise IllegalMove(_("This internship is not going on any more."))
    if any(mark not in MARKS for mark in marks.values()):
        raise IllegalMove
    chosen = {str(skill): mark for skill, mark in marks.items() if skill in Skill.values}
    locked.marks = {**locked.marks, **chosen}
    locked.strengths, locked.work_points, locked.action = strengths, work_points, action
    locked.would_hire = would_hire if asks_about_hiring(locked) else ""
    locked.save(update_fields=["marks", "strengths", "work_points", "action", "would_hire"])
    for name in ("marks", "strengths", "work_points", "action", "would_hire"):
        setattr(evaluation, name, getattr(locked, name))
    return locked
