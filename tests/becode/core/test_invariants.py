"""`check_invariants`: each rule finds the rows that break it."""

import json
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection

from becode.core import clock
from becode.core.invariants import invariant, invariants
from becode.messages.models import Message
from tests.becode.messages import notes

pytestmark = pytest.mark.django_db


@pytest.fixture
def message():
    notes.declare()
    return notes.write("Anna", at=clock.now())


@pytest.fixture
def unguarded():
    """The outbox without its constraints, as a broken restore might leave it."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # nothing pending may hold the table
        for name in ("message_leased_while_sending", "message_secret_emptied_at_end"):
            cursor.execute(f"ALTER TABLE messaging_message DROP CONSTRAINT {name}")


def broken(key):
    (rule,) = [rule for rule in invariants() if rule.key == key]
    return rule.count(at=clock.now())


@pytest.mark.parametrize(
    ("key", "damage"),
    [
        ("messages.none_forgotten", {"next_try_at": clock.days(-1)}),
        ("messages.secrets_emptied", {"state": "sent", "outcome": "accepted"}),
        ("messages.leased_while_sending", {"state": "sending"}),
        ("messages.finished_once", {"state": "cancelled", "sealed": None}),
        ("messages.finished_once", {"finished_at": clock.days(0)}),
        ("messages.outcome_known", {"state": "cancelled", "sealed": None}),
    ],
)
def test_damage_is_found(message, unguarded, key, damage):
    assert broken(key) == 0
    values = {
        name: clock.now() + value if isinstance(value, timedelta) else value
        for name, value in damage.items()
    }

    Message.objects.filter(pk=message.pk).update(**values)

    assert broken(key) == 1


def test_command_answers_in_json_and_says_yes(capsys):
    call_command("check_invariants")

    answer = json.loads(capsys.readouterr().out)
    assert answer["broken"] == 0
    assert answer["rules"]["messages.secrets_emptied"] == {
        "rule": "A finished message holds no code and no link any more.",
        "count": 0,
    }


def test_command_fails_where_a_rule_is_broken(message, unguarded, capsys):
    Message.objects.filter(pk=message.pk).update(state="sending")

    with pytest.raises(SystemExit) as stop:
        call_command("check_invariants")

    answer = json.loads(capsys.readouterr().out)
    assert stop.value.code == 1
    assert answer["rules"]["messages.leased_while_sending"]["count"] == 1


def test_two_rules_cannot_share_a_key():
    with pytest.raises(ValueError, match=r"messages\.secrets_emptied"):
        invariant("messages.secrets_emptied", "Another.")(lambda *, at: 0)
