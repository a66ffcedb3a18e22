"""Writing the audit, and the one way in which a record changes state."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.db import models, transaction

from becode.audit import labels
from becode.audit.models import AuditEntry
from becode.core.actors import Actor
from becode.core.moves import Moves, claim, claim_all
from becode.core.transactions import together

# Entries that wait to be written together, or None where each is written at once.
_gathered: ContextVar[list[AuditEntry] | None] = ContextVar("audit_gathered", default=None)


@contextmanager
def gathered() -> Iterator[None]:
    """Inside the block entries are kept, and written in one statement at its end.

    For long runs in one transaction whose acts do not read the audit; `record` returns entries
    without a key there. Where the block fails nothing is written: nor is the transaction.
    """
    entries: list[AuditEntry] = []
    token = _gathered.set(entries)
    try:
        yield
    finally:
        _gathered.reset(token)
    AuditEntry.objects.bulk_create(entries, batch_size=1000)


def record(
    label: str,
    *,
    subject: models.Model,
    actor: Actor,
    at: datetime,
    person_key: int | None = None,
    old_state: str = "",
    new_state: str = "",
    reason_code: str = "",
    keys: dict[str, int | str] | None = None,
) -> AuditEntry:
    """Add one entry; the caller is inside the transaction that makes the change.

    `person_key` defaults to the subject's own `person_id`, where it has one.
    Raises UnknownLabel for a label no app has declared.
    """
    labels.check(label)
    if person_key is None:
        person_key = getattr(subject, "person_id", None)
    entry = AuditEntry(
        at=at,
        label=label,
        actor_kind=actor.kind,
        actor_key=actor.key,
        subject_type=subject._meta.label_lower,
        subject_key=subject.pk,
        person_key=person_key,
        old_state=old_state,
        new_state=new_state,
        reason_code=reason_code,
        keys=keys or {},
    )
    _write([entry])
    return entry


def _write(entries: list[AuditEntry]) -> None:
    waiting = _gathered.get()
    if waiting is not None:
        waiting.extend(entries)
    elif len(entries) == 1:
        entries[0].save(force_insert=True)
    else:
        AuditEntry.objects.bulk_create(entries)


def move(
    instance: models.Model,
    *,
    moves: Moves,
    to: str,
    label: str,
    actor: Actor,
    at: datetime,
    reason_code: str = "",
    person_key: int | None = None,
    **also: object,
) -> AuditEntry:
    """Change a record's state by compare-and-set and write it down, together or not at all.

    `also` are fields set in the same statement. Raises IllegalMove or Stale and changes nothing.
    """
    labels.check(label)
    with together():
        old = claim(instance, moves=moves, to=to, **also)
        return record(
            label,
            subject=instance,
            actor=actor,
            at=at,
            person_key=person_key,
            old_state=old,
            new_state=to,
            reason_code=reason_code,
        )


def move_all(
    instances: Sequence[models.Model],
    *,
    moves: Moves,
    to: str,
    label: str,
    actor: Actor,
    at: datetime,
    reason_code: str = "",
    **also: object,
) -> int:
    """`move` for many records of one kind in one state, in two statements; returns how many.

    All or none: raises IllegalMove or Stale and changes nothing.
    """
    if not instances:
        return 0
    labels.check(label)
    with transaction.atomic():
        old = claim_all(instances, moves=moves, to=to, **also)
        _write(
            [
                AuditEntry(
                    at=at,
                    label=label,
                    actor_kind=actor.kind,
                    actor_key=actor.key,
                    subject_type=instance._meta.label_lower,
                    subject_key=instance.pk,
                    person_key=getattr(instance, "person_id", None),
                    old_state=old,
                    new_state=to,
                    reason_code=reason_code,
                    keys={},
                )
                for instance in instances
            ]
        )
    return len(instances)
