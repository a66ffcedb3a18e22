"""What a day comes to: presence, grace, justification, halves, and what is not over yet."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cohorts.counting import count_day, proof_until
from cohorts.enums import AbsenceState, Moment
from cohorts.models import Absence, Cohort, TrainingDay
from tests.factories_training import HOURS, local

DAY = date(2026, 3, 3)
LONG_AFTER = local(DAY + timedelta(days=30), time(12))
SAME_EVENING = local(DAY, time(20))
MOMENTS = {moment.name.lower(): moment for moment in Moment}


def plan(on=DAY, part="day", **changed):
    arrive_by, lunch_from, lunch_until, leave_from = HOURS.values()
    hours = {
        "arrive_by": arrive_by,
        "lunch_from": lunch_from,
        "lunch_until": lunch_until,
        "leave_from": leave_from,
    }
    if part == "morning":
        hours |= {"lunch_until": None, "leave_from": None}
    if part == "afternoon":
        hours |= {"arrive_by": None, "lunch_from": None}
    return TrainingDay(cohort=Cohort(), on=on, part=part, **hours | changed)


def marks(on=DAY, **changed):
    """The four check-ins of a day in time, with other ones or None for none."""
    times = {moment: changed.get(name, HOURS[moment]) for name, moment in MOMENTS.items()}
    return {moment: local(on, at) for moment, at in times.items() if at is not None}


def absent(state="accepted", on=DAY, **fields):
    given_ = {"first_on": on, "last_on": on, "kind": "away", "part": "day", **fields}
    return Absence(state=state, **given_)


def count(check_ins, *absences, day=None, grace=5, at=LONG_AFTER):
    return count_day(day or plan(), check_ins, absences, grace=grace, at=at)


def sums(counted):
    return (counted.present, counted.justified, counted.unjustified, counted.open)


def test_a_whole_day_in_time():
    counted = count(marks())
    assert counted.planned == 420
    assert sums(counted) == (420, 0, 0, 0)
    assert (counted.halves, counted.late, counted.missing) == (0, 0, ())


@pytest.mark.parametrize(
    ("changed", "present", "late", "left_early"),
    [
        ({"arrival": time(8, 30)}, 420, 0, 0),
        ({"arrival": time(9, 5, 59)}, 420, 0, 0),
        ({"arrival": time(9, 6)}, 414, 6, 0),
        ({"departure": time(16, 55)}, 420, 0, 0),
        ({"departure": time(16, 54, 59)}, 414, 0, 6),
        ({"departure": time(18)}, 420, 0, 0),
        ({"lunch": time(12, 0)}, 390, 0, 30),
        ({"back": None, "return": time(13, 50)}, 400, 20, 0),
    ],
)
def test_the_grace_counts_on_both_sides(changed, present, late, left_early):
    counted = count(marks(**changed))
    assert (counted.present, counted.late, counted.left_early) == (present, late, left_early)


def test_a_half_day_with_one_check_in_counts_nothing():
    counted = count(marks(departure=None))
    assert sums(counted) == (210, 0, 210, 0)
    assert counted.missing == (Moment.DEPARTURE,)
    assert counted.halves == 1


def test_check_ins_in_the_wrong_order_count_nothing():
    assert count(marks(arrival=time(12), lunch=time(10))).present == 210


@pytest.mark.parametrize(
    ("changed", "halves"),
    [
        ({"arrival": None, "lunch": None}, 1),
        ({"arrival": time(9, 25)}, 1),
        ({"departure": time(16)}, 1),
        ({"arrival": time(9, 25), "departure": time(16)}, 2),
        ({"arrival": time(9, 25), "lunch": time(12), "return": time(14), "departure": time(16)}, 2),
        (dict.fromkeys(MOMENTS), 2),
    ],
)
def test_unjustified_halves_are_at_most_two_a_day(changed, halves):
    assert count(marks(**changed)).halves == halves


def test_an_accepted_absence_justifies_what_it_covers_and_no_more():
    nobody = dict.fromkeys(MOMENTS)
    assert sums(count(marks(**nobody), absent())) == (0, 420, 0, 0)
    assert sums(count(marks(**nobody), absent(part="morning"))) == (0, 210, 210, 0)
    assert count(marks(**nobody), absent(part="morning")).halves == 1
    assert sums(count(marks(), absent())) == (420, 0, 0, 0), "who came was there"


def test_who_came_late_with_a_reason_left_early_without():
    counted = count(marks(arrival=time(10), departure=time(16)), absent(kind="late"))
    assert sums(counted) == (300, 60, 60, 0)
    assert counted.halves == 1


def test_late_until_the_afternoon_covers_the_morning_but_not_a_day_away():
    afternoon = marks(arrival=None, lunch=None, **{"return": time(14)})
    assert sums(count(afternoon, absent(kind="late"))) == (180, 240, 0, 0)
    assert sums(count({}, absent(kind="late"))) == (0, 0, 420, 0)
    morning = marks(**{"return": None}, departure=None, lunch=time(11))
    assert sums(count(morning, absent(kind="early"))) == (120, 300, 0, 0)


def test_a_forgotten_check_in_is_no_late_arrival():
    counted = count(marks(arrival=time(9, 30), lunch=None), absent(kind="late"))
    assert sums(counted) == (210, 30, 180, 0)


def test_nobody_is_guilty_while_a_proof_can_come_or_waits():
    assert sums(count({}, at=SAME_EVENING)) == (0, 0, 0, 420)
    assert sums(count({}, at=proof_until(DAY) - timedelta(seconds=1))) == (0, 0, 0, 420)
    assert sums(count({}, at=proof_until(DAY))) == (0, 0, 420, 0)
    assert sums(count({}, absent("pending"))) == (0, 0, 0, 420)
    assert count({}, absent("pending")).halves == 0
    assert sums(count({}, absent("rejected"), at=SAME_EVENING)) == (0, 0, 420, 0)


def test_accepted_goes_before_pending_and_pending_before_rejected():
    three = [absent("rejected"), absent("pending", part="morning"), absent("accepted", kind="late")]
    counted = count(marks(arrival=time(10), lunch=None), *three)
    assert sums(counted) == (210, 60, 0, 150)
    assert sums(count({}, absent("withdrawn"), at=SAME_EVENING)) == (0, 0, 0, 420)


def test_what_has_not_come_is_not_missed():
    before = count({}, at=local(DAY, time(8)))
    assert (before.ahead, before.missed) == (420, 0)
    noon = count({}, at=local(DAY, time(13)))
    assert (noon.ahead, noon.open) == (210, 210)
    leaving = count(marks(departure=None), at=local(DAY, time(17, 5)))
    assert (leaving.ahead, leaving.present, leaving.missing) == (210, 210, ())


def test_a_half_day_of_lessons_has_two_check_ins():
    counted = count(marks(), day=plan(part="afternoon"))
    assert (counted.planned, counted.present, len(counted.parts)) == (210, 210, 1)


@pytest.mark.parametrize("monday", [date(2026, 3, 30), date(2026, 10, 26), date(2028, 2, 29)])
def test_the_wall_clock_counts_after_the_clock_changes_and_on_leap_days(monday):
    utc = ZoneInfo("UTC")
    check_ins = {key: at.astimezone(utc) for key, at in marks(on=monday).items()}
    late = {**check_ins, Moment.ARRIVAL: check_ins[Moment.ARRIVAL] + timedelta(minutes=25)}
    after = local(monday + timedelta(days=9), time(12))
    day = plan(on=monday)
    assert sums(count(check_ins, day=day, at=after)) == (420, 0, 0, 0)
    assert count(late, day=day, at=after).late == 25


@pytest.mark.parametrize("sunday", [date(2026, 3, 29), date(2026, 10, 25)])
def test_lessons_on_the_very_day_of_the_change_are_those_of_the_clock_on_the_wall(sunday):
    day = plan(on=sunday, arrive_by=time(1), lunch_from=time(4))
    after = local(sunday + timedelta(days=9), time(12))
    counted = count(marks(on=sunday, arrival=time(1), lunch=time(4)), day=day, at=after)
    assert (counted.planned, counted.present) == (390, 390)


def test_a_proof_can_come_for_two_whole_days_whatever_the_clock_does():
    friday = date(2026, 3, 27)
    assert proof_until(friday) == local(date(2026, 3, 30), time(0))


def clock_times(first, last):
    return st.integers(first, last).map(lambda minute: time(minute // 60, minute % 60))


some_marks = st.fixed_dictionaries(
    {},
    optional={
        "arrival": clock_times(7 * 60, 14 * 60),
        "lunch": clock_times(8 * 60, 15 * 60),
        "return": clock_times(12 * 60, 18 * 60),
        "departure": clock_times(12 * 60, 20 * 60),
    },
).map(lambda found: marks(**dict.fromkeys(MOMENTS) | found))
some_absences = st.lists(
    st.builds(
        absent,
        st.sampled_from(AbsenceState.values),
        kind=st.sampled_from(["away", "late", "early"]),
        part=st.sampled_from(["day", "morning", "afternoon"]),
    ),
    max_size=4,
)
moments = st.integers(-2000, 6000).map(
    lambda minutes: datetime(2026, 3, 3, tzinfo=ZoneInfo("UTC")) + timedelta(minutes=minutes)
)


@given(some_marks, some_absences, moments, st.integers(0, 30))
def test_minutes_always_add_up_and_a_day_is_capped(check_ins, absences, at, grace):
    counted = count(check_ins, *absences, at=at, grace=grace)
    assert counted.planned == sum(sums(counted)) + counted.ahead
    assert min((*sums(counted), counted.ahead)) >= 0
    assert 0 <= counted.halves <= 2
    assert not counted.halves or counted.unjustified


@given(some_marks, some_absences, st.integers(0, 29))
def test_more_grace_never_takes_presence_away(check_ins, absences, grace):
    strict, kind = (count(check_ins, *absences, grace=one) for one in (grace, grace + 1))
    assert kind.present >= strict.present
    assert kind.halves <= strict.halves


@given(some_marks, some_absences)
def test_one_more_accepted_absence_never_harms(check_ins, absences):
    before = count(check_ins, *absences)
    after = count(check_ins, *absences, absent("accepted"))
    assert after.unjustified == 0 == after.halves
    assert after.justified >= before.justified


@given(some_marks, st.integers(1, 120))
def test_coming_earlier_never_counts_less(check_ins, earlier):
    sooner = {
        moment: at - timedelta(minutes=earlier) if moment == Moment.ARRIVAL else at
        for moment, at in check_ins.items()
    }
    assert count(sooner).present >= count(check_ins).present
