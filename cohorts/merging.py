"""What a merge of two people means for seats."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from becode.people.models import Person
from becode.people.settling import moves, settles_merges
from cohorts.models import Enrolment

moves("cohorts.enrolment.person")


@settles_merges
class OneSeat:
    """Two running trainings are for people to sort out, not for a merge."""

    key = "cohorts"

    def settle(
        self, *, kept: Person, absorbed: Person, actor: Actor, at: datetime
    ) -> dict[str, Any]:
        running = Enrolment.objects.running().filter(person__in=[kept, absorbed])
        if running.values("person").distinct().count() == 2:
            raise IllegalMove(
                _("Both records have a seat or a training. Give one of the seats back first.")
            )
        return {}

    def undo(
        self,
        settled: dict[str, Any],
        *,
        kept: Person,
        absorbed: Person,
        actor: Actor,
        at: datetime,
    ) -> None:
        """There is nothing to undo."""
