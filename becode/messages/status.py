"""How messages leave, in figures: for the status page of the staff site."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import CharField, Count, F, Func, Max, Min, QuerySet, Value
from django.db.models.functions import Lower
from django.db.models.lookups import LessThanOrEqual

from becode.messages.enums import Channel, MessageState
from becode.messages.health import COUNTED_DAYS
from becode.messages.models import Heartbeat, Message, Outlet
from becode.messages.outlets import host_of, per_minute
from becode.messages.querysets import database_clock

# A job that missed so many of its rounds, and a minute, is late.
MISSED_ROUNDS = 3
MOST_HOSTS = 20


@dataclass(frozen=True, slots=True)
class WayOut:
    """A channel's outlet; `row` is None before anything left by it."""

    channel: str
    host: str
    per_minute: int
    row: Outlet | None
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Failing:
    """A host of recipients' addresses where messages did not arrive, and the latest reason."""

    host: str
    number: int
    outcome: str
    last_at: datetime


@dataclass(frozen=True, slots=True)
class Job:
    """A periodic job: how often it runs, when it last finished, whether that is too long ago."""

    name: str
    every: timedelta
    beat_at: datetime | None
    is_late: bool


def by_channel(*, at: datetime) -> dict[str, dict[str, int]]:
    """By state and channel: open ones in full, final ones of the last COUNTED_DAYS days."""
    counts = {state: dict.fromkeys(Channel.values, 0) for state in MessageState.values}
    recent = Message.objects.finished().filter(finished_at__gt=at - timedelta(days=COUNTED_DAYS))
    for rows in (Message.objects.open(), recent):
        found = rows.order_by("state").values_list("state", "channel").annotate(number=Count("pk"))
        for state, channel, number in found:
            counts[state][channel] = number
    return counts


def oldest_due(*, at: datetime) -> dict[str, datetime]:
    """By channel: since when the oldest message waits that is due."""
    due = Message.objects.open().filter(due_at__lte=at)
    return dict(due.order_by("channel").values_list("channel").annotate(oldest=Min("due_at")))


def ways_out() -> list[WayOut]:
    """The outlets as the settings name them now; one query."""
    is_open = LessThanOrEqual(database_clock(), F("open_until"))
    rows = {row.name: row for row in Outlet.objects.annotate(is_open=is_open)}
    return [
        WayOut(
            channel=channel,
            host=host_of(channel),
            per_minute=per_minute(channel),
            row=rows.get(host_of(channel)),
            is_open=bool(getattr(rows.get(host_of(channel)), "is_open", False)),
        )
        for channel in Channel.values
    ]


def failed(messages: QuerySet[Message], *, at: datetime) -> QuerySet[Message]:
    """Those that were not sent in the last COUNTED_DAYS days."""
    since = at - timedelta(days=COUNTED_DAYS)
    return messages.filter(state=MessageState.FAILED, finished_at__gt=since)


def failing_hosts(messages: QuerySet[Message], *, at: datetime) -> list[Failing]:
    """Where e-mails did not arrive, most first; one query."""
    host = Func(
        Lower("address"), Value("@"), Value(2), function="split_part", output_field=CharField()
    )
    rows = (
        failed(messages, at=at)
        .filter(channel=Channel.EMAIL, address__contains="@")
        .order_by()
        .annotate(host=host)
        .values("host")
        .annotate(
            number=Count("pk"),
            outcomes=ArrayAgg("outcome", order_by="-finished_at"),
            last_at=Max("finished_at"),
        )
        .order_by("-number", "host")
    )
    return [
        Failing(row["host"], row["number"], row["outcomes"][0], row["last_at"])
        for row in rows[:MOST_HOSTS]
    ]


def reasons(messages: QuerySet[Message], *, at: datetime) -> list[tuple[str, int]]:
    """Why messages were not sent, most frequent first: outcome codes with how often."""
    rows = failed(messages, at=at).order_by().values("outcome").annotate(number=Count("pk"))
    return list(rows.order_by("-number", "outcome").values_list("outcome", "number"))


def jobs(rounds: dict[str, timedelta], *, at: datetime) -> list[Job]:
    """Every periodic job with its last sign of life; `rounds` says how often each runs."""
    last = dict(Heartbeat.objects.order_by("name").values_list("name", "beat_at"))
    return [
        Job(
            name=name,
            every=every,
            beat_at=last.get(name),
            is_late=name in last and last[name] < at - MISSED_ROUNDS * every - timedelta(minutes=1),
        )
        for name, every in sorted(rounds.items(), key=lambda pair: (pair[1], pair[0]))
    ]
