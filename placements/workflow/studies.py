"""Education or training after leaving us. docs/domain.md, "Outcomes that can be audited"."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from becode.audit.record import record
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from cohorts.models import Enrolment
from placements.enums import EvidenceLevel
from placements.models import FurtherStudy
from placements.workflow.jobs import WRONG_WAY_ROUND, _check_enrolment


@transaction.atomic
def record_study(
    *,
    enrolment: Enrolment,
    what: str,
    start_on: date,
    actor: Actor,
    at: datetime,
    school: str = "",
    end_on: date | None = None,
    evidence_level: str = EvidenceLevel.NONE,
) -> FurtherStudy:
    """A course or study of somebody who left us; four weeks or more are a positive exit."""
    _check_enrolment(enrolment)
    if end_on is not None and end_on < start_on:
        raise IllegalMove(WRONG_WAY_ROUND)
    study = FurtherStudy.objects.create(
        person_id=enrolment.person_id,
        enrolment=enrolment,
        what=what,
        school=school,
        start_on=start_on,
        end_on=end_on,
        evidence_level=evidence_level,
        recorded_at=at,
    )
    record("study.recorded", subject=study, actor=actor, at=at)
    return study


@transaction.atomic
def correct_study(
    *, study: FurtherStudy, changes: Mapping[str, Any], actor: Actor, at: datetime
) -> None:
    """Change what was recorded; the row's history keeps what it was."""
    locked = FurtherStudy.objects.select_for_update().get(pk=study.pk)
    changed = [name for name, value in changes.items() if getattr(locked, name) != value]
    for name in changed:
        setattr(locked, name, changes[name])
        setattr(study, name, changes[name])
    if locked.end_on is not None and locked.end_on < locked.start_on:
        raise IllegalMove(WRONG_WAY_ROUND)
    if changed:
        locked.save(update_fields=changed)
    keys: dict[str, int | str] = {"fields": ",".join(sorted(changed))}
    record("study.corrected", subject=locked, actor=actor, at=at, keys=keys)


@transaction.atomic
def remove_study(*, study: FurtherStudy, actor: Actor, at: datetime) -> None:
    """Recorded by mistake; the row's history keeps it."""
    record("study.removed", subject=study, actor=actor, at=at)
    study.delete()
