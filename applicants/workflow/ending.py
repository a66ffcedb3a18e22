"""What ends together with something else: places on lists, offers nobody answered yet."""

from collections.abc import Iterable
from datetime import datetime

from applicants.enums import (
    ENTRY_MOVES,
    OFFER_MOVES,
    TOLD_WHEN_TAKEN_BACK,
    EndReason,
    EntryState,
    OfferState,
    TakenBack,
)
from applicants.models import SeatOffer, WaitlistEntry
from applicants.workflow.waking import wake_after_commit
from becode.audit.record import move, move_all
from becode.core.actors import Actor

ENTRY_LABELS = {
    EntryState.ENROLLED: "waitlist.enrolled",
    EntryState.LEFT: "waitlist.left",
    EntryState.CLOSED: "waitlist.closed",
}


def end_entry(
    entry: WaitlistEntry,
    *,
    to: EntryState,
    reason: EndReason,
    actor: Actor,
    at: datetime,
    person_key: int,
) -> None:
    """Take one place off its list, for this reason."""
    move(
        entry,
        moves=ENTRY_MOVES,
        to=to,
        label=ENTRY_LABELS[to],
        actor=actor,
        at=at,
        person_key=person_key,
        reason_code=reason,
        closed_at=at,
        end_reason=reason,
    )


def take_back(offers: Iterable[SeatOffer], *, actor: Actor, at: datetime, reason: TakenBack) -> int:
    """Withdraw open offers, however many, in two statements; returns how many.

    Whom it is no news to is not told; all others are, by `telling`, right after the commit: one
    yes may end hundreds of offers, and must not wait for as many messages.
    """
    count = move_all(
        list(offers),
        moves=OFFER_MOVES,
        to=OfferState.WITHDRAWN,
        label="offer.withdrawn",
        actor=actor,
        at=at,
        reason_code=reason,
        ended_at=at,
        taken_back=reason,
    )
    if count and reason in TOLD_WHEN_TAKEN_BACK:
        wake_after_commit()
    return count
