"""What ends together with something else: places on lists, offers nobody answered yet."""

from collections.abc import Iterable
from datetime import datetime

from applicants.enums import ENTRY_MOVES, OFFER_MOVES, EndReason, EntryState, OfferState
from applicants.models import SeatOffer, WaitlistEntry
from applicants.notifications import OfferTakenBack
from becode.audit.record import move
from becode.core.actors import Actor
from becode.messages.compose import send

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


def take_back(
    offers: Iterable[SeatOffer], *, actor: Actor, at: datetime, reason_code: str, tell: bool
) -> int:
    """Withdraw open offers; `tell` writes to the people, who keep their place. Returns how many."""
    count = 0
    for offer in offers:
        move(
            offer,
            moves=OFFER_MOVES,
            to=OfferState.WITHDRAWN,
            label="offer.withdrawn",
            actor=actor,
            at=at,
            reason_code=reason_code,
            ended_at=at,
        )
        if tell:
            send(OfferTakenBack(offer), at=at)
        count += 1
    return count
