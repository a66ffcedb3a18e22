"""What a merge of two people means for applications."""

from datetime import datetime
from typing import Any

from applicants.workflow.merging import close_the_second, open_again
from becode.core.actors import Actor
from becode.people.models import Person
from becode.people.settling import moves, settles_merges

moves(
    "applicants.application.person",
    "applicants.seatoffer.person",
    "applicants.outreachcontact.person",
    "applicants.touch.person",
    "applicants.referral.person",
)


@settles_merges
class OpenApplications:
    """One open application a track."""

    key = "applicants"

    def settle(
        self, *, kept: Person, absorbed: Person, actor: Actor, at: datetime
    ) -> dict[str, Any]:
        closed = close_the_second(kept=kept, absorbed=absorbed, actor=actor, at=at)
        return {"closed": closed} if closed else {}

    def undo(
        self,
        settled: dict[str, Any],
        *,
        kept: Person,
        absorbed: Person,
        actor: Actor,
        at: datetime,
    ) -> None:
        open_again(settled["closed"], actor=actor, at=at)
