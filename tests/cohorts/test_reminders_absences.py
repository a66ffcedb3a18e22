"""Reminders 17, 18 and 20, and silence for who has left or has sent everything."""

from datetime import date, time, timedelta

import pytest

from becode.core.actors import Actor
from becode.messages.deliver import deliver_ready
from becode.messages.models import Message
from becode.reminders.sweep import sweep
from cohorts.workflow.attestations import lock_cohort_month
from tests.factories_absences import running_cohort
from tests.factories_people import PhoneFactory
from tests.factories_training import (
    AbsenceFactory,
    CoachAssignmentFactory,
    LearnerFactory,
    check_in_whole_day,
    local,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _only_ours(only_numbers):
    only_numbers(16, 17, 18, 20)


TUESDAY = date(2026, 3, 3)
DUE = local(date(2026, 3, 6), time(0))


@pytest.fixture
def cohort(web, brussels, carla):
    cohort = running_cohort(track=web, campus=brussels)
    CoachAssignmentFactory(cohort=cohort, user=carla)
    return cohort


@pytest.fixture
def absence(cohort):
    learner = LearnerFactory(cohort=cohort)
    return AbsenceFactory(enrolment=learner, first_on=TUESDAY, proof_due_at=DUE)


def told(kind):
    return Message.objects.filter(kind=f"cohorts.{kind}").count()


def sweep_at(*moments):
    for moment in moments:
        sweep(at=moment)


def test_a_missing_proof_is_asked_for_twice_then_the_coach_hears_it(absence, carla):
    sweep_at(DUE - timedelta(hours=25))
    assert told("proof_missing") == 0
    sweep_at(DUE - timedelta(hours=24), DUE - timedelta(hours=23))
    assert told("proof_missing") == 1
    sweep_at(DUE - timedelta(hours=5))
    assert told("proof_missing") == 2
    assert told("proof_missing_coach") == 0
    sweep_at(local(date(2026, 3, 6), time(9)))
    assert Message.objects.get(kind="cohorts.proof_missing_coach").user == carla


def test_both_reach_who_has_a_phone_alone(absence):
    """The 48 hours end at midnight, and text messages rest from eight in the evening."""
    person = absence.enrolment.person
    person.contact_points.all().delete()
    PhoneFactory(person=person)
    moment = DUE - timedelta(hours=25)
    while moment < DUE:
        sweep(at=moment)
        deliver_ready(at=moment)
        moment += timedelta(minutes=30)
    states = Message.objects.filter(kind="cohorts.proof_missing").order_by("pk")
    assert list(states.values_list("channel", "state")) == [("sms", "sent"), ("sms", "sent")]


@pytest.mark.parametrize(
    "changed", [{"proof_at": DUE - timedelta(days=2)}, {"proof_kind": "declaration"}]
)
def test_who_sent_a_proof_or_needs_none_is_left_in_peace(absence, changed):
    for name, value in changed.items():
        setattr(absence, name, value)
    absence.save()
    sweep_at(DUE - timedelta(hours=24), DUE - timedelta(hours=4), DUE + timedelta(hours=10))
    assert told("proof_missing") + told("proof_missing_coach") == 0


def test_it_is_quiet_for_people_who_left(absence):
    learner = absence.enrolment
    learner.state, learner.left_on = "left", date(2026, 3, 4)
    learner.save()
    sweep_at(DUE - timedelta(hours=24), DUE + timedelta(hours=10))
    assert told("proof_missing") + told("proof_missing_coach") == 0


def test_managers_hear_after_three_days_that_nobody_judged(absence, mieke):
    absence.proof_at = local(TUESDAY, time(11))
    absence.save()
    sweep_at(local(date(2026, 3, 6), time(8)))
    assert told("absence_undecided") == 0
    sweep_at(local(date(2026, 3, 6), time(10)), local(date(2026, 3, 9), time(10)))
    assert Message.objects.get(kind="cohorts.absence_undecided").user == mieke


def test_without_a_proof_the_three_days_begin_when_none_can_come_any_more(absence, mieke):
    sweep_at(local(date(2026, 3, 6), time(10)), local(date(2026, 3, 9), time(10)))
    assert told("absence_undecided") == 1


def test_coaches_are_asked_to_lock_a_month_until_it_is_locked(cohort, carla):
    cohort.days.exclude(on=TUESDAY).delete()
    check_in_whole_day(LearnerFactory(cohort=cohort), TUESDAY)
    sweep_at(local(TUESDAY, time(14)))
    assert told("month_unsigned") == 0
    sweep_at(local(TUESDAY, time(16)), local(date(2026, 3, 5), time(10)))
    assert told("month_unsigned") == 2
    at = local(date(2026, 3, 6), time(9))
    lock_cohort_month(cohort=cohort, month=date(2026, 3, 1), actor=Actor.user(carla), at=at)
    sweep_at(local(date(2026, 3, 8), time(10)))
    assert told("month_unsigned") == 2
