"""A day of lessons in Brussels: Monday 2 March 2026, with one learner."""

import pytest
from django.test import Client

from becode.portal.access import SESSION_KEY
from tests.factories import MOMENT, CohortFactory, PersonFactory
from tests.factories_training import LearnerFactory, TrainingDayFactory

LESSONS_ON = MOMENT.date()


@pytest.fixture
def cohort(web, brussels):
    return CohortFactory(
        track=web,
        campus=brussels,
        code="BXL-Check-1",
        state="running",
        start_on=LESSONS_ON.replace(month=2),
        seats=90,
    )


@pytest.fixture
def day(cohort):
    return TrainingDayFactory(cohort=cohort, on=LESSONS_ON)


@pytest.fixture
def anna(cohort, day):
    person = PersonFactory(first_name="Anna", last_name="Peeters")
    return LearnerFactory(cohort=cohort, person=person)


def signed_in(person, at):
    """A phone on which somebody is signed in since this moment."""
    client = Client()
    session = client.session
    session[SESSION_KEY] = {"key": person.pk, "at": at.isoformat()}
    session.save()
    return client


@pytest.fixture
def phone(anna):
    """The phone on which Anna is signed in since the morning."""
    return signed_in(anna.person, MOMENT.replace(hour=6))
