from celery import shared_task

from becode.core import clock
from becode.reminders.sweep import sweep


@shared_task(name="reminders.sweep")
def sweep_reminders() -> None:
    sweep(at=clock.now())
