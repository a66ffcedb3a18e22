"""An offer ends when somebody can call: by day, on a working day."""

from datetime import date, datetime

import pytest

from applicants.deadlines import end_of_offer
from becode.core.clock import BRUSSELS


def local(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=BRUSSELS)


@pytest.mark.parametrize(
    ("offered", "hours", "end"),
    [
        ("2026-03-02 10:00", 48, "2026-03-04 10:00"),  # a Monday
        ("2026-03-02 08:00", 48, "2026-03-04 08:00"),
        ("2026-03-02 19:59", 48, "2026-03-04 19:59"),
        ("2026-03-02 20:00", 48, "2026-03-05 12:00"),  # night begins
        ("2026-03-02 23:30", 48, "2026-03-05 12:00"),
        ("2026-03-02 03:00", 48, "2026-03-04 12:00"),  # before the morning of a working day
        ("2026-03-05 10:00", 48, "2026-03-09 12:00"),  # Saturday
        ("2026-03-06 10:00", 48, "2026-03-09 12:00"),  # Sunday
        ("2026-03-06 20:00", 1, "2026-03-09 12:00"),  # Friday night
        ("2026-04-04 10:00", 48, "2026-04-07 12:00"),  # Easter Monday
        ("2026-12-23 10:00", 48, "2026-12-28 12:00"),  # Christmas Day, a Friday
        ("2026-03-27 10:00", 72, "2026-03-30 11:00"),  # the clocks went forward
        ("2026-10-23 10:00", 72, "2026-10-26 09:00"),  # the clocks went back
    ],
)
def test_the_end_of_an_offer(offered, hours, end):
    assert end_of_offer(local(offered), hours) == local(end)


def test_a_closed_campus_puts_it_off():
    closed = {date(2026, 3, 4), date(2026, 3, 5)}
    assert end_of_offer(local("2026-03-02 10:00"), 48, closed) == local("2026-03-06 12:00")


def test_closures_without_an_end_do_not_keep_an_offer_open_for_ever():
    closed = {date.fromordinal(date(2026, 3, 4).toordinal() + day) for day in range(400)}
    assert end_of_offer(local("2026-03-02 10:00"), 48, closed) <= local("2026-05-05 12:00")
