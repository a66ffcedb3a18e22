"""Assessors are reminded of scores that are missing: once a day, while it is true."""

from datetime import timedelta

import pytest

from applicants.models import CRITERIA, Assessment
from applicants.workflow.scoring import submit_assessment
from becode.core.actors import Actor
from becode.messages.deliver import deliver_ready
from becode.messages.models import Message
from becode.reminders.sweep import sweep
from tests.factories_deciding import AssessmentFactory, ScoredProgressFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _only_ours(only_numbers):
    only_numbers(8)


DAY = timedelta(days=1)


def told():
    rows = Message.objects.filter(kind="applicants.scores_missing").order_by("pk")
    return [(row.user_id, row.due_at.date().day, row.state) for row in rows]


def sweep_days(at, *days):
    for day in days:
        counts = sweep(at=at + day * DAY)
        assert "errors" not in counts


@pytest.fixture
def owed(carla, at):
    """A function that makes an assessment Carla owes, for somebody who was there today."""

    def make(**progress):
        return AssessmentFactory(
            progress=ScoredProgressFactory(**progress), assessor=carla, assigned_at=at - 2 * DAY
        )

    return make


def test_one_and_three_days_after_the_person_was_there(owed, carla, at):
    owed()
    sweep_days(at, 0, 0.5, 1, 1, 2, 3, 4, 5)
    assert told() == [(carla.pk, 3, "pending"), (carla.pk, 5, "pending")]


def test_asked_later_the_days_count_from_then(owed, carla, at):
    assessment = owed(done_at=at - 4 * DAY)
    Assessment.objects.filter(pk=assessment.pk).update(assigned_at=at)
    sweep_days(at, 0, 1, 2, 3)
    assert [day for _user, day, _state in told()] == [3, 5]


def test_before_the_day_nobody_is_reminded(owed, at):
    owed(state="booked", done_at=None)
    sweep_days(at, -1, 0, 1, 2, 3)
    assert told() == []


def test_one_message_speaks_of_all_of_a_day(owed, carla, at):
    for _number in range(3):
        owed()
    sweep_days(at, 1)
    assert told() == [(carla.pk, 3, "pending")]
    assert Message.objects.get().subject == "3 applications wait for your scores"


def test_each_assessor_is_told(owed, mieke, carla, at):
    assessment = owed()
    AssessmentFactory(progress=assessment.progress, assessor=mieke)
    sweep_days(at, 1)
    assert {user for user, _day, _state in told()} == {carla.pk, mieke.pk}


def test_scoring_stops_it(owed, carla, at):
    assessment = owed()
    sweep_days(at, 1)
    submit_assessment(
        assessment=assessment,
        scores=dict.fromkeys(CRITERIA, 3),
        note="",
        actor=Actor.user(carla),
        at=at + DAY,
    )
    deliver_ready(at=at + DAY)
    sweep_days(at, 3)
    assert [state for _user, _day, state in told()] == ["cancelled"]


def test_no_reminder_for_what_was_closed(owed, at):
    assessment = owed()
    application = assessment.progress.application
    application.state = "lapsed"
    application.save()
    sweep_days(at, 1, 3)
    assert told() == []
