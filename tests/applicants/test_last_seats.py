"""Twenty processes accept the last five seats at the same moment.

With the guard there are five enrolments and fifteen kind refusals. Without it the seats are
oversold, which shows that the race is real and that the guard is what stops it.
"""

import multiprocessing
from collections import Counter
from contextlib import contextmanager

import pytest
from django.db import connection, connections
from django.db.models import F

from applicants.models import SeatOffer
from applicants.workflow.offers import accept_offer, offer_seat
from becode.core.actors import Actor
from cohorts import seats
from cohorts.models import Cohort, Enrolment
from tests.factories import CohortFactory

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning"),
]
PEOPLE, SEATS = 20, 5
# Seconds, longer than twenty processes need on a machine that is busy with other things.
PATIENCE = 120


@pytest.fixture
def offered(web, brussels, waiting, at):
    """Five seats in a cohort, and twenty people who hold an offer for one of them."""
    cohort = CohortFactory(track=web, campus=brussels, seats=SEATS, offer_ceiling=PEOPLE)
    return [
        offer_seat(entry=waiting(), cohort=cohort, actor=Actor("system"), at=at).pk
        for _ in range(PEOPLE)
    ]


def _accept(offer_key, at, start, answers):
    """What one process does: connect, wait for the others, say yes; answer with what came."""
    try:
        offer = SeatOffer.objects.get(pk=offer_key)
        start.wait(PATIENCE)
        accept_offer(offer=offer, actor=Actor.person(offer.person), at=at)
        answers.put("enrolled")
    except Exception as error:
        answers.put(type(error).__name__)
    finally:
        connections.close_all()


def race(offer_keys, at):
    """Accept all these offers at once, each in a process of its own; the answers, counted."""
    connections.close_all()  # a forked process must not share the parent's connection
    context = multiprocessing.get_context("fork")
    start, answers = context.Barrier(len(offer_keys)), context.Queue()
    processes = [
        context.Process(target=_accept, args=(key, at, start, answers), daemon=True)
        for key in offer_keys
    ]
    for process in processes:
        process.start()
    counts = Counter(answers.get(timeout=PATIENCE) for _ in processes)
    for process in processes:
        process.join(PATIENCE)
        if process.is_alive():
            process.kill()
    return counts


@contextmanager
def guard_off(monkeypatch):
    """The seats as somebody in a hurry would have written them: look, then write.

    All have looked before the first one writes, however slow the machine is.
    """
    all_looked = multiprocessing.get_context("fork").Barrier(PEOPLE)
    constraint = next(
        known for known in Cohort._meta.constraints if known.name == "cohort_never_oversold"
    )

    def look(pk):
        return Cohort.objects.get(pk=pk)

    def look_then_write(cohort):
        if cohort.seats_taken >= cohort.seats:
            raise seats.NoSeat
        all_looked.wait(PATIENCE)
        Cohort.objects.filter(pk=cohort.pk).update(seats_taken=F("seats_taken") + 1)

    monkeypatch.setattr(seats, "lock_cohort", look)
    monkeypatch.setattr(seats, "claim_seat", look_then_write)
    with connection.schema_editor() as editor:
        editor.remove_constraint(Cohort, constraint)
    try:
        yield
    finally:
        Cohort.objects.update(seats_taken=0)
        with connection.schema_editor() as editor:
            editor.add_constraint(Cohort, constraint)


def test_the_last_five_seats_go_to_five_people(offered, at):
    counts = race(offered, at)
    assert counts == {"enrolled": SEATS, "NoSeat": PEOPLE - SEATS}
    assert Enrolment.objects.count() == SEATS
    assert Cohort.objects.get().seats_taken == SEATS
    assert Counter(SeatOffer.objects.order_by("pk").values_list("state", flat=True)) == {
        "accepted": SEATS,
        "withdrawn": PEOPLE - SEATS,
    }


def test_without_the_guard_the_seats_are_oversold(offered, at, monkeypatch):
    with guard_off(monkeypatch):
        counts = race(offered, at)
        enrolled = Enrolment.objects.count()
    assert counts["enrolled"] == enrolled
    assert enrolled > SEATS


def test_one_person_saying_yes_twenty_times_has_one_seat(offered, at):
    counts = race(offered[:1] * PEOPLE, at)
    assert counts == {"enrolled": PEOPLE}
    assert (Enrolment.objects.count(), Cohort.objects.get().seats_taken) == (1, 1)
