"""The Celery application: `celery -A becode worker` and `celery -A becode beat`."""

import os

from celery import Celery, Task
from celery.signals import task_success

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "becode.settings.embedded")

app = Celery("becode")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@app.on_after_configure.connect  # type: ignore[union-attr]  # set when the app is made
def _schedule(sender: Celery, **_: object) -> None:
    from becode.schedule import SCHEDULE  # the tasks it names need the settings first

    sender.conf.beat_schedule = SCHEDULE


@task_success.connect
def _show_life(sender: Task, **_: object) -> None:
    """A job of the schedule that finished says so: the status page of the staff site."""
    from becode.core import clock
    from becode.messages.health import beat
    from becode.schedule import SCHEDULE

    if sender.name in {job["task"] for job in SCHEDULE.values()}:
        beat(sender.name, at=clock.now(), detail={})
