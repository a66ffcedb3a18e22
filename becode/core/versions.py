"""What colleagues set, as rows that are never changed: the newest of them holds.

A colleague says from which version they started; whoever was second is told, and loses nothing
but a press of a button.
"""

from datetime import datetime
from typing import Any, ClassVar, TypeVar

from django.conf import settings
from django.db import connection, models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from becode.core.actors import Actor, ActorKind
from becode.core.moves import Stale


class Version(models.Model):
    """One such row, with when and by whom it was made."""

    made_at = models.DateTimeField(_("made"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("by"),
    )

    objects: ClassVar[models.Manager[Any]]

    class Meta:
        abstract = True
        ordering: ClassVar[list[str]] = ["-pk"]


V = TypeVar("V", bound=Version)


def newest(rows: "models.QuerySet[V]") -> V | None:
    """The version that was made last."""
    return rows.order_by("-pk").first()


def next_after(rows: "models.QuerySet[V]", *, seen: int, changed: str | Promise) -> V | None:
    """The newest of these rows, and the right to add the next one until the transaction ends.

    Where there is none yet, no row can be locked: the whole sort of versions is, for as long as
    one is added. `seen` is the key of the version a colleague started from, 0 for none.
    Raises Stale with the sentence `changed` when that is not the newest any more.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
            [f"versions:{rows.model._meta.label_lower}"],
        )
    found = newest(rows)
    if seen != (found.pk if found is not None else 0):
        raise Stale(changed)
    return found


def made(*, actor: Actor, at: datetime) -> dict[str, Any]:
    """The columns of a Version that say when and by whom."""
    return {"made_at": at, "made_by_id": actor.key if actor.kind == ActorKind.USER else None}
