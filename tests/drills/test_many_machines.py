"""Several machines on one database and one Redis: three workers, two beats, one of them dies.

Each "machine" is a process group of its own with its own beat file; they share nothing but
PostgreSQL, Redis and the mail server. Where the kernel lets us, each lives in a network namespace
of its own too, and reaches the servers by their sockets alone.
"""

import os
import tempfile
import time
from collections import Counter
from datetime import timedelta

import pytest

from becode.core import clock
from becode.messages import quiet
from becode.messages.invariants import (
    merged_end_together,
    none_forgotten,
    one_ordinary_a_day,
)
from becode.messages.models import Message
from becode.people.models import ContactPoint, Person
from becode.reminders.models import RuleVersion
from cohorts.models import Enrolment
from tests.drills.processes import SENDERS, Processes, until
from tests.factories import CohortFactory
from tests.smtp_sink import SmtpSink

pytestmark = [pytest.mark.drill, pytest.mark.django_db(transaction=True)]

PEOPLE = int(os.environ.get("BECODE_DRILL_PEOPLE", "2000"))
COHORT_SIZE = 25
PATIENCE = 240


def enrol(number):
    """So many people whose cohort starts in two days, with a reminder set to this hour.

    On a holiday it is tomorrow that it starts: what can wait would.
    """
    at = clock.now()
    days = 1 if quiet.is_holiday(at) else 2
    start = clock.local_day(at) + timedelta(days=days)
    RuleVersion.objects.create(
        rule="cohort_starts",
        offsets=[f"-{days}d@{at.astimezone(clock.BRUSSELS).hour}"],
        made_at=at,
    )
    people = Person.objects.bulk_create(
        Person(first_name=f"P{n}", sort_name="p", contact_language="en", created_at=at)
        for n in range(number)
    )
    ContactPoint.objects.bulk_create(
        ContactPoint(person=person, kind="email", value=f"person{n}@mail.example", key=f"person{n}")
        for n, person in enumerate(people)
    )
    for first in range(0, number, COHORT_SIZE):
        group = people[first : first + COHORT_SIZE]
        cohort = CohortFactory(
            start_on=start, end_on=start + timedelta(days=200), seats_taken=len(group)
        )
        Enrolment.objects.bulk_create(
            Enrolment(person=person, cohort=cohort, enrolled_at=at) for person in group
        )


def test_three_workers_and_two_beats_send_each_reminder_once():
    enrol(PEOPLE)
    path = f"{tempfile.mkdtemp(prefix='becode-sink-', dir='/tmp')}/smtp.sock"
    with SmtpSink(path=path) as sink, Processes(mail_url=sink.url, mail_path=path) as running:
        for machine in ("a", "b", "c"):
            running.start("worker", machine)
        for machine in ("a", "b"):
            running.start("beat", machine)
        started = time.monotonic()

        assert sink.wait_for(PEOPLE // 4, seconds=PATIENCE), running.log("worker-a")[-3000:]
        running.kill("worker-b")
        assert sink.wait_for(PEOPLE // 2, seconds=PATIENCE), running.log("worker-a")[-3000:]
        running.kill("beat-a")
        assert until(lambda: all_sent(PEOPLE), seconds=PATIENCE), running.log("worker-a")[-3000:]
        seconds = time.monotonic() - started

        arrived = Counter(sink.addresses())
        twice = sum(times - 1 for times in arrived.values())
        report(running, arrived, twice, seconds)
        assert arrived.keys() == {f"person{n}@mail.example" for n in range(PEOPLE)}
        assert twice <= running.kills * SENDERS
        at = clock.now()
        assert (one_ordinary_a_day(at=at), merged_end_together(at=at).count()) == (0, 0)
        assert none_forgotten(at=at).count() == 0
        assert Message.objects.filter(rule="cohort_starts").count() == PEOPLE


def all_sent(number):
    sent = Message.objects.filter(rule="cohort_starts", state="sent").count()
    return sent == number and not Message.objects.open().exists()


def report(running, arrived, twice, seconds):
    kind = "network namespaces" if running.have_own_networks else "plain process groups"
    print(
        f"\n  3 workers, 2 beats ({kind}): {len(arrived)} of {PEOPLE} arrived, {twice} twice,"
        f" {running.kills} kills, {SENDERS} in flight a worker, {seconds:.0f} s"
    )
