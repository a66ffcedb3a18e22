"""The sweep: invariants 2, 8 and 9 of docs/messages.md."""

import dataclasses
import json
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import gettext_lazy

from becode.core import clock
from becode.messages import notification
from becode.messages.days import settling
from becode.messages.deliver import deliver_ready
from becode.messages.models import Heartbeat, Message
from becode.messages.notification import Content, Notification
from becode.messages.recipients import person_recipients
from becode.people.models import Person
from becode.reminders import registry
from becode.reminders.enums import Audience
from becode.reminders.rules import Offset, Rule
from becode.reminders.sweep import sweep
from becode.reminders.tasks import sweep_reminders
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db

FIRST_CONTACT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class Reminder(Notification):
    key = "tests.reminder"
    about = "people.person"

    def __init__(self, subject, offset=None):
        super().__init__(subject)
        self.offset = offset

    def recipients(self):
        return person_recipients(self.subject)

    def content(self, recipient, *, at):
        if self.subject.last_name == "Broken":
            raise RuntimeError("a fault of ours")
        return Content(subject=f"Reminder {self.offset.name}", paragraphs=["Hello"])

    def is_still_wanted(self, *, at):
        return not self.subject.preferred_name


@pytest.fixture(autouse=True)
def only(monkeypatch):
    """A function that makes the given rules the only ones."""
    notification.declare(Reminder)

    def use(*rules):
        monkeypatch.setattr(registry, "_rules", {rule.key: rule for rule in rules})

    use()
    return use


def rule(*offsets, key="tests.rule", anchor="created_at", **also):
    return Rule(
        key=key,
        number=1,
        title=gettext_lazy("A reminder"),
        to=Audience.APPLICANT,
        stops=gettext_lazy("done"),
        says=(Reminder,),
        milestone=None,
        records=Person.objects.all,
        anchor=anchor,
        offsets=offsets,
        notification=Reminder,
        **also,
    )


def after(**delta):
    return FIRST_CONTACT + timedelta(**delta)


def subjects():
    return list(Message.objects.order_by("pk").values_list("subject", flat=True))


def test_second_sweep_adds_nothing(only):
    only(rule(Offset(hours=6)))
    PersonFactory(created_at=FIRST_CONTACT)

    first = sweep(at=after(hours=6))
    second = sweep(at=after(hours=6, minutes=1))

    assert (first, second, subjects()) == ({"tests.rule": 1}, {"tests.rule": 0}, ["Reminder +6h"])
    assert Message.objects.get().due_at == after(hours=6)


def test_second_sweep_renders_nothing_and_asks_a_few_queries_for_all(
    only, django_assert_num_queries, monkeypatch
):
    only(rule(Offset(hours=6)))
    for _number in range(30):
        PersonFactory(created_at=FIRST_CONTACT)
    sweep(at=after(hours=6))

    with django_assert_num_queries(5):  # dates, records, what was told, settings, wordings
        sweep(at=after(hours=7))


def test_what_is_new_costs_few_statements_for_all(only):
    """One of them raises nothing: else each would have a transaction of its own."""
    only(rule(Offset(hours=6)))

    def cost(number):
        for _number in range(number):
            PersonFactory(created_at=FIRST_CONTACT)
        with CaptureQueriesContext(connection) as asked:
            assert sweep(at=after(hours=6)) == {"tests.rule": number}
        return len(asked)

    assert cost(3) == cost(40)


def test_a_fault_undoes_nothing_of_the_others(only, monkeypatch):
    """The rows that were written with it are written again, once each."""
    only(rule(Offset(hours=6)))
    for name in ("Good", "Broken", "Better"):
        PersonFactory(created_at=FIRST_CONTACT, last_name=name)

    assert sweep(at=after(hours=6)) == {"tests.rule": 2, "errors": 1}
    assert subjects() == ["Reminder +6h"] * 2


def test_nothing_before_its_time(only):
    only(rule(Offset(hours=6)))
    PersonFactory(created_at=FIRST_CONTACT)

    assert sweep(at=after(hours=5, minutes=59)) == {"tests.rule": 0}


def test_each_offset_is_told_once(only):
    only(rule(Offset(hours=1), Offset(hours=3)))
    PersonFactory(created_at=FIRST_CONTACT)

    for minutes in range(0, 300, 10):
        sweep(at=after(minutes=minutes))

    assert subjects() == ["Reminder +1h", "Reminder +3h"]


def test_outage_merges_what_passed_into_the_latest(only):
    only(rule(Offset(hours=1), Offset(hours=3), Offset(hours=6)))
    PersonFactory(created_at=FIRST_CONTACT)

    for minutes in range(0, 300, 60):
        sweep(at=after(hours=12, minutes=minutes))

    assert subjects() == ["Reminder +6h"]


def test_after_a_days_outage_stale_reminders_are_skipped(only):
    only(rule(Offset(hours=1), Offset(hours=3)))
    for _number in range(10):
        PersonFactory(created_at=FIRST_CONTACT)

    assert sweep(at=after(hours=24)) == {"tests.rule": 0}
    assert subjects() == []


def test_moved_anchor_is_another_reminder(only):
    only(rule(Offset(hours=6)))
    person = PersonFactory(created_at=FIRST_CONTACT)
    sweep(at=after(hours=6))
    person.created_at = after(hours=2)
    person.save()

    sweep(at=after(hours=8))

    assert [row.due_at for row in Message.objects.order_by("due_at")] == [
        after(hours=6),
        after(hours=8),
    ]


def test_what_is_not_wanted_is_not_planned(only):
    only(rule(Offset(hours=6)))
    PersonFactory(created_at=FIRST_CONTACT, preferred_name="No thanks")

    assert sweep(at=after(hours=6)) == {"tests.rule": 0}


@pytest.mark.parametrize(
    ("day", "hours_of_the_day"),
    [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 6, 1), 24)],
)
@pytest.mark.parametrize("hour", [2, 9])
def test_day_on_which_the_clocks_change_gives_exactly_one(only, day, hours_of_the_day, hour):
    """02:30 is missing in March and comes twice in October; the sweep passes every half hour."""
    only(rule(Offset(hour=hour), anchor="born_on"))
    PersonFactory(born_on=day)
    midnight = clock.at_local(day, 0)
    assert clock.at_local(day + timedelta(days=1), 0) - midnight == timedelta(
        hours=hours_of_the_day
    )

    planned = [
        sweep(at=midnight + timedelta(minutes=half_hour * 30))["tests.rule"]
        for half_hour in range(hours_of_the_day * 2 + 48)
    ]

    assert sum(planned) == 1
    due_at = Message.objects.get().due_at
    shown = due_at.astimezone(clock.BRUSSELS)
    # The hour that is missing is told by the one after it.
    assert (shown.date(), shown.hour) == (day, 3 if (hour, day.month) == (2, 3) else hour)


def test_fault_in_one_record_keeps_no_other_from_its_message(only):
    only(rule(Offset(hours=6), key="tests.first"), rule(Offset(hours=1), key="tests.second"))
    PersonFactory(created_at=FIRST_CONTACT, last_name="Broken")
    PersonFactory(created_at=FIRST_CONTACT)

    counts = sweep(at=after(hours=6))

    assert counts == {"tests.first": 1, "tests.second": 1, "errors": 2}


def test_fault_in_one_rule_keeps_no_other_from_its_messages(only):
    def broken():
        raise RuntimeError("a fault of ours")

    faulty = dataclasses.replace(
        rule(Offset(hours=1), key="tests.faulty"),
        number=0,
        records=broken,
    )
    only(faulty, rule(Offset(hours=6)))
    PersonFactory(created_at=FIRST_CONTACT)

    assert sweep(at=after(hours=6)) == {"tests.rule": 1, "errors": 1}


def test_what_there_is_no_time_for_is_left_to_the_next_sweep(only):
    only(rule(Offset(hours=6)))
    for _number in range(3):
        PersonFactory(created_at=FIRST_CONTACT)

    assert sweep(at=after(hours=6), seconds=0) == {"tests.rule": 0, "unfinished": 1}
    assert sweep(at=after(hours=6)) == {"tests.rule": 3}


def test_ordinary_rows_of_an_unfinished_sweep_wait_for_the_next(only, monkeypatch):
    only(rule(Offset(hours=6)))
    PersonFactory(created_at=FIRST_CONTACT)
    at = after(hours=6)
    with settling():
        sweep(at=at)
    monkeypatch.setattr("becode.reminders.tasks.SWEEP_SECONDS", 0)
    with clock.set_to(at):
        sweep_reminders()
    assert deliver_ready(at=at) == {}

    monkeypatch.undo()
    only(rule(Offset(hours=6)))
    with clock.set_to(at):
        sweep_reminders()

    assert deliver_ready(at=at) == {"sent": 1}


def test_task_leaves_a_sign_of_life(only):
    only(rule(Offset(hours=6)))
    PersonFactory(created_at=FIRST_CONTACT)

    with clock.set_to(after(hours=6)):
        sweep_reminders()

    heartbeat = Heartbeat.objects.get()
    assert (heartbeat.name, heartbeat.beat_at, heartbeat.detail) == (
        "sweep",
        after(hours=6),
        {"tests.rule": 1},
    )


def test_command_plans_and_sends_at_a_set_moment(only, capsys, mailoutbox):
    only(rule(Offset(hours=6)))
    PersonFactory(created_at=FIRST_CONTACT)

    call_command("sweep", "--at", "2026-03-02T16:00")

    assert json.loads(capsys.readouterr().out) == {
        "at": "2026-03-02T15:00:00+00:00",
        "planned": {"tests.rule": 1},
        "delivered": {"sent": 1},
    }
    assert [letter.subject for letter in mailoutbox] == ["Reminder +6h"]
    assert Heartbeat.objects.count() == 0, "a rehearsal is no sign of life"


def test_command_explains_a_moment_it_cannot_read():
    with pytest.raises(CommandError, match="is no moment"):
        call_command("sweep", "--at", "tomorrow")
