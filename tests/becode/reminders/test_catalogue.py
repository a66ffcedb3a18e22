"""Every row of the catalogue (docs/domain.md, "Reminders") is a rule or is told at once."""

import pytest

from becode.messages.notification import declared
from becode.reminders.enums import Milestone
from becode.reminders.registry import rules, told_at_once
from becode.reminders.rules import Rule
from tests.house.texts import ROOT

# 33 to 37 come with the objects they are about: funder reports, grants, retention, requests.
# 39 is the mail of the morning.
HERE = {*range(1, 33), 38, 39}
LATER = range(33, 38)


def test_every_number_of_the_catalogue_is_there():
    numbers = {rule.number for rule in rules()}
    assert numbers | {one.number for one in told_at_once()} == HERE
    # Without a rule of their own: nothing is left to remind of once it is told.
    assert HERE - numbers == {9, 19}


def test_what_comes_later_is_written_down():
    later = (ROOT / "docs" / "messages.md").read_text().split("Later, with the objects")[1]
    assert [number for number in LATER if f"| {number} |" not in later] == []


def name_of(one) -> str:
    return f"{one.number}-{getattr(one, 'key', one.says[0].key)}"


@pytest.mark.parametrize("one", [*rules(), *told_at_once()], ids=name_of)
def test_each_says_in_words_what_it_is(one):
    assert str(one.title).strip()
    assert str(one.to.label)
    assert one.says
    assert {said.key for said in one.says} <= set(declared())


def test_rules_that_count_from_a_plan_name_it():
    """A rule about a date that every cohort has is part of a cohort's plan."""
    planned = ("cohort__start_on", "start_on", "internship_start_on", "cohort__internship_start_on")
    for rule in rules():
        if isinstance(rule, Rule) and rule.anchor in planned and rule.number != 32:
            assert rule.milestone in {Milestone.COHORT_START, Milestone.INTERNSHIP_START}, rule.key
