"""500 people want 20 seats at once, from 40 processes, each saying yes twice, over HTTP.

docs/domain.md, "Waitlists". Five rounds with the guard: exactly 20 have a seat, everybody gets a
page, 99 in 100 within a second in the middle round. Without the guard one round oversells, or the
race is none.
"""

import http.client
import multiprocessing
import os
import random
import re
import secrets
import socket
import statistics
import subprocess
import sys
import time
from collections import Counter
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection, connections
from django.urls import reverse
from django.utils import translation

from applicants.models import SeatOffer
from becode.core import clock
from becode.core.invariants import invariants
from cohorts.models import Cohort, Enrolment
from tests.drills.processes import ROOT, until
from tests.factories import (
    ApplicationFactory,
    CampusFactory,
    CohortFactory,
    PersonFactory,
    SeatOfferFactory,
    TrackFactory,
    WaitlistEntryFactory,
)

pytestmark = [
    pytest.mark.drill,
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning"),
]
PROCESSES, PEOPLE, SEATS, ROUNDS = 40, 500, 20, 5
PATIENCE = 120  # seconds that a round may take before it has failed


@contextmanager
def site(module: str):
    """The web server on a free port of this machine; yields the port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    database = re.sub(
        r"/[^/?]+(\?|$)", rf"/{connection.settings_dict['NAME']}\1", os.environ["DATABASE_URL"]
    )
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.drills.settings",
        "DATABASE_URL": database,
        "REDIS_URL": "redis://127.0.0.1:1/0",  # nobody is there: forms work without
        "SECRET_KEY": settings.SECRET_KEY,
        "PORT": str(port),
        "PYTHONWARNINGS": "ignore",
    }
    command = [sys.executable, "-m", "granian", f"{module}:application", "--interface", "wsgi"]
    command += ["--host", "127.0.0.1", "--port", str(port), "--workers", "2"]
    command += ["--blocking-threads", "32", "--no-ws", "--log-level", "error"]
    server = subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True)
    try:
        assert until(lambda: _answers(port), seconds=90), "the site does not answer"
        yield port
    finally:
        server.terminate()
        server.wait(20)


def _answers(port: int) -> bool:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        line.request("GET", "/health/live", headers=_host(port))
        return line.getresponse().status == 200
    except OSError:
        return False
    finally:
        line.close()


def _host(port: int) -> dict[str, str]:
    return {"Host": f"{urlsplit(settings.BASE_URL).hostname or 'localhost'}:{port}"}


def offer_to_everybody() -> list[tuple[str, dict[str, str], str]]:
    """A new cohort, an open offer to each of 500 new people; what each browser sends."""
    campus, track = CampusFactory(), TrackFactory()
    cohort = CohortFactory(
        track=track, campus=campus, seats=SEATS, offer_ceiling=PEOPLE, seats_on_offer=PEOPLE
    )
    at = clock.now()
    requests = []
    for _number in range(PEOPLE):
        application = ApplicationFactory(
            person=PersonFactory(), track=track, campus=campus, state="admitted", eligible_at=at
        )
        entry = WaitlistEntryFactory(application=application, eligible_at=at, joined_at=at)
        offer = SeatOfferFactory(
            entry=entry, cohort=cohort, offered_at=at, expires_at=at + clock.hours(48)
        )
        session = SessionStore()
        session["person"] = {"key": offer.person_id, "at": at.isoformat()}
        session.create()
        token = secrets.token_hex(16)
        cookies = {
            settings.SESSION_COOKIE_NAME: session.session_key,
            settings.CSRF_COOKIE_NAME: token,
        }
        with translation.override("nl"):
            requests.append((reverse("applicants:my:accept", args=[offer.pk]), cookies, token))
    return requests


def _say_yes(port, host, requests, start, answers):
    """What one process does: each of its people says yes twice; answers statuses and seconds."""
    try:
        found = []
        start.wait(PATIENCE)
        for path, cookies, token in requests:
            line = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
            headers = {
                **host,
                "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
                "Content-Type": "application/x-www-form-urlencoded",
            }
            began = time.perf_counter()
            line.request("POST", path, body=f"csrfmiddlewaretoken={token}", headers=headers)
            status = line.getresponse().status
            found.append((status, time.perf_counter() - began))
            line.close()
        answers.put(found)
    except Exception as error:
        answers.put([(type(error).__name__, 0.0)])


def race(port: int) -> tuple[Counter, list[float]]:
    """One round; how often each status came, and all waiting times in seconds."""
    requests = [one for one in offer_to_everybody() for _twice in range(2)]
    random.Random(7).shuffle(requests)
    connections.close_all()  # a forked process must not share the parent's connection
    context = multiprocessing.get_context("fork")
    start, answers = context.Barrier(PROCESSES), context.Queue()
    host = _host(port)
    processes = [
        context.Process(
            target=_say_yes,
            args=(port, host, requests[number::PROCESSES], start, answers),
            daemon=True,
        )
        for number in range(PROCESSES)
    ]
    for process in processes:
        process.start()
    found = [one for _process in processes for one in answers.get(timeout=PATIENCE)]
    for process in processes:
        process.join(PATIENCE)
    return Counter(status for status, _took in found), sorted(took for _status, took in found)


def test_the_last_twenty_seats_go_to_twenty_people_five_times():
    slowest = []
    with site("becode.wsgi") as port:
        race(port)  # the first round warms the server and is not timed
        for _round in range(ROUNDS):
            statuses, times = race(port)
            assert statuses == {302: 2 * PEOPLE}
            cohort = Cohort.objects.latest("pk")
            assert (cohort.seats_taken, Enrolment.objects.filter(cohort=cohort).count()) == (
                SEATS,
                SEATS,
            )
            offers = SeatOffer.objects.filter(cohort=cohort).order_by("pk")
            states = Counter(offers.values_list("state", flat=True))
            assert states == {"accepted": SEATS, "withdrawn": PEOPLE - SEATS}
            slowest.append(times[int(len(times) * 0.99)])
    at = clock.now()
    broken = {rule.key: rule.count(at=at) for rule in invariants()}
    assert {key: count for key, count in broken.items() if count} == {}
    print("p99 of each round:", ", ".join(f"{took:.2f} s" for took in slowest))
    assert statistics.median(slowest) < 1


def test_without_the_guard_the_seats_are_oversold():
    constraint = next(
        known for known in Cohort._meta.constraints if known.name == "cohort_never_oversold"
    )
    with connection.schema_editor() as editor:
        editor.remove_constraint(Cohort, constraint)
    try:
        with site("tests.drills.unguarded") as port:
            race(port)
            cohort = Cohort.objects.latest("pk")
            assert Enrolment.objects.filter(cohort=cohort).count() > SEATS
    finally:
        Cohort.objects.update(seats_taken=0)
        with connection.schema_editor() as editor:
            editor.add_constraint(Cohort, constraint)
