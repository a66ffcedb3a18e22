"""One ordinary message a day and person: whose turn it is, and until when the others wait.

The day is a row of OrdinaryDay, whose constraint no number of senders can get round. It binds
while its message is on its way or was sent; a day whose message did not leave is free again.
See docs/decisions/0027-one-a-day.md.
"""

from collections.abc import Iterator
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


def is_mine(owner: str) -> bool:
    """Whether no other sender is claiming for this reader; ours until the transaction ends.

    So of two senders one finds all that waits for a reader, and the other none of it.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, hashtext(%s))", [_LOCK_CLASS, owner])
        return bool(cursor.fetchone()[0])


def turn_of(message: Message, *, at: datetime) -> Turn:
    """Whether an ordinary message may leave now; takes the day for it where it may.

    What would be useless by the next morning goes today, holiday or not, alone or not; only the
    quiet hours of telephones hold it. `is_mine` was asked before.
    """
    allowed_from = quiet.allowed_from(at, channel=message.channel, urgent=message.urgent)
    if allowed_from > at:
        return Turn(until=allowed_from, outcome="quiet_hours")
    morning = quiet.next_morning(at)
    can_wait = message.expires_at is None or message.expires_at > morning
    if can_wait and quiet.is_holiday(at):
        return Turn(until=morning, outcome="holiday")
    day = clock.local_day(at)
    if _takes(message, day=day) or not can_wait:
        return Turn(leader=message)
    taken = OrdinaryDay.objects.select_related("message__person", "message__user").get(
        owner=message.owner_key, day=day
    )
    return _beside(message, taken.message, at=at, morning=morning)


def hold(message: Message, *, at: datetime) -> None:
    """Count what a vanished sender may have sent on the day on which it is sent again."""
    _takes(message, day=clock.local_day(at))


def _takes(message: Message, *, day: date) -> bool:
    """Whether the day is this message's now: it was free, or whoever had it did not leave.

    The first statement waits for whoever writes the same day and then holds its row; what became
    of the holder is asked in a second one, as the first does not see what it waited for.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO messaging_ordinaryday AS taken (owner, day, message_id)
            VALUES (%s, %s, %s)
            ON CONFLICT (owner, day) DO UPDATE SET owner = excluded.owner
            RETURNING message_id
            """,
            [message.owner_key, day, message.pk],
        )
        holder = cursor.fetchone()[0]
    if holder == message.pk:
        return True
    left = Q(message__state__in=OPEN_STATES) & ~_FREE | Q(message__state=MessageState.SENT)
    held = OrdinaryDay.objects.filter(owner=message.owner_key, day=day).exclude(left)
    return OrdinaryDay.objects.filter(pk__in=held).update(message=message) == 1


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


def companions(leader: Message, *, at: datetime, most: int) -> list[Message]:
    """What else waits for the same reader at the same address, also what was put off; locked."""
    owner = Q(person=leader.person_id) if leader.person_id else Q(user=leader.user_id)
    waiting = (
        Message.objects.filter(
            owner,
            Q(next_try_at__lte=at) | Q(outcome__in=PUT_OFF, due_at__lte=at),
            state=MessageState.PENDING,
            ordinary=True,
            channel=leader.channel,
            address=leader.address,
            language=leader.language,
        )
        .exclude(pk=leader.pk)
        .select_related("person", "user")
        .order_by("due_at", "pk")
    )
    return list(waiting.select_for_update(skip_locked=True, of=("self",))[:most])


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
