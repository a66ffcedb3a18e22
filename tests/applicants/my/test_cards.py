"""What a person reads on their page: where they are, what is next, by when."""

from datetime import date, timedelta

import pytest
from django.utils import translation

from applicants.cards.applications import application_cards
from tests.factories import (
    ApplicationFactory,
    CohortFactory,
    EnrolmentFactory,
    PersonFactory,
    SeatOfferFactory,
    WaitlistEntryFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def marks(card) -> list[tuple[str, str]]:
    return [(mark.state, mark.title) for mark in card.context["status"].marks]


def test_nobody_sees_a_card_without_an_application(at):
    assert application_cards(PersonFactory(), at) == []


def test_received(web, brussels, at):
    application = ApplicationFactory(track=web, campus=brussels)
    [card] = application_cards(application.person, at)
    assert marks(card) == [
        ("done", "We have your application"),
        ("now", "We look at it"),
        ("next", "You are on the list"),
        ("next", "We offer you a seat"),
        ("next", "You have a seat"),
    ]
    status = card.context["status"]
    assert status.next_step == (
        "A person reads your answers. You will hear from us before 12 March 2026."
    )
    assert status.can_withdraw


def test_a_promise_that_was_not_kept_is_admitted(web, brussels, at):
    application = ApplicationFactory(track=web, campus=brussels)
    [card] = application_cards(application.person, at + timedelta(days=11))
    assert card.context["status"].next_step == (
        "It takes longer than we said. We are sorry. You may call us."
    )


def test_each_list_shows_its_place_the_first_choice_first(web, brussels, ghent, at):
    for hours in (3, 2):
        ahead = ApplicationFactory(track=web, campus=ghent, state="admitted", eligible_at=at)
        WaitlistEntryFactory(application=ahead, eligible_at=at - timedelta(hours=hours))
    application = ApplicationFactory(
        track=web, campus=ghent, choices=[ghent, brussels], state="admitted", eligible_at=at
    )
    WaitlistEntryFactory(application=application, campus=brussels, eligible_at=at)
    WaitlistEntryFactory(application=application, campus=ghent, eligible_at=at)
    [card] = application_cards(application.person, at)
    assert [(place.city, place.number) for place in card.context["status"].places] == [
        ("Ghent", 3),
        ("Brussels", 1),
    ]
    assert card.context["status"].marks[2].text == "Ghent: place 3, Brussels: place 1"
    assert marks(card)[2] == ("now", "You are on the list")


def test_an_open_offer_comes_first(web, brussels, at):
    application = ApplicationFactory(track=web, campus=brussels, state="admitted", eligible_at=at)
    offer = SeatOfferFactory(
        entry=WaitlistEntryFactory(application=application),
        cohort=CohortFactory(track=web, campus=brussels),
    )
    first, status = sorted(application_cards(application.person, at), key=lambda card: card.order)
    assert first.context == {"offer": offer}
    assert marks(status)[2:4] == [("done", "You are on the list"), ("now", "We offer you a seat")]
    assert status.context["status"].next_step == (
        "There is a seat for you. Please answer before Wednesday 4 March 2026, 10:00."
    )


def test_an_offer_past_its_moment_is_no_card(web, brussels, at):
    application = ApplicationFactory(track=web, campus=brussels, state="admitted", eligible_at=at)
    SeatOfferFactory(entry=WaitlistEntryFactory(application=application))
    [card] = application_cards(application.person, at + timedelta(hours=48))
    assert marks(card)[3] == ("next", "We offer you a seat")


def test_enrolled(web, brussels, at):
    cohort = CohortFactory(track=web, campus=brussels)
    application = ApplicationFactory(track=web, campus=brussels, state="enrolled", eligible_at=at)
    enrolment = EnrolmentFactory(person=application.person, cohort=cohort)
    SeatOfferFactory(
        entry=WaitlistEntryFactory(application=application, state="enrolled"),
        cohort=cohort,
        state="accepted",
        enrolment=enrolment,
        answered_at=at,
    )
    [card] = application_cards(application.person, at)
    assert [state for state, _title in marks(card)] == ["done", "done", "done", "done", "now"]
    status = card.context["status"]
    assert status.next_step == "Your first day is 4 May 2026. We write to you a week before."
    assert status.can_withdraw
    [later] = application_cards(application.person, at + timedelta(days=64))
    assert not later.context["status"].can_withdraw


@pytest.mark.parametrize(
    ("seat", "label", "words", "last"),
    [
        (
            {"state": "graduated", "graduated_on": date(2026, 3, 1)},
            "Graduated",
            "You graduated on 1 March 2026. Well done!",
            [("done", "You had a seat"), ("done", "You graduated")],
        ),
        (
            {"state": "left", "left_on": date(2026, 2, 9), "leaving_reason": "found_job"},
            "Left early",
            "You stopped the training on 9 February 2026. You can always call us.",
            [("done", "You had a seat"), ("stopped", "You stopped the training")],
        ),
        (
            {"state": "on_internship"},
            "On internship",
            "You are on your internship now.",
            [("done", "You said yes to a seat"), ("now", "You have a seat")],
        ),
        (
            {"state": "withdrawn"},
            "Seat given back",
            "You gave your seat back. Would you like to come after all? Call us.",
            [("done", "You said yes to a seat"), ("stopped", "You gave your seat back")],
        ),
    ],
)
def test_what_became_of_the_seat(web, brussels, at, seat, label, words, last):
    cohort = CohortFactory(track=web, campus=brussels, start_on=date(2025, 9, 1))
    application = ApplicationFactory(track=web, campus=brussels, state="enrolled", eligible_at=at)
    started = None if seat["state"] == "withdrawn" else cohort.start_on
    SeatOfferFactory(
        entry=WaitlistEntryFactory(application=application, state="enrolled"),
        cohort=cohort,
        state="accepted",
        answered_at=at,
        enrolment=EnrolmentFactory(
            person=application.person, cohort=cohort, started_on=started, **seat
        ),
    )
    [card] = application_cards(application.person, at)
    status = card.context["status"]
    assert (status.label, status.next_step) == (label, words)
    assert marks(card)[-2:] == last


@pytest.mark.parametrize(
    ("state", "extra", "title"),
    [
        ("rejected", {"rejection_reason": "selection"}, "We could not say yes"),
        ("withdrawn", {"withdrawal_reason": "found_job"}, "You stopped"),
        ("lapsed", {}, "The application ended"),
    ],
)
def test_ended(web, brussels, at, state, extra, title):
    application = ApplicationFactory(track=web, campus=brussels, state=state, **extra)
    [card] = application_cards(application.person, at)
    assert marks(card) == [("done", "We have your application"), ("stopped", title)]
    assert not card.context["status"].can_withdraw


def test_two_applications_are_two_cards_and_others_are_none(web, brussels, at):
    person = PersonFactory()
    earlier = ApplicationFactory(
        person=person,
        track=web,
        campus=brussels,
        state="rejected",
        rejection_reason="selection",
        submitted_at=at - timedelta(days=400),
    )
    later = ApplicationFactory(person=person, track=web, campus=brussels)
    ApplicationFactory(track=web, campus=brussels)
    shown = [card.context["status"].application for card in application_cards(person, at)]
    assert shown == [later, earlier]


def test_queries_do_not_grow_with_applications(web, brussels, at, django_assert_num_queries):
    person = PersonFactory()
    for year in range(5):
        ApplicationFactory(
            person=person,
            track=web,
            campus=brussels,
            state="withdrawn",
            withdrawal_reason="no_time",
            submitted_at=at - timedelta(days=365 * year),
        )
    with django_assert_num_queries(4):
        application_cards(person, at)
