from celery import shared_task

from becode.core import clock
from cohorts.workflow import evaluations
from cohorts.workflow.entry import fix_entries_due
from cohorts.workflow.flags import raise_all
from cohorts.workflow.forgetting import forget_absence_proofs as forget_proofs


@shared_task(name="cohorts.raise_flags")
def raise_flags() -> None:
    """Look where everybody in training stands; harmless twice."""
    raise_all(at=clock.now())


@shared_task(name="cohorts.fix_entry_records")
def fix_entry_records() -> None:
    """Fix what was written about the start, once the first week is over."""
    fix_entries_due(at=clock.now())


@shared_task(name="cohorts.plan_evaluations")
def plan_evaluations() -> None:
    """Evaluations for learners who joined later, on the days as they are now."""
    evaluations.plan_missing_evaluations(at=clock.now())


@shared_task(name="cohorts.forget_absence_proofs")
def forget_absence_proofs() -> None:
    """Delete what proved an absence once its month is locked since long."""
    forget_proofs(at=clock.now())
