"""A new start, and closures: what shifts is shown before, and applied as it was shown."""

from datetime import UTC, date, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from becode.campuses.models import Closure
from becode.core import clock
from becode.core.actors import SYSTEM
from becode.core.moves import IllegalMove, Stale
from becode.messages.models import Message
from cohorts.models import TrainingDay
from cohorts.shifting import ClosureChange, fingerprint
from cohorts.workflow.cohorts import plan_cohort, set_cascade
from cohorts.workflow.days import add_day, cancel_day, change_day
from cohorts.workflow.moving import (
    apply_closure,
    move_start,
    preview_closure,
    preview_start,
)
from tests.cohorts.test_days import HOURS
from tests.factories import EnrolmentFactory, SeatOfferFactory
from tests.factories_training import AgendaItemFactory, CheckInFactory, local

pytestmark = pytest.mark.django_db
START = date(2026, 5, 4)


@pytest.fixture
def plan(web, brussels, at):
    def _plan(code="BXL-1", start_on=START, campus=brussels, state="planned"):
        cohort = plan_cohort(
            track=web, campus=campus, code=code, start_on=start_on, actor=SYSTEM, at=at
        )
        if state != "planned":
            cohort.state = state
            cohort.save(update_fields=["state"])
        return cohort

    return _plan


def days(cohort):
    return set(cohort.days.values_list("on", flat=True))


def closing(campus, first, last=None, closure=None, reason="Rest"):
    return ClosureChange(closure, campus, first, last or first, reason)


def apply(change, at, **more):
    return apply_closure(change=change, actor=SYSTEM, at=at, **more)


# The start ---------------------------------------------------------------------------------


def test_a_preview_of_a_start_changes_nothing(plan, at):
    cohort = plan()
    before = days(cohort)
    shift = preview_start(cohort, date(2026, 5, 11), at=at)
    assert shift.new.end_on == date(2026, 12, 10)
    assert shift.disappears == tuple(date(2026, 5, day) for day in (4, 5, 6, 7, 8))
    assert shift.appears == tuple(date(2026, 12, day) for day in (4, 7, 8, 9, 10))
    cohort.refresh_from_db()
    assert (cohort.start_on, days(cohort)) == (START, before)


def test_moving_the_start_moves_all_dates_and_tells_the_enrolled_once(plan, at):
    cohort = plan()
    EnrolmentFactory(cohort=cohort)
    EnrolmentFactory(cohort=cohort, state="withdrawn")
    move_start(cohort=cohort, start_on=date(2026, 5, 11), actor=SYSTEM, at=at)
    assert (cohort.start_on, cohort.end_on) == (date(2026, 5, 11), date(2026, 12, 10))
    assert cohort.internship_start_on == date(2026, 12, 11)
    assert (min(days(cohort)), max(days(cohort))) == (cohort.start_on, cohort.end_on)
    (message,) = Message.objects.filter(kind="cohorts.dates_changed")
    assert "The dates of your training changed" in message.subject
    move_start(cohort=cohort, start_on=START, actor=SYSTEM, at=at)
    move_start(cohort=cohort, start_on=date(2026, 5, 11), actor=SYSTEM, at=at)
    assert Message.objects.filter(kind="cohorts.dates_changed").count() == 3


def test_what_was_planned_by_hand_stays_where_it_can(plan, at):
    cohort = plan()
    half = cohort.days.get(on=date(2026, 6, 1))
    change_day(day=half, part="morning", place="home", hours=HOURS, title="", actor=SYSTEM, at=at)
    cancel_day(day=cohort.days.get(on=date(2026, 6, 2)), actor=SYSTEM, at=at)
    same = {"part": "day", "place": "on_site", "hours": HOURS, "title": ""}
    for saturday in (date(2026, 5, 9), date(2026, 6, 6)):
        add_day(cohort=cohort, on=saturday, actor=SYSTEM, at=at, **same)
    shift = move_start(cohort=cohort, start_on=date(2026, 5, 11), actor=SYSTEM, at=at)
    assert date(2026, 5, 9) in shift.disappears
    half.refresh_from_db()
    assert (half.part, half.is_fixed) == ("morning", True)
    kept = [day in days(cohort) for day in (date(2026, 6, 2), date(2026, 6, 6))]
    assert kept == [False, True]


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 5, 9), "no lessons"),  # a Saturday
        (date(2026, 5, 14), "no lessons"),  # Ascension
        (date(2026, 2, 27), "over"),
        (START, "already"),
    ],
)
def test_days_that_are_no_start(plan, at, day, words):
    with pytest.raises(IllegalMove, match=words):
        preview_start(plan(), day, at=at)


def test_a_cohort_that_has_started_keeps_its_first_day(plan, at):
    with pytest.raises(IllegalMove, match="has started"):
        move_start(cohort=plan(state="running"), start_on=date(2026, 5, 11), actor=SYSTEM, at=at)


def test_another_shift_than_the_one_shown_is_not_applied(plan, at, brussels):
    cohort = plan()
    seen = fingerprint([preview_start(cohort, date(2026, 5, 11), at=at)])
    apply(closing(brussels, date(2026, 7, 6)), at)
    with pytest.raises(Stale):
        move_start(cohort=cohort, start_on=date(2026, 5, 11), seen=seen, actor=SYSTEM, at=at)


def test_events_outside_the_new_dates_are_shown(plan, at, brussels):
    cohort = plan()
    first = AgendaItemFactory(
        campus=brussels, cohort=cohort, starts_at=clock.at_local(date(2026, 5, 5))
    )
    AgendaItemFactory(campus=brussels, cohort=cohort, starts_at=clock.at_local(date(2026, 6, 5)))
    AgendaItemFactory(
        campus=brussels, cohort=cohort, starts_at=clock.at_local(START), cancelled_at=at
    )
    assert preview_start(cohort, date(2026, 5, 11), at=at).agenda == (first,)


def test_the_last_day_to_offer_seats_is_not_left_behind_the_end(plan, at):
    cohort = plan(start_on=date(2026, 5, 11))
    set_cascade(cohort=cohort, cascades=True, offers_until=cohort.end_on, actor=SYSTEM, at=at)
    cohort.refresh_from_db()
    (refusal,) = preview_start(cohort, START, at=at).refusals
    assert "last day to offer seats" in refusal
    with pytest.raises(IllegalMove, match="last day to offer"):
        move_start(cohort=cohort, start_on=START, actor=SYSTEM, at=at)


# Closures ----------------------------------------------------------------------------------


def test_a_closure_gives_its_days_back_at_the_end(plan, at, brussels):
    cohort = plan()
    EnrolmentFactory(cohort=cohort)
    change = closing(brussels, date(2026, 7, 6), date(2026, 7, 10))
    (shift,) = preview_closure(change, at=at)
    assert (shift.new.end_on, len(shift.disappears)) == (date(2026, 12, 10), 5)
    assert not Closure.objects.exists()
    apply(change, at, seen=fingerprint([shift]))
    cohort.refresh_from_db()
    assert (cohort.end_on, cohort.internship_start_on) == (date(2026, 12, 10), date(2026, 12, 11))
    assert days(cohort) >= set(shift.appears)
    assert not days(cohort) & set(shift.disappears)
    assert Message.objects.filter(kind="cohorts.dates_changed").count() == 1


def test_deleting_it_brings_everything_back(plan, at, brussels):
    cohort = plan()
    before = days(cohort), cohort.end_on, cohort.internship_end_on
    apply(closing(brussels, date(2026, 7, 6), date(2026, 7, 10)), at)
    apply(ClosureChange(Closure.objects.get()), at)
    cohort.refresh_from_db()
    assert (days(cohort), cohort.end_on, cohort.internship_end_on) == before
    assert not Closure.objects.exists()


def test_a_changed_closure_moves_once(plan, at, brussels):
    cohort = plan()
    apply(closing(brussels, date(2026, 7, 6), date(2026, 7, 10)), at)
    closure = Closure.objects.get()
    apply(closing(brussels, date(2026, 7, 8), date(2026, 7, 13), closure, reason="Later"), at)
    cohort.refresh_from_db()
    closure.refresh_from_db()
    assert (cohort.end_on, closure.reason) == (date(2026, 12, 9), "Later")
    assert {date(2026, 7, 6), date(2026, 7, 7)} <= days(cohort)
    assert date(2026, 7, 13) not in days(cohort)


def test_a_closure_moved_to_another_campus_concerns_both(plan, at, brussels, ghent):
    ours, theirs = plan(), plan("GNT-1", campus=ghent)
    apply(closing(brussels, date(2026, 7, 6)), at)
    shifts = apply(closing(ghent, date(2026, 7, 6), closure=Closure.objects.get()), at)
    assert {shift.cohort.pk for shift in shifts} == {ours.pk, theirs.pk}
    ours.refresh_from_db()
    theirs.refresh_from_db()
    assert (ours.end_on, theirs.end_on) == (date(2026, 12, 3), date(2026, 12, 4))


def test_a_closure_of_all_campuses_touches_all_but_those_on_internship(plan, at, ghent):
    running, elsewhere = plan(state="running"), plan("GNT-1", campus=ghent)
    plan("BXL-2", state="internship")
    shifts = apply(closing(None, date(2026, 7, 6)), at)
    assert [shift.cohort.pk for shift in shifts] == [running.pk, elsewhere.pk]


def test_a_closure_on_a_saturday_or_a_holiday_touches_nobody(plan, at, brussels):
    plan()
    saturday, ascension = date(2026, 8, 15), date(2026, 5, 14)  # the first is a holiday too
    assert preview_closure(closing(brussels, saturday), at=at) == []
    assert preview_closure(closing(brussels, ascension), at=at) == []


def test_a_closure_across_the_start_of_the_internship_moves_it(plan, at, brussels):
    cohort = plan()
    assert (cohort.end_on, cohort.internship_start_on) == (date(2026, 12, 3), date(2026, 12, 4))
    apply(closing(brussels, date(2026, 12, 2), date(2026, 12, 8)), at)
    cohort.refresh_from_db()
    assert (cohort.end_on, cohort.internship_start_on) == (date(2026, 12, 10), date(2026, 12, 11))
    assert max(days(cohort)) == cohort.end_on


def test_a_closure_within_the_internship_changes_nothing(plan, at, brussels):
    plan()
    assert preview_closure(closing(brussels, date(2027, 1, 11), date(2027, 1, 15)), at=at) == []


def test_days_on_which_people_checked_in_stay(plan, at, brussels):
    cohort = plan(state="running")
    learner = EnrolmentFactory(cohort=cohort, state="in_training", started_on=START)
    day = date(2026, 5, 6)
    CheckInFactory(enrolment=learner, on=day)
    later = clock.at_local(date(2026, 5, 20))
    with pytest.raises(IllegalMove, match="6 May 2026"):
        apply(closing(brussels, day, date(2026, 5, 8)), later)
    assert not Closure.objects.exists()
    apply(closing(brussels, date(2026, 5, 7), date(2026, 5, 8)), later)
    cohort.refresh_from_db()
    assert cohort.end_on == date(2026, 12, 7)


def test_a_closure_takes_a_saturday_that_was_added_by_hand(plan, at, brussels):
    cohort, saturday = plan(), date(2026, 6, 6)
    same = {"part": "day", "place": "on_site", "hours": HOURS, "title": ""}
    add_day(cohort=cohort, on=saturday, actor=SYSTEM, at=at, **same)
    end_on = cohort.end_on
    (shift,) = apply(closing(brussels, saturday), at)
    cohort.refresh_from_db()
    assert (shift.disappears, cohort.end_on, saturday in days(cohort)) == (
        (saturday,),
        end_on,
        False,
    )


def test_offers_that_would_be_open_too_long_are_named(plan, at):
    cohort = plan(start_on=date(2026, 3, 16))
    SeatOfferFactory(cohort=cohort, offered_at=at, expires_at=at + timedelta(days=9))
    SeatOfferFactory(cohort=cohort, offered_at=at, expires_at=at + timedelta(days=1))
    assert preview_start(cohort, date(2026, 3, 9), at=at).warnings == (
        "1 open offer can be answered until after the new first day.",
    )
    assert preview_start(cohort, date(2026, 3, 23), at=at).warnings == ()


def test_past_days_never_become_days_with_lessons(plan, at, brussels):
    plan(state="running")
    apply(closing(brussels, date(2026, 5, 7)), at)
    later = clock.at_local(date(2026, 5, 20))
    with pytest.raises(IllegalMove, match="are over"):
        apply(ClosureChange(Closure.objects.get()), later)


def test_no_closure_on_the_first_day(plan, at, brussels):
    plan()
    with pytest.raises(IllegalMove, match="Move its start first"):
        apply(closing(brussels, START), at)


def test_one_refusal_leaves_every_cohort_as_it_was(plan, at, brussels):
    other = plan("BXL-2", start_on=date(2026, 4, 13))
    plan()
    with pytest.raises(IllegalMove):
        apply(closing(brussels, START), at)
    before = other.end_on
    other.refresh_from_db()
    assert other.end_on == before


def test_a_leap_day_is_a_training_day(plan, at, brussels):
    cohort = plan(start_on=date(2027, 10, 4))
    leap = date(2028, 2, 29)
    assert leap in days(cohort)
    end = cohort.end_on
    apply(closing(brussels, leap), at)
    cohort.refresh_from_db()
    assert (leap in days(cohort), cohort.end_on > end) == (False, True)


def test_both_clock_changes_leave_hours_and_minutes_alone(plan, at):
    cohort = plan(start_on=date(2026, 3, 27))
    seen = []
    for day in (date(2026, 3, 27), date(2026, 3, 30), date(2026, 10, 23), date(2026, 10, 26)):
        row = cohort.days.get(on=day)
        seen.append((row.minutes, row.arrive_by, local(day, row.arrive_by).astimezone(UTC).hour))
    assert seen == [
        (420, time(9), 8),
        (420, time(9), 7),
        (420, time(9), 7),
        (420, time(9), 8),
    ]


def test_as_many_queries_for_many_cohorts_as_for_one(plan, at, brussels):
    def queries():
        with CaptureQueriesContext(
            connection,
        ) as caught:
            preview_closure(closing(brussels, date(2026, 7, 6)), at=at)
        return len(caught)

    plan()
    one = queries()
    for number in range(2, 8):
        plan(f"BXL-{number}")
    assert queries() == one
    assert TrainingDay.objects.count() > 900
