from celery import shared_task

from becode.core import clock
from cohorts.workflow import evaluations


@shared_task(name="cohorts.plan_evaluations")
def plan_evaluations() -> None:
    """Evaluations for learners who joined later, on the days as they are now."""
    evaluations.plan_missing_evaluations(at=clock.now())
