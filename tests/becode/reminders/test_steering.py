"""Colleagues set a rule: versions, refusals, and what a sweep makes of it."""

from datetime import timedelta

import pytest

from becode.audit.models import AuditEntry
from becode.core.actors import Actor
from becode.core.moves import IllegalMove, Stale
from becode.messages.models import Message
from becode.reminders.models import RuleVersion
from becode.reminders.rules import Offset
from becode.reminders.sweep import sweep
from becode.reminders.workflow import restore_rule, set_rule
from tests.factories import CohortFactory, EnrolmentFactory

pytestmark = pytest.mark.django_db

KEY = "cohort_starts"
OWN = (Offset(days=-14), Offset(days=-7), Offset(days=-2), Offset(days=-1, hour=18))


@pytest.fixture
def set_as(ada, at):
    def make(key=KEY, **changes):
        wanted = {"is_on": True, "offsets": OWN, "way": "own", "note": "", "seen": 0} | changes
        return set_rule(key=key, actor=Actor.user(ada), at=at, **wanted)

    return make


def told(at, days):
    """The learner of a cohort that starts in so many days, and what a sweep says of it."""
    start_on = (at + timedelta(days=days)).date()
    EnrolmentFactory(cohort=CohortFactory(start_on=start_on))
    sweep(at=at)
    return list(Message.objects.order_by("pk").values_list("state", "outcome", "rule"))


def test_a_switched_off_rule_is_kept_back_with_its_reason(set_as, at, only_rules):
    only_rules(KEY)
    set_as(is_on=False)
    assert told(at, 7) == [("suppressed", "switched_off", KEY)]


def test_a_moved_moment_is_the_one_that_counts(set_as, at, only_rules):
    only_rules(KEY)
    version = set_as(offsets=(Offset(days=-5), Offset(days=-30)))
    assert version.offsets == ["-30d@9", "-5d@9"]
    assert told(at, 7) == []
    assert told(at, 5) == [("pending", "", KEY)]


def test_the_default_is_kept_as_no_moments_of_ones_own(set_as):
    assert set_as(is_on=False, offsets=OWN[::-1]).offsets == []


def test_going_back_adds_a_version_and_both_are_written_down(set_as, ada, at):
    first = set_as(is_on=False, note="Holidays")
    back = restore_rule(key=KEY, seen=first.pk, actor=Actor.user(ada), at=at)
    assert (back.is_on, back.offsets, back.way) == (True, [], "own")
    assert RuleVersion.objects.count() == 2
    found = AuditEntry.objects.order_by("pk").values_list("label", "actor_key", "keys")
    assert list(found) == [
        ("rule.set", ada.pk, {"rule": KEY}),
        ("rule.restored", ada.pk, {"rule": KEY}),
    ]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({}, "Nothing is different from before."),
        ({"offsets": ()}, "A reminder needs a moment. To stop it, switch it off."),
        ({"offsets": (Offset(days=-900),)}, "Such a moment cannot be."),
        ({"offsets": (Offset(days=-1, hour=24),)}, "Such a moment cannot be."),
        ({"key": "gone"}, "This reminder does not exist any more."),
        (
            {"offsets": tuple(Offset(days=number) for number in range(13))},
            "More moments than anybody would read. Please choose fewer.",
        ),
        ({"key": "check_in_missing"}, "The moments of this reminder follow the day itself."),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(set_as, changes, sentence):
    with pytest.raises(IllegalMove) as refusal:
        set_as(**changes)
    assert str(refusal.value.sentence) == sentence
    assert RuleVersion.objects.count() == AuditEntry.objects.count() == 0


def test_a_watch_can_be_switched_off(set_as):
    assert set_as(key="check_in_missing", offsets=(), is_on=False).is_on is False


def test_who_set_it_second_is_told(set_as):
    set_as(is_on=False)
    with pytest.raises(Stale):
        set_as(way="sms")
    assert RuleVersion.objects.count() == 1


def test_there_is_nothing_to_go_back_from(ada, at):
    with pytest.raises(IllegalMove):
        restore_rule(key=KEY, seen=0, actor=Actor.user(ada), at=at)
