"""What Today tells a coach about this day: counts with the way to the sheet."""

from datetime import timedelta

import pytest

from becode.backoffice.today import tasks_for
from tests.cohorts.conftest import LESSONS_ON
from tests.cohorts.test_checking_in import at_hour
from tests.factories import CohortFactory
from tests.factories_training import (
    AbsenceFactory,
    CheckInFactory,
    CoachAssignmentFactory,
    LearnerFactory,
    TrainingDayFactory,
    check_in_whole_day,
)

pytestmark = pytest.mark.django_db

MISSING, ELSEWHERE = (
    "Learners who did not check in",
    "Learners who checked in at another place",
)


def counts(user, at):
    found = {str(task.title): task for task in tasks_for(user, at=at)}
    return {
        title: (found[title].count, [text for text, _url in found[title].items])
        for title in (MISSING, ELSEWHERE)
        if title in found
    }


@pytest.fixture
def neighbours(web, brussels):
    """Another cohort of the campus with one learner."""
    cohort = CohortFactory(
        track=web, campus=brussels, code="BXL-Next-1", state="running",
        start_on=LESSONS_ON - timedelta(days=20),
    )  # fmt: skip
    TrainingDayFactory(cohort=cohort, on=LESSONS_ON)
    return LearnerFactory(cohort=cohort)


def test_who_is_missing_is_counted_by_cohort(anna, cohort, neighbours, carla):
    away = LearnerFactory(cohort=cohort)
    AbsenceFactory(enrolment=away, first_on=LESSONS_ON)
    assert MISSING not in counts(carla, at_hour(9, 14))
    assert counts(carla, at_hour(9, 15))[MISSING] == (2, ["BXL-Check-1 · 1", "BXL-Next-1 · 1"])
    CheckInFactory(enrolment=anna, on=LESSONS_ON)
    assert counts(carla, at_hour(9, 20))[MISSING] == (1, ["BXL-Next-1 · 1"])


def test_a_named_coach_sees_the_own_cohorts(anna, cohort, neighbours, carla):
    CoachAssignmentFactory(cohort=cohort, user=carla)
    assert counts(carla, at_hour(9, 15))[MISSING] == (1, ["BXL-Check-1 · 1"])


def test_who_is_elsewhere_is_counted_once(anna, cohort, carla, bram, amina):
    check_in_whole_day(anna, LESSONS_ON)
    assert counts(carla, at_hour(18)) == {}
    anna.check_ins.update(place="home")
    assert counts(carla, at_hour(18)) == {ELSEWHERE: (1, ["BXL-Check-1 · 1"])}
    assert counts(bram, at_hour(18)) == counts(amina, at_hour(18)) == {}
