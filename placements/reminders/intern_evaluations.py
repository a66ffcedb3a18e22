"""Rows 26 and 27: the first days, and evaluations. docs/domain.md, "Reminders"."""

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from becode.reminders.enums import Audience, Milestone
from becode.reminders.registry import declare
from becode.reminders.rules import Offset, Rule
from placements.enums import EvaluatedBy, EvaluationMoment
from placements.models import InternshipEvaluation
from placements.notifications.intern_evaluations import (
    InternEvaluationDueLearner,
    InternEvaluationDueMentor,
    InternEvaluationLate,
)
from placements.notifications.internship_start import (
    InternshipStartsCompany,
    InternshipStartsLearner,
)
from placements.reminders.papers import planned

OFFSETS = (Offset(days=-3), Offset(), Offset(days=3), Offset(days=7))
LATE = (Offset(days=8),)


def _owed() -> "QuerySet[InternshipEvaluation]":
    return InternshipEvaluation.objects.open().select_related(
        "internship__company",
        "internship__position",
        "internship__mentor__user",
        "internship__enrolment__person",
        "internship__enrolment__cohort",
    )


def _by(who: EvaluatedBy) -> "QuerySet[InternshipEvaluation]":
    return _owed().filter(by=who).exclude(moment=EvaluationMoment.WEEK_1)


def _first_week(who: EvaluatedBy) -> "QuerySet[InternshipEvaluation]":
    return _owed().filter(by=who, moment=EvaluationMoment.WEEK_1)


def _late() -> "QuerySet[InternshipEvaluation]":
    """For each internship and moment one row, the same each time, while one of them is owed."""
    same = InternshipEvaluation.objects.filter(
        internship=OuterRef("internship"), moment=OuterRef("moment"), filed_at__isnull=True
    )
    return (
        _owed()
        .exclude(moment=EvaluationMoment.WEEK_1)
        .exclude(Exists(same.filter(pk__lt=OuterRef("pk"))))
    )


declare(
    Rule(
        key="internship_starts_learner",
        number=26,
        title=_("The internship starts"),
        to=Audience.LEARNER,
        stops=_("started, moved or cancelled"),
        says=(InternshipStartsLearner,),
        milestone=Milestone.INTERNSHIP_START,
        records=planned,
        anchor="start_on",
        offsets=(Offset(days=-3),),
        notification=lambda internship, offset: InternshipStartsLearner(internship),
    ),
    Rule(
        key="internship_starts_company",
        number=26,
        title=_("An intern starts"),
        to=Audience.COMPANY,
        stops=_("started, moved or cancelled"),
        says=(InternshipStartsCompany,),
        milestone=Milestone.INTERNSHIP_START,
        records=planned,
        anchor="start_on",
        offsets=(Offset(days=-3),),
        notification=lambda internship, offset: InternshipStartsCompany(internship),
    ),
    # The first week is due five days after the start.
    Rule(
        key="intern_first_week_mentor",
        number=26,
        title=_("How was the first week?"),
        to=Audience.COMPANY,
        stops=_("answered"),
        says=(InternEvaluationDueMentor,),
        milestone=Milestone.FIRST_WEEK,
        records=lambda: _first_week(EvaluatedBy.MENTOR),
        anchor="due_on",
        offsets=(Offset(),),
        notification=lambda evaluation, offset: InternEvaluationDueMentor(evaluation),
    ),
    Rule(
        key="intern_first_week_learner",
        number=26,
        title=_("How was your first week?"),
        to=Audience.LEARNER,
        stops=_("answered"),
        says=(InternEvaluationDueLearner,),
        milestone=Milestone.FIRST_WEEK,
        records=lambda: _first_week(EvaluatedBy.LEARNER),
        anchor="due_on",
        offsets=(Offset(),),
        notification=lambda evaluation, offset: InternEvaluationDueLearner(evaluation),
    ),
    Rule(
        key="intern_evaluation_mentor",
        number=27,
        title=_("The evaluation of the intern is due"),
        to=Audience.COMPANY,
        stops=_("handed in"),
        says=(InternEvaluationDueMentor,),
        milestone=Milestone.INTERN_EVALUATION,
        records=lambda: _by(EvaluatedBy.MENTOR),
        anchor="due_on",
        offsets=OFFSETS,
        notification=lambda evaluation, offset: InternEvaluationDueMentor(evaluation),
    ),
    Rule(
        key="intern_evaluation_learner",
        number=27,
        title=_("The evaluation of the internship is due"),
        to=Audience.LEARNER,
        stops=_("handed in"),
        says=(InternEvaluationDueLearner,),
        milestone=Milestone.INTERN_EVALUATION,
        records=lambda: _by(EvaluatedBy.LEARNER),
        anchor="due_on",
        offsets=OFFSETS,
        notification=lambda evaluation, offset: InternEvaluationDueLearner(evaluation),
    ),
    Rule(
        key="intern_evaluation_late",
        number=27,
        title=_("An evaluation of an internship is late"),
        to=Audience.PLACEMENT,
        stops=_("handed in"),
        says=(InternEvaluationLate,),
        milestone=Milestone.INTERN_EVALUATION,
        records=_late,
        anchor="due_on",
        offsets=LATE,
        notification=lambda evaluation, offset: InternEvaluationLate(evaluation),
    ),
)
