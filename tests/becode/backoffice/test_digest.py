"""The mail of the morning: what waits for each colleague, in their language, or nothing."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from becode.accounts.enums import Role
from becode.backoffice import today
from becode.backoffice.digest import DIGEST, Digest
from becode.backoffice.today import Task
from becode.messages.deliver import deliver_ready
from becode.messages.models import Message, Unwanted
from becode.reminders.sweep import sweep_rule
from tests.factories import ApplicationFactory, UserFactory

pytestmark = pytest.mark.django_db

MONDAY_9 = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


@pytest.fixture
def waiting(monkeypatch):
    """A function that replaces the registry by tasks of ours, by the name of a colleague."""

    def replace(**tasks: list[Task]) -> None:
        monkeypatch.setattr(
            today, "_builders", [lambda user, at: tasks.get(user.get_short_name(), [])]
        )

    return replace


UNTREATED = Task("Untreated", 3, "/staff/x/", items=(("Eve Secret", "/staff/x/1/"),))
CALLS = Task("Calls", 1, "/staff/y/", urgent=True)


def digests(at=MONDAY_9):
    return sweep_rule(DIGEST, at=at)


def test_each_colleague_gets_what_waits_for_them(amina, bram, carla, waiting):
    waiting(Amina=[UNTREATED, CALLS], Carla=[CALLS])

    assert digests() == 2
    deliver_ready(at=MONDAY_9)

    letters = {letter.to[0]: letter for letter in mail.outbox}
    assert set(letters) == {amina.email, carla.email}
    letter = letters[amina.email]
    assert letter.subject == "4 things wait for you"
    lines = letter.body.splitlines()
    assert lines.index("1 · Calls:") < lines.index("3 · Untreated:")
    assert lines[lines.index("3 · Untreated:") + 1] == "http://localhost:8000/staff/x/"
    assert letters[carla.email].subject == "1 thing waits for you"


def test_it_names_nobody(amina, waiting):
    waiting(Amina=[UNTREATED])
    digests()

    message = Message.objects.get()

    assert "Eve" not in message.text + str(message.parts)


def test_it_comes_once_a_day(amina, waiting):
    waiting(Amina=[UNTREATED])

    assert [digests(MONDAY_9 + timedelta(minutes=number)) for number in range(3)] == [1, 0, 0]
    assert digests(MONDAY_9 + timedelta(days=1)) == 1


@pytest.mark.parametrize(
    "moment",
    [
        MONDAY_9 - timedelta(minutes=1),
        MONDAY_9 + timedelta(hours=1),
        MONDAY_9 - timedelta(days=1),
        datetime(2026, 4, 6, 7, 0, tzinfo=UTC),  # Easter Monday
        datetime(2026, 5, 1, 7, 0, tzinfo=UTC),  # Labour Day
    ],
)
def test_not_before_nine_nor_late_nor_on_days_off(amina, waiting, moment):
    waiting(Amina=[UNTREATED])

    assert digests(moment) == 0


@pytest.mark.parametrize(
    "nine",
    [datetime(2026, 3, 30, 7, 0, tzinfo=UTC), datetime(2026, 10, 26, 8, 0, tzinfo=UTC)],
)
def test_nine_is_nine_after_the_clocks_changed(amina, waiting, nine):
    waiting(Amina=[UNTREATED])

    assert digests(nine - timedelta(minutes=1)) == 0
    assert digests(nine) == 1


def test_in_their_language(waiting):
    UserFactory(name="Léa", language="fr", roles=[Role.COACH])
    waiting(Léa=[UNTREATED])

    digests()

    assert Message.objects.get().subject == "3 choses vous attendent"


def test_who_wants_none_gets_none(amina, at, waiting):
    waiting(Amina=[UNTREATED])
    Unwanted.objects.create(user=amina, topic="digest", since=at)
    digests()

    assert deliver_ready(at=MONDAY_9) == {"suppressed": 1}
    assert Message.objects.get().outcome == "not_wanted"


def test_what_was_done_meanwhile_needs_no_mail(amina, waiting):
    waiting(Amina=[UNTREATED])
    digests()
    waiting()

    assert deliver_ready(at=MONDAY_9) == {"cancelled": 1}


def test_contacts_of_companies_and_closed_accounts_get_none(amina, chloe, waiting):
    waiting(Amina=[UNTREATED], Chloé=[UNTREATED])
    amina.is_active = False
    amina.save()

    assert digests() == 0


def test_reminders_of_the_morning_come_in_the_same_mail(amina, waiting):
    waiting(Amina=[UNTREATED])
    digests()
    digest = Message.objects.get()
    Message.objects.create(
        dedupe_key=f"other:1:user-{amina.pk}:x",
        kind=Digest.key,
        channel="email",
        rule="other",
        ordinary=True,
        user=amina,
        address=amina.email,
        language=amina.language,
        template_version="1",
        parts=digest.parts | {"subject": "Another reminder"},
        about_type=Digest.about,
        about_key=amina.pk,
        created_at=MONDAY_9,
        due_at=MONDAY_9,
        next_try_at=MONDAY_9,
    )

    assert deliver_ready(at=MONDAY_9) == {"sent": 2}
    assert len(mail.outbox) == 1


def test_queries_are_as_many_for_one_thing_as_for_thirty(amina, web, brussels):
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            Digest(amina).is_still_wanted(at=MONDAY_9 + timedelta(days=9))
        return len(found)

    ApplicationFactory(track=web, campus=brussels)
    Digest(amina).is_still_wanted(at=MONDAY_9)
    few = queries()
    for _number in range(29):
        ApplicationFactory(track=web, campus=brussels)

    assert queries() == few
