"""Training days: planned with the cohort, changed one by one or with the hours."""

from datetime import date, time
from importlib import import_module

import pytest
from django.apps import apps

from becode.campuses.models import Closure
from becode.core import clock
from becode.core.actors import SYSTEM
from becode.core.moves import IllegalMove
from cohorts.enums import DayPart, LessonPlace
from cohorts.models import Phase, TrainingDay
from cohorts.phases import phase_on, stretches
from cohorts.workflow.cohorts import plan_cohort
from cohorts.workflow.days import (
    Hours,
    add_day,
    cancel_day,
    change_day,
    change_hours,
    plan_days,
)
from tests.factories import CohortFactory
from tests.factories_training import CheckInFactory, LearnerFactory, RoomFactory

pytestmark = pytest.mark.django_db
START = date(2026, 5, 4)
HOURS = Hours(time(9), time(12, 30), time(13, 30), time(17))
LATE = Hours(time(10), time(13), time(14), time(18))


@pytest.fixture
def cohort(web, brussels, at):
    return plan_cohort(
        track=web, campus=brussels, code="BXL-1", start_on=START, actor=SYSTEM, at=at
    )


def day_of(cohort, on):
    return TrainingDay.objects.get(cohort=cohort, on=on)


def change(day, at, **changed):
    answers = {"part": "day", "place": "on_site", "hours": HOURS, "title": ""} | changed
    return change_day(day=day, actor=SYSTEM, at=at, **answers)


def test_a_new_cohort_has_its_days_with_their_hours(cohort):
    days = list(cohort.days.order_by("on"))
    assert (days[0].on, days[-1].on) == (START, cohort.end_on)
    assert date(2026, 5, 14) not in [day.on for day in days]  # Ascension
    assert {day.on.weekday() for day in days} == {0, 1, 2, 3, 4}
    assert {day.minutes for day in days} == {420}


def test_closed_days_are_no_training_days(web, brussels, at):
    Closure.objects.create(
        campus=brussels, start_on=date(2026, 7, 6), end_on=date(2026, 7, 7), reason="Rest"
    )
    made = plan_cohort(
        track=web, campus=brussels, code="BXL-1", start_on=START, actor=SYSTEM, at=at
    )
    assert not made.days.between(date(2026, 7, 6), date(2026, 7, 7)).exists()
    assert made.days.filter(on=date(2026, 12, 7)).exists()


def test_planning_twice_adds_nothing(cohort, at):
    before = cohort.days.count()
    assert plan_days(cohort=cohort, actor=SYSTEM, at=at) == 0
    cohort.days.filter(on=date(2026, 6, 1)).delete()
    assert plan_days(cohort=cohort, actor=SYSTEM, at=at) == 1
    assert cohort.days.count() == before


def test_cohorts_from_before_get_the_days_that_planning_would_give(cohort, web, brussels, at):
    planned = list(cohort.days.order_by("on").values_list("on", "place", "arrive_by"))
    finished = CohortFactory(track=web, campus=brussels, state="completed")
    cohort.days.all().delete()
    import_module("cohorts.migrations.0005_plan_days").plan_days(apps, None)
    assert list(cohort.days.order_by("on").values_list("on", "place", "arrive_by")) == planned
    assert not finished.days.exists()


def test_weekdays_at_home(web, brussels, at):
    cohort = CohortFactory(track=web, campus=brussels, home_weekdays=[4])
    plan_days(cohort=cohort, actor=SYSTEM, at=at)
    at_home = {day.on.weekday() for day in cohort.days.filter(place=LessonPlace.HOME)}
    on_site = {day.on.weekday() for day in cohort.days.filter(place=LessonPlace.ON_SITE)}
    assert (at_home, on_site) == ({4}, {0, 1, 2, 3})


def test_a_half_day_keeps_its_own_times_alone(cohort, at):
    day = change(day_of(cohort, date(2026, 6, 1)), at, part=DayPart.AFTERNOON)
    day.refresh_from_db()
    assert (day.arrive_by, day.lunch_from, day.minutes, day.is_fixed) == (None, None, 210, True)
    change(day, at, part=DayPart.MORNING)
    day.refresh_from_db()
    assert (day.lunch_until, day.leave_from, day.morning_minutes) == (None, None, 210)


def test_after_a_check_in_only_the_title_changes(cohort, at):
    day = day_of(cohort, date(2026, 6, 1))
    CheckInFactory(enrolment=LearnerFactory(cohort=cohort), on=day.on)
    with pytest.raises(IllegalMove, match="checked in"):
        change(day, at, place=LessonPlace.HOME)
    with pytest.raises(IllegalMove, match="checked in"):
        cancel_day(day=day, actor=SYSTEM, at=at)
    changed = change(day, at, title="Kick-off")
    assert (changed.title, changed.is_fixed) == ("Kick-off", False)


def test_hours_in_disorder_are_refused(cohort, at):
    wrong = Hours(time(12), time(9), time(13), time(17))
    with pytest.raises(IllegalMove, match="order"):
        change(day_of(cohort, START), at, hours=wrong)


def test_a_saturday_can_be_added_and_no_day_twice(cohort, at):
    saturday = date(2026, 6, 6)
    answers = {"part": "morning", "place": "on_site", "hours": HOURS, "title": "Open day"}
    made = add_day(cohort=cohort, on=saturday, actor=SYSTEM, at=at, **answers)
    assert (made.is_fixed, made.minutes) == (True, 210)
    for wrong in (saturday, date(2026, 5, 1), date(2027, 6, 1)):
        with pytest.raises(IllegalMove):
            add_day(cohort=cohort, on=wrong, actor=SYSTEM, at=at, **answers)


def test_a_day_is_called_off_but_not_the_first_and_not_one_that_is_over(cohort, at):
    cancel_day(day=day_of(cohort, date(2026, 6, 1)), actor=SYSTEM, at=at)
    assert not cohort.days.filter(on=date(2026, 6, 1)).exists()
    with pytest.raises(IllegalMove, match="first day"):
        cancel_day(day=day_of(cohort, START), actor=SYSTEM, at=at)
    with pytest.raises(IllegalMove, match="over"):
        cancel_day(
            day=day_of(cohort, date(2026, 6, 2)), actor=SYSTEM, at=clock.at_local(date(2026, 6, 3))
        )


def test_new_hours_count_from_tomorrow_on_and_leave_what_was_planned_by_hand(cohort, at, brussels):
    today, by_hand = date(2026, 6, 1), date(2026, 6, 4)
    change(day_of(cohort, by_hand), at, part=DayPart.MORNING)
    room = RoomFactory(campus=brussels)
    change_hours(
        cohort=cohort,
        hours=LATE,
        grace_minutes=10,
        home_weekdays=[2],
        room=room,
        actor=SYSTEM,
        at=clock.at_local(today),
    )
    seen = [day_of(cohort, day).arrive_by for day in (today, date(2026, 6, 2), by_hand)]
    assert seen == [time(9), time(10), time(9)]
    assert day_of(cohort, date(2026, 6, 3)).place == LessonPlace.HOME
    assert (cohort.grace_minutes, cohort.room) == (10, room)


def test_minutes_of_grace_stay_once_somebody_checked_in(cohort, at):
    CheckInFactory(enrolment=LearnerFactory(cohort=cohort), on=START)
    same = {"hours": LATE, "home_weekdays": [], "room": None, "actor": SYSTEM, "at": at}
    with pytest.raises(IllegalMove, match="grace"):
        change_hours(cohort=cohort, grace_minutes=10, **same)
    assert change_hours(cohort=cohort, grace_minutes=5, **same) > 100


def test_days_of_a_finished_training_stay(cohort, at):
    cohort.state = "internship"
    cohort.save(update_fields=["state"])
    with pytest.raises(IllegalMove, match="over"):
        change(day_of(cohort, START), at, title="x")


def test_phases_begin_on_mondays_and_the_last_lasts_until_the_end(web, brussels):
    cohort = CohortFactory(
        track=web, campus=brussels, start_on=date(2026, 5, 6), end_on=date(2026, 12, 4)
    )
    names = ("Basics", "Field", "Project")
    phases = [
        Phase.objects.create(
            track=web, position=index, weeks=4, name_nl=name, name_fr=name, name_en=name
        )
        for index, name in enumerate(names)
    ]
    spans = [(one.first, one.last) for one in stretches(cohort, phases)]
    assert spans == [
        (date(2026, 5, 6), date(2026, 5, 31)),
        (date(2026, 6, 1), date(2026, 6, 28)),
        (date(2026, 6, 29), date(2026, 12, 4)),
    ]
    on = [phase_on(cohort, day) for day in (date(2026, 5, 31), date(2026, 6, 1), date(2026, 12, 5))]
    assert on == [phases[0], phases[1], None]
