"""Reminders about a person, a cohort or a company are kept back for a time."""

from datetime import date, timedelta

import pytest

from becode.audit.models import AuditEntry
from becode.core.actors import Actor
from becode.core.moves import IllegalMove, Stale
from becode.messages.compose import Reminder, send
from becode.messages.deliver import deliver_ready
from becode.messages.models import Pause
from becode.messages.pausing import end_pause, pause, pause_of
from cohorts.notifications.cohorts import CohortStarts
from tests.factories import CampusFactory, CohortFactory, EnrolmentFactory

pytestmark = pytest.mark.django_db

IN_A_WEEK = date(2026, 3, 9)


@pytest.fixture
def learner(brussels):
    return EnrolmentFactory(cohort=CohortFactory(campus=brussels))


@pytest.fixture
def held(carla, at):
    def make(record, **changes):
        given = {"reason": "Strike", "until": None, "actor": Actor.user(carla), "at": at} | changes
        return pause(record=record, **given)

    return make


def outcome(learner, at):
    (row,) = send(CohortStarts(learner), at=at, dedupe=str(at), reminder=Reminder("cohort_starts"))
    deliver_ready(at=at)
    row.refresh_from_db()
    return row.state, row.outcome


@pytest.mark.parametrize("part", ["person", "cohort"])
def test_reminders_are_kept_back_with_their_reason(learner, held, at, part):
    held(getattr(learner, part))
    assert outcome(learner, at) == ("suppressed", "paused")


def test_news_of_a_change_still_goes_out(learner, held, at):
    held(learner.cohort)
    (row,) = send(CohortStarts(learner), at=at)
    deliver_ready(at=at)
    row.refresh_from_db()
    assert row.state == "sent"


def test_it_ends_by_itself_and_makes_room_for_another(learner, held, at):
    first = held(learner.cohort, until=IN_A_WEEK)
    later = at + timedelta(days=7)
    assert outcome(learner, later) == ("sent", "accepted")
    second = held(learner.cohort, at=later)
    first.refresh_from_db()
    assert first.ended_at == later
    assert pause_of(learner.cohort, on=IN_A_WEEK) == second


def test_somebody_ends_it_and_both_are_written_down(learner, held, carla, at):
    made = held(learner.person)
    end_pause(record=learner.person, actor=Actor.user(carla), at=at)
    assert outcome(learner, at) == ("sent", "accepted")
    found = AuditEntry.objects.order_by("pk").values_list("label", "person_key", "keys")
    assert list(found) == [
        ("pause.begun", learner.person.pk, {"pause": made.pk}),
        ("pause.ended", learner.person.pk, {"pause": made.pk}),
    ]
    with pytest.raises(Stale):
        end_pause(record=learner.person, actor=Actor.user(carla), at=at)


def test_one_pause_at_a_time(learner, held):
    held(learner.cohort)
    with pytest.raises(IllegalMove) as refusal:
        held(learner.cohort, reason="Another")
    assert str(refusal.value.sentence) == "Reminders are paused here already."
    assert Pause.objects.count() == 1


def test_a_day_that_is_over_is_refused(learner, held, at):
    with pytest.raises(IllegalMove):
        held(learner.cohort, until=at.date())


def test_other_records_cannot_be_paused(held):
    with pytest.raises(IllegalMove):
        held(CampusFactory())
