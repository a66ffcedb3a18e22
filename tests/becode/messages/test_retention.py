from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from becode.messages.deliver import deliver_ready
from becode.messages.invariants import bodies_purged
from becode.messages.models import Heartbeat, Message, OrdinaryDay
from becode.messages.retention import forget_old_days, purge_bodies
from becode.messages.tasks import purge_old_bodies
from tests.becode.messages.daily import anna, plan
from tests.becode.messages.notes import write
from tests.factories import MOMENT

pytestmark = pytest.mark.django_db

AFTER_90_DAYS = MOMENT + timedelta(days=90, seconds=1)


def words_of(message):
    message.refresh_from_db()
    return message.text, message.parts, message.calendar


def test_words_are_emptied_and_the_rest_stays():
    message = write("Anna")
    Message.objects.update(calendar="BEGIN:VCALENDAR")
    deliver_ready(at=MOMENT)

    assert purge_bodies(at=MOMENT + timedelta(days=90)) == 0
    assert purge_bodies(at=AFTER_90_DAYS) == 1

    assert words_of(message) == ("", {}, "")
    assert (message.body_purged_at, message.state, message.outcome) == (
        AFTER_90_DAYS,
        "sent",
        "accepted",
    )
    assert (message.subject, message.template_version) == ("A note for Anna", "1")
    assert bodies_purged(at=AFTER_90_DAYS).count() == 0
    assert purge_bodies(at=AFTER_90_DAYS) == 0, "once is enough"


def test_what_did_not_end_keeps_its_words():
    message = write("Anna", due_at=AFTER_90_DAYS)

    assert purge_bodies(at=AFTER_90_DAYS + timedelta(days=300)) == 0
    assert words_of(message)[0] != ""


def test_how_long_is_a_setting(settings):
    settings.MESSAGE_BODY_DAYS = 7
    write("Anna")
    deliver_ready(at=MOMENT)

    assert purge_bodies(at=MOMENT + timedelta(days=8)) == 1


def test_many_go_in_batches():
    for number in range(5):
        write(f"Person{number}")
    deliver_ready(at=MOMENT)

    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert purge_bodies(at=AFTER_90_DAYS, batch=2) == 5

    assert len([one for one in queries if one["sql"].startswith("UPDATE")]) == 3


def test_old_days_go():
    person = anna()
    plan(person)
    deliver_ready(at=MOMENT)

    assert forget_old_days(at=MOMENT + timedelta(days=30)) == 0
    assert [one.day for one in OrdinaryDay.objects.all()] == [date(2026, 3, 2)]
    assert forget_old_days(at=MOMENT + timedelta(days=31)) == 1


def test_the_job_leaves_a_sign_of_life(at):
    purge_old_bodies()

    assert Heartbeat.objects.get().detail == {"bodies": 0, "days": 0}
