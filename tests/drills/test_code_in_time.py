"""A sign-in code leaves within two seconds of the request, woken by the request alone."""

import time

import pytest
from django.test import Client
from django.urls import reverse

from becode.celery import app
from becode.messages import wake
from tests.drills.processes import Processes
from tests.factories import UserFactory
from tests.smtp_sink import SmtpSink


@pytest.fixture
def broker_of(monkeypatch):
    """A function that makes the processes' Redis the one that requests ring."""

    def use(processes):
        url = processes.redis.url.replace("unix://", "redis+socket://", 1)
        monkeypatch.setattr(app.conf, "broker_url", url)
        monkeypatch.setattr(wake._Bell, "not_before", 0.0)
        app._pool = app.amqp._producer_pool = None

    yield use
    app._pool = app.amqp._producer_pool = None


@pytest.mark.django_db(transaction=True)
def test_code_leaves_within_two_seconds(broker_of):
    users = [UserFactory() for _number in range(4)]
    with SmtpSink() as sink, Processes(mail_url=sink.url) as processes:
        broker_of(processes)
        processes.start("worker")  # and no beat
        assert ask(users[0], sink, seconds=90) < 90, "the worker starts"

        waits = [ask(user, sink, seconds=10) for user in users[1:]]

    assert max(waits) < 2


def ask(user, sink, *, seconds):
    """How long the code was on its way."""
    already = len(sink.received)
    started = time.monotonic()
    Client().post(reverse("account_login"), {"email": user.email})
    assert sink.wait_for(already + 1, seconds=seconds)
    return time.monotonic() - started
