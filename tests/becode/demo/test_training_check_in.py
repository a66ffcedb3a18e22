"""The demo's learners are there on average 92% of the hours, and nothing is noted ahead of time."""

import random
from datetime import timedelta

import pytest

from becode.demo.training_check_in import add_check_ins
from cohorts.calendar import is_training_day
from cohorts.enums import Moment
from cohorts.models import CheckIn
from tests.cohorts.conftest import LESSONS_ON
from tests.cohorts.test_checking_in import at_hour
from tests.factories import CohortFactory
from tests.factories_training import LearnerFactory, TrainingDayFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def group():
    """Sixteen learners with 40 days of lessons, the last of them today."""
    cohort = CohortFactory(
        is_demo=True, state="running", start_on=LESSONS_ON - timedelta(days=60), seats=20
    )
    days = [LESSONS_ON - timedelta(days=more) for more in range(56)]
    for on in [day for day in days if is_training_day(day)]:
        TrainingDayFactory(cohort=cohort, on=on)
    for _number in range(16):
        LearnerFactory(cohort=cohort)
    return cohort


def present_minutes(rows, planned):
    """Minutes from the first to the second check-in of a half day, cut to the planned ones."""
    by_half = {}
    for key, on, moment, at in rows:
        by_half.setdefault((key, on, moment > Moment.LUNCH), {})[moment] = at
    total = 0
    for (_key, on, is_afternoon), made in by_half.items():
        first, last = planned(on, is_afternoon)
        if len(made) == 2:
            since, until = max(min(made.values()), first), min(max(made.values()), last)
            total += max((until - since).total_seconds() / 60, 0)
    return total


def test_the_mean_is_92_percent_and_today_ends_now(group):
    add_check_ins(chance=random.Random(7), at=at_hour(12))
    rows = list(CheckIn.objects.values_list("enrolment_id", "on", "moment", "at"))
    assert max(at for *_others, at in rows) <= at_hour(12)
    assert {moment for _key, on, moment, _at in rows if on == LESSONS_ON} == {1}

    def planned(on, is_afternoon):
        hours = ((13, 30), (17, 0)) if is_afternoon else ((9, 0), (12, 30))
        return at_hour(*hours[0], day=on), at_hour(*hours[1], day=on)

    before = [row for row in rows if row[1] != LESSONS_ON]
    days = group.days.exclude(on=LESSONS_ON).count()
    share = present_minutes(before, planned) / (16 * days * 420)
    assert 0.90 < share < 0.94


def test_other_cohorts_and_a_second_run_stay_as_they_are(group):
    real = LearnerFactory()
    TrainingDayFactory(cohort=real.cohort, on=LESSONS_ON)
    add_check_ins(chance=random.Random(7), at=at_hour(18))
    count = CheckIn.objects.count()
    assert not real.check_ins.exists()
    add_check_ins(chance=random.Random(7), at=at_hour(18))
    assert CheckIn.objects.count() == count


def test_those_who_finished_were_nearly_always_there(group):
    group.state = "completed"
    group.save()
    add_check_ins(chance=random.Random(7), at=at_hour(18))
    planned = 16 * 4 * group.days.count()
    assert 0.95 < CheckIn.objects.count() / planned < 1
