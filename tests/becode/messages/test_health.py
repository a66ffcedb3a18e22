from datetime import timedelta

import pytest

from becode.messages.health import beat, outbox_health, silent_jobs
from becode.messages.models import Message
from becode.messages.querysets import lease_end
from tests.becode.messages.notes import write
from tests.factories import MOMENT

pytestmark = pytest.mark.django_db


def later(**delta):
    return MOMENT + timedelta(**delta)


def all_beat(at):
    for name in ("sweep", "deliver", "deliver_texts"):
        beat(name, at=at, detail={})


def test_quiet_outbox_is_good():
    all_beat(MOMENT)

    health = outbox_health(at=MOMENT)

    assert (health.is_good, health.oldest_due_at, health.overdue, health.failed) == (
        True,
        None,
        0,
        0,
    )


def test_waiting_message_is_overdue_after_five_minutes():
    write("Anna")
    all_beat(later(minutes=6))

    assert outbox_health(at=later(minutes=4)).overdue == 0
    health = outbox_health(at=later(minutes=6))

    assert (health.is_good, health.overdue, health.oldest_due_at) == (False, 1, MOMENT)
    assert health.counts["pending"] == 1


def test_message_with_a_retry_ahead_is_not_overdue():
    message = write("Anna")
    Message.objects.filter(pk=message.pk).update(next_try_at=later(hours=1))

    assert outbox_health(at=later(minutes=30)).overdue == 0


def test_lost_lease_is_overdue_after_five_minutes():
    message = write("Anna")
    Message.objects.filter(pk=message.pk).update(
        state="sending", lease="6f1c9c2e-0000-4000-8000-000000000000", leased_until=lease_end(-299)
    )
    assert outbox_health(at=MOMENT).overdue == 0

    Message.objects.filter(pk=message.pk).update(leased_until=lease_end(-301))

    assert outbox_health(at=MOMENT).overdue == 1


def test_failures_of_the_last_week_are_counted():
    for name, days in (("Anna", 6), ("Bert", 8)):
        message = write(name)
        Message.objects.filter(pk=message.pk).update(
            state="failed", sealed=None, outcome="smtp_550", finished_at=later(days=-days)
        )

    assert outbox_health(at=MOMENT).failed == 1


def test_jobs_that_fell_silent_are_named():
    assert silent_jobs(at=MOMENT) == {
        "sweep": None,
        "deliver": None,
        "deliver_texts": None,
    }
    all_beat(MOMENT)

    assert silent_jobs(at=later(minutes=2)) == {}
    assert silent_jobs(at=later(minutes=3)) == {
        "deliver": MOMENT,
        "deliver_texts": MOMENT,
    }
    assert silent_jobs(at=later(minutes=4)) == {
        "deliver": MOMENT,
        "deliver_texts": MOMENT,
        "sweep": MOMENT,
    }
