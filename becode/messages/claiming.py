"""Taking from the outbox what may leave now, under a lease that no other sender holds.

An ordinary message takes its reader's day with it (becode.messages.days), and what else waits for
the same reader goes along in one mail.
"""

import uuid
from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import F

from becode.messages import days
from becode.messages.enums import MessageState
from becode.messages.models import Message
from becode.messages.querysets import MessageQuerySet, lease_end

# More would not be read.
MOST_TOGETHER = 8
# Rows looked at, and put back, in one go before a sender looks at the rest of the outbox.
MOST_LOOKED_AT = 5_000
# Of how many rows one is sought that no other sender holds.
CANDIDATES = 20
# A parcel that ended this many senders is taken apart: one of its rows may be the reason.
MOST_DEATHS_TOGETHER = 3


@dataclass(slots=True)
class Parcel:
    """What one sender holds: a message, and those that go along in the same mail."""

    messages: list[Message]

    @property
    def leader(self) -> Message:
        return self.messages[0]

    @property
    def others(self) -> list[Message]:
        return self.messages[1:]


class _NothingLeft(Exception):
    """No row waits that this sender might take."""


class _OthersHoldThem(Exception):
    """Every row that was looked at is in another hand at this moment."""


def claim_one(
    *,
    at: datetime,
    without: Set[str] = frozenset(),
    urgent_only: bool = False,
    with_interrupted: bool = True,
) -> Parcel | None:
    """Lease the most pressing due row that no other sender holds; None when there is none.

    `without` names channels to leave alone; what vanished senders held is looked for where
    `with_interrupted` says so. Ordinary rows that must wait for another day get their new time on
    the way.
    """
    passed_over = 0
    for _number in range(MOST_LOOKED_AT):
        try:
            parcel = _claim(
                at=at,
                without=without,
                urgent_only=urgent_only,
                with_interrupted=with_interrupted,
                passed_over=passed_over,
            )
        except _NothingLeft:
            return None
        except _OthersHoldThem:
            passed_over += CANDIDATES
            continue
        if parcel is not None:
            return parcel
    return None


@transaction.atomic
def _claim(
    *,
    at: datetime,
    without: Set[str],
    urgent_only: bool,
    with_interrupted: bool,
    passed_over: int,
) -> Parcel | None:
    """What was leased; None when a row was put back."""
    wanted = Message.objects.exclude(channel__in=without).select_related("person", "user")
    interrupted = wanted.interrupted().filter(urgent=True) if urgent_only else wanted.interrupted()
    for waiting in (wanted.due_urgent(at), interrupted)[: 1 + with_interrupted]:
        message = waiting.select_for_update(skip_locked=True, of=("self",)).first()
        if message is not None and message.state == MessageState.SENDING:
            return _take_over(message, at=at)
        if message is not None:
            return _lease(message, [])
    if urgent_only:
        raise _NothingLeft
    message = _next_ordinary(wanted, at=at, passed_over=passed_over)
    if not message.ordinary or not message.owner_key:
        return _lease(message, [])
    turn = days.turn_of(message, at=at)
    if turn.leader is None:
        Message.objects.filter(pk=message.pk).update(next_try_at=turn.until, outcome=turn.outcome)
        return None
    leader = message if turn.leader.pk == message.pk else _locked(wanted, turn.leader.pk, at=at)
    if leader is None:
        raise _OthersHoldThem
    return _lease(leader, days.companions(leader, at=at, most=MOST_TOGETHER - 1))


def _next_ordinary(wanted: MessageQuerySet, *, at: datetime, passed_over: int) -> Message:
    """The oldest row that is not urgent and that nobody holds, locked, with its reader's turn.

    The turn comes before the row: a sender that held one row of a reader while another took the
    rest would part what belongs in one mail.
    """
    candidates = wanted.due_ordinary(at).values_list("pk", "ordinary", "person_id", "user_id")
    rows = list(candidates[passed_over : passed_over + CANDIDATES])
    if not rows:
        raise _NothingLeft
    for pk, ordinary, person, user in rows:
        owner = Message(person_id=person, user_id=user).owner_key
        if ordinary and owner and not days.is_mine(owner):
            continue
        message = _locked(wanted, pk, at=at)
        if message is not None:
            return message
    raise _OthersHoldThem


def _locked(wanted: MessageQuerySet, pk: int, *, at: datetime) -> Message | None:
    rows = wanted.filter(pk=pk, state=MessageState.PENDING, next_try_at__lte=at)
    return rows.select_for_update(skip_locked=True, of=("self",)).first()


def _take_over(message: Message, *, at: datetime) -> Parcel | None:
    """Go on with what a vanished sender held: the same mail, with the same Message-ID.

    A row whose leader went on without it is put back.
    """
    if message.merged_into_id is not None:
        put_back([message])
        return None
    if message.ordinary and message.owner_key:
        days.hold(message, at=at)
    others = list(
        message.merged.filter(state=MessageState.SENDING, lease=message.lease)
        .select_related("person", "user")
        .select_for_update(skip_locked=True, of=("self",))
        .order_by("due_at", "pk")
    )
    if others and message.attempts >= MOST_DEATHS_TOGETHER:
        put_back(others)
        others = []
    return _lease(message, others)


def put_back(messages: Sequence[Message]) -> None:
    """Let rows wait again, each for itself; nothing is held against them."""
    Message.objects.filter(pk__in=[one.pk for one in messages]).update(
        state=MessageState.PENDING, lease=None, leased_until=None, merged_into=None
    )


def _lease(leader: Message, others: list[Message]) -> Parcel:
    parcel, lease = Parcel([leader, *others]), uuid.uuid4()
    for message in parcel.messages:
        message.state, message.lease = MessageState.SENDING, lease
        message.attempts += 1
        message.merged_into = None if message is leader else leader
    for rows, leads in (([leader], None), (others, leader)):
        if rows:
            Message.objects.filter(pk__in=[one.pk for one in rows]).update(
                state=MessageState.SENDING,
                lease=lease,
                leased_until=lease_end(settings.MESSAGE_LEASE_SECONDS),
                attempts=F("attempts") + 1,
                merged_into=leads,
            )
    return parcel
