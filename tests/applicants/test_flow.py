"""What came on a list and went off it, by stretches of thirty days."""

from datetime import timedelta

import pytest

from applicants.flow import flows

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_each_stretch_counts_who_came_who_went_and_who_got_a_seat(waiting, at):
    entry = waiting(joined_at=at - 45 * DAY)
    waiting(joined_at=at - 5 * DAY, state="enrolled", closed_at=at - DAY, end_reason="seat")
    waiting(joined_at=at - 400 * DAY, state="left", closed_at=at - 40 * DAY, end_reason="left")
    one = (entry.campus_id, entry.track_id)
    flow = flows([one], at=at)[one]
    assert flow.joined == (0,) * 10 + (1, 1)
    assert flow.seats == (0,) * 11 + (1,)
    assert flow.gone == (0,) * 10 + (1, 1)


def test_a_list_where_nothing_happened_is_all_zero(brussels, web, at):
    assert sum(flows([(brussels.pk, web.pk)], at=at)[brussels.pk, web.pk].joined) == 0


@pytest.mark.parametrize("minutes", [1, 30, 119])
def test_what_just_happened_counts_in_the_last_stretch(waiting, at, minutes):
    just_now = at - timedelta(minutes=minutes)
    entry = waiting(joined_at=just_now, state="left", closed_at=just_now)
    flow = flows([(entry.campus_id, entry.track_id)], at=at)[entry.campus_id, entry.track_id]
    assert (flow.joined, flow.gone) == ((0,) * 11 + (1,), (0,) * 11 + (1,))
