"""At most one ordinary message a day and person, merged and never dropped: decision 0027.

Senders that run at the same time are threads, in test_kindness_together.py.
"""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail

from becode.messages import deliver
from becode.messages.claiming import MOST_DEATHS_TOGETHER, claim_one
from becode.messages.compose import Reminder, send
from becode.messages.days import SETTLES_FOR, release, settling
from becode.messages.deliver import deliver_ready
from becode.messages.invariants import merged_end_together, one_ordinary_a_day
from becode.messages.models import Message, OrdinaryDay
from becode.messages.notification import Recipient
from becode.messages.querysets import lease_end
from becode.messages.recording import MAX_ATTEMPTS
from becode.messages.sms import MemoryBackend as MemorySms
from becode.messages.transport import message_id
from becode.people.models import ContactPoint
from tests.becode.messages.daily import (
    AlsoToColleague,
    Doubtful,
    Faulty,
    First,
    Second,
    Third,
    ToColleague,
    anna,
    plan,
)
from tests.becode.messages.notes import Note, write
from tests.factories import MOMENT, PersonFactory

pytestmark = pytest.mark.django_db

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
NEXT_MORNING = datetime(2026, 3, 3, 8, 0, tzinfo=UTC)  # nine in Brussels
LABOUR_DAY = datetime(2026, 5, 1, 8, 0, tzinfo=UTC)  # a Friday, ten in Brussels
DAY_AFTER = datetime(2026, 5, 2, 7, 0, tzinfo=UTC)  # nine in Brussels
EVENING = datetime(2026, 3, 2, 19, 30, tzinfo=UTC)  # half past eight in Brussels
EIGHT = datetime(2026, 3, 3, 7, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _rules_hold():
    yield
    far = MOMENT + 400 * DAY
    assert (one_ordinary_a_day(at=far), merged_end_together(at=far).count()) == (0, 0)


def seen(*messages):
    for message in messages:
        message.refresh_from_db()
    return [message.state for message in messages]


def subjects():
    return [letter.subject for letter in mail.outbox]


def lose_leases():
    Message.objects.filter(state="sending").update(leased_until=lease_end(-1))


def with_phone():
    person = PersonFactory(first_name="Fay", email="")
    ContactPoint.objects.create(person=person, kind="phone", value="+32470000001", key="x")
    return person


# One mail


def test_what_waits_for_one_reader_goes_in_one_mail():
    person = anna()
    first, second = plan(person), plan(person, Second)

    assert deliver_ready(at=MOMENT) == {"sent": 2}

    assert seen(first, second) == ["sent", "sent"]
    assert (first.merged_into, second.merged_into) == (None, first)
    (letter,) = mail.outbox
    assert letter.subject == "2 messages: tests.first for Anna"
    assert "https://school.example/tests.first" in letter.body
    assert "https://school.example/tests.second" in letter.body


def test_the_next_one_waits_for_the_next_morning():
    person = anna()
    plan(person)
    deliver_ready(at=MOMENT)
    late = plan(person, Second, at=MOMENT + MINUTE)

    assert deliver_ready(at=MOMENT + MINUTE) == {}
    assert seen(late) == ["pending"]
    assert (late.next_try_at, late.outcome, late.attempts) == (NEXT_MORNING, "one_a_day", 0)

    assert deliver_ready(at=NEXT_MORNING) == {"sent": 1}
    assert subjects() == ["tests.first for Anna", "tests.second for Anna"]


def test_what_was_put_off_goes_with_the_next_mail():
    person = anna()
    plan(person)
    deliver_ready(at=MOMENT)
    late = plan(person, Second, at=MOMENT + MINUTE)
    deliver_ready(at=MOMENT + MINUTE)
    pressing = plan(person, Third, at=MOMENT + 2 * MINUTE, until=MOMENT + timedelta(hours=5))

    assert deliver_ready(at=MOMENT + 2 * MINUTE) == {"sent": 2}

    assert seen(late, pressing) == ["sent", "sent"]
    assert late.merged_into == pressing


def test_news_and_what_is_urgent_need_no_day():
    person = anna()
    plan(person)
    write("Bert")
    for number in range(2):
        write(f"Other{number}")
    Message.objects.filter(kind=Note.key).update(person=person, address="anna@mail.example")

    assert deliver_ready(at=MOMENT) == {"sent": 4}
    assert len(mail.outbox) == 4


def test_each_colleague_has_a_day_too(amina, carla):
    plan(amina, ToColleague)
    plan(amina, AlsoToColleague)
    plan(carla, ToColleague)

    assert deliver_ready(at=MOMENT) == {"sent": 3}
    assert sorted(letter.to[0] for letter in mail.outbox) == sorted([amina.email, carla.email])
    assert OrdinaryDay.objects.filter(day=date(2026, 3, 2)).count() == 2


def test_two_people_with_one_address_each_get_their_mail():
    plan(anna())
    plan(anna())

    deliver_ready(at=MOMENT)

    assert len(mail.outbox) == 2


@pytest.mark.parametrize("change", [{"language": "fr"}, {"address": "work@mail.example"}])
def test_another_address_or_language_is_another_mail_another_day(change):
    person = anna()
    ContactPoint.objects.create(
        person=person, kind="email", value="work@mail.example", key="work@mail.example"
    )
    plan(person)
    other = plan(person, Second)
    Message.objects.filter(pk=other.pk).update(**change)

    assert deliver_ready(at=MOMENT) == {"sent": 1}
    assert seen(other) == ["pending"]
    assert deliver_ready(at=NEXT_MORNING) == {"sent": 1}


def test_no_more_than_eight_in_one():
    person = anna()
    for number in range(10):
        plan(person, dedupe=f"number {number}")

    deliver_ready(at=MOMENT)
    deliver_ready(at=NEXT_MORNING)

    assert [subject[:10] for subject in subjects()] == ["8 messages", "2 messages"]


# Texts


def test_texts_are_merged_too():
    person = with_phone()
    plan(person)
    plan(person, Second)

    deliver_ready(at=MOMENT)

    assert [text for _to, text, _key in MemorySms.sent] == [
        "BeCode: Text of tests.first\n\nText of tests.second"
    ]


def test_a_text_of_the_evening_takes_no_day_before_it_may_leave():
    person = with_phone()
    text = plan(person, at=EVENING - timedelta(hours=2), due_at=EVENING - timedelta(hours=1))
    Message.objects.filter(pk=text.pk).update(next_try_at=EVENING)
    ContactPoint.objects.create(
        person=person, kind="email", value="fay@mail.example", key="fay@mail.example"
    )
    letter = plan(person, Second, at=EVENING)
    Message.objects.filter(pk=letter.pk).update(channel="email", address="fay@mail.example")

    deliver_ready(at=EVENING)
    assert seen(text) == ["pending"]
    assert (text.next_try_at, text.outcome) == (EIGHT, "quiet_hours")
    assert not OrdinaryDay.objects.filter(message=text).exists()


def test_a_text_before_a_holiday_waits_for_the_working_morning():
    eve = datetime(2026, 4, 30, 18, 30, tzinfo=UTC)  # half past eight in the evening
    text = plan(with_phone(), at=eve)
    assert text.next_try_at == LABOUR_DAY - timedelta(hours=2)

    assert deliver_ready(at=text.next_try_at) == {}
    assert seen(text) == ["pending"]
    assert (text.next_try_at, text.outcome) == (DAY_AFTER, "holiday")
    assert deliver_ready(at=DAY_AFTER) == {"sent": 1}


# Holidays, and what cannot wait


def test_on_a_holiday_what_can_wait_waits():
    for number in range(3):
        plan(PersonFactory(first_name=f"P{number}"), at=LABOUR_DAY)

    assert deliver_ready(at=LABOUR_DAY) == {}
    assert set(Message.objects.values_list("next_try_at", "outcome")) == {(DAY_AFTER, "holiday")}
    assert deliver_ready(at=DAY_AFTER) == {"sent": 3}


def test_on_a_holiday_a_reminder_to_an_address_alone_waits_too():
    """As to somebody who began the form and is no person to us yet."""
    somebody = Recipient(channel="email", address="somebody@mail.example", language="en")
    (message,) = send(
        First(anna()), at=LABOUR_DAY, recipients=[somebody], reminder=Reminder(rule="tests")
    )

    assert deliver_ready(at=LABOUR_DAY) == {}
    assert seen(message) == ["pending"]
    assert (message.next_try_at, message.outcome) == (DAY_AFTER, "holiday")
    assert deliver_ready(at=DAY_AFTER) == {"sent": 1}


def test_what_would_be_useless_tomorrow_goes_on_a_holiday_and_takes_the_rest_along():
    person = anna()
    waiting = plan(person, at=LABOUR_DAY)
    pressing = plan(person, Second, at=LABOUR_DAY, until=LABOUR_DAY + timedelta(hours=9))

    assert deliver_ready(at=LABOUR_DAY) == {"sent": 2}
    assert seen(waiting, pressing) == ["sent", "sent"]
    assert waiting.merged_into == pressing


def test_what_would_be_useless_tomorrow_goes_though_the_day_is_used():
    person = anna()
    plan(person)
    deliver_ready(at=MOMENT)
    pressing = plan(person, Second, at=MOMENT, until=MOMENT + timedelta(hours=3))

    assert deliver_ready(at=MOMENT) == {"sent": 1}
    assert seen(pressing) == ["sent"]


# What is wrong with one is not held against another


@pytest.mark.parametrize("kinds", [(Doubtful, Second, Third), (First, Doubtful, Third)])
def test_what_is_no_longer_wanted_stays_behind(kinds):
    person = anna()
    messages = {kind: plan(person, kind) for kind in kinds}
    person.preferred_name = "Ann"
    person.save()

    assert deliver_ready(at=MOMENT) == {"cancelled": 1, "sent": 2}

    dropped = messages.pop(Doubtful)
    leader, other = messages.values()
    assert seen(dropped, leader, other) == ["cancelled", "sent", "sent"]
    assert (dropped.merged_into, leader.merged_into, other.merged_into) == (None, None, leader)
    assert OrdinaryDay.objects.get().message == leader
    assert len(mail.outbox) == 1


def test_a_day_that_was_not_used_is_free():
    person = anna()
    plan(person, Doubtful)
    person.preferred_name = "Ann"
    person.save()
    deliver_ready(at=MOMENT)
    plan(person, Second)

    assert deliver_ready(at=MOMENT + MINUTE) == {"sent": 1}


def test_a_refused_message_leaves_the_day_to_the_next(sink):
    person = PersonFactory(first_name="Anna", email="refused@mail.example")
    refused = plan(person)
    deliver_ready(at=MOMENT)
    assert seen(refused) == ["failed"]
    person.contact_points.update(
        value="anna@mail.example", key="anna@mail.example", bounced_at=None
    )
    plan(person, Second)

    assert deliver_ready(at=MOMENT + MINUTE) == {"sent": 1}


@pytest.mark.parametrize("kinds", [(Faulty, Second, Third), (First, Faulty, Third)])
def test_a_fault_in_one_does_not_delay_the_others(kinds):
    person = anna()
    messages = {kind: plan(person, kind) for kind in kinds}

    assert deliver_ready(at=MOMENT) == {"pending": 1, "sent": 2}

    faulty = messages.pop(Faulty)
    assert seen(faulty, *messages.values()) == ["pending", "sent", "sent"]
    assert (faulty.outcome, faulty.attempts, faulty.merged_into) == ("error", 1, None)
    assert [one.attempts for one in messages.values()] == [1, 1]


def test_a_link_that_cannot_be_read_fails_alone():
    person = anna()
    good, bad = plan(person), plan(person, Second)
    Message.objects.filter(pk=bad.pk).update(sealed=b"of another key")

    assert deliver_ready(at=MOMENT) == {"failed": 1, "sent": 1}
    assert seen(good, bad) == ["sent", "failed"]
    assert bad.outcome == "secret_unreadable"


def test_an_error_while_sending_lets_the_others_go_on(monkeypatch):
    person = anna()
    first, second = plan(person), plan(person, Second)
    send = deliver.Post.send

    def fail_once(post, message, others=()):
        if message.kind == First.key:
            raise RuntimeError("a fault of ours")
        send(post, message, others)

    monkeypatch.setattr(deliver.Post, "send", fail_once)

    assert deliver_ready(at=MOMENT) == {"pending": 1, "sent": 1}
    assert seen(first, second) == ["pending", "sent"]
    assert (first.attempts, second.attempts, second.merged_into) == (1, 1, None)


# Tries


def test_a_retry_keeps_together_what_went_together(sink):
    person = PersonFactory(first_name="Anna", email="busy@mail.example")
    first, second = plan(person), plan(person, Second)
    deliver_ready(at=MOMENT)
    assert seen(first, second) == ["pending", "pending"]
    person.contact_points.update(
        value="anna@mail.example", key="anna@mail.example", bounced_at=None
    )
    Message.objects.update(address="anna@mail.example")

    assert deliver_ready(at=first.next_try_at) == {"sent": 2}
    assert sink.addresses() == ["anna@mail.example"]


def test_after_a_dropped_line_the_same_mail_is_sent_again(sink):
    """Its leader is the younger row, which came due first."""
    person = PersonFactory(first_name="Anna", email="drop@mail.example")
    older = plan(person, Second, at=MOMENT, due_at=MOMENT + MINUTE)
    leader = plan(person, First, at=MOMENT)
    Message.objects.filter(pk=older.pk).update(next_try_at=MOMENT + MINUTE)
    deliver_ready(at=MOMENT + MINUTE)
    late = plan(person, Third, at=MOMENT + MINUTE)
    assert deliver_ready(at=MOMENT + MINUTE) == {}, "it waits for what is tried again"

    seen(leader, late)
    assert late.next_try_at == leader.next_try_at
    deliver_ready(at=leader.next_try_at)

    assert [one.message_id for one in sink.received] == [message_id(leader)] * 2
    assert sink.received[1].subject.startswith("3 messages")


def test_who_joined_last_is_not_given_up_with_the_first(sink):
    person = PersonFactory(first_name="Anna", email="busy@mail.example")
    old, fresh = plan(person), plan(person, Second)
    Message.objects.filter(pk=old.pk).update(attempts=MAX_ATTEMPTS - 1)

    deliver_ready(at=MOMENT, limit=1)

    assert seen(old, fresh) == ["failed", "pending"]
    assert (fresh.attempts, fresh.merged_into) == (0, None)


def test_a_mail_server_that_is_away_costs_nobody_the_day(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    person = anna()
    ContactPoint.objects.create(person=person, kind="phone", value="+32470000001", key="x")
    plan(person)
    text = plan(person, Second)
    Message.objects.filter(pk=text.pk).update(channel="sms", address="+32470000001")
    parts = {"sms": "Text"}
    Message.objects.filter(pk=text.pk).update(parts=parts)

    assert deliver_ready(at=MOMENT) == {"pending": 1, "sent": 1}
    assert seen(text) == ["sent"]


# Senders that die


def test_what_a_killed_sender_held_together_is_sent_together(sink):
    person = anna()
    first, second = plan(person), plan(person, Second)
    assert [one.pk for one in claim_one(at=MOMENT).messages] == [first.pk, second.pk]
    lose_leases()

    assert deliver_ready(at=MOMENT) == {"sent": 2}

    assert seen(first, second) == ["sent", "sent"]
    assert second.merged_into == first
    assert [one.message_id for one in sink.received] == [message_id(first)]


def test_a_parcel_that_kills_its_senders_is_taken_apart():
    person = anna()
    first, second = plan(person), plan(person, Second)
    for _death in range(MOST_DEATHS_TOGETHER):
        assert len(claim_one(at=MOMENT).messages) == 2
        lose_leases()

    assert [one.pk for one in claim_one(at=MOMENT).messages] == [first.pk]
    assert seen(second) == ["pending"]
    assert second.merged_into is None


def test_what_went_along_with_a_killer_goes_on():
    person = anna()
    first, second = plan(person), plan(person, Second)
    claim_one(at=MOMENT)
    lose_leases()
    Message.objects.filter(pk=first.pk).update(attempts=deliver.MAX_INTERRUPTIONS)

    assert deliver_ready(at=MOMENT) == {"failed": 1, "sent": 1}
    assert seen(first, second) == ["failed", "sent"]
    assert first.outcome == "stopped_sender"


def test_a_row_whose_leader_went_on_without_it_is_not_forgotten():
    person = anna()
    first, second = plan(person), plan(person, Second)
    claim_one(at=MOMENT)
    Message.objects.filter(pk=first.pk).update(
        state="cancelled", outcome="no_longer_true", finished_at=MOMENT, lease=None, sealed=None
    )
    lose_leases()

    assert deliver_ready(at=MOMENT) == {"sent": 1}
    assert seen(second) == ["sent"]


def test_what_is_sent_again_after_midnight_counts_for_that_day():
    person = anna()
    plan(person, at=MOMENT)
    claim_one(at=MOMENT)
    lose_leases()
    deliver_ready(at=NEXT_MORNING)
    plan(person, Second, at=NEXT_MORNING)

    assert deliver_ready(at=NEXT_MORNING) == {}


# Outages and clocks


def test_after_an_outage_of_days_one_mail_tells_all():
    person = anna()
    for number in range(3):
        plan(person, at=MOMENT + number * DAY)

    deliver_ready(at=MOMENT + 3 * DAY)

    assert [subject[:10] for subject in subjects()] == ["3 messages"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        # The nights in which the clocks change: half an hour before and after Brussels' midnight.
        (datetime(2026, 3, 28, 22, 30, tzinfo=UTC), datetime(2026, 3, 28, 23, 30, tzinfo=UTC)),
        (datetime(2026, 3, 29, 21, 30, tzinfo=UTC), datetime(2026, 3, 29, 22, 30, tzinfo=UTC)),
        (datetime(2026, 10, 24, 21, 30, tzinfo=UTC), datetime(2026, 10, 24, 22, 30, tzinfo=UTC)),
        (datetime(2026, 10, 25, 22, 30, tzinfo=UTC), datetime(2026, 10, 25, 23, 30, tzinfo=UTC)),
    ],
)
def test_a_day_is_a_day_in_brussels(before, after):
    person = anna()
    plan(person, at=before)
    deliver_ready(at=before)
    plan(person, Second, at=before)
    assert deliver_ready(at=before) == {}
    plan(person, Third, at=after)

    assert deliver_ready(at=after) == {"sent": 2}


@pytest.mark.parametrize(
    "moment", [datetime(2026, 3, 29, tzinfo=UTC), datetime(2026, 10, 25, tzinfo=UTC)]
)
def test_every_hour_of_a_day_whose_clock_changes_gives_one_mail(moment):
    person = anna()
    for hour in range(-2, 22):
        at = moment + timedelta(hours=hour)
        plan(person, at=at, dedupe=str(hour))
        deliver_ready(at=at)

    days = [one.day for one in OrdinaryDay.objects.order_by("day")]
    assert len(mail.outbox) == len(days)


# While a sweep writes


def test_what_one_sweep_writes_goes_together_even_if_a_sender_is_quicker(at):
    person = anna()
    with settling():
        first = plan(person)
        assert deliver_ready(at=MOMENT) == {}, "nothing leaves before all is written"
        second = plan(person, Second)
        write("Bert")
        assert deliver_ready(at=MOMENT) == {"sent": 1}, "news waits for nobody"
    release(at=at)

    assert deliver_ready(at=MOMENT) == {"sent": 2}
    assert seen(first, second) == ["sent", "sent"]
    assert second.merged_into == first


def test_what_a_broken_sweep_wrote_leaves_after_a_while(at):
    with settling():
        plan(anna())

    assert deliver_ready(at=MOMENT + MINUTE) == {}
    assert deliver_ready(at=MOMENT + SETTLES_FOR) == {"sent": 1}


def test_of_two_sweeps_the_first_that_ends_takes_the_rows_of_the_other(at):
    person = anna()
    plan(person, at=at)
    Message.objects.update(next_try_at=MOMENT + SETTLES_FOR)
    plan(person, Second, at=at)

    assert deliver_ready(at=MOMENT) == {"sent": 2}
