"""What a merge of two people means for messages: they go along, and so do the days on which one
was written to, and a pause.
"""

from datetime import datetime
from typing import Any

from becode.core import clock
from becode.core.actors import Actor
from becode.messages.models import OrdinaryDay, Pause
from becode.messages.models.message import owner_of_person
from becode.people.models import Person
from becode.people.settling import moves, settles_merges, stays

moves("messaging.message.person")
stays("messaging.unwanted.person")  # asked of all records of a person


@settles_merges
class DaysAndPauses:
    """Rows that name a person without pointing at them.

    Of two of a kind that of the record that is kept holds; the other one stays where it is.
    """

    key = "messages"

    def settle(
        self, *, kept: Person, absorbed: Person, actor: Actor, at: datetime
    ) -> dict[str, Any]:
        settled: dict[str, Any] = {}
        mine = OrdinaryDay.objects.filter(owner=owner_of_person(kept.pk)).order_by()
        theirs = OrdinaryDay.objects.filter(owner=owner_of_person(absorbed.pk))
        days = list(theirs.exclude(day__in=mine.values("day")).values_list("pk", flat=True))
        if days:
            OrdinaryDay.objects.filter(pk__in=days).update(owner=owner_of_person(kept.pk))
            settled["days"] = days
        running = Pause.objects.in_force(clock.local_day(at))
        pause = running.about(absorbed).first()
        if pause is not None and not running.about(kept).exists():
            ran_out = Pause.objects.about(kept).filter(ended_at__isnull=True)
            ran_out.update(ended_at=at)  # it would take the one place there is
            Pause.objects.filter(pk=pause.pk).update(about_key=kept.pk)
            settled["pause"] = pause.pk
        return settled

    def undo(
        self,
        settled: dict[str, Any],
        *,
        kept: Person,
        absorbed: Person,
        actor: Actor,
        at: datetime,
    ) -> None:
        days = OrdinaryDay.objects.filter(pk__in=settled.get("days", []))
        days.filter(owner=owner_of_person(kept.pk)).update(owner=owner_of_person(absorbed.pk))
        pause = Pause.objects.filter(pk=settled.get("pause", 0))
        pause.about(kept).update(about_key=absorbed.pk)
