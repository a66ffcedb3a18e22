"""Senders hold several parcels at once: what that must not change."""

from datetime import timedelta

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.apps import apps
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from becode.messages import deliver
from becode.messages.claiming import claim
from becode.messages.deliver import deliver_ready
from becode.messages.models import Message
from becode.messages.notification import declared
from becode.messages.querysets import database_clock, lease_end
from tests.becode.messages.daily import First, Second, anna, plan
from tests.becode.messages.notes import UrgentNote, write
from tests.factories import MOMENT, PersonFactory

pytestmark = pytest.mark.django_db


def to():
    return [letter.to[0].partition("@")[0] for letter in mail.outbox]


def states():
    return list(Message.objects.order_by("pk").values_list("state", "attempts"))


def seconds_left(message):
    left = Message.objects.annotate(now=database_clock()).get(pk=message.pk)
    return (left.leased_until - left.now).total_seconds()


@pytest.fixture
def while_sending(monkeypatch):
    """A function that takes what happens while the first message is handed over."""
    send = deliver.Post.send

    def use(*happening):
        left = list(happening)

        def hand_over(post, message, others=()):
            if left:
                left.pop(0)()
            send(post, message, others)

        monkeypatch.setattr(deliver.Post, "send", hand_over)

    return use


def test_each_message_costs_two_statements(monkeypatch):
    """Is it still ours, and what became of it; however slow the machine is."""
    for name in ("FACTS_HOLD_SECONDS", "URGENT_EVERY_SECONDS", "LOOKS_EVERY_SECONDS"):
        monkeypatch.setattr(deliver, name, 1000)

    def cost(number):
        for one in range(number):
            plan(PersonFactory(first_name=f"P{one}"))
        with CaptureQueriesContext(connection) as asked:
            assert deliver_ready(at=MOMENT) == {"sent": number}
        return len(asked)

    cost(1)
    few, many = cost(5), cost(deliver.AT_ONCE)

    assert many - few == 2 * (deliver.AT_ONCE - 5)


def test_a_batch_keeps_the_order_of_the_outbox():
    for number in range(6):
        write(f"P{number}", at=MOMENT - timedelta(minutes=number))

    deliver_ready(at=MOMENT)

    assert to() == ["p5", "p4", "p3", "p2", "p1", "p0"]


def test_a_code_asked_for_meanwhile_waits_for_one_message_alone(while_sending, monkeypatch):
    monkeypatch.setattr(deliver, "URGENT_EVERY_SECONDS", 0)
    for number in range(4):
        write(f"P{number}")
    while_sending(lambda: write("Code", kind=UrgentNote))

    assert deliver_ready(at=MOMENT) == {"sent": 5}
    assert to() == ["p0", "code", "p1", "p2", "p3"]


def test_of_a_batch_another_took_one_and_the_rest_is_ours(while_sending):
    messages = [write(f"P{number}") for number in range(3)]
    other = "6f1c9c2e-0000-4000-8000-000000000000"
    while_sending(lambda: Message.objects.filter(pk=messages[1].pk).update(lease=other))

    assert deliver_ready(at=MOMENT) == {"sent": 2, "taken_over": 1}
    assert to() == ["p0", "p2"]


def test_a_lease_that_runs_out_is_lengthened_for_all_that_is_held(while_sending, settings):
    messages = [write(f"P{number}") for number in range(3)]
    left = []
    while_sending(
        lambda: Message.objects.filter(state="sending").update(leased_until=lease_end(10)),
        lambda: left.extend(seconds_left(one) for one in messages[1:]),
    )

    assert deliver_ready(at=MOMENT) == {"sent": 3}
    assert all(seconds > settings.MESSAGE_LEASE_SECONDS - 10 for seconds in left)
    assert len(left) == 2


def test_a_lease_that_holds_is_left_alone(while_sending, settings):
    messages = [write(f"P{number}") for number in range(2)]
    enough = settings.MESSAGE_LEASE_SECONDS / 2 + 10
    left = []
    while_sending(
        lambda: Message.objects.filter(state="sending").update(leased_until=lease_end(enough)),
        lambda: left.append(seconds_left(messages[1])),
    )

    deliver_ready(at=MOMENT)

    assert enough - 10 < left[0] <= enough


def test_what_changes_while_a_batch_goes_out_is_seen(while_sending, monkeypatch):
    monkeypatch.setattr(deliver, "FACTS_HOLD_SECONDS", 0)
    write("P0")
    second, third = write("P1"), write("P2")

    def happens():
        type(second.person).objects.filter(pk=second.person_id).update(preferred_name="unwanted")
        third.person.contact_points.all().delete()

    while_sending(happens)

    assert deliver_ready(at=MOMENT) == {"sent": 1, "cancelled": 2}
    assert set(Message.objects.filter(state="cancelled").values_list("outcome", flat=True)) == {
        "no_longer_true",
        "address_gone",
    }


def test_a_row_that_cannot_be_read_with_the_others_is_tried_again_alone():
    good, bad = write("P0"), write("P1")
    Message.objects.filter(pk=bad.pk).update(about_type="tests.nothing")
    write("P2")

    assert deliver_ready(at=MOMENT) == {"sent": 2, "pending": 1}
    bad.refresh_from_db()
    assert (bad.outcome, bad.attempts) == ("error", 1)
    assert to() == ["p0", "p2"]
    assert good.pk != bad.pk


def test_a_run_that_is_stopped_gives_back_what_it_had_not_begun(while_sending):
    for number in range(4):
        write(f"P{number}")

    def stop():
        raise SoftTimeLimitExceeded

    while_sending(lambda: None, stop)

    with pytest.raises(SoftTimeLimitExceeded):
        deliver_ready(at=MOMENT)

    assert states() == [("sent", 1), ("sending", 1), ("pending", 0), ("pending", 0)]


def test_ordinary_parcels_that_are_given_back_keep_nobodys_day(while_sending):
    plan(PersonFactory(first_name="Zoe"))
    person = anna()
    plan(person)

    def stop():
        raise SoftTimeLimitExceeded

    while_sending(stop)
    with pytest.raises(SoftTimeLimitExceeded):
        deliver_ready(at=MOMENT)
    plan(person, Second)

    assert deliver_ready(at=MOMENT) == {"sent": 2}
    assert mail.outbox[-1].subject.startswith("2 messages")


# Senders that die


def lose_leases():
    Message.objects.filter(state="sending").update(leased_until=lease_end(-1))


def test_what_a_killed_sender_held_is_taken_over_one_by_one():
    """So a row that ends its senders takes no other with it a second time."""
    for number in range(3):
        write(f"P{number}")
    assert len(claim(at=MOMENT, most=25)) == 3
    lose_leases()
    killer = Message.objects.earliest("pk")

    for _death in range(4):
        assert [one.leader for one in claim(at=MOMENT, most=25)] == [killer]
        Message.objects.filter(pk=killer.pk).update(leased_until=lease_end(-10))

    assert states() == [("sending", 5), ("sending", 1), ("sending", 1)]


def test_all_that_a_killed_sender_held_leaves_in_one_run():
    for number in range(5):
        write(f"P{number}")
    claim(at=MOMENT, most=25)
    lose_leases()

    assert deliver_ready(at=MOMENT) == {"sent": 5}


# One of each reader


def test_of_a_batch_each_reader_gets_one_mail():
    people = [PersonFactory(first_name=f"P{number}") for number in range(4)]
    for kind in (First, Second):
        for person in people:
            plan(person, kind)

    parcels = claim(at=MOMENT, most=25)

    assert [len(parcel.messages) for parcel in parcels] == [2] * 4
    assert len({parcel.leader.person_id for parcel in parcels}) == 4
    assert len({message.lease for parcel in parcels for message in parcel.messages}) == 1


@pytest.mark.parametrize("kind", declared().values(), ids=lambda kind: kind.key)
def test_what_a_kind_reads_can_be_loaded_with_its_record(kind):
    records = apps.get_model(kind.about)._base_manager.select_related(*kind.reads)

    assert list(records.filter(pk=0)) == []
