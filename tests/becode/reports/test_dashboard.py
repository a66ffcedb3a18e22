"""The dashboard: true numbers, the reader's campuses, a constant number of queries."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import factories
from tests.factories_outcomes import finished_cohort, graduate, job

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _one_factor(settings):
    settings.SECOND_FACTOR_DEMANDED_OF = []


def matured(campus, track, at, *, placed):
    """A graduate whose 180 days are over, with or without a job."""
    day = at.date() - timedelta(days=200)
    enrolment = graduate(finished_cohort(track, campus, finish_on=day), on=day)
    if placed:
        job(enrolment)


@pytest.mark.parametrize("name", ["amina", "bram", "carla", "mieke", "rik", "dries", "ada"])
def test_every_colleague_may_read_it(request, signed_in, at, name):
    client = signed_in(request.getfixturevalue(name))
    assert client.get(reverse("admin:dashboard")).status_code == 200


def test_companies_may_not(signed_in, chloe):
    assert signed_in(chloe).get(reverse("admin:dashboard")).status_code in (302, 403)


def test_it_says_when_there_is_nothing_to_count(signed_in, rik, at):
    response = signed_in(rik).get(reverse("admin:dashboard"))
    assert response.context["placed"].denominator == 0
    assert "there is nothing to count yet" in response.content.decode()


def test_numbers_follow_the_campuses_of_the_reader(signed_in, rik, bram, brussels, ghent, web, at):
    matured(brussels, web, at, placed=True)
    matured(ghent, web, at, placed=False)
    everything = signed_in(rik).get(reverse("admin:dashboard")).context
    assert (everything["placed"].numerator, everything["placed"].denominator) == (1, 2)
    assert everything["placed_percent"] == "50.0%"
    mine = signed_in(bram).get(reverse("admin:dashboard"))
    assert (mine.context["placed"].numerator, mine.context["placed"].denominator) == (0, 1)
    assert "Your campuses: Ghent" in mine.content.decode()
    assert "Brussels" not in mine.content.decode()


def test_the_funnel_counts_each_state(signed_in, rik, cohort_of_states, at):
    bars = signed_in(rik).get(reverse("admin:dashboard")).context["bars"]
    assert {str(bar.label): bar.count for bar in bars if bar.count} == {
        "Application received": 1,
        "Eligible": 1,
        "Waiting on a list": 1,
        "In training": 2,
        "On internship": 1,
    }


@pytest.fixture
def cohort_of_states(web, brussels):
    cohort = factories.CohortFactory(track=web, campus=brussels)
    for state in ("in_training", "in_training", "on_internship"):
        factories.EnrolmentFactory(cohort=cohort, state=state)
    factories.ApplicationFactory(track=web, campus=brussels)
    factories.WaitlistEntryFactory()
    return cohort


def test_the_number_of_queries_is_constant(signed_in, rik, brussels, ghent, web, at):
    client = signed_in(rik)
    matured(brussels, web, at, placed=True)
    client.get(reverse("admin:dashboard"))
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(reverse("admin:dashboard"))
    for _number in range(10):
        matured(ghent, web, at, placed=True)
        matured(brussels, web, at, placed=False)
    with CaptureQueriesContext(connection) as many:
        client.get(reverse("admin:dashboard"))
    assert len(many) == len(few)
