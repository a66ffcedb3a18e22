"""The pages of the outcomes: choices, people by name, the workbook, frozen reports."""

import io
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from becode.core.actors import Actor
from becode.reports.models import OutcomeSnapshot
from becode.reports.outcomes.facts import Scope
from becode.reports.outcomes.figures import report
from becode.reports.outcomes.freezing import compare, is_untouched
from becode.reports.workflow import freeze
from placements.models import JobPlacement
from tests.factories import MOMENT
from tests.factories_outcomes import GRADUATED, RIPE, finished_cohort, graduate, job, learner

pytestmark = pytest.mark.django_db
TODAY = RIPE + timedelta(days=200)


@pytest.fixture(autouse=True)
def _one_factor(settings):
    settings.SECOND_FACTOR_DEMANDED_OF = []


@pytest.fixture(autouse=True)
def _later():
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def cohort(web, brussels):
    return finished_cohort(web, brussels)


def test_the_page_shows_each_figure_with_its_fraction(signed_in, rik, cohort):
    job(graduate(cohort))
    graduate(cohort)
    page = signed_in(rik).get(reverse("admin:outcomes"))
    shown = {figure.key: percent for figure, percent in page.context["figures"]}
    assert (shown["placed_180"], shown["graduation_rate"], shown["in_field"]) == (
        "50.0%",
        "100.0%",
        "0.0%",
    )


def test_it_says_when_there_is_nothing_to_count(signed_in, rik):
    page = signed_in(rik).get(reverse("admin:outcomes")).content.decode()
    assert "there is nothing to count yet" in page


def test_wrong_choices_are_answered_beside_the_field(signed_in, rik, cohort):
    page = signed_in(rik).get(
        reverse("admin:outcomes"), {"as_of": "2999-01-01", "cohort": "99999", "campus": "%00"}
    )
    assert page.status_code == 200
    assert "This day is still to come." in page.content.decode()
    assert "figures" not in page.context
    page = signed_in(rik).get(reverse("admin:outcomes"), {"since": "2026-1", "until": "2025-1"})
    assert "The end cannot be before the beginning." in page.content.decode()


def test_a_colleague_chooses_among_their_campuses_only(signed_in, bram, cohort, ghent):
    graduate(cohort)
    page = signed_in(bram).get(reverse("admin:outcomes"))
    fields = page.context["form"].fields
    assert list(fields["campus"].queryset) == [ghent]
    assert list(fields["cohort"].queryset) == []
    assert page.context["people"] == 0


def test_people_are_listed_by_what_the_figure_makes_of_them(signed_in, rik, cohort):
    counted, other = graduate(cohort), graduate(cohort)
    job(counted)
    client = signed_in(rik)
    url = reverse("admin:outcome_people", args=["placed_180"])

    def keys(**query):
        return [one.pk for one, _verdict in client.get(url, query).context["rows"]]

    assert keys() == [counted.pk]
    assert keys(of="not_counted") == [other.pk]
    assert keys(of="unripe", as_of=str(GRADUATED)) == [counted.pk, other.pk]
    assert client.get(url, {"of": "nonsense"}).status_code == 404
    assert client.get(reverse("admin:outcome_people", args=["nonsense"])).status_code == 404


def test_names_are_for_those_who_may_see_them(signed_in, amina, cohort):
    graduate(cohort)
    client = signed_in(amina)
    assert client.get(reverse("admin:outcomes")).context["may_see_people"] is False
    assert client.get(reverse("admin:outcome_people", args=["placed_180"])).status_code == 403


@pytest.mark.parametrize("name", ["outcomes", "outcome_people"])
def test_as_many_queries_for_thirty_as_for_one(signed_in, rik, cohort, name):
    client = signed_in(rik)
    url = reverse(f"admin:{name}", args=["placed_180"] if name == "outcome_people" else [])
    job(graduate(cohort))
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    for _number in range(29):
        job(graduate(cohort))
    with CaptureQueriesContext(connection) as many:
        client.get(url)
    assert len(many) == len(few)


def test_the_workbook_holds_the_table(signed_in, rik, cohort):
    job(graduate(cohort))
    response = signed_in(rik).get(reverse("admin:outcomes"), {"format": "xlsx"})
    rows = list(load_workbook(io.BytesIO(response.content)).active.values)
    assert rows[1][:4] == ("Placed within 180 days", 1, 1, 100)


def test_freezing_keeps_what_the_page_showed(signed_in, rik, cohort, brussels):
    job(graduate(cohort))
    response = signed_in(rik).post(
        reverse("admin:freeze_outcomes"),
        {"campus": brussels.pk, "as_of": str(RIPE), "note": "For the funder"},
    )
    snapshot = OutcomeSnapshot.objects.get()
    assert response.url == reverse("admin:frozen_outcome", args=[snapshot.pk])
    assert (snapshot.as_of, snapshot.note, snapshot.made_by) == (RIPE, "For the funder", rik)
    assert snapshot.scope["campus"] == brussels.pk
    placed = next(one for one in snapshot.figures if one["key"] == "placed_180")
    assert (placed["numerator"], placed["denominator"]) == (1, 1)
    page = signed_in(rik).get(response.url, {"compare": "1"})
    assert page.context["comparison"].is_same
    assert "Nothing has changed" in page.content.decode()


def frozen(rik, as_of=RIPE, at=MOMENT):
    return freeze(found=report(Scope(), as_of=as_of), title="All", actor=Actor.user(rik), at=at)


def test_the_same_report_is_frozen_once(rik, cohort):
    graduate(cohort)
    assert frozen(rik).pk == frozen(rik).pk
    job(graduate(cohort))
    assert OutcomeSnapshot.objects.count() == 1
    frozen(rik)
    assert OutcomeSnapshot.objects.count() == 2


def test_nobody_changes_or_deletes_a_frozen_report(rik, cohort):
    from django.db import InternalError, transaction

    snapshot = frozen(rik)
    for deed in (
        lambda: OutcomeSnapshot.objects.filter(pk=snapshot.pk).update(note="x"),
        lambda: OutcomeSnapshot.objects.filter(pk=snapshot.pk).delete(),
    ):
        with pytest.raises(InternalError, match="Cannot update or delete"), transaction.atomic():
            deed()


def test_a_changed_one_is_seen_by_its_hash(rik, cohort):
    graduate(cohort)
    snapshot = frozen(rik)
    assert is_untouched(snapshot)
    snapshot.figures[0]["numerator"] = 99
    assert not is_untouched(snapshot)


def test_comparing_names_each_learner_of_whom_we_know_something_else(signed_in, rik, cohort):
    placed, other = graduate(cohort), graduate(cohort)
    found = job(placed)
    snapshot = frozen(rik)
    JobPlacement.objects.filter(pk=found.pk).update(evidence_level="C")
    job(other)
    late = learner(cohort, left_after=3)
    comparison = compare(snapshot)
    changed = {one.key: (one.then, one.now) for one in comparison.learners}
    assert sorted(changed) == [placed.pk, other.pk, late.pk]
    assert (changed[placed.pk][0]["status"], changed[placed.pk][1]["status"]) == (
        "placed",
        "silent",
    )
    assert changed[late.pk][0] == {}
    rate = next(one for one in comparison.figures if one.key == "graduation_rate")
    assert (rate.then, rate.now, rate.is_same) == ((2, 2), (2, 3), False)
    page = signed_in(rik).get(reverse("admin:frozen_outcome", args=[snapshot.pk]), {"compare": 1})
    assert str(placed.person) in page.content.decode()


def test_a_frozen_report_of_all_campuses_is_not_for_one_campus(signed_in, rik, bram, cohort, ghent):
    snapshot = frozen(rik)
    assert (
        signed_in(bram).get(reverse("admin:frozen_outcome", args=[snapshot.pk])).status_code == 404
    )
    own = freeze(
        found=report(Scope.of(bram), as_of=RIPE), title="Ghent", actor=Actor.user(bram), at=MOMENT
    )
    assert list(OutcomeSnapshot.objects.visible_to(bram)) == [own]
    assert OutcomeSnapshot.objects.visible_to(rik).count() == 2


def test_two_at_once_freeze_one(rik, cohort, monkeypatch):
    """The other one comes in between the look and the write: the database says who was first."""
    graduate(cohort)
    first = frozen(rik)
    real = OutcomeSnapshot.objects.filter
    looked = []

    def blind(**query):
        looked.append(query)
        return real(pk=0) if len(looked) == 1 else real(**query)

    monkeypatch.setattr(OutcomeSnapshot.objects, "filter", blind)
    assert frozen(rik).pk == first.pk
    assert OutcomeSnapshot.objects.count() == 1


def test_the_command_prints_the_table(cohort, capsys):
    import json

    from django.core.management import call_command

    job(graduate(cohort), in_field=True)
    graduate(cohort)
    call_command("outcomes", "--json", "--as-of", str(RIPE))
    found = json.loads(capsys.readouterr().out)
    assert found["figures"]["placed_180"] == {
        "numerator": 1,
        "denominator": 2,
        "percent": 50.0,
        "left_out": {"unripe": 0, "excluded": 0},
    }
    assert (found["contract"]["permanent"], found["days"]["0-30"]) == (1, 1)
    call_command("outcomes", "--as-of", str(RIPE))
    assert "placed_180" in capsys.readouterr().out
