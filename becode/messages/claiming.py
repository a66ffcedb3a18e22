"""Taking from the outbox what may leave now, under a lease that no other sender holds.

An ordinary message takes its reader's day with it: a row of OrdinaryDay, whose constraint no
number of senders can get round. What else waits for the same reader goes along in one mail.
"""

import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from becode.core import clock
from becode.messages import quiet
from becode.messages.enums import OPEN_STATES, MessageState
from becode.messages.models import Message, OrdinaryDay
from becode.messages.querysets import lease_end

# More would not be read.
MOST_TOGETHER = 8
# Rows put back in one go before a sender looks at the rest of the outbox.
MOST_PUT_BACK = 200


@dataclass(slots=True)
class Parcel:
    """What one sender holds: a message, and those that go along in the same mail."""

    leader: Message
    others: list[Message] = field(default_factory=list)

    @property
    def messages(self) -> list[Message]:
        return [self.leader, *self.others]


def claim_one(*, at: datetime, without: set[str] | frozenset[str] = frozenset()) -> Parcel | None:
    """Lease the most pressing due row that no other sender holds; None when there is none.

    `without` names channels whose server does not answer. Ordinary rows that must wait for
    another day get their new time on the way.
    """
    for _number in range(MOST_PUT_BACK):
        message, parcel = _claim(at=at, without=without)
        if message is None or parcel is not None:
            return parcel
    return None


@transaction.atomic
def _claim(
    *, at: datetime, without: set[str] | frozenset[str]
) -> tuple[Message | None, Parcel | None]:
    """The row found, and what was leased: nothing when it was put back."""
    wanted = Message.objects.exclude(channel__in=without).select_related("person", "user")
    for waiting in (wanted.due_urgent(at), wanted.interrupted(), wanted.due_ordinary(at)):
        message = waiting.select_for_update(skip_locked=True, of=("self",)).first()
        if message is not None:
            break
    else:
        return None, None
    if message.state == MessageState.SENDING:
        others = list(message.merged.filter(state=MessageState.SENDING).order_by("due_at", "pk"))
        return message, _lease(message, others)
    if not message.ordinary or not message.owner_key:
        return message, _lease(message, [])
    wait, outcome = _must_wait(message, at=at)
    if wait is not None:
        Message.objects.filter(pk=message.pk).update(next_try_at=wait, outcome=outcome)
        return message, None
    return message, _lease(message, list(_companions(message, at=at)))


def _must_wait(message: Message, *, at: datetime) -> tuple[datetime | None, str]:
    """Until when an ordinary message waits, and why; takes the day for it where it need not.

    What would be useless by the next morning goes today, holiday or not, alone or not.
    """
    morning = quiet.next_morning(at)
    can_wait = message.expires_at is None or message.expires_at > morning
    if can_wait and quiet.is_holiday(at):
        return morning, "holiday"
    day = OrdinaryDay(owner=message.owner_key, day=clock.local_day(at), message=message)
    OrdinaryDay.objects.bulk_create([day], ignore_conflicts=True)
    taken = OrdinaryDay.objects.select_related("message").get(owner=day.owner, day=day.day)
    if taken.message_id == message.pk or not can_wait:
        return None, ""
    if taken.message.state in OPEN_STATES:
        # It is tried again today, and takes this one along.
        return max(taken.message.next_try_at, at) + timedelta(minutes=1), "one_a_day"
    return morning, "one_a_day"


def _companions(message: Message, *, at: datetime) -> "list[Message]":
    owner = Q(person=message.person_id) if message.person_id else Q(user=message.user_id)
    waiting = (
        Message.objects.filter(
            owner,
            state=MessageState.PENDING,
            ordinary=True,
            channel=message.channel,
            address=message.address,
            language=message.language,
            next_try_at__lte=at,
        )
        .exclude(pk=message.pk)
        .select_related("person", "user")
        .order_by("due_at", "pk")
    )
    return list(waiting.select_for_update(skip_locked=True, of=("self",))[: MOST_TOGETHER - 1])


def _lease(leader: Message, others: list[Message]) -> Parcel:
    lease = uuid.uuid4()
    for message in (leader, *others):
        message.state = MessageState.SENDING
        message.lease = lease
        message.attempts += 1
        message.merged_into = None if message is leader else leader
        Message.objects.filter(pk=message.pk).update(
            state=message.state,
            lease=lease,
            leased_until=lease_end(settings.MESSAGE_LEASE_SECONDS),
            attempts=message.attempts,
            merged_into=message.merged_into,
        )
    return Parcel(leader, others)


def free_day(message: Message) -> None:
    """Give the day back that an ordinary message took and did not use."""
    OrdinaryDay.objects.filter(message=message.pk).delete()


def pass_day(*, old: Message, new: Message) -> None:
    """Hand the day on to the message that leaves instead."""
    OrdinaryDay.objects.filter(message=old.pk).update(message=new)
