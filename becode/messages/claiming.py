"""Taking from the outbox what may leave now, under a lease that no other sender holds.

Ordinary work is taken several parcels at a time, in one transaction. An ordinary message takes its
reader's day with it (becode.messages.days), and what else waits for the same reader goes along in
one mail.
"""

import uuid
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import connection, transaction

from becode.messages import days
from becode.messages.enums import MessageState
from becode.messages.models import Message
from becode.messages.querysets import MessageQuerySet

# More would not be read.
MOST_TOGETHER = 8
# How often a sender looks again, where all that it saw was put off or is in other hands.
MOST_LOOKS = 1_000
# Of how many rows some are sought that no other sender holds.
CANDIDATES = 40
# A parcel that ended this many senders is taken apart: one of its rows may be the reason.
MOST_DEATHS_TOGETHER = 3


@dataclass(slots=True)
class Parcel:
    """What goes out as one: a message, and those that go along in the same mail.

    `was_held`: a sender vanished that had it before.
    """

    messages: list[Message]
    was_held: bool = False

    @property
    def leader(self) -> Message:
        return self.messages[0]

    @property
    def others(self) -> list[Message]:
        return self.messages[1:]

    @property
    def keys(self) -> list[int]:
        return [message.pk for message in self.messages]


class _NothingLeft(Exception):
    """No row waits that this sender might take."""


class _OthersHoldThem(Exception):
    """Every row that was looked at is in another hand at this moment."""


def claim(
    *,
    at: datetime,
    most: int,
    without: Set[str] = frozenset(),
    urgent_only: bool = False,
    with_interrupted: bool = True,
) -> list[Parcel]:
    """Lease the most pressing due rows that no other sender holds: at most so many parcels.

    What is urgent comes alone, and so does what vanished senders held: a row that ends its senders
    takes none along the next time. `without` names channels to leave alone; what vanished senders
    held is looked for where `with_interrupted` says so. Ordinary rows that must wait for another
    day get their new time on the way.
    """
    passed_over = 0
    for _look in range(MOST_LOOKS):
        try:
            parcels = _claim(
                at=at,
                most=most,
                without=without,
                urgent_only=urgent_only,
                with_interrupted=with_interrupted,
                passed_over=passed_over,
            )
        except _NothingLeft:
            return []
        except _OthersHoldThem:
            passed_over += CANDIDATES
            continue
        if parcels:
            return parcels
    return []


def claim_one(*, at: datetime) -> Parcel | None:
    """Lease the most pressing parcel alone; None when there is none."""
    return next(iter(claim(at=at, most=1)), None)


@transaction.atomic
def _claim(
    *,
    at: datetime,
    most: int,
    without: Set[str],
    urgent_only: bool,
    with_interrupted: bool,
    passed_over: int,
) -> list[Parcel]:
    """What was leased; nothing when rows were put off or put back."""
    wanted = Message.objects.exclude(channel__in=without).select_related("person", "user")
    interrupted = wanted.interrupted().filter(urgent=True) if urgent_only else wanted.interrupted()
    for waiting in (wanted.due_urgent(at), interrupted)[: 1 + with_interrupted]:
        message = waiting.select_for_update(skip_locked=True, of=("self",)).first()
        if message is not None and message.state == MessageState.SENDING:
            return _take_over(message, at=at)
        if message is not None:
            return _lease([Parcel([message])])
    if urgent_only:
        raise _NothingLeft
    rows = _next_ordinary(wanted, at=at, most=most, passed_over=passed_over)
    alone = [message for message in rows if not _has_a_day(message)]
    leaders = _leading([message for message in rows if _has_a_day(message)], wanted, at=at)
    if not rows or (leaders is None and not alone):
        raise _OthersHoldThem
    along = days.companions(leaders or [], at=at, most=MOST_TOGETHER - 1)
    parcels = [Parcel([message]) for message in alone]
    parcels += [Parcel([leader, *along.get(leader.pk, [])]) for leader in leaders or []]
    parcels.sort(key=lambda parcel: (parcel.leader.next_try_at, parcel.leader.pk))
    return _lease(parcels)


def _has_a_day(message: Message) -> bool:
    return message.ordinary and bool(message.owner_key)


def _next_ordinary(
    wanted: MessageQuerySet, *, at: datetime, most: int, passed_over: int
) -> list[Message]:
    """The oldest rows that are not urgent and that nobody holds, locked, with their readers' turns.

    The turn comes before the row: a sender that held one row of a reader while another took the
    rest would part what belongs in one mail. Of each reader's ordinary rows it is the oldest.
    """
    candidates = wanted.due_ordinary(at).values_list("pk", "ordinary", "person_id", "user_id")
    rows = list(candidates[passed_over : passed_over + CANDIDATES])
    if not rows:
        raise _NothingLeft
    owners: dict[int, str] = {}
    for pk, ordinary, person, user in rows:
        owner = Message(person_id=person, user_id=user).owner_key if ordinary else ""
        if not owner or owner not in owners.values():
            owners[pk] = owner
    keys = list(owners)
    for first in range(0, len(keys), most):
        some = keys[first : first + most]
        mine = days.mine({owners[pk] for pk in some} - {""}) | {""}
        found = _locked(wanted, [pk for pk in some if owners[pk] in mine], at=at)
        if found:
            return found
    return []


def _leading(
    rows: Sequence[Message], wanted: MessageQuerySet, *, at: datetime
) -> list[Message] | None:
    """Who leads a mail now, of the oldest rows of some readers; the other rows are put off.

    None when every one would go with a row that another sender holds.
    """
    turns = days.turns_of(rows, at=at)
    own = [message for message in rows if turns[message.pk].leader == message]
    leading = {turn.leader.pk for turn in turns.values() if turn.leader is not None}
    others = leading - {message.pk for message in own}
    leaders = own + (_locked(wanted, sorted(others), at=at) if others else [])
    was_put_off = days.put_off(turns)
    return leaders if leaders or was_put_off else None


def _locked(wanted: MessageQuerySet, keys: Iterable[int], *, at: datetime) -> list[Message]:
    rows = wanted.filter(pk__in=list(keys), state=MessageState.PENDING, next_try_at__lte=at)
    return list(
        rows.order_by("next_try_at", "pk").select_for_update(skip_locked=True, of=("self",))
    )


def _take_over(message: Message, *, at: datetime) -> list[Parcel]:
    """Go on with what a vanished sender held: the same mail, with the same Message-ID.

    A row whose leader went on without it is put back.
    """
    if message.merged_into_id is not None:
        put_back([message])
        return []
    if _has_a_day(message):
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
    return _lease([Parcel([message, *others], was_held=True)])


def put_back(messages: Sequence[Message]) -> None:
    """Let rows wait again, each for itself; nothing is held against them."""
    Message.objects.filter(pk__in=[one.pk for one in messages]).update(
        state=MessageState.PENDING, lease=None, leased_until=None, merged_into=None
    )


def _lease(parcels: list[Parcel]) -> list[Parcel]:
    """One lease for all of them, in one statement."""
    lease = uuid.uuid4()
    keys: list[int] = []
    leads: list[int | None] = []
    for parcel in parcels:
        leader = parcel.leader
        for message in parcel.messages:
            message.state, message.lease = MessageState.SENDING, lease
            message.attempts += 1
            message.merged_into = None if message is leader else leader
            keys.append(message.pk)
            leads.append(message.merged_into_id)
    if keys:
        with connection.cursor() as cursor:
            cursor.execute(
                """
                UPDATE messaging_message AS message SET
                    state = %s,
                    lease = %s,
                    leased_until = clock_timestamp() + make_interval(secs => %s),
                    attempts = attempts + 1,
                    merged_into_id = wanted.leader
                FROM unnest(%s::bigint[], %s::bigint[]) AS wanted (id, leader)
                WHERE message.id = wanted.id
                """,
                [MessageState.SENDING, lease, settings.MESSAGE_LEASE_SECONDS, keys, leads],
            )
    return parcels
