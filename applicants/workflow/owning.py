"""Who of the colleagues looks after an application."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from applicants.models import Application
from applicants.permissions import can_decide
from applicants.workflow.locks import lock_application
from becode.accounts.models import User
from becode.audit.record import record
from becode.core.actors import Actor
from becode.core.moves import IllegalMove, Stale


@transaction.atomic
def give_to(
    *, application: Application, owner: User | None, actor: Actor, at: datetime
) -> dict[str, int | None]:
    """Put a colleague in charge, or nobody; answers who was and who is, for `take_back_owner`.

    Raises IllegalMove for a colleague who may not decide on this application.
    """
    if owner is not None and not can_decide(owner, application):
        raise IllegalMove(
            _("%(name)s does not decide on applications of this campus.") % {"name": owner}
        )
    locked = lock_application(application.pk)
    note = {"from": locked.owner_id, "to": owner.pk if owner else None}
    if note["from"] != note["to"]:
        _set_owner(application, owner_key=note["to"], note=note, actor=actor, at=at)
    return note


@transaction.atomic
def take_back_owner(
    *, application: Application, note: dict[str, int | None], actor: Actor, at: datetime
) -> None:
    """Undo `give_to` by its note. Raises Stale when somebody else was put in charge since."""
    locked = lock_application(application.pk)
    if locked.owner_id != note["to"]:
        raise Stale
    before = note["from"]
    if before is not None and not User.objects.filter(pk=before, is_active=True).exists():
        raise IllegalMove(_("The colleague who was in charge has left."))
    if note["from"] != note["to"]:
        swapped = {"from": note["to"], "to": before}
        _set_owner(application, owner_key=before, note=swapped, actor=actor, at=at)


def _set_owner(
    application: Application,
    *,
    owner_key: int | None,
    note: dict[str, int | None],
    actor: Actor,
    at: datetime,
) -> None:
    Application.objects.filter(pk=application.pk).update(owner=owner_key)
    application.owner_id = owner_key
    record(
        "application.owner_changed",
        subject=application,
        actor=actor,
        at=at,
        keys={name: key for name, key in note.items() if key is not None},
    )
