from celery import Task, shared_task
from celery.signals import task_success

from becode.core import clock
from becode.messages.deliver import deliver_ready
from becode.messages.enums import Channel
from becode.messages.health import beat
from becode.messages.retention import (
    forget_addresses,
    forget_bounces,
    forget_old_days,
    purge_bodies,
)
from becode.schedule import SCHEDULE


@shared_task(name="messaging.deliver_due")
def deliver_due() -> None:
    """E-mail; texts have a run of their own, so that neither waits for the other's gateway."""
    at = clock.now()
    beat("deliver", at=at, detail=deliver_ready(at=at, channels=[Channel.EMAIL]))


@shared_task(name="messaging.deliver_texts")
def deliver_texts() -> None:
    at = clock.now()
    beat("deliver_texts", at=at, detail=deliver_ready(at=at, channels=[Channel.SMS]))


@shared_task(name="messaging.purge_bodies")
def purge_old_bodies() -> None:
    at = clock.now()
    detail = {
        "bodies": purge_bodies(at=at),
        "days": forget_old_days(at=at),
        "returned": forget_bounces(at=at),
        "addresses": forget_addresses(at=at),
    }
    beat("purge_bodies", at=at, detail=detail)


@task_success.connect
def show_life(sender: Task, **_: object) -> None:
    """A job of the schedule that finished says so: the status page of the staff site."""
    if sender.name in {job["task"] for job in SCHEDULE.values()}:
        beat(str(sender.name), at=clock.now(), detail={})
