"""Digital work under a title that does not say so: a coach and a second reviewer.

docs/domain.md, "Outcomes that can be audited": ISCO 25 or 35, or digital tasks confirmed by both.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from becode.accounts.models import User
from becode.audit.record import record
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from placements.isco import is_digital
from placements.models import JobPlacement


@transaction.atomic
def confirm_digital(*, job: JobPlacement, by: User, note: str, actor: Actor, at: datetime) -> None:
    """A coach says which of the tasks are digital; somebody else has to agree."""
    locked = JobPlacement.objects.select_for_update().get(pk=job.pk)
    if not note.strip():
        raise IllegalMove(_("Write down which tasks are digital."))
    if is_digital(locked.isco_group) or locked.reviewed_by_id is not None:
        raise IllegalMove(_("This job counts as digital work already."))
    locked.digital_by, locked.digital_note = by, note.strip()
    locked.save(update_fields=["digital_by", "digital_note"])
    record("job.digital_told", subject=locked, actor=actor, at=at)


@transaction.atomic
def review_digital(*, job: JobPlacement, by: User, actor: Actor, at: datetime) -> None:
    """A second colleague agrees: from now on it counts as digital work."""
    locked = _waiting(job, by)
    locked.reviewed_by, locked.in_field = by, True
    locked.save(update_fields=["reviewed_by", "in_field"])
    record("job.digital_reviewed", subject=locked, actor=actor, at=at)


@transaction.atomic
def refuse_digital(*, job: JobPlacement, by: User, actor: Actor, at: datetime) -> None:
    """A second colleague does not agree: it counts as other work."""
    locked = _waiting(job, by)
    locked.digital_by = None
    locked.save(update_fields=["digital_by"])
    record("job.digital_refused", subject=locked, actor=actor, at=at)


def _waiting(job: JobPlacement, by: User) -> JobPlacement:
    locked = JobPlacement.objects.select_for_update().get(pk=job.pk)
    if locked.digital_by_id is None or locked.reviewed_by_id is not None:
        raise IllegalMove
    if locked.digital_by_id == by.pk:
        raise IllegalMove(_("Somebody else has to review this."))
    return locked
