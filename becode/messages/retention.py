"""How long the words of messages are kept: who got what, when, and what became of it stays."""

from datetime import datetime, timedelta

from django.conf import settings

from becode.core import clock
from becode.messages.models import Message, OrdinaryDay

BATCH = 1_000
# Of use for a day; kept a while for whoever asks why something waited.
DAYS_KEPT = timedelta(days=30)


def purge_bodies(*, at: datetime, batch: int = BATCH) -> int:
    """Empty the words of messages that ended MESSAGE_BODY_DAYS ago; returns how many.

    In batches, each a statement of its own: senders and readers never wait for it.
    """
    old = Message.objects.finished().filter(
        finished_at__lt=at - timedelta(days=settings.MESSAGE_BODY_DAYS),
        body_purged_at__isnull=True,
    )
    total = 0
    while True:
        keys = list(old.order_by("finished_at", "pk").values_list("pk", flat=True)[:batch])
        if not keys:
            return total
        total += Message.objects.filter(pk__in=keys).update(
            text="", parts={}, calendar="", body_purged_at=at
        )


def forget_old_days(*, at: datetime) -> int:
    """Delete the rows of days that are over; returns how many."""
    oldest = clock.local_day(at) - DAYS_KEPT
    deleted, _by_model = OrdinaryDay.objects.filter(day__lt=oldest).delete()
    return deleted
