from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from becode.messages.deliver import deliver_ready
from becode.messages.invariants import bodies_purged
from becode.messages.models import Bounce, Heartbeat, Message, OrdinaryDay
from becode.messages.retention import (
    forget_addresses,
    forget_bounces,
    forget_old_days,
    purge_bodies,
)
from becode.messages.tasks import purge_old_bodies
from tests.becode.messages.daily import anna, plan
from tests.becode.messages.notes import write
from tests.factories import MOMENT, PersonFactory, UserFactory

pytestmark = pytest.mark.django_db

AFTER_90_DAYS = MOMENT + timedelta(days=90, seconds=1)


def words_of(message):
    message.refresh_from_db()
    return message.subject, message.text, message.parts, message.calendar


def test_words_are_emptied_and_the_rest_stays():
    message = write("Anna")
    Message.objects.update(calendar="BEGIN:VCALENDAR")
    deliver_ready(at=MOMENT)

    assert purge_bodies(at=MOMENT + timedelta(days=90)) == 0
    assert purge_bodies(at=AFTER_90_DAYS) == 1

    assert words_of(message) == ("", "", {}, "")
    assert (message.body_purged_at, message.state, message.outcome) == (
        AFTER_90_DAYS,
        "sent",
        "accepted",
    )
    assert (message.kind, message.template_version) == ("tests.note", "1")
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

    assert Heartbeat.objects.get().detail == {
        "bodies": 0,
        "days": 0,
        "returned": 0,
        "addresses": 0,
    }


def came_back(address, *, settled_at=None, at=MOMENT):
    return Bounce.objects.create(
        channel="email",
        address=address,
        kind="bounced",
        detail=f"550 5.1.1 <{address}> is unknown",
        at=at,
        settled_at=settled_at,
    )


def kept():
    return dict(Bounce.objects.order_by("address").values_list("address", "detail"))


def test_what_came_back_is_forgotten_once_it_is_settled(at):
    """Settled, or nobody's: the row goes. Still broken: the row stays, without the server's words,
    as it says why we do not write there.
    """
    anna().contact_points.update(bounced_at=MOMENT)
    PersonFactory(email="works@mail.example")
    UserFactory(email="Griet@Company.example")
    UserFactory(email="left@company.example", is_active=False)
    for address in ("anna@mail.example", "griet@company.example"):
        came_back(address)
    for address in ("stranger@mail.example", "left@company.example", "works@mail.example"):
        came_back(address)
    came_back("settled@mail.example", settled_at=MOMENT)
    came_back("settled-late@mail.example", settled_at=MOMENT + timedelta(days=1))

    assert forget_bounces(at=MOMENT + timedelta(days=90)) == 0
    assert len(kept()) == 7
    assert forget_bounces(at=AFTER_90_DAYS) == 6
    assert kept() == {
        "anna@mail.example": "",
        "griet@company.example": "",
        "settled-late@mail.example": "550 5.1.1 <settled-late@mail.example> is unknown",
    }
    assert forget_bounces(at=AFTER_90_DAYS) == 0, "once is enough"
    assert forget_bounces(at=AFTER_90_DAYS + timedelta(days=1)) == 1


def test_address_of_nobody_we_know_is_emptied_where_it_stands():
    """Of a form that was not sent, and of a person who was deleted since."""
    known, deleted = write("Anna"), write("Bilal")
    draft = Message.objects.create(
        dedupe_key="applicants.draft_link:1:ghost@mail.example:",
        kind="applicants.draft_link",
        channel="email",
        state="sent",
        outcome="accepted",
        address="ghost@mail.example",
        language="en",
        template_version="1",
        created_at=MOMENT,
        due_at=MOMENT,
        next_try_at=MOMENT,
        finished_at=MOMENT,
    )
    deliver_ready(at=MOMENT)
    Message.objects.filter(pk=deleted.pk).update(person=None)

    assert forget_addresses(at=MOMENT + timedelta(days=90)) == 0
    assert forget_addresses(at=AFTER_90_DAYS) == 2
    assert forget_addresses(at=AFTER_90_DAYS) == 0

    rows = Message.objects.order_by("pk").values_list("address", "dedupe_key")
    assert dict(rows) == {
        "anna@mail.example": known.dedupe_key,
        "": f"applicants.draft_link:forgotten:{draft.pk}",
    }
    assert not Message.objects.filter(dedupe_key__contains="ghost").exists()
