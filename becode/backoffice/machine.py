"""The state of the machine in one line, for administrators: what is due, what still beats."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from becode.messages.enums import MessageState
from becode.messages.models import Heartbeat, Message

# The sender and the sweep run every minute; five missed ones are worth a word.
STALE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class State:
    """`oldest_due_at` is None when nothing waits; `stale` names the jobs that stopped."""

    oldest_due_at: datetime | None
    failed: int
    stale: tuple[str, ...]
    is_late: bool

    @property
    def is_well(self) -> bool:
        return not self.is_late and not self.stale


def state(*, at: datetime) -> State:
    """Three queries, each answered by an index or a table of a few rows."""
    oldest = Message.objects.ready(at).values_list("next_try_at", flat=True).first()
    beats = dict(Heartbeat.objects.order_by("name").values_list("name", "beat_at"))
    stale = tuple(
        name for name in ("deliver", "sweep") if name not in beats or beats[name] < at - STALE
    )
    return State(
        oldest_due_at=oldest,
        failed=Message.objects.filter(
            state=MessageState.FAILED, finished_at__gte=at - timedelta(days=7)
        ).count(),
        stale=stale,
        is_late=oldest is not None and oldest < at - STALE,
    )
