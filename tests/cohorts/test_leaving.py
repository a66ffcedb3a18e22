"""Leaving early: everything in one go, and what becomes of the seat."""

from datetime import date, timedelta

import pytest

from becode.core.actors import SYSTEM
from becode.core.invariants import invariants
from becode.core.moves import IllegalMove
from cohorts.models import Enrolment, Exit
from cohorts.seat_watch import _watchers
from cohorts.workflow.leaving import leave_early, write_exit_talk
from tests.factories import CohortFactory, EnrolmentFactory
from tests.factories_training import LaptopFactory, LaptopLoanFactory, LearnerFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort(web, brussels, at):
    """Running for two weeks; who joins late is taken until next week."""
    return CohortFactory(
        track=web,
        campus=brussels,
        state="running",
        start_on=at.date() - timedelta(days=14),
        offers_until=at.date() + timedelta(days=7),
        seats=3,
        seats_on_offer=3,
    )


@pytest.fixture
def learner(cohort):
    return LearnerFactory(cohort=cohort)


@pytest.fixture
def told():
    seen = []
    watch = lambda cohort, actor, at: seen.append(cohort.pk)  # noqa: E731
    _watchers.append(watch)
    yield seen
    _watchers.remove(watch)


def leave(learner, at, **changed):
    facts = {"on": at.date(), "reason": "found_job", "decided_by": "learner", **changed}
    return leave_early(enrolment=learner, actor=SYSTEM, at=at, **facts)


def test_the_seat_stays_used(learner, cohort, at, told):
    made = leave(learner, at, decided_with="Carla", badge_returned=True)
    cohort.refresh_from_db()
    assert (learner.state, learner.left_on, cohort.seats_taken) == ("left", at.date(), 1)
    assert (made.decided_with, made.badge_returned, made.seat_freed) == ("Carla", True, False)
    assert told == []


def test_a_freed_seat_is_for_somebody_else_and_the_counter_stays_true(learner, cohort, at, told):
    LearnerFactory(cohort=cohort)
    leave(learner, at, seat_freed=True)
    cohort.refresh_from_db()
    assert cohort.seats_taken == 1
    assert told == [cohort.pk]
    assert list(Enrolment.objects.holding_seats().filter(cohort=cohort)) == list(
        Enrolment.objects.filter(state="in_training")
    )
    rules = {rule.key: rule for rule in invariants()}
    assert not rules["cohorts.counter_is_true"].check(at=at).exists()


def test_no_seat_is_freed_once_the_group_takes_nobody(learner, cohort, at):
    cohort.offers_until = None
    cohort.save()
    with pytest.raises(IllegalMove, match="takes nobody"):
        leave(learner, at, seat_freed=True)
    learner.refresh_from_db()
    assert (learner.state, Exit.objects.count()) == ("in_training", 0)


def test_the_talk_can_be_written_later(learner, at):
    leave(learner, at)
    write_exit_talk(
        enrolment=learner,
        interview_on=at.date(),
        interview="A job came first.",
        badge_returned=True,
        actor=SYSTEM,
        at=at,
    )
    made = Exit.objects.get()
    assert (made.interview, made.badge_returned, made.decided_by) == (
        "A job came first.",
        True,
        "learner",
    )


def test_who_is_with_us_has_no_talk_at_the_end(learner, at):
    with pytest.raises(IllegalMove):
        write_exit_talk(
            enrolment=learner,
            interview_on=None,
            interview="x",
            badge_returned=False,
            actor=SYSTEM,
            at=at,
        )


def test_the_page_asks_all_and_leads_to_what_is_still_out(
    learner, cohort, carla, brussels, signed_in, at
):
    loan = LaptopLoanFactory(
        laptop=LaptopFactory(campus=brussels, tag="LT-0042"), enrolment=learner
    )
    client = signed_in(carla)
    path = f"/staff/cohorts/enrolment/{learner.pk}/do/leave/"
    assert "LT-0042 is still out" in client.get(path).content.decode()
    answer = client.post(
        path,
        {
            "on": "2026-02-27",
            "reason": "money",
            "decided_by": "both",
            "decided_with": "Carla",
            "interview_on": "2026-02-26",
            "interview": "They look for paid work.",
            "badge_returned": "on",
            "seat_freed": "on",
        },
    )
    assert answer["Location"] == f"/staff/laptop-loan/{loan.pk}/return/"
    made = Exit.objects.get()
    assert (made.seat_freed, made.interview_on, made.enrolment.left_on) == (
        True,
        date(2026, 2, 26),
        date(2026, 2, 27),
    )
    page = client.get(f"/staff/cohorts/enrolment/{learner.pk}/change/").content.decode()
    assert "They look for paid work." in page


def test_the_page_offers_no_seat_where_nobody_can_have_it(web, brussels, carla, signed_in, at):
    full = CohortFactory(track=web, campus=brussels, state="running", start_on=at.date())
    learner = EnrolmentFactory(cohort=full, state="in_training")
    path = f"/staff/cohorts/enrolment/{learner.pk}/do/leave/"
    assert "seat_freed" not in signed_in(carla).get(path).content.decode()
