"""Waking a worker never breaks or delays a request, whatever the broker does."""

import os
import shutil
import signal
import socket
import tempfile
import time
from pathlib import Path

import pytest
from kombu import Connection

from becode.celery import app
from becode.embedded.redis import Redis
from becode.messages import tasks, wake

REASONABLE_SECONDS = 2.0


@pytest.fixture(autouse=True)
def _may_ring(monkeypatch):
    monkeypatch.setattr(wake._Bell, "not_before", 0.0)


@pytest.fixture
def broker(monkeypatch):
    """A function that makes an address the broker, with pools of its own."""

    def use(url):
        monkeypatch.setattr(app.conf, "broker_url", url)
        forget_pools()

    yield use
    forget_pools()


def forget_pools():
    """Pools are kept by the application; the next one asked for has the present address."""
    app._pool = app.amqp._producer_pool = None


@pytest.fixture
def redis():
    """A Redis of our own, which a test may freeze."""
    folder = Path(tempfile.mkdtemp(prefix="becode-wake-"))
    server = Redis(folder)
    server.start()
    yield server
    os.kill(server._pid(), signal.SIGCONT)
    server.stop()
    shutil.rmtree(folder)


def url_of(server):
    return server.url.replace("unix://", "redis+socket://", 1)


def seconds_to_wake():
    started = time.monotonic()
    wake.wake_sender()
    return time.monotonic() - started


@pytest.fixture
def complaints(caplog):
    """Which errors of the broker were logged."""
    return lambda: [record.args[0] for record in caplog.records]


def queued(server):
    with Connection(url_of(server)) as connection:
        return connection.default_channel._size("mail")


def test_wake_up_reaches_the_queue(broker, redis):
    broker(url_of(redis))

    wake.wake_sender()

    assert queued(redis) == 1


def test_stopped_broker(broker, complaints):
    broker("redis+socket:///tmp/nobody-listens-here.sock")

    assert seconds_to_wake() < REASONABLE_SECONDS
    assert seconds_to_wake() < 0.01, "for a while nobody tries again"
    assert complaints() == ["OperationalError"]


def test_broker_that_never_answers(broker, complaints):
    path = tempfile.mktemp(prefix="becode-", dir="/tmp")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(path)
        listening.listen()
        broker(f"redis+socket://{path}")

        took = seconds_to_wake()
    Path(path).unlink()

    assert took < REASONABLE_SECONDS
    assert complaints() == ["OperationalError"]


def test_broker_that_freezes_after_it_worked(broker, redis, complaints):
    broker(url_of(redis))
    wake.wake_sender()
    os.kill(redis._pid(), signal.SIGSTOP)

    assert seconds_to_wake() < REASONABLE_SECONDS
    assert seconds_to_wake() < 0.01
    assert complaints() == ["OperationalError"]


def test_ringing_starts_again_after_the_silence(broker, redis, monkeypatch):
    broker(url_of(redis))
    monkeypatch.setattr(wake, "SILENCE_SECONDS", 0.0)
    os.kill(redis._pid(), signal.SIGSTOP)
    wake.wake_sender()
    os.kill(redis._pid(), signal.SIGCONT)

    wake.wake_sender()

    assert queued(redis) >= 1


def test_no_error_gets_through(monkeypatch):
    def fail(**options):
        raise ZeroDivisionError

    monkeypatch.setattr(tasks.deliver_due, "apply_async", fail)

    wake.wake_sender()

    assert wake._Bell.not_before > 0, "the failure was noticed"
