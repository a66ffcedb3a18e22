"""What must never be found in the outbox. See docs/messages.md."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import CharField, Count, F, Func, Q, QuerySet, Value
from django.db.models.functions import Cast, TruncDate

from becode.core import clock
from becode.core.invariants import invariant
from becode.messages.enums import FINAL_STATES, MessageState
from becode.messages.models import Message

# The longest that a message may wait for the morning after the next holidays.
LONGEST_WAIT = timedelta(days=4)


@invariant(
    "messages.none_forgotten",
    "No message waits 5 minutes past its time without a lease or a next try.",
)
def none_forgotten(*, at: datetime) -> QuerySet[Message]:
    return Message.objects.overdue(at)


@invariant("messages.secrets_emptied", "A finished message holds no code and no link any more.")
def secrets_emptied(*, at: datetime) -> QuerySet[Message]:
    return Message.objects.finished().filter(sealed__isnull=False)


@invariant("messages.one_per_key", "No two messages have one key, and so one Message-ID.")
def one_per_key(*, at: datetime) -> QuerySet[Message, Any]:
    return (
        Message.objects.order_by("dedupe_key")
        .values("dedupe_key")
        .annotate(number=Count("pk"))
        .filter(number__gt=1)
    )


@invariant("messages.leased_while_sending", "A message is leased exactly while it is being sent.")
def leased_while_sending(*, at: datetime) -> QuerySet[Message]:
    leased = Q(lease__isnull=False, leased_until__isnull=False)
    free = Q(lease__isnull=True, leased_until__isnull=True)
    sending = Q(state=MessageState.SENDING)
    return Message.objects.exclude(sending & leased).exclude(~sending & free)


@invariant("messages.finished_once", "A message has a moment of ending exactly when it has ended.")
def finished_once(*, at: datetime) -> QuerySet[Message]:
    ended = Q(state__in=FINAL_STATES)
    return Message.objects.filter(
        (ended & Q(finished_at__isnull=True)) | (~ended & Q(finished_at__isnull=False))
    )


@invariant(
    "messages.outcome_known",
    "Every finished message says what became of it, in which language and version.",
)
def outcome_known(*, at: datetime) -> QuerySet[Message]:
    return Message.objects.finished().filter(
        Q(outcome="") | Q(language="") | Q(template_version="")
    )


@invariant(
    "messages.one_ordinary_a_day",
    "Nobody got two ordinary messages on one day, but for what could not wait until the next.",
)
def one_ordinary_a_day(*, at: datetime) -> int:
    could_wait = Q(expires_at__isnull=True) | Q(expires_at__gt=F("finished_at") + LONGEST_WAIT)
    sent = Message.objects.filter(
        could_wait,
        Q(person__isnull=False) | Q(user__isnull=False),
        state=MessageState.SENT,
        ordinary=True,
        merged_into__isnull=True,
        attempts=1,  # a killed sender's mail may come after midnight
    )
    day = TruncDate("finished_at", tzinfo=clock.BRUSSELS)
    # Two records that are one by now were each written to before anybody knew.
    written_to = Func("dedupe_key", Value(":"), Value(3), function="split_part")
    days = (
        sent.order_by("person", "user")
        .values("person", "user", on=day, to=Cast(written_to, CharField()))
        .annotate(number=Count("pk"))
        .filter(number__gt=1)
    )
    return days.count()


@invariant(
    "messages.merged_end_together",
    "What went along with a message ended as it did, and led nothing itself.",
)
def merged_end_together(*, at: datetime) -> QuerySet[Message]:
    apart = ~Q(merged_into__state=F("state")) | Q(merged_into__merged_into__isnull=False)
    return Message.objects.finished().filter(apart, merged_into__isnull=False)


@invariant("messages.bodies_purged", "A message whose text was removed has none left.")
def bodies_purged(*, at: datetime) -> QuerySet[Message]:
    left = ~Q(subject="") | ~Q(text="") | ~Q(parts={}) | ~Q(calendar="")
    return Message.objects.filter(left, body_purged_at__isnull=False)
