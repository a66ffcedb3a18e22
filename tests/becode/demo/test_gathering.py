"""A long history writes its audit and its messages together, at the end of each part."""

from datetime import timedelta

import pytest

from applicants.notifications.received import ApplicationReceived
from becode.audit import record
from becode.audit.models import AuditEntry
from becode.core.actors import SYSTEM
from becode.demo.chronicle import WORDS_KEPT, Chronicle
from becode.messages import compose
from becode.messages.models import Message
from tests.factories import ApplicationFactory, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def application():
    person = PersonFactory(first_name="Ada")
    person.contact_points.create(kind="email", key="ada@mail.example", value="ada@mail.example")
    return ApplicationFactory(person=person)


def stop_halfway(application, at):
    with record.gathered():
        record.record("application.repeated", subject=application, actor=SYSTEM, at=at)
        raise ValueError


def test_entries_are_written_at_the_end_in_their_order(at, application):
    before = AuditEntry.objects.count()
    with record.gathered():
        record.record("application.repeated", subject=application, actor=SYSTEM, at=at)
        record.record("application.lapsed", subject=application, actor=SYSTEM, at=at)
        assert AuditEntry.objects.count() == before
    labels = AuditEntry.objects.about(application).order_by("pk").values_list("label", flat=True)
    assert list(labels)[-2:] == ["application.repeated", "application.lapsed"]


def test_nothing_is_written_of_a_part_that_stopped(at, application):
    before = AuditEntry.objects.count()
    with pytest.raises(ValueError):
        stop_halfway(application, at)
    assert AuditEntry.objects.count() == before


def test_messages_once_each_and_old_ones_without_words(at, application):
    old = at - WORDS_KEPT - timedelta(days=1)
    with compose.recording_only(), compose.gathered(words_since=at - WORDS_KEPT):
        for moment in (old, old, at):
            compose.send(ApplicationReceived(application), at=moment, dedupe=moment.isoformat())
        assert not Message.objects.exists()
    first, second = Message.objects.order_by("created_at")
    assert (first.text, first.subject, first.body_purged_at) == ("", "", old)
    assert second.text
    assert second.body_purged_at is None
    assert {first.state, second.state} == {"suppressed"}


def test_a_message_that_is_there_stays_as_it_is(at, application):
    with compose.recording_only():
        compose.send(ApplicationReceived(application), at=at)
        with compose.gathered(words_since=at + timedelta(days=1)):
            compose.send(ApplicationReceived(application), at=at)
    assert Message.objects.get().text


def test_deeds_of_a_long_history_share_transactions_and_keep_their_order(at, application):
    done = []
    chronicle = Chronicle(until=at)
    for days in (1, 3, 2):
        chronicle.plan(at - timedelta(days=days), lambda at, days=days: done.append(days))
    chronicle.run_in_chunks(lambda number, known: None)
    assert done == [3, 2, 1]
