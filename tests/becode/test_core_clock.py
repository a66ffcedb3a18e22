"""Wall-clock rules are computed in Brussels, whatever the season."""

from datetime import UTC, date, datetime

import pytest

from becode.core import clock


def test_summer_and_winter_hours_differ_in_utc():
    assert clock.at_local(date(2026, 7, 1)) == datetime(2026, 7, 1, 7, 0, tzinfo=UTC)
    assert clock.at_local(date(2026, 1, 15)) == datetime(2026, 1, 15, 8, 0, tzinfo=UTC)


def test_the_missing_hour_of_march_gives_one_moment():
    assert clock.at_local(date(2026, 3, 29), 2, 30) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


def test_the_double_hour_of_october_means_the_first_one():
    assert clock.at_local(date(2026, 10, 25), 2, 30) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_the_clock_is_set_with_aware_moments_only():
    with pytest.raises(ValueError, match="aware"), clock.set_to(datetime(2026, 1, 1)):  # noqa: DTZ001
        pass


@pytest.mark.django_db
def test_now_is_the_time_of_the_database(amina):
    with clock.set_to(datetime(2026, 1, 1, tzinfo=UTC)):
        assert clock.now() == datetime(2026, 1, 1, tzinfo=UTC)
    assert clock.now() > datetime(2026, 1, 2, tzinfo=UTC)
