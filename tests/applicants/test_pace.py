"""How long still: an honest range from how the list moved, or that we cannot say."""

from datetime import timedelta

import pytest

from applicants.flow import Flow
from applicants.pace import estimate, estimates

DAY = timedelta(days=1)


def flow(seats, others=None, joined=None) -> Flow:
    """A list's year, oldest month first: people who got a seat, and who left for another reason."""
    others = others or [0] * 12
    gone = tuple(seat + other for seat, other in zip(seats, others, strict=True))
    return Flow(tuple(joined or [1] * 12), tuple(seats), gone)


STEADY = flow([2] * 12)


@pytest.mark.parametrize(
    ("position", "days", "words"),
    [
        (1, (15, 15), "2 to 3 weeks"),
        (4, (60, 60), "8 to 9 weeks"),
        (6, (90, 90), "about 3 months"),
        (20, (300, 300), "about 10 months"),
    ],
)
def test_a_list_that_always_moves_alike_has_one_pace(position, days, words):
    found = estimate(STEADY, position)
    assert (found.soonest, found.latest) == days
    assert found.range_in_words == words


def test_slow_counts_seats_alone_and_fast_everybody_who_left():
    found = estimate(flow([1] * 12, others=[2] * 12), 9)
    # Fast: 9 a window. Slow: 3 in the first window, then 1 a month.
    assert (found.soonest, found.latest) == (90, 90 + 6 * 30)
    assert found.range_in_words == "3 to 9 months"


def test_the_spread_is_that_of_the_windows_of_three_months():
    # Best window 12 (three good months), worst 0; the average is 1 a month.
    found = estimate(flow([0, 0, 0, 0, 4, 4, 4, 0, 0, 0, 0, 0]), 6)
    assert (found.soonest, found.latest) == (45, 90 + 6 * 30)
    assert found.range_in_words == "6 weeks to 9 months"


def test_seats_that_come_all_at_once_give_no_endless_wait():
    found = estimate(flow([0, 0, 0, 20, 0, 0, 0, 0, 0, 20, 0, 0]), 10)
    assert (found.soonest, found.latest) == (45, 180)


@pytest.mark.parametrize("position", range(1, 60))
def test_the_latest_is_never_before_the_soonest_nor_sooner_for_who_stands_behind(position):
    lumpy = flow([0, 5, 0, 0, 9, 1, 0, 3, 0, 0, 7, 0], others=[1, 0, 2] * 4)
    found, behind = estimate(lumpy, position), estimate(lumpy, position + 1)
    assert 0 < found.soonest <= found.latest
    assert found.soonest < behind.soonest
    assert found.latest < behind.latest


@pytest.mark.parametrize(
    "past",
    [
        flow([0] * 12),
        flow([0] * 11 + [9]),
        flow([0] * 12, others=[5] * 12),
        flow([0] * 10 + [20, 20], joined=[0] * 10 + [30, 30]),
        Flow((0,) * 12, (0,) * 12, (0,) * 12),
    ],
    ids=["nothing moved", "nine moved", "no seat", "two months old", "empty"],
)
def test_where_the_past_says_too_little_we_say_so(past):
    found = estimate(past, 3)
    assert not found.is_known
    assert found.range_in_words == "We cannot say yet."


def test_months_before_the_list_began_do_not_slow_it_down():
    young = flow([0] * 8 + [5] * 4, joined=[0] * 8 + [9] * 4)
    found = estimate(young, 10)
    assert (found.soonest, found.latest, found.months) == (60, 60, 4)


@pytest.mark.parametrize(
    ("position", "words"),
    [
        (1, "2 to 3 weeks"),
        (47, "23 to 24 months"),
        (49, "longer than two years"),
    ],
)
def test_beyond_two_years_no_number_is_given(position, words):
    assert estimate(STEADY, position).range_in_words == words


def test_a_wide_range_begins_in_weeks_and_ends_in_months_or_stays_open():
    lumpy = flow([0, 0, 0, 20, 0, 0, 0, 0, 0, 0, 0, 0])
    assert estimate(lumpy, 4).range_in_words == "2 weeks to 6 months"
    assert estimate(flow([1] * 12, others=[9] * 12), 30).range_in_words == "3 months or longer"


def test_it_says_how_it_was_computed():
    found = estimate(flow([2] * 10 + [0] * 2, others=[1] * 12), 3)
    assert found.reason_in_words == (
        "In the last 12 months, 32 people left this list, 20 of them for a seat."
    )
    assert estimate(flow([0] * 11 + [1]), 3).reason_in_words == (
        "In the last 12 months, 1 person left this list, 1 for a seat."
    )


@pytest.mark.django_db
def test_two_queries_whatever_the_number_of_lists(
    waiting, brussels, ghent, web, at, django_assert_num_queries
):
    for day in range(12):
        waiting(
            joined_at=at - 100 * DAY,
            state="enrolled",
            closed_at=at - (day * 7 + 1) * DAY,
            end_reason="seat",
        )
    lists = {"one": ((brussels.pk, web.pk), 2), "other": ((ghent.pk, web.pk), 1)}
    with django_assert_num_queries(2):
        found = estimates(lists, at=at)
    assert (found["one"].seats, found["one"].is_known, found["other"].is_known) == (12, True, False)
    with django_assert_num_queries(0):
        assert estimates({}, at=at) == {}
