"""The next 14 days: what is foretold is what sweeps then say."""

from collections import Counter
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from becode.core import clock
from becode.messages.models import Message, Pause
from becode.reminders import registry
from becode.reminders.ahead import calendar, lines
from becode.reminders.models import RuleVersion
from becode.reminders.sweep import sweep
from tests.factories import CohortFactory, EnrolmentFactory

pytestmark = pytest.mark.django_db

KEY = "cohort_starts"


@pytest.fixture
def learner(brussels, at):
    cohort = CohortFactory(campus=brussels, start_on=date(2026, 3, 12), seats=40)
    return EnrolmentFactory(cohort=cohort)


def foretold(user, at, key=KEY):
    return {
        day.on: planned.count
        for day in calendar(user, at=at)
        for planned in day.planned
        if planned.rule.key == key
    }


def test_what_is_foretold_is_what_sweeps_say(learner, ada, at, only_rules):
    said = foretold(ada, at)
    assert said == {date(2026, 3, 5): 1, date(2026, 3, 10): 1, date(2026, 3, 11): 1}

    only_rules(KEY)
    for hours in range(24 * 14):
        sweep(at=at + timedelta(hours=hours))
    due = Message.objects.values_list("due_at", flat=True)
    assert Counter(clock.local_day(one) for one in due) == said


def test_it_follows_the_settings(learner, ada, at):
    RuleVersion.objects.create(rule=KEY, offsets=["-1d@9"], made_at=at)
    assert foretold(ada, at) == {date(2026, 3, 11): 1}


def test_it_stays_within_the_scope(learner, bram, amina, at):
    assert foretold(bram, at) == {}
    assert len(foretold(amina, at)) == 3


def test_what_waits_on_a_holiday_stands_on_the_day_it_leaves(brussels, ada, at):
    """Easter Monday is 6 April."""
    EnrolmentFactory(cohort=CohortFactory(campus=brussels, start_on=date(2026, 4, 13)))
    with clock.set_to(at + timedelta(days=30)):
        assert date(2026, 4, 7) in foretold(ada, at + timedelta(days=30))


def test_rows_of_the_outbox_stand_on_their_day(learner, ada, at):
    sweep(at=at + timedelta(days=3))
    Message.objects.update(state="pending", next_try_at=at + timedelta(days=4))
    found = {day.on: day.waiting for day in calendar(ada, at=at) if day.waiting}
    assert found == {date(2026, 3, 6): [("cohorts.cohort_starts", 1)]}


def test_a_line_says_why_it_would_not_go_out(learner, ada, at):
    rule, on = registry.rule_called(KEY), date(2026, 3, 5)

    def problem():
        ((line,), more) = lines(rule, ada, on=on, at=at, most=5)
        assert (line.readers, more) == ([str(learner.person)], 0)
        return line.problem

    assert problem() == ""
    held = Pause.objects.create(
        about_type="cohorts.cohort", about_key=learner.cohort_id, reason="x", begun_at=at
    )
    assert problem() == "paused"
    held.delete()
    RuleVersion.objects.create(rule=KEY, is_on=False, made_at=at)
    assert problem() == "switched_off"


def test_lists_are_capped(brussels, ada, at):
    cohort = CohortFactory(campus=brussels, start_on=date(2026, 3, 12))
    for _number in range(4):
        EnrolmentFactory(cohort=cohort)
    shown, more = lines(registry.rule_called(KEY), ada, on=date(2026, 3, 5), at=at, most=3)
    assert (len(shown), more) == (3, 1)


def test_it_asks_the_same_queries_for_1_and_30(learner, amina, at):
    def asked():
        with CaptureQueriesContext(connection) as captured:
            calendar(amina, at=at)
        return len(captured)

    asked()
    one = asked()
    for _number in range(29):
        EnrolmentFactory(cohort=learner.cohort)
    assert asked() == one
