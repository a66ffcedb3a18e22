"""Several senders at once: invariants 4, 5 and 10 of docs/messages.md.

Senders are threads with database connections of their own, as worker processes have.
"""

import threading
import uuid
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, transaction

from becode.messages import deliver, recording
from becode.messages.claiming import CANDIDATES, claim_one
from becode.messages.deliver import deliver_ready
from becode.messages.models import Message
from becode.messages.querysets import lease_end
from tests.becode.messages.notes import write
from tests.factories import MOMENT

pytestmark = pytest.mark.django_db(transaction=True)


def together(*runs):
    """Run functions at the same moment, each in a thread; raises what one of them raised."""
    barrier, errors = threading.Barrier(len(runs)), []

    def run(one):
        try:
            barrier.wait(5)
            one()
        except BaseException as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(one,)) for one in runs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    if errors:
        raise errors[0]


def lose_lease(message):
    Message.objects.filter(pk=message.pk).update(leased_until=lease_end(-1))


def test_two_senders_send_each_message_once(sink):
    for number in range(40):
        write(f"Person{number}")

    together(*[lambda: deliver_ready(at=MOMENT)] * 3)

    assert Counter(sink.addresses()) == {f"person{n}@mail.example": 1 for n in range(40)}
    assert Message.objects.filter(state="sent").count() == 40


def test_claim_does_not_wait_for_a_row_that_another_holds():
    first, second = write("Anna"), write("Bert")
    claimed = []

    with transaction.atomic():
        Message.objects.select_for_update().get(pk=first.pk)
        together(lambda: claimed.append(claim_one(at=MOMENT).leader))

    assert [one.pk for one in claimed] == [second.pk]


def test_many_rows_that_others_hold_do_not_stop_a_sender():
    held = [write(f"Person{number}") for number in range(CANDIDATES + 1)]
    free = write("Zoe")
    claimed = []

    with transaction.atomic():
        list(Message.objects.select_for_update().filter(pk__in=[one.pk for one in held]))
        together(lambda: claimed.append(claim_one(at=MOMENT).leader))
        together(lambda: claimed.append(claim_one(at=MOMENT)))

    assert claimed == [free, None]


def test_leased_row_is_nobody_elses_until_the_lease_ends(settings):
    message = write("Anna")

    held = claim_one(at=MOMENT).leader
    assert held.pk == message.pk
    assert claim_one(at=MOMENT) is None
    assert claim_one(at=MOMENT + timedelta(days=400)) is None, "the product's clock is not asked"
    lose_lease(message)

    assert claim_one(at=MOMENT).leader.pk == message.pk


def test_slow_sender_does_not_send_what_another_took_over(sink, monkeypatch):
    """The lease ends while the first sender still looks at the row; a second one sends it."""
    message = write("Anna")
    ask = deliver.why_not
    first = []

    def slow(row, *, at, facts):
        if not first:
            first.append(row)
            lose_lease(row)
            deliver_ready(at=at)
        return ask(row, at=at, facts=facts)

    monkeypatch.setattr(deliver, "why_not", slow)
    counts = deliver_ready(at=MOMENT)

    message.refresh_from_db()
    assert counts == {"taken_over": 1}
    assert (message.state, message.attempts, len(sink.received)) == ("sent", 2, 1)


def test_result_of_a_lost_lease_changes_nothing(sink, monkeypatch):
    """The lease ends while the first sender talks to the server: it was too late to know."""
    message = write("Anna")
    look = deliver.is_ours

    def look_and_lose(parcel, *, beside):
        kept = look(parcel, beside=beside)
        Message.objects.filter(pk=parcel.leader.pk).update(lease=uuid.uuid4())
        return kept

    monkeypatch.setattr(deliver, "is_ours", look_and_lose)

    assert deliver_ready(at=MOMENT) == {"taken_over": 1}
    message.refresh_from_db()
    assert message.state == "sending"


def test_message_of_a_killed_sender_is_sent_by_the_next_one(sink):
    message = write("Anna")
    claim_one(at=MOMENT)
    assert deliver_ready(at=MOMENT) == {}

    lose_lease(message)

    assert deliver_ready(at=MOMENT) == {"sent": 1}
    assert sink.addresses() == ["anna@mail.example"]


class Watching(BaseEmailBackend):
    """Notes what the database sees while a message is handed over."""

    seen: list[tuple[bool, bool, bool]] = []

    def send_messages(self, email_messages):
        row = Message.objects.get()
        free = []
        together(lambda: free.append(self._is_free()))
        self.seen.append((connection.in_atomic_block, free[0], row.leased_until > _real_now()))
        return len(email_messages)

    @staticmethod
    def _is_free():
        with transaction.atomic():
            return Message.objects.select_for_update(skip_locked=True).first() is not None


def _real_now():
    return datetime.now(UTC)


def test_nothing_is_sent_inside_a_transaction_and_no_row_is_locked(settings):
    settings.EMAIL_BACKEND = f"{__name__}.Watching"
    Watching.seen.clear()
    write("Anna")

    deliver_ready(at=MOMENT)

    assert Watching.seen == [(False, True, True)]


def test_result_is_written_after_the_database_came_back(sink, monkeypatch):
    """A restart between the server's answer and our record: the message is not sent again."""
    message = write("Anna")
    monkeypatch.setattr(recording, "RECORD_PAUSES", (0.1, 0.1))
    finish = deliver.finish

    def cut_and_finish(parcel, state, *, outcome, at):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            pid = cursor.fetchone()[0]
        together(lambda: _end_backend(pid))
        return finish(parcel, state, outcome=outcome, at=at)

    monkeypatch.setattr(deliver, "finish", cut_and_finish)

    assert deliver_ready(at=MOMENT) == {"sent": 1}
    message.refresh_from_db()
    assert (message.state, len(sink.received)) == ("sent", 1)


def _end_backend(pid):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [pid])
