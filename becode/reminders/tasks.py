from celery import shared_task

from becode.core import clock
from becode.messages.health import beat
from becode.reminders.sweep import sweep


@shared_task(name="reminders.sweep")
def sweep_reminders() -> None:
    at = clock.now()
    beat("sweep", at=at, detail=sweep(at=at))
