"""The Celery application: `celery -A becode worker` and `celery -A becode beat`."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "becode.settings.embedded")

app = Celery("becode")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@app.on_after_configure.connect  # type: ignore[union-attr]  # set when the app is made
def _schedule(sender: Celery, **_: object) -> None:
    from becode.schedule import SCHEDULE  # the tasks it names need the settings first

    sender.conf.beat_schedule = SCHEDULE
