"""Many learners at once: their groups, transfers, leaving, and a constant number of queries."""

from datetime import date, time

import pytest

from cohorts.counting import counts_of, standing_of
from tests.factories import CohortFactory
from tests.factories_training import (
    AbsenceFactory,
    LearnerFactory,
    TrainingDayFactory,
    check_in_whole_day,
    local,
)

pytestmark = pytest.mark.django_db
LONG_AFTER = local(date(2026, 4, 2), time(12))


@pytest.fixture
def cohort(web, brussels):
    return CohortFactory(
        track=web,
        campus=brussels,
        state="running",
        start_on=date(2026, 3, 2),
        end_on=date(2026, 3, 31),
    )


def lessons(cohort, *days):
    for day in days:
        TrainingDayFactory(cohort=cohort, on=date(2026, 3, day))


def test_who_moves_in_mid_month_counts_in_each_group_for_their_own_days(cohort, web, brussels):
    other = CohortFactory(track=web, campus=brussels, state="running", start_on=date(2026, 3, 2))
    for each in (cohort, other):
        lessons(each, 2, 3, 4, 5)
    old = LearnerFactory(cohort=cohort, state="transferred", moved_on=date(2026, 3, 4))
    new = LearnerFactory(
        cohort=other, person=old.person, started_on=date(2026, 3, 4), transferred_from=old
    )
    check_in_whole_day(old, date(2026, 3, 2))
    check_in_whole_day(new, date(2026, 3, 5))
    found = counts_of([old, new], date(2026, 3, 1), date(2026, 3, 31), LONG_AFTER)
    assert [(day.on.day, day.present) for day in found[old.pk]] == [(2, 420), (3, 0)]
    assert [(day.on.day, day.present) for day in found[new.pk]] == [(4, 0), (5, 420)]


def test_who_left_is_expected_no_more(cohort):
    lessons(cohort, 2, 3, 4)
    gone = LearnerFactory(cohort=cohort, state="left", left_on=date(2026, 3, 3))
    found = counts_of([gone], date(2026, 3, 1), date(2026, 3, 31), LONG_AFTER)
    assert [day.on.day for day in found[gone.pk]] == [2]


def test_hours_missed_are_a_part_of_the_whole_training(cohort):
    lessons(cohort, 2, 3, 4, 5, 6, 9, 10, 11, 12, 13)
    anna = LearnerFactory(cohort=cohort)
    check_in_whole_day(anna, date(2026, 3, 3), arrival=time(9, 25))
    AbsenceFactory(
        enrolment=anna, first_on=date(2026, 3, 2), state="accepted", judged_at=LONG_AFTER
    )
    standing = standing_of([anna], local(date(2026, 3, 3), time(21)))[anna.pk]
    assert (standing.missed, standing.whole, standing.permille) == (445, 4200, 105)
    assert standing.halves == 0, "a proof can still come for the third"
    later = standing_of([anna], local(date(2026, 3, 6), time(8)))[anna.pk]
    assert (later.halves, later.absences) == (1, 0.5)


@pytest.mark.parametrize("learners", [1, 12])
def test_the_number_of_queries_is_constant(cohort, learners, django_assert_num_queries):
    lessons(cohort, 2, 3)
    group = [LearnerFactory(cohort=cohort) for _ in range(learners)]
    for one in group:
        check_in_whole_day(one, date(2026, 3, 2))
        AbsenceFactory(enrolment=one, first_on=date(2026, 3, 3))
    with django_assert_num_queries(3):
        standing_of(group, LONG_AFTER)
    with django_assert_num_queries(3):
        counts_of(group, date(2026, 3, 1), date(2026, 3, 31), LONG_AFTER)
