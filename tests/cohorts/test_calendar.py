"""A cohort's end: the training days that closures take are given back, holidays are not."""

from datetime import date, timedelta

import pytest

from becode.campuses.models import Closure
from becode.core.moves import IllegalMove
from cohorts.calendar import cohort_dates, internship_period, is_training_day
from tests.factories import TrackFactory

pytestmark = pytest.mark.django_db
START = date(2023, 8, 28)


@pytest.fixture
def close(brussels):
    def _close(first, last, campus=None):
        return Closure.objects.create(campus=campus, start_on=first, end_on=last, reason="Rest")

    return _close


def end_of(track, campus, start_on=START):
    return cohort_dates(track, campus, start_on).end_on


def test_seven_months_end_on_the_last_training_day_before(web, brussels):
    assert end_of(web, brussels) == date(2024, 3, 27)


def test_ten_closure_days_make_it_ten_training_days_longer(web, brussels, close):
    close(date(2023, 10, 30), date(2023, 11, 3))  # 1 November is a holiday: four days
    close(date(2023, 12, 25), date(2023, 12, 31))  # Christmas is one too: four days
    close(date(2024, 2, 12), date(2024, 2, 13))
    dates = cohort_dates(web, brussels, START)
    assert (dates.lost, dates.end_on) == (10, date(2024, 4, 11))


def test_closures_of_another_campus_do_not_count(web, brussels, ghent, close):
    close(date(2023, 10, 2), date(2023, 10, 6), campus=ghent)
    assert end_of(web, brussels) == date(2024, 3, 27)
    assert end_of(web, ghent) == date(2024, 4, 4)


def test_two_closures_of_the_same_day_cost_it_once(web, brussels, close):
    close(date(2023, 10, 2), date(2023, 10, 2))
    close(date(2023, 10, 2), date(2023, 10, 2), campus=brussels)
    assert cohort_dates(web, brussels, START).lost == 1


def test_a_closure_of_weekends_and_holidays_costs_nothing(web, brussels, close):
    close(date(2023, 9, 2), date(2023, 9, 3))
    close(date(2023, 12, 25), date(2023, 12, 25))
    assert cohort_dates(web, brussels, START).lost == 0


def test_the_days_given_back_step_over_closures_too(web, brussels, close):
    close(date(2023, 10, 2), date(2023, 10, 2))
    close(date(2024, 3, 28), date(2024, 3, 29))
    # Monday 1 April 2024 is Easter Monday.
    assert end_of(web, brussels) == date(2024, 4, 2)


def test_a_closure_on_the_last_day_moves_it(web, brussels, close):
    close(date(2024, 3, 27), date(2024, 3, 27))
    assert end_of(web, brussels) == date(2024, 3, 28)


def test_a_holiday_on_a_saturday_changes_nothing(brussels):
    assert date(2023, 11, 11).weekday() == 5
    weeks = TrackFactory(length=1, length_unit="weeks", campuses=[brussels])
    assert end_of(weeks, brussels, date(2023, 11, 6)) == date(2023, 11, 10)


def test_lengths_may_be_counted_in_weeks(brussels):
    weeks = TrackFactory(length=27, length_unit="weeks", campuses=[brussels])
    assert end_of(weeks, brussels) == date(2024, 3, 1)


@pytest.mark.parametrize(
    ("start_on", "months", "end_on"),
    [
        (date(2024, 2, 29), 12, date(2025, 2, 27)),  # 28/02/2025 is a day too far
        (date(2023, 8, 31), 6, date(2024, 2, 28)),  # six months on is 29/02/2024
        (date(2022, 8, 31), 6, date(2023, 2, 27)),  # no leap year: 28/02/2023
    ],
)
def test_months_of_unequal_length(brussels, start_on, months, end_on):
    track = TrackFactory(length=months, campuses=[brussels])
    assert end_of(track, brussels, start_on) == end_on


def test_the_internship_follows_for_three_months():
    assert internship_period(date(2024, 4, 11), 3) == (date(2024, 4, 12), date(2024, 7, 11))


def test_the_internship_steps_over_a_weekend_and_a_holiday():
    # Friday 29 March 2024; Easter Monday is 1 April.
    first, last = internship_period(date(2024, 3, 29), 3)
    assert (first, last) == (date(2024, 4, 2), date(2024, 7, 1))


def test_a_track_may_have_no_internship(brussels):
    track = TrackFactory(length=4, length_unit="weeks", internship_months=0, campuses=[brussels])
    dates = cohort_dates(track, brussels, START)
    assert (dates.internship_start_on, dates.internship_end_on) == (None, None)


def test_an_endless_closure_is_refused(web, brussels, close):
    close(START, START + timedelta(days=5000))
    with pytest.raises(IllegalMove):
        cohort_dates(web, brussels, START)


def test_sundays_and_holidays_are_no_training_days():
    assert not is_training_day(date(2024, 3, 31))
    assert not is_training_day(date(2024, 4, 1))
    assert is_training_day(date(2024, 4, 2))
