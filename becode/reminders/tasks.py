from celery import shared_task

from becode.core import clock
from becode.messages.days import all_written_first
from becode.messages.enums import Channel
from becode.messages.health import beat
from becode.messages.wake import wake_sender
from becode.reminders.sweep import sweep


@shared_task(name="reminders.sweep")
def sweep_reminders() -> None:
    at = clock.now()
    with all_written_first(at=at):
        counts = sweep(at=at)
    beat("sweep", at=at, detail=counts)
    if any(counts.values()):
        for channel in Channel.values:
            wake_sender(channel)
