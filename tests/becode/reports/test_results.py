"""What visitors read: whole groups of the past, no small numbers, nobody to recognise."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.urls import reverse

from becode.reports.outcomes.facts import Scope
from becode.reports.outcomes.figures import report
from becode.reports.publishing import publish
from tests.factories_outcomes import GRADUATED, RIPE, finished_cohort, graduate, job

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _later():
    cache.clear()
    with time_machine.travel(RIPE + timedelta(days=10), tick=False):
        yield


def group(web, campus, *, placed, others, finish_on=GRADUATED):
    cohort = finished_cohort(web, campus, finish_on=finish_on)
    for _number in range(placed):
        job(graduate(cohort, on=finish_on))
    for _number in range(others):
        graduate(cohort, on=finish_on)
    return cohort


def lines(found):
    return {key: (share.numerator, share.denominator) for key, share in found.campuses}


def test_few_people_are_not_shown(web, brussels):
    group(web, brussels, placed=6, others=4)
    found = publish(report(Scope(), as_of=RIPE))
    assert [share.is_shown for share in found.totals if share.key == "placed_180"] == [False]


def test_nobody_at_all_is_no_secret(web, brussels):
    group(web, brussels, placed=6, others=0)
    (placed,) = [s for s in publish(report(Scope(), as_of=RIPE)).totals if s.key == "placed_180"]
    assert (placed.numerator, placed.denominator, placed.percent) == (6, 6, 100.0)


def test_one_missing_campus_takes_another_with_it(web, brussels, ghent):
    """Else the total minus the others would tell."""
    group(web, brussels, placed=8, others=7)
    group(web, ghent, placed=6, others=2)
    found = publish(report(Scope(), as_of=RIPE))
    assert lines(found) == {brussels.pk: (None, None), ghent.pk: (None, None)}
    (placed,) = [share for share in found.totals if share.key == "placed_180"]
    assert (placed.numerator, placed.denominator) == (14, 23)


def test_large_groups_are_all_shown(web, brussels, ghent):
    group(web, brussels, placed=8, others=7)
    group(web, ghent, placed=6, others=5, finish_on=GRADUATED - timedelta(days=200))
    found = publish(report(Scope(), as_of=RIPE))
    assert lines(found) == {brussels.pk: (8, 15), ghent.pk: (6, 11)}
    assert [(half, share.numerator) for half, share in found.halves] == [
        ("2026-1", 8),
        ("2025-1", 6),
    ]


def test_young_groups_are_left_out(web, brussels):
    group(web, brussels, placed=8, others=7, finish_on=GRADUATED + timedelta(days=60))
    found = publish(report(Scope(), as_of=RIPE))
    assert (found.campuses, found.halves) == ((), ())


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
def test_the_page_is_for_everybody_and_names_nobody(client, web, brussels, language):
    cohort = group(web, brussels, placed=8, others=7)
    page = client.get(f"/{language}/results/")
    assert page.status_code == 200
    words = page.content.decode()
    assert "8 / 15" in words.replace("8 de 15", "8 / 15").replace("8 van 15", "8 / 15").replace(
        "8 of 15", "8 / 15"
    ).replace("8 sur 15", "8 / 15")
    for enrolment in cohort.enrolments.select_related("person"):
        assert enrolment.person.last_name not in words or not enrolment.person.last_name


def test_an_empty_school_says_so(client):
    page = client.get(reverse("results")).content.decode()
    assert "No group has finished long enough ago" in page


def test_visitors_cost_nothing_once_it_is_computed(
    client, web, brussels, django_assert_max_num_queries
):
    group(web, brussels, placed=8, others=7)
    client.get(reverse("results"))
    with django_assert_max_num_queries(4):
        client.get(reverse("results"))
