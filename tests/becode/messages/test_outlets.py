"""The breaker and the rate of a host, shared by all senders."""

from datetime import timedelta

import pytest
from django.db.models import F

from becode.messages.deliver import deliver_ready
from becode.messages.models import Message, Outlet
from becode.messages.outlets import FAILURES_TO_OPEN, Admission, Gate, host_of
from tests.becode.messages.notes import UrgentNote, write
from tests.becode.messages.test_claims import together
from tests.factories import MOMENT

pytestmark = pytest.mark.django_db


def outlet():
    return Outlet.objects.get(name=host_of("email"))


def minutes_open():
    row = outlet()
    return round((row.open_until - row.last_failure_at).total_seconds() / 60, 2)


def pass_time(**delta):
    """As if the host had failed, and the bucket had been filled, so much earlier."""
    ago = timedelta(**delta)
    Outlet.objects.update(
        open_until=F("open_until") - ago,
        last_failure_at=F("last_failure_at") - ago,
        filled_at=F("filled_at") - ago,
    )


@pytest.fixture
def gate(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    return Gate("email")


@pytest.fixture
def open_gate(gate):
    for _number in range(FAILURES_TO_OPEN):
        gate.failed("server_away")
    return gate


# The breaker


def test_four_failures_in_a_row_are_borne(gate):
    for _number in range(FAILURES_TO_OPEN - 1):
        gate.failed("server_away")

    assert gate.admit() is Admission.ALL


def test_a_success_between_them_starts_the_count_again(gate):
    for _number in range(2):
        for _failure in range(FAILURES_TO_OPEN - 1):
            gate.failed("server_away")
        gate.went_well()

    assert (outlet().failures, outlet().open_until) == (0, None)


def test_it_opens_for_one_two_four_and_at_most_fifteen_minutes(open_gate):
    found = [minutes_open()]
    for _number in range(5):
        open_gate.failed("interrupted")
        found.append(minutes_open())

    assert found == [1, 2, 4, 8, 15, 15]


def test_while_it_is_open_nobody_leaves(open_gate):
    assert open_gate.admit() is Admission.NOBODY


def test_then_one_sender_tries(open_gate):
    pass_time(minutes=1)
    others = Gate("email")

    assert open_gate.admit() is Admission.ALL
    assert others.admit() is Admission.NOBODY
    open_gate.went_well()
    assert others.admit() is Admission.ALL


def test_a_trial_that_found_nothing_to_send_is_left_to_the_next(open_gate):
    pass_time(minutes=1)
    open_gate.admit()
    open_gate.give_back()

    assert Gate("email").admit() is Admission.ALL


def test_what_is_urgent_may_try_each_minute(open_gate):
    for _number in range(5):
        open_gate.failed("server_away")
    pass_time(minutes=1)

    assert open_gate.admit() is Admission.URGENT
    assert open_gate.admit() is Admission.NOBODY


@pytest.mark.django_db(transaction=True)
def test_of_many_senders_one_gets_the_trial(open_gate):
    pass_time(minutes=1)
    found = []

    together(*[lambda: found.append(Gate("email").admit())] * 6)

    assert sorted(one.name for one in found) == ["ALL"] + ["NOBODY"] * 5


def test_a_host_that_is_away_is_left_alone_and_its_rows_wait(gate):
    messages = [write(f"Person{number}") for number in range(3)]
    for number in range(FAILURES_TO_OPEN):
        deliver_ready(at=MOMENT + timedelta(minutes=number))
    before = outlet().last_failure_at

    assert deliver_ready(at=MOMENT + timedelta(minutes=9)) == {}

    assert (outlet().failures, outlet().last_failure_at) == (FAILURES_TO_OPEN, before)
    rows = Message.objects.filter(pk__in=[one.pk for one in messages])
    assert set(rows.values_list("state", "attempts")) == {("pending", 0)}


def test_a_host_that_hangs_costs_five_timeouts_and_no_more(sink, settings):
    settings.EMAIL_TIMEOUT = 0.2
    for number in range(8):
        write(f"Hang{number}")

    assert deliver_ready(at=MOMENT) == {"pending": FAILURES_TO_OPEN}


def test_when_it_is_back_everything_leaves(sink, settings):
    for number in range(3):
        write(f"Person{number}")
    gate = Gate("email")
    for _number in range(FAILURES_TO_OPEN):
        gate.failed("server_away")
    assert deliver_ready(at=MOMENT) == {}
    pass_time(minutes=1)

    assert deliver_ready(at=MOMENT) == {"sent": 3}
    assert (outlet().failures, outlet().open_until) == (0, None)


def test_one_refused_address_says_nothing_about_the_host(sink):
    for number in range(FAILURES_TO_OPEN + 1):
        write(f"Refused{number}")
    write("Zoe")

    assert deliver_ready(at=MOMENT)["sent"] == 1
    assert outlet().failures == 0


# The rate


def test_a_run_sends_what_the_rate_allows_and_the_rest_waits(settings, sink):
    settings.EMAIL_PER_MINUTE = 20  # five at once, of which one is kept for what is urgent
    for number in range(9):
        write(f"Person{number}")

    assert deliver_ready(at=MOMENT) == {"sent": 4}
    assert Message.objects.filter(state="pending", attempts=0, outcome="").count() == 5
    assert deliver_ready(at=MOMENT) == {}
    pass_time(seconds=6)
    assert deliver_ready(at=MOMENT) == {"sent": 2}


def test_what_is_urgent_has_the_last_tokens(settings, sink):
    settings.EMAIL_PER_MINUTE = 20
    for number in range(9):
        write(f"Person{number}")
    deliver_ready(at=MOMENT)
    write("Code", kind=UrgentNote)

    assert deliver_ready(at=MOMENT) == {"sent": 1}
    assert sink.addresses()[-1] == "code@mail.example"


def test_what_was_not_sent_costs_no_token(settings, sink):
    settings.EMAIL_PER_MINUTE = 4  # one at once
    write("Anna", kind=UrgentNote)
    write("Bert")

    assert deliver_ready(at=MOMENT + timedelta(minutes=10)) == {"cancelled": 1, "sent": 1}


def test_without_a_rate_no_bucket_is_asked(sink):
    write("Anna")
    deliver_ready(at=MOMENT)

    assert outlet().filled_at is None


@pytest.mark.django_db(transaction=True)
def test_senders_share_one_bucket(settings, sink):
    settings.EMAIL_PER_MINUTE = 60
    for number in range(40):
        write(f"Person{number}")

    together(*[lambda: deliver_ready(at=MOMENT)] * 3)

    assert 12 <= len(sink.received) <= 15


def test_addresses_that_drop_every_line_do_not_close_the_host_to_others(sink):
    for number in range(3):
        write(f"Drop{number}")
    for number in range(4):
        deliver_ready(at=MOMENT + timedelta(hours=number))
    write("Zoe", at=MOMENT + timedelta(hours=5))

    assert deliver_ready(at=MOMENT + timedelta(hours=5))["sent"] == 1
    assert outlet().open_until is None
