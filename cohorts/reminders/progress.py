"""Reminders of evaluations. docs/domain.md, "Reminders"."""

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from becode.reminders.enums import Audience, Milestone
from becode.reminders.registry import declare
from becode.reminders.rules import Offset, Rule
from cohorts.enums import AssessedBy
from cohorts.models import Evaluation
from cohorts.notifications.progress import EvaluationDueCoach, EvaluationDueLearner
from cohorts.workflow.evaluations import FOLLOWING

OFFSETS = (Offset(days=-7), Offset(), Offset(days=3))


def _of_learners() -> "QuerySet[Evaluation]":
    owed = Evaluation.objects.owed().filter(by=AssessedBy.SELF, enrolment__state__in=FOLLOWING)
    return owed.select_related("enrolment__person", "enrolment__cohort")


def _of_cohorts() -> "QuerySet[Evaluation]":
    """For each cohort and moment one row, the same each time, as long as one of them is owed."""
    same = Evaluation.objects.filter(
        by=AssessedBy.COACH,
        moment=OuterRef("moment"),
        due_on=OuterRef("due_on"),
        enrolment__cohort=OuterRef("enrolment__cohort"),
    )
    return (
        Evaluation.objects.filter(by=AssessedBy.COACH)
        .filter(Exists(same.owed().filter(enrolment__state__in=FOLLOWING)))
        .exclude(Exists(same.filter(pk__lt=OuterRef("pk"))))
        .select_related("enrolment__cohort")
    )


declare(
    Rule(
        key="cohorts.evaluation_learner",
        number=21,
        title=_("The training evaluation is due"),
        to=Audience.LEARNER,
        stops=_("handed in"),
        says=(EvaluationDueLearner,),
        milestone=Milestone.EVALUATION,
        records=_of_learners,
        anchor="due_on",
        offsets=OFFSETS,
        notification=lambda evaluation, offset: EvaluationDueLearner(evaluation),
    ),
    Rule(
        key="cohorts.evaluation_coach",
        number=21,
        title=_("Training evaluations are due"),
        to=Audience.COACHES,
        stops=_("all handed in"),
        says=(EvaluationDueCoach,),
        milestone=Milestone.EVALUATION,
        records=_of_cohorts,
        anchor="due_on",
        offsets=OFFSETS,
        notification=lambda evaluation, offset: EvaluationDueCoach(evaluation),
    ),
)
