"""Twenty processes book the last five places of a moment at the same time.

With the guard five have one. Without it the moment is overbooked: the race is real.
"""

import multiprocessing
from collections import Counter
from contextlib import contextmanager

import pytest
from django.db import connection, connections
from django.db.models import F

from applicants.models import Booking, Slot, StepProgress
from applicants.workflow import booking, locks
from becode.core.actors import Actor
from tests.factories import ApplicationFactory
from tests.factories_steps import SelectionStepFactory, SlotFactory, StepProgressFactory

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning"),
]
PEOPLE, PLACES = 20, 5
# Longer than twenty processes need on a machine that is busy with other things.
PATIENCE = 120


@pytest.fixture
def people(web, brussels, at):
    """Twenty people in one step, and a moment with five places."""
    step = SelectionStepFactory(track=web)
    SlotFactory(campus=brussels, capacity=PLACES)
    return [
        StepProgressFactory(
            application=ApplicationFactory(track=web, campus=brussels, state="in_selection"),
            step=step,
        ).pk
        for _ in range(PEOPLE)
    ]


def _book(key, at, start, answers):
    try:
        progress = StepProgress.objects.with_step().get(pk=key)
        slot = Slot.objects.get()
        start.wait(PATIENCE)
        person = Actor.person(progress.application.person)
        booking.book(progress=progress, slot=slot, actor=person, at=at)
        answers.put("booked")
    except Exception as error:
        answers.put(type(error).__name__)
    finally:
        connections.close_all()


def race(keys, at):
    connections.close_all()  # a forked process must not share the parent's connection
    context = multiprocessing.get_context("fork")
    start, answers = context.Barrier(len(keys)), context.Queue()
    processes = [
        context.Process(target=_book, args=(key, at, start, answers), daemon=True) for key in keys
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
    """The places as somebody in a hurry would have counted them: look, then write.

    All have looked before the first one writes, however slow the machine is.
    """
    all_looked = multiprocessing.get_context("fork").Barrier(PEOPLE)
    constraint = next(
        known for known in Slot._meta.constraints if known.name == "slot_never_overbooked"
    )

    def look_then_write(slot):
        if slot.taken >= slot.capacity:
            raise booking.NoPlace
        all_looked.wait(PATIENCE)
        Slot.objects.filter(pk=slot.pk).update(taken=F("taken") + 1)

    monkeypatch.setattr(locks, "lock_slots", lambda *keys: Slot.objects.in_bulk(keys))
    monkeypatch.setattr(booking, "claim_place", look_then_write)
    with connection.schema_editor() as editor:
        editor.remove_constraint(Slot, constraint)
    try:
        yield
    finally:
        Slot.objects.update(taken=0)
        with connection.schema_editor() as editor:
            editor.add_constraint(Slot, constraint)


def test_the_last_five_places_go_to_five_people(people, at):
    assert race(people, at) == {"booked": PLACES, "NoPlace": PEOPLE - PLACES}
    assert (Booking.objects.count(), Slot.objects.get().taken) == (PLACES, PLACES)


def test_without_the_guard_the_moment_is_overbooked(people, at, monkeypatch):
    with guard_off(monkeypatch):
        counts = race(people, at)
        booked = Booking.objects.count()
    assert counts["booked"] == booked
    assert booked > PLACES


def test_one_person_booking_twenty_times_has_one_place(people, at):
    assert race(people[:1] * PEOPLE, at) == {"booked": 1, "IllegalMove": PEOPLE - 1}
    assert Slot.objects.get().taken == 1
