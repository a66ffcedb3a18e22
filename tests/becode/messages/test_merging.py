"""Two records of one person become one: the day of their mail and their pause go along."""

from datetime import date, timedelta

import pytest

from becode.core.actors import SYSTEM
from becode.messages.deliver import deliver_ready
from becode.messages.invariants import one_ordinary_a_day
from becode.messages.models import Message, OrdinaryDay, Pause
from becode.messages.pausing import pause, pause_of
from becode.people.merging import merge, undo_merge
from tests.becode.messages.daily import Second, anna, plan
from tests.factories import MOMENT, PersonFactory

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 2)


@pytest.fixture
def twin(at):
    """Another record of Anna."""
    return PersonFactory(first_name="Ana", email="ana@mail.example")


def merged(kept, absorbed):
    return merge(kept=kept, absorbed=absorbed, actor=SYSTEM, at=MOMENT)


def days():
    return list(OrdinaryDay.objects.order_by("owner").values_list("owner", flat=True))


def state_of(message):
    message.refresh_from_db()
    return message.state


def test_who_got_a_mail_today_gets_no_second_one_after_a_merge(twin, sink):
    kept = anna()
    plan(twin)
    deliver_ready(at=MOMENT)

    merged(kept, twin)
    second = plan(kept, Second, at=MOMENT + timedelta(minutes=1))
    deliver_ready(at=MOMENT + timedelta(minutes=1))

    assert days() == [f"person-{kept.pk}"]
    assert (state_of(second), len(sink.received)) == ("pending", 1)


def test_the_day_goes_back_when_the_merge_is_undone(twin, sink):
    kept = anna()
    plan(twin)
    deliver_ready(at=MOMENT)

    undo_merge(merge=merged(kept, twin), actor=SYSTEM, at=MOMENT)

    assert days() == [f"person-{twin.pk}"]


def test_two_that_each_got_a_mail_are_no_fault(twin, sink):
    """Each was written to before anybody knew that they are one."""
    kept = anna()
    for person in (kept, twin):
        plan(person)
    deliver_ready(at=MOMENT)

    undone = merged(kept, twin)

    assert Message.objects.filter(person=kept, state="sent").count() == 2
    assert one_ordinary_a_day(at=MOMENT) == 0
    undo_merge(merge=undone, actor=SYSTEM, at=MOMENT)
    assert days() == [f"person-{one.pk}" for one in (kept, twin)] or len(days()) == 2


def paused(person, *, until=None):
    return pause(record=person, reason="Ill", until=until, actor=SYSTEM, at=MOMENT)


def test_a_pause_goes_along_and_back(twin, sink):
    kept = anna()
    paused(twin)

    undone = merged(kept, twin)
    message = plan(kept)
    deliver_ready(at=MOMENT)

    assert (state_of(message), message.outcome) == ("suppressed", "paused")
    assert pause_of(kept, on=TODAY) is not None
    undo_merge(merge=undone, actor=SYSTEM, at=MOMENT)
    assert (pause_of(kept, on=TODAY), pause_of(twin, on=TODAY) is not None) == (None, True)


def test_a_pause_of_both_stays_the_one_of_the_kept_record(twin, at):
    kept = anna()
    mine, theirs = paused(kept, until=TODAY + timedelta(days=3)), paused(twin)

    merged(kept, twin)

    assert pause_of(kept, on=TODAY) == mine
    assert Pause.objects.get(pk=theirs.pk).about_key == twin.pk


def test_a_pause_that_ran_out_makes_room(twin, at):
    kept = anna()
    old = paused(kept, until=TODAY + timedelta(days=3))
    Pause.objects.filter(pk=old.pk).update(until=TODAY)
    theirs = paused(twin)

    merged(kept, twin)

    assert pause_of(kept, on=TODAY) == theirs
