"""The only way to sensitive answers: encrypted at rest, each read written down.

Rules: docs/domain.md, "Personal data".
"""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from becode.accounts.models import User
from becode.audit.record import record
from becode.core.actors import Actor
from becode.core.sealing import seal, unseal
from becode.people.models import Person, VaultEntry
from becode.people.permissions import can_read_vault

_PURPOSE = "vault"


@transaction.atomic
def write(*, person: Person, kind: str, text: str, actor: Actor, at: datetime) -> VaultEntry:
    """Keep an answer, replacing an earlier one of the same kind."""
    entry, _created = VaultEntry.objects.update_or_create(
        person=person,
        kind=kind,
        defaults={"sealed": seal(text, purpose=_PURPOSE), "written_at": at},
    )
    record("vault.written", subject=entry, actor=actor, at=at)
    return entry


@transaction.atomic
def read(*, person: Person, kind: str, reader: User, at: datetime) -> str | None:
    """The answer, or None; raises PermissionDenied. The read is recorded before it is given."""
    if not can_read_vault(reader):
        raise PermissionDenied
    entry = VaultEntry.objects.filter(person=person, kind=kind).first()
    if entry is None:
        return None
    record("vault.read", subject=entry, actor=Actor.user(reader), at=at)
    text: str = unseal(entry.sealed, purpose=_PURPOSE)
    return text


@transaction.atomic
def erase(*, person: Person, actor: Actor, at: datetime) -> int:
    """Delete all sensitive answers of a person; returns how many there were."""
    entries = list(VaultEntry.objects.filter(person=person).order_by("pk"))
    for entry in entries:
        record("vault.erased", subject=entry, actor=actor, at=at)
    VaultEntry.objects.filter(pk__in=[entry.pk for entry in entries]).delete()
    return len(entries)
