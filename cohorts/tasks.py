from celery import shared_task

from becode.core import clock
from cohorts.workflow.entry import fix_entries_due


@shared_task(name="cohorts.fix_entry_records")
def fix_entry_records() -> None:
    """Fix what was written about the start, once the first week is over."""
    fix_entries_due(at=clock.now())
