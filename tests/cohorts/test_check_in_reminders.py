"""Who did not check in hears it after 15 minutes, the coaches after an hour, and nobody twice."""

from datetime import date, timedelta

import pytest

from becode.accounts.enums import Role
from becode.messages.deliver import deliver_ready
from becode.messages.models import Message
from becode.reminders.sweep import sweep
from cohorts.enums import Moment
from tests import factories
from tests.cohorts.conftest import LESSONS_ON
from tests.cohorts.test_checking_in import at_hour
from tests.factories_training import (
    AbsenceFactory,
    CheckInFactory,
    CoachAssignmentFactory,
    LearnerFactory,
    TrainingDayFactory,
    check_in_whole_day,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _only_ours(only_numbers):
    only_numbers(16)


LEARNER, COACHES = "cohorts.check_in_missing", "cohorts.learners_missing"
ARRIVAL, LUNCH, RETURN, DEPARTURE = Moment


def told(kind=LEARNER):
    return Message.objects.filter(kind=kind).order_by("pk")


def test_after_fifteen_minutes_once(anna):
    sweep(at=at_hour(9, 14))
    assert not told().exists()
    for minute in (15, 16, 40):
        sweep(at=at_hour(9, minute))
    message = told().get()
    assert message.person == anna.person
    assert message.due_at == at_hour(9, 15)
    assert "Arrival, 09:00" in message.subject
    sweep(at=at_hour(13, 45))
    assert told().count() == 2


def test_after_an_outage_of_an_hour_it_is_too_late(anna):
    sweep(at=at_hour(10, 1))
    assert not told().exists()


def test_nobody_is_told_who_noted_it_filed_an_absence_left_or_has_no_lessons(anna, cohort):
    CheckInFactory(enrolment=anna, on=LESSONS_ON)
    away = LearnerFactory(cohort=cohort)
    AbsenceFactory(enrolment=away, first_on=LESSONS_ON - timedelta(days=2), last_on=LESSONS_ON)
    half = LearnerFactory(cohort=cohort)
    AbsenceFactory(enrolment=half, first_on=LESSONS_ON, part="morning")
    for field in ("left_on", "moved_on"):
        LearnerFactory(cohort=cohort, **{field: LESSONS_ON})
    LearnerFactory(cohort=cohort, started_on=LESSONS_ON + timedelta(days=1))
    for more in range(2):
        TrainingDayFactory(cohort=LearnerFactory().cohort, on=LESSONS_ON + timedelta(days=more + 1))
    sweep(at=at_hour(9, 20))
    assert not told().exists()
    sweep(at=at_hour(13, 50))
    assert {message.person for message in told()} == {anna.person, half.person}


def test_an_absence_taken_back_explains_nothing(anna):
    AbsenceFactory(enrolment=anna, first_on=LESSONS_ON, state="withdrawn")
    sweep(at=at_hour(9, 20))
    assert told().count() == 1


def test_the_end_of_a_half_day_is_missed_by_who_began_it(anna, cohort):
    LearnerFactory(cohort=cohort)
    check_in_whole_day(anna, LESSONS_ON, lunch=None, departure=None)
    sweep(at=at_hour(12, 45))
    assert [message.person for message in told()] == [anna.person]
    sweep(at=at_hour(17, 15))
    assert [message.person for message in told()] == [anna.person, anna.person]


def test_a_check_in_before_the_message_leaves_stops_it(anna):
    sweep(at=at_hour(9, 15))
    CheckInFactory(enrolment=anna, on=LESSONS_ON, at=at_hour(9, 16))
    deliver_ready(at=at_hour(9, 17))
    assert list(told().values_list("state", "outcome")) == [("cancelled", "no_longer_true")]


def test_coaches_hear_of_all_in_one_message(anna, cohort, brussels, carla):
    lead = CoachAssignmentFactory(cohort=cohort).user
    past = CoachAssignmentFactory(cohort=cohort, until=LESSONS_ON - timedelta(days=1)).user
    LearnerFactory(cohort=cohort)
    sweep(at=at_hour(9, 59))
    assert not told(COACHES).exists()
    sweep(at=at_hour(10))
    sweep(at=at_hour(10, 30))
    message = told(COACHES).get()
    assert message.user == lead
    assert {past, carla}.isdisjoint({message.user})
    assert "2 learners did not check in" in message.subject
    assert message.urgent, "it does not wait for the other mail of the morning"


def test_without_named_coaches_those_of_the_campus_hear_it(anna, carla, ghent):
    factories.UserFactory(roles=[Role.COACH], campuses=[ghent])
    sweep(at=at_hour(10))
    assert [message.user for message in told(COACHES)] == [carla]


def test_coaches_hear_nothing_when_everybody_is_there(anna, carla):
    check_in_whole_day(anna, LESSONS_ON)
    for hour in (10, 14, 15, 18):
        sweep(at=at_hour(hour, 5))
    assert not told(COACHES).exists()


@pytest.mark.parametrize("on", [date(2026, 3, 30), date(2026, 10, 26)])
def test_the_hour_is_that_of_the_wall_after_both_clock_changes(anna, cohort, on):
    TrainingDayFactory(cohort=cohort, on=on)
    sweep(at=at_hour(9, 14, day=on))
    assert not told().exists()
    sweep(at=at_hour(9, 15, day=on))
    assert told().count() == 1


def test_a_sweep_asks_as_much_for_thirty_who_were_told_as_for_one(
    anna, cohort, django_assert_max_num_queries
):
    sweep(at=at_hour(9, 20))
    with django_assert_max_num_queries(200) as one:
        sweep(at=at_hour(9, 21))
    for _number in range(29):
        LearnerFactory(cohort=cohort)
    sweep(at=at_hour(9, 22))
    with django_assert_max_num_queries(len(one)):
        sweep(at=at_hour(9, 23))
