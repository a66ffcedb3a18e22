"""Writing into the outbox: invariants 1 and 2 of docs/messages.md, and text of every kind."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from django.utils import translation

from becode.messages import compose
from becode.messages.compose import send
from becode.messages.models import Message
from becode.messages.notification import Content, Recipient
from becode.messages.rendering import email_text, parts_of
from becode.messages.transport import fill, open_secrets
from becode.people.models import ContactPoint
from tests.becode.messages.notes import Note, UrgentNote, write
from tests.factories import MOMENT, PersonFactory
from tests.mails import mail_html

pytestmark = pytest.mark.django_db

EVENING = datetime(2026, 3, 2, 20, 30, tzinfo=UTC)  # 21:30 in Brussels
MORNING = datetime(2026, 3, 3, 7, 0, tzinfo=UTC)  # 08:00 in Brussels


@pytest.fixture
def rung(monkeypatch):
    """How often a sender was woken."""
    calls = []
    monkeypatch.setattr(compose, "wake_sender", lambda channel: calls.append(channel))
    return calls


def with_phone(name="Phone"):
    person = PersonFactory(first_name=name, email="")
    ContactPoint.objects.create(person=person, kind="phone", value="+32470000001", key="x")
    return person


@pytest.mark.django_db(transaction=True)
def test_change_and_message_vanish_together(rung):
    @transaction.atomic
    def change_that_fails():
        send(Note(PersonFactory()), at=MOMENT)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        change_that_fails()

    assert (Message.objects.count(), rung) == (0, [])


@pytest.mark.django_db(transaction=True)
def test_sender_is_woken_only_after_the_commit(rung):
    with transaction.atomic():
        write("Anna")
        assert rung == []

    assert rung == ["email"]


@pytest.mark.django_db(transaction=True)
def test_message_of_later_wakes_nobody(rung):
    write("Anna", due_at=MOMENT + timedelta(hours=1))

    assert rung == []


def test_same_key_is_written_once():
    person = PersonFactory()

    first = send(Note(person), at=MOMENT, dedupe="monday")
    again = send(Note(person), at=MOMENT, dedupe="monday")
    other = send(Note(person), at=MOMENT, dedupe="tuesday")

    assert (len(first), again, len(other), Message.objects.count()) == (1, [], 1, 2)


def test_new_rows_have_their_keys():
    message = write("Anna")

    assert Message.objects.get(pk=message.pk).dedupe_key == message.dedupe_key


def test_long_keys_stay_different():
    person = PersonFactory()

    first = send(Note(person), at=MOMENT, dedupe="x" * 300 + "1")
    second = send(Note(person), at=MOMENT, dedupe="x" * 300 + "2")

    assert (len(first), len(second), len(first[0].dedupe_key)) == (1, 1, 200)


def test_secret_is_kept_sealed_and_out_of_the_text():
    message = write("Anna")
    message.refresh_from_db()

    assert "very-secret" not in message.text + mail_html(message) + message.subject
    assert b"very-secret" not in bytes(message.sealed)
    assert "Open https://school.example/my/very-secret" in fill(message.text, open_secrets(message))


def test_nobody_to_reach_leaves_a_failed_row():
    person = PersonFactory(email="")

    (message,) = send(Note(person), at=MOMENT)

    assert (message.state, message.outcome, message.person_id) == (
        "failed",
        "no_address",
        person.pk,
    )


def test_a_colon_in_french_has_its_space():
    content = Content(
        "Objet", ["Bonjour."], facts=[("Où", "Liège")], button=("Ouvrir", "https://a")
    )
    reader = Recipient(channel="email", address="a@b.example", language="fr")
    parts = [parts_of(content, reader)]
    for language, words in (
        ("fr", ("Où\xa0: Liège", "Ouvrir\xa0:")),
        ("nl", ("Où: Liège", "Ouvrir:")),
    ):
        with translation.override(language):
            drawn = email_text(parts)
        assert all(one in drawn for one in words)


@pytest.mark.parametrize("bad", ["a\x00b", "a\ud800b", "a\r\nBcc: eve@evil.example", "😀" * 300])
def test_no_text_breaks_the_insert(monkeypatch, bad):
    def content(self, recipient, *, at):
        return Content(subject=bad, paragraphs=[bad], secrets={"link": bad})

    monkeypatch.setattr(Note, "content", content)

    message = write("Anna")
    message.refresh_from_db()

    assert "\n" not in message.subject
    assert "\x00" not in message.text


def test_text_in_quiet_hours_waits_until_eight():
    (message,) = send(Note(with_phone()), at=EVENING)

    assert (message.channel, message.due_at, message.next_try_at) == ("sms", MORNING, MORNING)


def test_urgent_text_does_not_wait():
    (message,) = send(UrgentNote(with_phone()), at=EVENING)

    assert message.next_try_at == EVENING


def test_mail_knows_no_quiet_hours():
    assert write("Anna", at=EVENING).next_try_at == EVENING
