"""Graduates who are left out of a figure, and why.

docs/domain.md, "Outcomes that can be audited".
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from becode.accounts.models import User
from becode.audit.record import record
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from becode.people.locks import lock_current
from cohorts.models import Enrolment
from placements.enums import ExclusionReason, NotAsked
from placements.models import OutcomeExclusion
from placements.workflow.follow_up_plan import stop_asking

# Whoever died or asked to be forgotten is asked nothing more.
SILENT = {ExclusionReason.DIED: NotAsked.DIED, ExclusionReason.ERASED: NotAsked.ERASED}


@transaction.atomic
def exclude(
    *,
    enrolment: Enrolment,
    reason: str,
    evidence: str,
    by: User | None,
    actor: Actor,
    at: datetime,
) -> OutcomeExclusion:
    """Leave a graduate out, with what shows it; every figure says how many there are.

    Raises IllegalMove without evidence, and where it was decided before.
    """
    reason = ExclusionReason(reason)
    lock_current(enrolment.person_id)
    if not evidence.strip() and reason != ExclusionReason.ERASED:
        raise IllegalMove(_("Write down what the evidence is."))
    made, is_new = OutcomeExclusion.objects.get_or_create(
        enrolment=enrolment,
        defaults={
            "reason": reason,
            "evidence": evidence.strip(),
            "decided_at": at,
            "decided_by": by,
        },
    )
    if not is_new:
        raise IllegalMove(_("This was decided before. Take that decision back first."))
    record(
        "outcome.excluded",
        subject=made,
        person_key=enrolment.person_id,
        actor=actor,
        at=at,
        reason_code=reason,
    )
    if reason in SILENT:
        stop_asking(person_pk=enrolment.person_id, because=SILENT[reason])
    return made


@transaction.atomic
def include(*, exclusion: OutcomeExclusion, actor: Actor, at: datetime) -> None:
    """Take the decision back: the graduate counts again. Who was forgotten stays out."""
    if exclusion.reason == ExclusionReason.ERASED:
        raise IllegalMove(_("This person asked to be forgotten."))
    record(
        "outcome.included",
        subject=exclusion,
        person_key=exclusion.enrolment.person_id,
        actor=actor,
        at=at,
        reason_code=exclusion.reason,
    )
    exclusion.delete()
