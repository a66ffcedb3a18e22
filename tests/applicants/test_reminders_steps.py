"""Reminders 4 to 7: before a moment, after a missed one, while a challenge is open."""

from datetime import timedelta

import pytest

from applicants.workflow import booking, selecting
from becode.core.actors import SYSTEM
from becode.messages.deliver import deliver_ready
from becode.messages.models import Message
from becode.reminders.sweep import sweep
from tests.factories import MOMENT
from tests.factories_steps import (
    BookingFactory,
    SelectionStepFactory,
    SlotFactory,
    StepProgressFactory,
)

pytestmark = pytest.mark.django_db
RULES = ("appointment_soon", "appointment_today", "selection_day", "selection_day_today")
RULES += ("selection_day_tomorrow",)
RULES += ("no_show", "challenge_open", "challenge_due")
HOURS, DAYS = timedelta(hours=1), timedelta(days=1)


@pytest.fixture(autouse=True)
def _at(at, only_rules):
    """The clock stands at the moment of the factories; weeks go by with these rules alone."""
    only_rules(*RULES)


def messages(kind):
    rows = Message.objects.filter(kind=f"applicants.{kind}").order_by("pk")
    return [(row.due_at - MOMENT, row.state) for row in rows]


def sweep_hourly(*, since, until):
    moment = since
    while moment <= until:
        sweep(at=moment)
        moment += 3 * HOURS


def booked(kind, **slot):
    step = SelectionStepFactory(kind=kind)
    progress = StepProgressFactory(step=step, application__track=step.track, state="booked")
    slot = SlotFactory(kind=kind, campus=progress.application.campus, **slot)
    return BookingFactory(progress=progress, slot=slot)


@pytest.mark.parametrize("kind", ["info_session", "interview"])
def test_a_booked_moment_is_remembered_two_days_and_three_hours_before(kind, at):
    booked(kind)  # Monday next week, 14:00 in Brussels
    sweep_hourly(since=at, until=at + 8 * DAYS)
    assert [due for due, _state in messages("appointment_soon")] == [5 * DAYS - HOURS]
    assert [due for due, _state in messages("appointment_today")] == [7 * DAYS + HOURS]


def test_a_selection_day_also_a_week_before(at):
    booked("selection_day", starts_at=at + 10 * DAYS)
    sweep_hourly(since=at, until=at + 10 * DAYS)
    dues = [due for due, _state in messages("appointment_soon")]
    assert dues == [3 * DAYS - HOURS, 8 * DAYS - HOURS]
    assert [due for due, _state in messages("appointment_today")] == [10 * DAYS - 3 * HOURS]


def test_only_on_the_day_itself_it_waits_for_nothing(at):
    """Days before it is one of the ordinary messages of a day, and rests on a holiday."""
    booked("selection_day", starts_at=at + 10 * DAYS)
    sweep_hourly(since=at, until=at + 10 * DAYS)
    kinds = Message.objects.order_by("pk").values_list("kind", "urgent", "ordinary")
    assert [one for one in kinds if one[0] != "applicants.selection_day_tomorrow"] == [
        ("applicants.appointment_soon", False, True),
        ("applicants.appointment_soon", False, True),
        ("applicants.appointment_today", True, False),
    ]


def test_who_books_shortly_before_gets_no_second_letter(at):
    booked("info_session", starts_at=at + 4 * HOURS)
    sweep_hourly(since=at, until=at + DAYS)
    assert messages("appointment_soon") + messages("appointment_today") == []


def test_a_cancelled_moment_is_not_remembered(at):
    made = booked("info_session")
    sweep(at=at + 5 * DAYS)
    booking.cancel_booking(booking=made, actor=SYSTEM, at=at + 5 * DAYS)
    deliver_ready(at=at + 5 * DAYS)
    sweep_hourly(since=at + 5 * DAYS, until=at + 8 * DAYS)
    assert [state for _due, state in messages("appointment_soon")] == ["cancelled"]


class TestNoShow:
    @pytest.fixture
    def missed(self, at):
        made = booked("info_session", starts_at=at - 3 * HOURS)
        booking.note_attendance(booking=made, attended=False, actor=SYSTEM, at=at)
        return made.progress

    def test_is_asked_again_after_one_and_seven_days(self, missed, at):
        sweep_hourly(since=at, until=at + 14 * DAYS)
        assert [due for due, _state in messages("rebook")] == [1 * DAYS - HOURS, 7 * DAYS - HOURS]

    def test_is_left_alone_once_they_chose_another_moment(self, missed, at):
        sweep(at=at + DAYS)
        other = SlotFactory(campus=missed.application.campus, starts_at=at + 9 * DAYS)
        booking.book(progress=missed, slot=other, actor=SYSTEM, at=at + DAYS)
        deliver_ready(at=at + DAYS)
        sweep_hourly(since=at + DAYS, until=at + 8 * DAYS)
        assert [state for _due, state in messages("rebook")] == ["cancelled"]


class TestChallenge:
    @pytest.fixture
    def challenge(self, at):
        step = SelectionStepFactory(kind="challenge")
        return StepProgressFactory(step=step, application__track=step.track)

    def test_is_remembered_after_three_and_seven_days_and_before_the_end(self, challenge, at):
        sweep_hourly(since=at, until=at + 15 * DAYS)
        dues = [due for due, _state in messages("challenge_open")]
        assert dues == [3 * DAYS - HOURS, 7 * DAYS - HOURS, 12 * DAYS - HOURS]

    def test_is_left_alone_when_done(self, challenge, at):
        sweep(at=at + 3 * DAYS)
        selecting.mark_done(progress=challenge, actor=SYSTEM, at=at + 3 * DAYS)
        deliver_ready(at=at + 3 * DAYS)
        sweep_hourly(since=at + 3 * DAYS, until=at + 15 * DAYS)
        assert [state for _due, state in messages("challenge_open")] == ["cancelled"]


def test_assessors_and_the_host_hear_of_a_selection_day_the_day_before(amina, carla, bram, at):
    made = booked("selection_day", host=carla)
    made.progress.assessments.create(assessor=amina, assigned_at=at)
    sweep_hourly(since=at, until=at + 7 * DAYS)
    rows = Message.objects.filter(kind="applicants.selection_day_tomorrow")
    assert {row.user for row in rows} == {amina, carla}
    assert {row.due_at - at for row in rows} == {6 * DAYS - HOURS}
