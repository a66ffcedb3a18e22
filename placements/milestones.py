"""The days of internship and work from which reminder rules count. becode.reminders.milestones."""

from collections.abc import Iterator

from django.utils.translation import ngettext

from becode.reminders.enums import Milestone
from becode.reminders.milestones import Moment, milestones
from cohorts.models import Cohort
from placements import evaluating
from placements.enums import EvaluationMoment
from placements.workflow import follow_up_plan


@milestones
def _of_internship(cohort: Cohort) -> Iterator[Moment]:
    """As if everybody's internship lay where the cohort's does; no query."""
    start_on, end_on = cohort.internship_start_on, cohort.internship_end_on
    if start_on is None or end_on is None:
        return
    yield Moment(start_on, Milestone.INTERNSHIP_START)
    yield Moment(end_on, Milestone.INTERNSHIP_END)
    for moment, on in evaluating.due_days(start_on, end_on).items():
        is_first = moment == EvaluationMoment.WEEK_1
        milestone = Milestone.FIRST_WEEK if is_first else Milestone.INTERN_EVALUATION
        yield Moment(on, milestone, str(EvaluationMoment(moment).label))


@milestones
def _after(cohort: Cohort) -> Iterator[Moment]:
    """Counted from a graduation on the cohort's last day."""
    for months, on in follow_up_plan.due_days(cohort.last_on).items():
        words = ngettext("%(count)d month", "%(count)d months", months) % {"count": months}
        yield Moment(on, Milestone.FOLLOW_UP, words)
