"""What is kept of the figures."""

from datetime import datetime

from django.db import IntegrityError, transaction

from becode.audit.record import record
from becode.core.actors import Actor, ActorKind
from becode.reports.models import OutcomeSnapshot
from becode.reports.outcomes.figures import Report
from becode.reports.outcomes.freezing import frozen_values, hash_of


@transaction.atomic
def freeze(
    *, found: Report, title: str, actor: Actor, at: datetime, note: str = ""
) -> OutcomeSnapshot:
    """Keep a report as it is now, for ever. The same report is kept once: asking again, or two
    colleagues at once, get the one that is there.
    """
    values = frozen_values(found)
    sha256 = hash_of(values)
    kept = OutcomeSnapshot.objects.filter(sha256=sha256).first()
    if kept is not None:
        return kept
    try:
        with transaction.atomic():
            snapshot = OutcomeSnapshot.objects.create(
                title=title,
                note=note,
                as_of=found.as_of,
                definition_version=values["definition_version"],
                scope=values["scope"],
                figures=values["figures"],
                people=values["people"],
                sha256=sha256,
                made_at=at,
                made_by_id=actor.key if actor.kind == ActorKind.USER else None,
            )
    except IntegrityError:
        return OutcomeSnapshot.objects.get(sha256=sha256)
    record("outcomes.frozen", subject=snapshot, actor=actor, at=at, keys={"hash": sha256[:12]})
    return snapshot
