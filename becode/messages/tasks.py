from celery import shared_task

from becode.core import clock
from becode.messages.deliver import deliver_ready
from becode.messages.health import beat


@shared_task(name="messaging.deliver_due")
def deliver_due() -> None:
    at = clock.now()
    beat("deliver", at=at, detail=deliver_ready(at=at))
