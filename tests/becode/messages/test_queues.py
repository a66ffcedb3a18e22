"""Which work waits for which: four queues, and a run for each channel."""

import pytest
from django.conf import settings as site

from becode import run
from becode.celery import app
from becode.messages import deliver
from becode.messages.models import Message
from becode.messages.sms import MemoryBackend as MemorySms
from becode.messages.tasks import deliver_due, deliver_texts
from becode.schedule import SCHEDULE
from tests.becode.messages.notes import write
from tests.factories import MOMENT

pytestmark = pytest.mark.django_db


def queue_of(task):
    return app.amqp.router.route({}, task)["queue"].name


@pytest.mark.parametrize(
    ("task", "queue"),
    [
        ("messaging.deliver_due", "mail"),
        ("messaging.deliver_texts", "sms"),
        ("reminders.sweep", "sweep"),
        ("applicants.expire_offers", "sweep"),
        ("messaging.purge_bodies", "exports"),
        ("reports.export_everything", "exports"),
    ],
)
def test_each_kind_of_work_has_its_queue(task, queue):
    assert queue_of(task) == queue


def test_one_worker_of_make_run_takes_all_queues():
    worker = run._commands("127.0.0.1", "8000", dev=False)["worker"]
    taken = worker[worker.index("--queues") + 1].split(",")

    assert taken == ["exports", "mail", "sms", "sweep"]
    assert {queue_of(job["task"]) for job in SCHEDULE.values()} <= set(taken)


def test_every_job_of_the_schedule_has_a_task():
    app.loader.import_default_modules()

    assert {job["task"] for job in SCHEDULE.values()} <= set(app.tasks)


def test_a_run_of_mail_leaves_texts_alone_and_the_other_way_round(at):
    write("Anna")
    text = write("Bert")
    Message.objects.filter(pk=text.pk).update(channel="sms", parts={"sms": "Open"})

    deliver_due()
    assert list(Message.objects.filter(state="sent").values_list("channel", flat=True)) == ["email"]
    deliver_texts()

    assert [sent[1] for sent in MemorySms.sent] == ["BeCode: Open"]


def test_a_gateway_that_hangs_holds_no_mail(monkeypatch):
    """Its run uses up its time; the mail has a run of its own."""
    text = write("Bert")
    Message.objects.filter(pk=text.pk).update(channel="sms", parts={"sms": "Open"})
    write("Anna")
    monkeypatch.setattr(deliver, "RUN_SECONDS", 0)
    deliver.deliver_ready(at=MOMENT, channels=["sms"])
    monkeypatch.undo()

    assert deliver.deliver_ready(at=MOMENT, channels=["email"]) == {"sent": 1}
    assert site.CELERY_TASK_DEFAULT_QUEUE == "sweep"
