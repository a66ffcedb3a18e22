"""The days of a cohort from which reminder rules count. becode.reminders.milestones."""

from collections.abc import Iterator

from becode.reminders.enums import Milestone
from becode.reminders.milestones import Moment, milestones
from cohorts.enums import AssessmentMoment
from cohorts.models import Cohort, Competence, TrainingDay
from cohorts.workflow.evaluations import due_days


@milestones
def _of_training(cohort: Cohort) -> Iterator[Moment]:
    """Two queries. Tracks without competences have no evaluations."""
    days = list(
        TrainingDay.objects.filter(cohort=cohort).order_by("on").values_list("on", flat=True)
    )
    yield Moment(cohort.start_on, Milestone.COHORT_START)
    yield Moment(cohort.end_on, Milestone.TRAINING_END)
    for on in {(day.year, day.month): day for day in days}.values():
        yield Moment(on, Milestone.MONTH_END)
    if Competence.objects.filter(track=cohort.track_id, is_active=True).exists():
        for moment, on in due_days(cohort, days).items():
            yield Moment(on, Milestone.EVALUATION, str(AssessmentMoment(moment).label))
    yield Moment(cohort.last_on, Milestone.GRADUATION)
