"""Killed senders: nothing is lost, and at most what was in flight comes twice.

Invariants 4 and 6 of docs/messages.md. The small drill is part of `make test`.
"""

import os
from collections import Counter, defaultdict

import pytest

from applicants.models import SeatOffer
from becode.accounts.models import User
from becode.core import clock
from becode.messages.compose import send
from becode.messages.invariants import none_forgotten
from becode.messages.models import Message
from becode.messages.notifications import AppAdded
from becode.messages.transport import message_id
from benchmarks.accepting import offer_to_everybody
from tests.drills.clients import Clients
from tests.drills.processes import SENDERS, Processes, until
from tests.factories import CampusFactory, TrackFactory
from tests.smtp_sink import SmtpSink

pytestmark = pytest.mark.django_db(transaction=True)

# Starting a worker takes 2 s on an idle machine, and half a minute on one that is overloaded.
PATIENCE = 90
MESSAGES = int(os.environ.get("BECODE_DRILL_MESSAGES", "20000"))
FORMS = 100
PATIENCE_FOR_ALL = 600
LONGEST_SILENCE = 120


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
def test_worker_beat_and_web_killed_during_many_messages(processes, sink):
    """Forms are sent meanwhile: what was answered is there, and its message arrives too."""
    CampusFactory()
    TrackFactory()
    _cohort, posts = offer_to_everybody(FORMS, seats=FORMS, at=clock.now())
    write_at_once(f"colleague{n}@school.example" for n in range(MESSAGES))
    processes.start("web")
    processes.wait_for_web(seconds=PATIENCE)

    with Clients(processes.port, posts, threads=2, pause=0.2) as clients:
        for arrived in range(MESSAGES // 10, MESSAGES * 9 // 10, MESSAGES // 5):
            assert sink.wait_for(arrived, seconds=PATIENCE_FOR_ALL), processes.log("worker")[-3000:]
            processes.kill_one_child()
            processes.kill("web", counts=False)
            processes.start("web")
            assert sink.wait_for(arrived + 50, seconds=PATIENCE_FOR_ALL), processes.log("worker")[
                -3000:
            ]
            processes.kill("worker")
            processes.kill("beat", counts=False)
            processes.empty_redis()
            processes.start("worker")
            processes.start("beat")
        assert until(clients.are_done, seconds=PATIENCE), clients.faults[-5:]
        assert until(none_open, seconds=PATIENCE_FOR_ALL), processes.log("worker")[-3000:]

    arrived = Counter(one.message_id for one in sink.received)
    twice = sum(times - 1 for times in arrived.values())
    idle = sink.longest_silence()
    print(
        f"\n  {processes.kills} senders and the web killed during {MESSAGES} messages: lost"
        f" {Message.objects.count() - len(arrived)}, twice {twice} (in flight:"
        f" {processes.kills} x {SENDERS}), longest silence {idle:.0f} s; {len(clients.faults)}"
        f" requests failed, {len(clients.acknowledged)} forms answered, all there"
    )
    assert len(arrived) == Message.objects.filter(state="sent").count() == Message.objects.count()
    assert SeatOffer.objects.filter(state="accepted").count() == len(clients.acknowledged) == FORMS
    assert twice <= processes.kills * SENDERS
    assert idle <= LONGEST_SILENCE
    assert none_forgotten(at=clock.now()).count() == 0


def write_at_once(addresses):
    """A message to an account of each address, in bulk: copies of one that was written."""
    users = User.objects.bulk_create(
        User(email=address, name=f"Colleague {n}", language="en")
        for n, address in enumerate(addresses)
    )
    (first,) = send(AppAdded(users[0]), at=clock.now())
    fields = [field.attname for field in Message._meta.concrete_fields if not field.primary_key]
    values = {name: getattr(first, name) for name in fields}
    Message.objects.bulk_create(
        (
            Message(
                **values
                | {
                    "dedupe_key": f"{AppAdded.key}:{user.pk}:user-{user.pk}:",
                    "user_id": user.pk,
                    "about_key": user.pk,
                    "address": user.email,
                }
            )
            for user in users[1:]
        ),
        batch_size=1000,
    )
