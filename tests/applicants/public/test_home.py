"""The front page: true numbers, few queries, nothing written."""

from datetime import date, timedelta

import pytest

from tests.factories import (
    ApplicationFactory,
    CampusFactory,
    CohortFactory,
    SeatOfferFactory,
    TrackFactory,
    WaitlistEntryFactory,
)

pytestmark = pytest.mark.django_db


def rows(response) -> dict[tuple[str, str], tuple]:
    return {
        (campus.name, row.track_name): (row.next_start_on, row.waiting, row.free_seats)
        for campus in response.context["campuses"]
        for row in campus.rows
    }


def test_next_starts_people_who_wait_and_free_seats(client, web, brussels, ghent, at):
    CohortFactory(track=web, campus=brussels, start_on=date(2026, 2, 2))  # began already
    CohortFactory(track=web, campus=brussels, start_on=date(2026, 9, 7), end_on=date(2027, 4, 7))
    soon = CohortFactory(track=web, campus=brussels, seats=20, seats_taken=5)
    CohortFactory(track=web, campus=ghent, state="cancelled")
    for _person in range(3):
        application = ApplicationFactory(
            track=web, campus=brussels, state="admitted", eligible_at=at
        )
        entry = WaitlistEntryFactory(application=application)
    SeatOfferFactory(entry=entry, cohort=soon)
    WaitlistEntryFactory(application=application, campus=ghent, state="left")
    assert rows(client.get("/en/")) == {
        ("Brussels", "Web developer"): (date(2026, 5, 4), 3, 14),
        ("Ghent", "Web developer"): (None, 0, None),
    }


def test_what_is_not_open_is_not_shown(client, web, brussels, at):
    TrackFactory(
        code="OLD",
        name_en="Old track",
        campuses=[brussels],
        active_to=at.date() - timedelta(days=1),
    )
    closed = CampusFactory(code="LGG", name="Liège", active_to=at.date() - timedelta(days=1))
    web.campuses.add(closed)
    page = client.get("/en/")
    assert [track.name for track in page.context["tracks"]] == ["Web developer"]
    assert [campus.name for campus in page.context["campuses"]] == ["Brussels", "Ghent"]


@pytest.mark.parametrize("campuses", [1, 30])
def test_queries_are_constant(client, at, campuses, django_assert_num_queries):
    for _number in range(campuses):
        campus = CampusFactory()
        track = TrackFactory(campuses=[campus])
        WaitlistEntryFactory(application__track=track, application__campus=campus)
        CohortFactory(track=track, campus=campus)
    with django_assert_num_queries(7):
        client.get("/en/")


def test_a_stranger_may_keep_the_page_a_minute_and_gets_no_session(client, web, at):
    response = client.get("/en/")
    assert (
        response["Cache-Control"] == "private, max-age=60"
        or response["Cache-Control"] == "max-age=60, private"
    )
    assert "becode_session" not in response.cookies


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
def test_the_privacy_page(client, language, db):
    assert client.get(f"/{language}/privacy/").status_code == 200


@pytest.mark.parametrize("path", ["", "privacy/", "apply/thanks/"])
def test_only_reading(client, path, db):
    assert client.post(f"/en/{path}").status_code == 405
