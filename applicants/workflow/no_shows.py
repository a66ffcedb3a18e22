"""Who did not come and chose no other moment: after two weeks the application lapses.

docs/domain.md, "Reminders".
"""

from datetime import datetime, timedelta

from django.db import transaction

from applicants.enums import ClosingReason
from applicants.models import StepProgress
from applicants.workflow.deciding import lapse
from applicants.workflow.locks import lock_application, lock_person
from applicants.workflow.one_by_one import one_by_one
from becode.core.actors import SYSTEM

LAPSE_AFTER = timedelta(days=14)
BATCH = 500


def lapse_no_shows(*, at: datetime) -> int:
    """Let the applications lapse whose 14 days are over, each on its own; returns how many."""
    overdue = StepProgress.objects.missed_before(at - LAPSE_AFTER).order_by("missed_at", "pk")
    keys = list(overdue.values_list("pk", flat=True)[:BATCH])
    return one_by_one(keys, lambda key: _lapse(key, at=at), what="let an application lapse")


@transaction.atomic
def _lapse(key: int, *, at: datetime) -> bool:
    """One application, unless another moment was chosen in between."""
    progress = StepProgress.objects.with_step().get(pk=key)
    lock_person(progress.application.person_id)
    lock_application(progress.application_id)
    if not StepProgress.objects.missed_before(at - LAPSE_AFTER).filter(pk=key).exists():
        return False
    lapse(
        application=progress.application,
        reason_code=ClosingReason.NO_SHOW,
        actor=SYSTEM,
        at=at,
    )
    return True
