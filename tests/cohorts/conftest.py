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
    )


@pytest.fixture
def day(cohort):
    return TrainingDayFactory(cohort=cohort, on=LESSONS_ON)


@pytest.fixture
def anna(cohort, day):
    person = PersonFactory(first_name="Anna", last_name="Peeters")
    return LearnerFactory(cohort=cohort, person=person)


@pytest.fixture
def phone(anna):
    """The phone on which Anna is signed in since the morning."""
    client = Client()
    session = client.session
    session[SESSION_KEY] = {"key": anna.person_id, "at": MOMENT.replace(hour=6).isoformat()}
    session.save()
    return client
