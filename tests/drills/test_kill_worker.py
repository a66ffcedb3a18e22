"""Killed senders: nothing is lost, and at most what was in flight comes twice.

Invariants 4 and 6 of docs/messages.md. The small drill is part of `make test`.
"""

from collections import Counter, defaultdict

import pytest

from becode.accounts.models import User
from becode.core import clock
from becode.messages.compose import send
from becode.messages.invariants import none_forgotten
from becode.messages.models import Message
from becode.messages.notifications import AppAdded
from becode.messages.transport import message_id
from tests.drills.processes import SENDERS, Processes, until
from tests.smtp_sink import SmtpSink

pytestmark = pytest.mark.django_db(transaction=True)

# Starting a worker takes 2 s on an idle machine, and half a minute on one that is overloaded.
PATIENCE = 90


@pytest.fixture
def sink():
    with SmtpSink() as server:
        yield server


@pytest.fixture
def processes(sink):
    with Processes(mail_url=sink.url) as running:
        running.start("worker")
        running.start("beat")
        yield running


def write(number):
    """That many messages, each to an account of its own."""
    User.objects.bulk_create(
        User(email=f"colleague{n}@school.example", name=f"Colleague {n}", language="en")
        for n in range(number)
    )
    at = clock.now()
    for user in User.objects.order_by("pk"):
        send(AppAdded(user), at=at)


def none_open():
    return not Message.objects.open().exists()


def check(processes, sink, number):
    """Every message arrived; twice only as often as a sender was killed with it in hand."""
    arrived = Counter(sink.addresses())
    assert len(arrived) == number, processes.log("worker")[-3000:]
    assert Message.objects.filter(state="sent").count() == number
    twice = sum(count - 1 for count in arrived.values())
    assert twice <= processes.kills * SENDERS
    ids = defaultdict(set)
    for received in sink.received:
        ids[received.address].add(received.message_id)
    assert {address: {message_id(row)} for address, row in by_address().items()} == ids
    assert none_forgotten(at=clock.now()).count() == 0


def by_address():
    return {row.address: row for row in Message.objects.order_by("pk")}


def test_worker_killed_twice_and_redis_emptied_during_500_messages(processes, sink):
    write(500)

    assert sink.wait_for(50, seconds=PATIENCE), processes.log("worker")[-3000:]
    processes.kill("worker")
    processes.start("worker")
    assert sink.wait_for(150, seconds=PATIENCE)
    processes.empty_redis()
    assert sink.wait_for(250, seconds=PATIENCE)
    processes.kill("worker")
    processes.start("worker")

    assert until(none_open, seconds=PATIENCE), processes.log("worker")[-3000:]
    check(processes, sink, 500)


@pytest.mark.drill
def test_worker_child_and_beat_killed_during_3000_messages(processes, sink):
    write(3000)

    for arrived in range(200, 2600, 400):
        assert sink.wait_for(arrived, seconds=PATIENCE), processes.log("worker")[-3000:]
        processes.kill_one_child()
        assert sink.wait_for(arrived + 200, seconds=PATIENCE), processes.log("worker")[-3000:]
        processes.kill("worker")
        processes.kill("beat")
        processes.empty_redis()
        processes.start("worker")
        processes.start("beat")

    assert until(none_open, seconds=PATIENCE), processes.log("worker")[-3000:]
    check(processes, sink, 3000)
