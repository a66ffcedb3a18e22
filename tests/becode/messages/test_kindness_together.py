"""Several senders at once never give one reader two ordinary messages of a day.

The race is shown with the guards off first: else the test would prove nothing.
"""

import threading
from collections import Counter

import pytest

from becode.messages import claiming, days
from becode.messages.deliver import deliver_ready
from becode.messages.models import Message
from tests.becode.messages.daily import Second, Third, anna, plan
from tests.becode.messages.test_claims import together
from tests.factories import MOMENT, PersonFactory

pytestmark = pytest.mark.django_db(transaction=True)


def test_three_senders_send_each_reader_one_mail_with_everything(sink):
    for number in range(25):
        person = PersonFactory(email=f"person{number}@mail.example")
        for kind in (Second, Third):
            plan(person, kind)
        plan(person)

    together(*[lambda: deliver_ready(at=MOMENT)] * 3)

    assert Counter(sink.addresses()) == {f"person{n}@mail.example": 1 for n in range(25)}
    assert {one.subject[:10] for one in sink.received} == {"3 messages"}
    assert Message.objects.filter(state="sent").count() == 75


@pytest.fixture
def race(monkeypatch):
    """A function that lets two senders claim for one reader at the same moment.

    The first holds its row, and has not looked for more yet, while the second claims.
    """
    holds, second_is_done = threading.Event(), threading.Event()
    ask = claiming.days.turns_of

    def turns_of(messages, *, at):
        turns = ask(messages, at=at)
        if not holds.is_set():
            holds.set()
            second_is_done.wait(1)
        return turns

    def run():
        parcels = []

        def second():
            holds.wait(5)
            parcels.append(claiming.claim_one(at=MOMENT))
            second_is_done.set()

        monkeypatch.setattr(days, "turns_of", turns_of)
        monkeypatch.setattr(claiming, "CANDIDATES", 1)  # else both look at the same oldest row
        together(lambda: parcels.append(claiming.claim_one(at=MOMENT)), second)
        return sorted(len(one.messages) for one in parcels if one is not None)

    return run


def two_for_anna():
    person = anna()
    return plan(person), plan(person, Second)


def test_of_two_senders_one_finds_everything(race, monkeypatch):
    monkeypatch.setattr(claiming, "MOST_LOOKS", 3)
    two_for_anna()

    assert race() == [2]


def test_the_constraint_alone_keeps_it_at_one(race, monkeypatch):
    monkeypatch.setattr(days, "mine", set)
    two_for_anna()

    assert race() == [1]


def test_without_the_guards_two_mails_would_go(race, monkeypatch):
    monkeypatch.setattr(days, "mine", set)
    monkeypatch.setattr(days, "_take", lambda messages, *, day: {one.pk for one in messages})
    two_for_anna()

    assert race() == [1, 1]
