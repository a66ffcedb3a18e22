"""One ordinary message a day and person: whose turn it is, and until when the others wait.

The day is a row of OrdinaryDay, whose constraint no number of senders can get round. It binds
while its message is on its way or was sent; a day whose message did not leave is free again.
See docs/decisions/0027-one-a-day.md.
"""

from collections.abc import Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.db.models import F, Q

from becode.core import clock
from becode.messages import quiet
from becode.messages.enums import OPEN_STATES, MessageState
from becode.messages.models import Message, OrdinaryDay

# Nobody can tell whether the server had taken it: its day stays its own, and it leads again.
UNCERTAIN = "interrupted"
# Why a row waits that was not tried yet: for what else is being written, or for another day.
# It goes along when something leaves for its reader before.
PUT_OFF = ("", "one_a_day", "holiday")
# How long the rows of a sweep wait for one another where no sweep comes to its end.
SETTLES_FOR = timedelta(minutes=5)
# Put back, and surely not taken by any server.
_FREE = Q(message__state=MessageState.PENDING) & ~Q(message__outcome=UNCERTAIN)
LOOK_AGAIN = timedelta(minutes=1)
BATCH = 1_000
_LOCK_CLASS = 7_101  # the first number of our advisory locks: "an owner's ordinary messages"

_settling: ContextVar[bool] = ContextVar("ordinary_messages_settle", default=False)


@dataclass(frozen=True, slots=True)
class Turn:
    """Who leads a mail now, or until when the row asked about waits, and why."""

    leader: Message | None = None
    until: datetime | None = None
    outcome: str = ""


@contextmanager
def settling() -> Iterator[None]:
    """Inside the block ordinary rows are written but do not leave: `release` lets them.

    Else the first of a sweep would be on its way before the second for the same reader is
    written, and that one would wait for a day. Nothing is held for longer than SETTLES_FOR.
    """
    token = _settling.set(True)
    try:
        yield
    finally:
        _settling.reset(token)


def release(*, at: datetime) -> None:
    """Everything that is due by now is written: what settled may leave."""
    Message.objects.filter(
        state=MessageState.PENDING,
        ordinary=True,
        outcome="",
        due_at__lte=at,
        next_try_at__gt=at,
    ).update(next_try_at=F("due_at"))


def first_try(due_at: datetime, *, at: datetime) -> datetime:
    """When an ordinary row that is written now may leave."""
    return max(due_at, at + SETTLES_FOR) if _settling.get() else due_at


def mine(owners: Set[str]) -> set[str]:
    """The readers for whom no other sender is claiming; ours until the transaction ends.

    So of two senders one finds all that waits for a reader, and the other none of it.
    """
    if not owners:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT owner FROM unnest(%s) AS owner"
            " WHERE pg_try_advisory_xact_lock(%s, hashtext(owner))",
            [sorted(owners), _LOCK_CLASS],
        )
        return {owner for (owner,) in cursor.fetchall()}


def turns_of(messages: Sequence[Message], *, at: datetime) -> dict[int, Turn]:
    """Whether ordinary messages may leave now, one a reader; takes the day for those that may.

    What would be useless by the next morning goes today, holiday or not, alone or not; only the
    quiet hours of telephones hold it. `mine` was asked before.
    """
    turns: dict[int, Turn] = {}
    morning, is_holiday = quiet.next_morning(at), quiet.is_holiday(at)
    asking: list[Message] = []
    for message in messages:
        allowed_from = quiet.allowed_from(at, channel=message.channel, urgent=message.urgent)
        if allowed_from > at:
            turns[message.pk] = Turn(until=allowed_from, outcome="quiet_hours")
        elif is_holiday and _can_wait(message, morning):
            turns[message.pk] = Turn(until=morning, outcome="holiday")
        else:
            asking.append(message)
    day = clock.local_day(at)
    taking = _take(asking, day=day)
    others = []
    for message in asking:
        if message.pk in taking or not _can_wait(message, morning):
            turns[message.pk] = Turn(leader=message)
        else:
            others.append(message)
    holders = _holders(others, day=day)
    for message in others:
        holder = holders[message.owner_key]
        turns[message.pk] = _beside(message, holder, at=at, morning=morning)
    return turns


def _holders(messages: Sequence[Message], *, day: date) -> dict[str, Message]:
    """Who has the day, by reader."""
    if not messages:
        return {}
    taken = OrdinaryDay.objects.filter(owner__in={one.owner_key for one in messages}, day=day)
    return {
        one.owner: one.message for one in taken.select_related("message__person", "message__user")
    }


def _can_wait(message: Message, morning: datetime) -> bool:
    return message.expires_at is None or message.expires_at > morning


def put_off(turns: Mapping[int, Turn]) -> int:
    """Give the rows that do not leave now their new time; returns how many."""
    waiting: dict[Turn, list[int]] = {}
    for key, turn in turns.items():
        if turn.leader is None:
            waiting.setdefault(turn, []).append(key)
    return sum(
        Message.objects.filter(pk__in=keys).update(next_try_at=turn.until, outcome=turn.outcome)
        for turn, keys in waiting.items()
    )


def hold(message: Message, *, at: datetime) -> None:
    """Count what a vanished sender may have sent on the day on which it is sent again."""
    _take([message], day=clock.local_day(at))


def _take(messages: Sequence[Message], *, day: date) -> set[int]:
    """Whose the day of their reader is now: it was free, or whoever had it did not leave.

    One message a reader. The first statement waits for whoever writes the same day and then holds
    its row; what became of the holder is asked in a second one, as the first does not see what it
    waited for.
    """
    if not messages:
        return set()
    by_owner = {message.owner_key: message for message in messages}
    owners = sorted(by_owner)  # one order for all, so that none wait crosswise
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO messaging_ordinaryday AS taken (owner, day, message_id)
            SELECT owner, %s, message_id FROM unnest(%s, %s::bigint[]) AS new (owner, message_id)
            ON CONFLICT (owner, day) DO UPDATE SET owner = excluded.owner
            RETURNING owner, message_id
            """,
            [day, owners, [by_owner[owner].pk for owner in owners]],
        )
        holders = dict(cursor.fetchall())
    taking = {one.pk for owner, one in by_owner.items() if holders[owner] == one.pk}
    others = [owner for owner, one in by_owner.items() if holders[owner] != one.pk]
    if others:
        left = Q(message__state__in=OPEN_STATES) & ~_FREE | Q(message__state=MessageState.SENT)
        held = OrdinaryDay.objects.filter(owner__in=others, day=day).exclude(left)
        for taken in held.order_by("owner"):
            message = by_owner[taken.owner]
            OrdinaryDay.objects.filter(pk=taken.pk).update(message=message)
            taking.add(message.pk)
    return taking


def _beside(message: Message, holder: Message, *, at: datetime, morning: datetime) -> Turn:
    """What becomes of a message whose day another one holds."""
    if holder.state == MessageState.SENDING:
        return Turn(until=at + LOOK_AGAIN, outcome="one_a_day")
    if holder.state != MessageState.PENDING:
        return Turn(until=morning, outcome="one_a_day")
    if holder.next_try_at > at:
        return Turn(until=holder.next_try_at, outcome="one_a_day")
    if goes_with(message, holder):
        return Turn(leader=holder)
    return Turn(until=at + LOOK_AGAIN, outcome="one_a_day")


def goes_with(message: Message, leader: Message) -> bool:
    """Whether both can be read in one: the same way, address and language."""
    return (message.channel, message.address, message.language) == (
        leader.channel,
        leader.address,
        leader.language,
    )


def companions(leaders: Sequence[Message], *, at: datetime, most: int) -> dict[int, list[Message]]:
    """What else waits for the same readers at the same address, also what was put off; locked.

    At most so many for each leader, by its key. One leader a reader.
    """
    by_owner = {leader.owner_key: leader for leader in leaders}
    if not by_owner:
        return {}
    people = [one.person_id for one in leaders if one.person_id is not None]
    users = [one.user_id for one in leaders if one.person_id is None]
    waiting = (
        Message.objects.filter(
            Q(person__in=people) | Q(user__in=users),
            Q(next_try_at__lte=at) | Q(outcome__in=PUT_OFF, due_at__lte=at),
            state=MessageState.PENDING,
            ordinary=True,
            channel__in={leader.channel for leader in leaders},
        )
        .exclude(pk__in=[leader.pk for leader in leaders])
        .select_related("person", "user")
        .order_by("due_at", "pk")
    )
    found: dict[int, list[Message]] = {}
    for message in waiting.select_for_update(skip_locked=True, of=("self",)):
        leader = by_owner.get(message.owner_key)
        if leader is not None and goes_with(message, leader):
            found.setdefault(leader.pk, []).append(message)
    return {key: messages[:most] for key, messages in found.items()}


def pass_day(*, old: Message, new: Message) -> None:
    """Hand the day on to the message that leaves instead."""
    OrdinaryDay.objects.filter(message=old.pk).update(message=new)


def put_off_for_holiday(*, at: datetime) -> int:
    """On a public holiday: give all that can wait its new time at once; returns how many."""
    if not quiet.is_holiday(at):
        return 0
    morning, total = quiet.next_morning(at), 0
    waiting = (
        Message.objects.filter(
            Q(expires_at__isnull=True) | Q(expires_at__gt=morning),
            state=MessageState.PENDING,
            urgent=False,
            ordinary=True,
            next_try_at__lte=at,
        )
        .order_by("next_try_at", "pk")
        .values_list("pk", flat=True)
    )
    while True:
        with transaction.atomic():
            keys = list(waiting.select_for_update(skip_locked=True, of=("self",))[:BATCH])
            Message.objects.filter(pk__in=keys).update(next_try_at=morning, outcome="holiday")
        total += len(keys)
        if len(keys) < BATCH:
            return total
