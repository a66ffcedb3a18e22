from celery import shared_task

from becode.core import clock
from becode.messages.deliver import deliver_ready


@shared_task(name="messaging.deliver_due")
def deliver_due() -> None:
    deliver_ready(at=clock.now())
