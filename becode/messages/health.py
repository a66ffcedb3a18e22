"""How the outbox is doing: for the staff site, and for whoever is called at night."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min

from becode.messages.enums import OPEN_STATES, MessageState
from becode.messages.models import Heartbeat, Message

# How long each periodic job may be silent (becode/schedule.py says how often it runs).
MAY_BE_SILENT_FOR = {
    "sweep": timedelta(minutes=3),
    "deliver": timedelta(minutes=2),
    "deliver_texts": timedelta(minutes=2),
}
COUNTED_DAYS = 7


@dataclass(frozen=True, slots=True)
class OutboxHealth:
    """What staff must be able to see.

    `counts` has every state: open ones in full, final ones of the last COUNTED_DAYS days.
    `oldest_due_at` is the moment the oldest open message was due; `overdue` counts those that
    nobody holds and that no retry awaits. `silent_jobs` maps a late job to its last sign of life.
    """

    counts: dict[str, int]
    oldest_due_at: datetime | None
    overdue: int
    silent_jobs: dict[str, datetime | None]

    @property
    def is_good(self) -> bool:
        return not self.overdue and not self.silent_jobs

    @property
    def failed(self) -> int:
        return self.counts[MessageState.FAILED]


def outbox_health(*, at: datetime) -> OutboxHealth:
    """Four small queries; fit for a page that is opened often."""
    counts = dict.fromkeys(MessageState.values, 0)
    for rows in (
        Message.objects.open(),
        Message.objects.finished().filter(finished_at__gt=at - timedelta(days=COUNTED_DAYS)),
    ):
        counts |= dict(rows.order_by("state").values_list("state").annotate(number=Count("pk")))
    due = Message.objects.filter(state__in=OPEN_STATES, due_at__lte=at)
    return OutboxHealth(
        counts=counts,
        oldest_due_at=due.aggregate(oldest=Min("due_at"))["oldest"],
        overdue=Message.objects.overdue(at).count(),
        silent_jobs=silent_jobs(at=at),
    )


def silent_jobs(*, at: datetime) -> dict[str, datetime | None]:
    """The periodic jobs that should have finished again by now, with their last sign of life."""
    last = dict(Heartbeat.objects.order_by("name").values_list("name", "beat_at"))
    return {
        name: last.get(name)
        for name, limit in MAY_BE_SILENT_FOR.items()
        if name not in last or last[name] < at - limit
    }


def beat(name: str, *, at: datetime, detail: dict[str, int]) -> None:
    """Show that a periodic job finished. Only the schedule's own runs do; rehearsals don't."""
    Heartbeat.objects.update_or_create(name=name, defaults={"beat_at": at, "detail": detail})
