"""Events on the agenda of a cohort or a campus: put there, changed, called off."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from becode.accounts.models import User
from becode.audit.record import record
from becode.campuses.models import Campus
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from cohorts.models import AgendaItem, Cohort, Room


@dataclass(frozen=True, slots=True)
class Event:
    """What somebody wants on the agenda; without a cohort it is for everybody of the campus."""

    campus: Campus
    cohort: Cohort | None
    kind: str
    title: str
    starts_at: datetime
    ends_at: datetime
    room: Room | None = None
    place: str = ""
    note: str = ""
    coaches: Sequence[User] = ()

    def draft(self) -> AgendaItem:
        """The row, not saved."""
        return AgendaItem(**self.fields())

    def fields(self) -> dict[str, object]:
        names = ("campus", "cohort", "kind", "title", "starts_at", "ends_at")
        return {name: getattr(self, name) for name in (*names, "room", "place", "note")}

    def check(self) -> None:
        """Raises IllegalMove where times or places contradict each other."""
        if self.ends_at <= self.starts_at:
            raise IllegalMove(_("The end cannot be before the start."))
        if self.cohort is not None and self.cohort.campus_id != self.campus.pk:
            raise IllegalMove(_("This cohort is at another campus."))
        if self.room is not None and self.room.campus_id != self.campus.pk:
            raise IllegalMove(_("This room is at another campus."))


@transaction.atomic
def add_item(*, event: Event, actor: Actor, at: datetime, is_demo: bool = False) -> AgendaItem:
    """Put an event on the agenda. Raises IllegalMove where it contradicts itself."""
    event.check()
    item = event.draft()
    item.changed_at, item.is_demo = at, is_demo
    item.save()
    item.coaches.set(event.coaches)
    record("agenda.added", subject=item, actor=actor, at=at)
    return item


@transaction.atomic
def change_item(*, item: AgendaItem, event: Event, actor: Actor, at: datetime) -> AgendaItem:
    """Give an event other words, times, places or coaches; calendars take the change over.

    Raises IllegalMove for one that was called off, or where it contradicts itself.
    """
    event.check()
    locked = _lock(item)
    for name, value in event.fields().items():
        setattr(locked, name, value)
    locked.changed_at = at
    locked.save()
    locked.coaches.set(event.coaches)
    record("agenda.changed", subject=locked, actor=actor, at=at)
    return locked


@transaction.atomic
def cancel_item(*, item: AgendaItem, actor: Actor, at: datetime) -> None:
    """Call an event off: it stays in calendars as called off. Raises IllegalMove a second time."""
    locked = _lock(item)
    locked.cancelled_at = locked.changed_at = at
    locked.save(update_fields=["cancelled_at", "changed_at"])
    record("agenda.cancelled", subject=locked, actor=actor, at=at)


def _lock(item: AgendaItem) -> AgendaItem:
    locked = AgendaItem.objects.select_for_update().filter(pk=item.pk).first()
    if locked is None or locked.cancelled_at is not None:
        raise IllegalMove(_("This event was called off."))
    return locked
