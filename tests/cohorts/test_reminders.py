"""Learners hear of their first day four times, once each, while they hold a seat."""

from datetime import timedelta

import pytest

from becode.core import clock
from becode.core.actors import SYSTEM
from becode.messages.deliver import deliver_ready
from becode.messages.models import Message
from becode.reminders.sweep import sweep
from cohorts.workflow.enrolments import withdraw_enrolment
from tests.factories import CohortFactory, EnrolmentFactory

pytestmark = pytest.mark.django_db


def sent():
    return list(
        Message.objects.filter(kind="cohorts.cohort_starts").order_by("pk").values_list("state")
    )


@pytest.fixture
def enrolment(web, brussels, at):
    brussels.address = "Long Street 1"
    brussels.save()
    start_on = at.date() + timedelta(days=7)
    return EnrolmentFactory(cohort=CohortFactory(track=web, campus=brussels, start_on=start_on))


def test_two_weeks_a_week_two_days_and_the_evening_before_once_each(enrolment, only_rules, at):
    only_rules("cohort_starts")
    sweep(at=at - timedelta(days=8))
    assert len(sent()) == 0
    for days, count in ((-7, 1), (-1, 1), (0, 2), (5, 3)):
        sweep(at=at + timedelta(days=days))
        sweep(at=at + timedelta(days=days))
        assert len(sent()) == count, days
    evening = clock.at_local(enrolment.cohort.start_on - timedelta(days=1), 18)
    sweep(at=evening - timedelta(minutes=1))
    assert len(sent()) == 3
    sweep(at=evening)
    assert len(sent()) == 4


def test_it_names_the_day_the_hour_and_the_place(enrolment, at):
    sweep(at=at)
    message = Message.objects.get(kind="cohorts.cohort_starts")
    assert message.subject == "Your training starts on Monday 9 March 2026"
    assert "09:00" in message.text
    assert "Brussels, Long Street 1" in message.text


def test_it_is_in_the_language_of_the_learner(enrolment, at):
    enrolment.person.contact_language = "nl"
    enrolment.person.save()
    sweep(at=at)
    assert "maandag 9 maart 2026" in Message.objects.get(kind="cohorts.cohort_starts").text


def test_who_withdraws_in_between_gets_nothing(enrolment, at):
    sweep(at=at)
    withdraw_enrolment(enrolment=enrolment, actor=SYSTEM, at=at)
    deliver_ready(at=at)
    assert sent() == [("cancelled",)]
    sweep(at=at + timedelta(days=5))
    assert len(sent()) == 1
