"""Sending: what each answer of a server means, and what is asked again at the last moment."""

import time
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail

from becode.messages import deliver
from becode.messages.compose import send
from becode.messages.deliver import deliver_ready
from becode.messages.models import Message
from becode.messages.recording import MAX_ATTEMPTS
from becode.messages.sms import MemoryBackend as MemorySms
from becode.messages.transport import message_id
from becode.people.models import ContactPoint
from tests.becode.messages.notes import BrokenNote, Note, UrgentNote, write
from tests.factories import MOMENT, PersonFactory

pytestmark = pytest.mark.django_db


def seen(message):
    message.refresh_from_db()
    return message.state, message.outcome


def test_due_message_is_sent_with_its_secret_and_then_forgets_it():
    message = write("Anna")

    counts = deliver_ready(at=MOMENT)

    assert counts == {"sent": 1}
    assert seen(message) == ("sent", "accepted")
    assert (message.sealed, message.lease, message.finished_at) == (None, None, MOMENT)
    (letter,) = mail.outbox
    assert letter.to == ["anna@mail.example"]
    assert "https://school.example/my/very-secret" in letter.body
    assert letter.extra_headers["Message-ID"] == message_id(message)


def test_message_of_later_stays():
    message = write("Anna", due_at=MOMENT + timedelta(minutes=1))

    assert deliver_ready(at=MOMENT) == {}
    assert seen(message) == ("pending", "")


def test_urgent_messages_overtake_older_ones():
    write("Old", at=MOMENT - timedelta(hours=1))
    write("Code", kind=UrgentNote)

    deliver_ready(at=MOMENT)

    assert [letter.to[0] for letter in mail.outbox] == ["code@mail.example", "old@mail.example"]


# What a server may answer


def test_refusal_is_for_good_and_hurts_nobody(sink):
    refused, good = write("Refused"), write("Zoe")

    deliver_ready(at=MOMENT)

    assert seen(refused) == ("failed", "smtp_550")
    assert seen(good) == ("sent", "accepted")
    assert refused.sealed is None


def test_busy_server_is_asked_again_later(sink):
    busy, good = write("Busy"), write("Zoe")

    deliver_ready(at=MOMENT)

    assert seen(busy) == ("pending", "smtp_421")
    wait = (busy.next_try_at - MOMENT).total_seconds()
    assert 22 <= wait <= 38
    assert seen(good) == ("sent", "accepted")
    assert sink.addresses() == ["zoe@mail.example"]


def test_hanging_server_costs_one_timeout_and_others_proceed(sink, settings):
    settings.EMAIL_TIMEOUT = 0.5
    hanging, good = write("Hang"), write("Zoe")
    started = time.monotonic()

    deliver_ready(at=MOMENT)

    assert time.monotonic() - started < 2
    assert seen(hanging) == ("pending", "interrupted")
    assert seen(good) == ("sent", "accepted")


def test_dropped_line_repeats_with_the_same_message_id(sink):
    message = write("Drop")

    deliver_ready(at=MOMENT)
    assert seen(message) == ("pending", "interrupted")
    deliver_ready(at=MOMENT + timedelta(minutes=1))

    ids = [received.message_id for received in sink.received]
    assert ids == [message_id(message)] * 2


def test_one_connection_serves_a_run(sink):
    for number in range(5):
        write(f"Person{number}")

    deliver_ready(at=MOMENT)

    assert (len(sink.received), sink.connections) == (5, 1)


def test_newline_in_a_subject_is_refused_for_good(sink):
    bad = write("Bad")
    write("Zoe")
    bad.parts["subject"] = "Hello\nBcc: eve@evil.example"
    Message.objects.filter(pk=bad.pk).update(parts=bad.parts)

    deliver_ready(at=MOMENT)

    assert seen(bad) == ("failed", "bad_header")
    assert sink.addresses() == ["zoe@mail.example"]


def test_absent_server_costs_no_message_its_tries(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    first, second = write("Anna"), write("Bert", at=MOMENT)

    counts = deliver_ready(at=MOMENT)

    assert counts == {"pending": 1}, "the second is not even tried"
    assert seen(first) == ("pending", "server_away")
    assert (first.attempts, first.sealed is not None) == (0, True)
    assert seen(second) == ("pending", "")


def test_absent_mail_server_does_not_hold_texts(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    write("Anna", at=MOMENT - timedelta(minutes=1))
    person = PersonFactory(email="")
    ContactPoint.objects.create(person=person, kind="phone", value="+32470000001", key="x")
    (text,) = send(Note(person), at=MOMENT)

    deliver_ready(at=MOMENT)

    assert seen(text) == ("sent", "accepted")
    assert [sent[0] for sent in MemorySms.sent] == ["+32470000001"]


def test_tries_end_in_a_state_that_staff_see(sink):
    message = write("Busy")
    Message.objects.filter(pk=message.pk).update(attempts=MAX_ATTEMPTS - 1)

    deliver_ready(at=MOMENT)

    assert seen(message) == ("failed", "gave_up_smtp_421")
    assert message.sealed is None


def test_tries_last_about_a_day():
    waits = [min(30 * 2 ** (number - 1), 7_200) for number in range(1, MAX_ATTEMPTS)]

    assert 20 < sum(waits) / 3600 < 26


# What is asked again at the last moment (invariant 7)


def test_what_is_no_longer_true_is_cancelled():
    message = write("Anna")
    message.person.preferred_name = "unwanted"
    message.person.save()

    deliver_ready(at=MOMENT)

    assert seen(message) == ("cancelled", "no_longer_true")
    assert (mail.outbox, message.sealed) == ([], None)


def test_too_late_is_cancelled():
    message = write("Anna", kind=UrgentNote)

    deliver_ready(at=MOMENT + timedelta(minutes=10))

    assert seen(message) == ("cancelled", "too_late")


def test_deleted_person_gets_nothing():
    message = write("Anna")
    message.person.delete()

    deliver_ready(at=MOMENT)

    assert seen(message) == ("cancelled", "recipient_gone")
    assert mail.outbox == []


def test_removed_address_gets_nothing():
    message = write("Anna")
    message.person.contact_points.all().delete()

    deliver_ready(at=MOMENT)

    assert seen(message) == ("cancelled", "address_gone")


def test_closed_account_gets_nothing(amina):
    message = write("Anna")
    amina.is_active = False
    amina.save()
    Message.objects.filter(pk=message.pk).update(user=amina)

    deliver_ready(at=MOMENT)

    assert seen(message) == ("cancelled", "account_closed")


def test_kind_that_nobody_declares_is_cancelled():
    message = write("Anna")
    Message.objects.filter(pk=message.pk).update(kind="tests.forgotten")

    deliver_ready(at=MOMENT)

    assert seen(message) == ("cancelled", "unknown_kind")


# A bad row (invariant 5)


def test_fault_of_ours_delays_only_its_own_message():
    broken, good = write("Broken", kind=BrokenNote), write("Zoe")

    counts = deliver_ready(at=MOMENT)

    assert counts == {"pending": 1, "sent": 1}
    assert seen(broken) == ("pending", "error")
    assert broken.next_try_at > MOMENT
    assert seen(good) == ("sent", "accepted")


def test_row_that_ends_its_senders_is_given_up():
    killer, good = write("Killer"), write("Zoe")
    Message.objects.filter(pk=killer.pk).update(
        state="sending",
        lease="6f1c9c2e-0000-4000-8000-000000000000",
        leased_until=datetime(2020, 1, 1, tzinfo=UTC),
        attempts=deliver.MAX_INTERRUPTIONS,
    )

    counts = deliver_ready(at=MOMENT)

    assert counts == {"failed": 1, "sent": 1}
    assert seen(killer) == ("failed", "stopped_sender")
    assert seen(good) == ("sent", "accepted")


def test_secret_of_another_key_is_refused_for_good(settings):
    message = write("Anna")
    settings.SECRET_KEY = "another" * 10

    deliver_ready(at=MOMENT)

    assert seen(message) == ("failed", "secret_unreadable")


def test_run_ends_in_time(monkeypatch):
    for number in range(3):
        write(f"Person{number}")
    monkeypatch.setattr(deliver, "RUN_SECONDS", 0)

    assert deliver_ready(at=MOMENT) == {}


# Quiet hours


def test_text_that_became_due_late_waits_until_morning():
    person = PersonFactory(email="")
    ContactPoint.objects.create(person=person, kind="phone", value="+32470000001", key="x")
    (message,) = send(Note(person), at=datetime(2026, 3, 2, 18, 59, tzinfo=UTC))

    deliver_ready(at=datetime(2026, 3, 2, 19, 5, tzinfo=UTC))

    assert seen(message) == ("pending", "quiet_hours")
    assert (message.next_try_at, message.attempts) == (datetime(2026, 3, 3, 7, 0, tzinfo=UTC), 0)
    deliver_ready(at=message.next_try_at)
    assert seen(message) == ("sent", "accepted")


# The console of a trial


def test_secrets_are_printed_in_a_trial_only(settings, capsys):
    write("Anna")
    deliver_ready(at=MOMENT)
    assert capsys.readouterr().err == ""

    settings.PRINT_SECRETS = True
    write("Bert")
    deliver_ready(at=MOMENT)
    printed = capsys.readouterr()

    assert printed.err == (
        "[message] bert@mail.example: link https://school.example/my/very-secret\n"
    )
    assert printed.out == ""
