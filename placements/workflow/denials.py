"""An employer who does not know a job: it goes back to a colleague, who asks the person."""

from datetime import datetime

from django.db import transaction

from becode.audit.record import record
from becode.core.actors import Actor
from placements.models import JobPlacement


@transaction.atomic
def deny_job(*, job: JobPlacement, actor: Actor, at: datetime) -> None:
    """Written down once; the employer is not asked again, and nothing is discarded by it."""
    locked = JobPlacement.objects.select_for_update().get(pk=job.pk)
    if not locked.may_ask_employer:
        return
    locked.may_ask_employer = job.may_ask_employer = False
    locked.save(update_fields=["may_ask_employer"])
    record("job.denied", subject=locked, actor=actor, at=at)
