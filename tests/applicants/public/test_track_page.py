"""The page of a track: what it is, its starts, what it asks at the end."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from cohorts.models import Requirement
from tests.factories import (
    ApplicationFactory,
    CohortFactory,
    SeatOfferFactory,
    TrackFactory,
    WaitlistEntryFactory,
)
from tests.factories_training import CompetenceFactory

pytestmark = pytest.mark.django_db
STYLES = Path(__file__).parents[3] / "static" / "becode"


def test_front_page_leads_to_it_and_it_publishes_the_requirements(client, web, brussels):
    Requirement.objects.create(track=web, position=1, kind="attendance", percent=80)
    Requirement.objects.create(
        track=web, position=2, kind="checked", text_en="A project of your own"
    )
    Requirement.objects.create(track=web, position=3, kind="laptop", is_active=False)
    CompetenceFactory(track=web, name_en="Builds a page")
    address = re.search(r'href="(/en/tracks/[^"]+)"', client.get("/en/").content.decode())[1]
    page = client.get(address)
    assert page.status_code == 200
    assert page["Content-Language"] == "en"
    assert [str(one) for one in page.context["requirements"]] == [
        "Present or justified, at least this % of the hours",
        "A project of your own",
    ]
    assert [str(one) for one in page.context["competences"]] == ["Builds a page"]
    html = page.content.decode()
    for words in ("A project of your own", "80%", "months of training", "Brussels", "Builds a"):
        assert words in html
    assert "The laptop is back" not in html


def test_starts_free_seats_and_who_waits(client, web, brussels, ghent, at):
    CohortFactory(track=web, campus=brussels, start_on=date(2026, 2, 2))  # began already
    late = {"start_on": date(2026, 9, 7), "end_on": date(2027, 4, 7)}
    CohortFactory(track=web, campus=brussels, seats=10, seats_taken=10, **late)
    soon = CohortFactory(track=web, campus=brussels, seats=20, seats_taken=5)
    CohortFactory(track=TrackFactory(code="AI", campuses=[brussels]), campus=brussels, **late)
    application = ApplicationFactory(track=web, campus=brussels, state="admitted", eligible_at=at)
    entry = WaitlistEntryFactory(application=application)
    SeatOfferFactory(entry=entry, cohort=soon)
    boards = client.get("/en/tracks/web/").context["boards"]
    assert [
        (board.name, board.waiting, [(one.start_on, one.free_seats) for one in board.starts])
        for board in boards
    ] == [
        ("Brussels", 1, [(date(2026, 5, 4), 14), (date(2026, 9, 7), 0)]),
        ("Ghent", 0, []),
    ]


def test_a_track_that_is_closed_or_unknown_has_no_page(client, web, brussels, at):
    yesterday = at.date() - timedelta(days=1)
    TrackFactory(code="OLD", campuses=[brussels], active_to=yesterday)
    assert [
        client.get(f"/en/tracks/{slug}/").status_code for slug in ("old", "nothing", "WEB", "web")
    ] == [404, 404, 404, 200]


@pytest.mark.parametrize("code", ["nl", "fr", "en"])
def test_it_is_light(client, web, brussels, ghent, code):
    for month in range(5, 9):
        for campus in (brussels, ghent):
            CohortFactory(track=web, campus=campus, start_on=date(2026, month, 4))
    for number in range(8):
        CompetenceFactory(track=web)
        Requirement.objects.create(
            track=web, position=number, kind="competences", percent=80, text_en="x" * 120
        )
    page = client.get(f"/{code}/tracks/web/")
    html = page.content.decode()
    assert html.count("<h1>") == 1
    assets = set(re.findall(r"becode/([a-z-]+\.(?:css|svg|js))", html))
    assert assets == {"home.css", "mark.svg", "site.css"}
    weight = len(page.content) + sum((STYLES / name).stat().st_size for name in assets)
    assert weight <= 30_000


@pytest.mark.parametrize("rows", [1, 30])
def test_queries_are_constant(client, web, brussels, rows, django_assert_num_queries):
    for number in range(rows):
        CohortFactory(track=web, campus=brussels, start_on=date(2026, 5, 4) + timedelta(number))
        CompetenceFactory(track=web)
        Requirement.objects.create(track=web, position=number, kind="laptop")
    client.get("/en/tracks/web/")
    with django_assert_num_queries(9):
        client.get("/en/tracks/web/")
