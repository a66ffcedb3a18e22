"""Servers that vanish under load: forms that were answered stay, messages leave, once each.

The table of faults is in docs/messages.md, "Drills"; killed processes are in test_kill_worker.py.
Each prints what it saw.
"""

import os
import re
import signal
import subprocess
import tempfile
import time
from collections import Counter
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection

from applicants.models import SeatOffer
from becode.core import clock
from becode.embedded.postgres import Postgres
from becode.messages.invariants import none_forgotten
from becode.messages.models import Message
from benchmarks.accepting import offer_to_everybody
from tests import databases
from tests.drills.clients import Clients
from tests.drills.processes import SENDERS, Processes, until
from tests.factories import CampusFactory, TrackFactory
from tests.smtp_sink import SmtpSink

pytestmark = [pytest.mark.drill, pytest.mark.django_db(transaction=True)]

PEOPLE = 300
PATIENCE = 120
# What a busy machine may add to what is promised.
LONGEST_ANSWER = 2.0
AFTERWARDS = 5.0


def offers():
    """So many people with a seat to take, and the form of each."""
    CampusFactory()
    TrackFactory()
    _cohort, posts = offer_to_everybody(PEOPLE, seats=PEOPLE, at=clock.now())
    return posts


def taken():
    """The offers that were accepted, by the order of their forms."""
    states = SeatOffer.objects.order_by("pk").values_list("state", flat=True)
    return [number for number, state in enumerate(states) if state == "accepted"]


def check(clients, sink, running):
    """Every answered form is there, its message arrived, and nothing was forgotten."""
    assert until(clients.are_done, seconds=PATIENCE), clients.faults[-5:]
    assert sorted(clients.acknowledged) == taken()
    assert until(none_open, seconds=PATIENCE), running.log("worker")[-3000:]
    arrived = Counter(one.message_id for one in sink.received)
    assert len(arrived) == Message.objects.filter(state="sent").count() > PEOPLE - 1
    assert none_forgotten(at=clock.now()).count() == 0
    return sum(times - 1 for times in arrived.values())


def none_open():
    return not Message.objects.open().exists()


@contextmanager
def site(sink, **also):
    with Processes(mail_url=sink.url, **also) as running:
        for name in ("web", "worker", "beat"):
            running.start(name)
        running.wait_for_web(seconds=PATIENCE)
        yield running


def test_redis_flushed_frozen_and_stopped_under_load():
    posts = offers()
    with SmtpSink() as sink, site(sink) as running, Clients(running.port, posts) as clients:
        some = PEOPLE // 6
        assert until(lambda: len(clients.acknowledged) > some, seconds=PATIENCE)
        running.empty_redis()
        assert until(lambda: len(clients.acknowledged) > 2 * some, seconds=PATIENCE)
        os.kill(running.redis._pid(), signal.SIGSTOP)
        try:
            assert until(lambda: len(clients.acknowledged) > 3 * some, seconds=PATIENCE)
        finally:
            os.kill(running.redis._pid(), signal.SIGCONT)
        running.redis.stop()
        assert until(lambda: len(clients.acknowledged) > 4 * some, seconds=PATIENCE)
        running.start_redis()

        twice = check(clients, sink, running)
        print(
            f"\n  Redis flushed, frozen, stopped: {len(clients.acknowledged)} forms,"
            f" {len(clients.faults)} errors, p99 {clients.p99:.2f} s; lost 0, twice {twice}"
        )
        assert (clients.faults, twice) == ([], 0)
        assert clients.p99 < LONGEST_ANSWER


def test_postgres_restarted_under_load():
    with own_cluster() as (postgres, url), SmtpSink() as sink:
        posts = offers()
        with (
            site(sink, database_url=url) as running,
            Clients(running.port, posts) as clients,
        ):
            assert until(lambda: len(clients.acknowledged) > PEOPLE // 4, seconds=PATIENCE)
            connection.close()
            begin = time.monotonic()
            postgres.stop()
            Postgres(postgres.data_dir).start(durable=False)
            back = time.monotonic()

            twice = check(clients, sink, running)
            outside = clients.faults_outside(begin - 1, back + AFTERWARDS)
            print(
                f"\n  PostgreSQL restarted: away {back - begin:.1f} s, {len(clients.faults)} errors"
                f" meanwhile, {len(outside)} later; {len(clients.acknowledged)} forms, all there;"
                f" twice {twice}"
            )
            assert outside == []
            assert twice <= SENDERS


@contextmanager
def own_cluster():
    """A PostgreSQL of the test's own, which it may stop, with every table."""
    before = dict(connection.settings_dict)
    template = databases.migrated()
    with tempfile.TemporaryDirectory(prefix="becode-pg-", dir="/tmp") as folder:
        Path(folder).chmod(0o755)
        postgres = Postgres(Path(folder))
        postgres.start(durable=False)
        postgres.create_database()
        _copy(postgres, template)
        connection.close()
        connection.settings_dict |= {"HOST": str(postgres.sockets), "NAME": "becode"}
        try:
            yield postgres, postgres.url
        finally:
            connection.close()
            connection.settings_dict |= {"HOST": before["HOST"], "NAME": before["NAME"]}
            postgres.stop()


def _copy(postgres, template):
    there = re.search(r"@/?([^?]*)/[^/]+$", os.environ["DATABASE_URL"]).group(1)
    dump = [postgres.programs / "pg_dump", "-h", f"/{there.lstrip('/')}", "-U", "becode", template]
    restore = [postgres.programs / "psql", "-q", "-h", postgres.sockets, "-U", "becode", "becode"]
    made = subprocess.run(dump, capture_output=True, check=True)
    subprocess.run(restore, input=made.stdout, capture_output=True, check=True)
