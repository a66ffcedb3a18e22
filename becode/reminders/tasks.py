from celery import shared_task

from becode.core import clock
from becode.messages.days import release, settling
from becode.messages.enums import Channel
from becode.messages.health import beat
from becode.messages.wake import wake_sender
from becode.reminders.sweep import UNFINISHED, sweep

# Below the time limit of a task: what is left is for the next sweep.
SWEEP_SECONDS = 180


@shared_task(name="reminders.sweep")
def sweep_reminders() -> None:
    at = clock.now()
    with settling():
        counts = sweep(at=at, seconds=SWEEP_SECONDS)
    if UNFINISHED not in counts:
        release(at=at)
    beat("sweep", at=at, detail=counts)
    if any(counts.values()):
        for channel in Channel.values:
            wake_sender(channel)
