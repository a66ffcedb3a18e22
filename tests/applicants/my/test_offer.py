"""A person answers an offer on a page; opening it changes nothing."""

from datetime import timedelta

import pytest

from applicants.models import Application, ListPolicy, SeatOffer, WaitlistEntry
from applicants.notifications import OfferMade
from applicants.workflow.giving_back import wait_again
from applicants.workflow.offers import accept_offer
from becode.audit.models import AuditEntry
from becode.core import clock
from becode.core.actors import SYSTEM
from becode.messages.compose import send
from cohorts.models import Enrolment
from tests.factories import (
    ApplicationFactory,
    CohortFactory,
    PersonFactory,
    SeatOfferFactory,
    WaitlistEntryFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def offer(web, brussels, at):
    application = ApplicationFactory(
        track=web, campus=brussels, state="admitted", eligible_at=at, person__first_name="Amira"
    )
    return SeatOfferFactory(
        entry=WaitlistEntryFactory(application=application),
        cohort=CohortFactory(track=web, campus=brussels),
    )


@pytest.fixture
def amira(offer, as_person):
    return as_person(offer.person)


def test_the_page_shows_course_campus_start_and_until_when(amira, offer):
    page = amira.get(f"/en/my/offer/{offer.pk}/").content.decode()
    for text in ("Web developer", "Brussels", "Monday 4 May 2026", "Wednesday 4 March 2026, 10:00"):
        assert text in page


def test_reading_writes_nothing(amira, offer):
    before = AuditEntry.objects.count()
    for path in (f"offer/{offer.pk}/", "offer/", f"offer/{offer.pk}/decline/"):
        amira.get(f"/en/my/{path}")
    assert amira.get(f"/en/my/offer/{offer.pk}/accept/").status_code == 405
    offer.refresh_from_db()
    assert (offer.state, AuditEntry.objects.count()) == ("open", before)


def test_the_link_without_a_number_leads_to_the_open_offer(amira, offer):
    assert amira.get("/en/my/offer/")["Location"] == f"/en/my/offer/{offer.pk}/"


def test_the_link_without_a_number_leads_home_when_nothing_is_open(as_person, at):
    client = as_person(PersonFactory())
    assert client.get("/en/my/offer/")["Location"] == "/en/my/"


def test_yes_makes_the_enrolment(amira, offer):
    response = amira.post(f"/en/my/offer/{offer.pk}/accept/")
    assert response["Location"] == "/en/my/"
    assert Enrolment.objects.get().person == offer.person
    offer.refresh_from_db()
    assert offer.state == "accepted"
    assert "This seat is yours" in amira.get(f"/en/my/offer/{offer.pk}/").content.decode()


def test_yes_after_the_moment_is_a_sentence_and_no_seat(as_person, offer, at):
    with clock.set_to(at + timedelta(hours=49)):
        amira = as_person(offer.person)
        response = amira.post(f"/en/my/offer/{offer.pk}/accept/", follow=False)
        page = amira.get(f"/en/my/offer/{offer.pk}/")
    assert response["Location"] == f"/en/my/offer/{offer.pk}/"
    assert "The time to answer is over" in page.content.decode()
    assert Enrolment.objects.count() == 0


def test_no_asks_for_a_reason(amira, offer):
    page = amira.post(f"/en/my/offer/{offer.pk}/decline/", {})
    assert list(page.context["form"].errors) == ["reason", "keep_place"]
    offer.refresh_from_db()
    assert offer.state == "open"


@pytest.mark.parametrize(("keep", "left"), [("yes", "waiting"), ("no", "left")])
def test_no_keeps_the_place_or_not_as_they_wish(amira, offer, keep, left):
    amira.post(f"/en/my/offer/{offer.pk}/decline/", {"reason": "later", "keep_place": keep})
    offer.refresh_from_db()
    assert (offer.state, offer.decline_reason) == ("declined", "later")
    assert WaitlistEntry.objects.get().state == left


def _without_address(response) -> str:
    """A page without its own address, which the language switch repeats."""
    return response.content.decode().replace(response.request["PATH_INFO"].split("/", 2)[2], "")


@pytest.mark.parametrize("path", ["", "accept/", "decline/"])
def test_the_offer_of_somebody_else_is_not_there(offer, as_person, path):
    stranger = as_person(PersonFactory())
    address = f"/en/my/offer/{offer.pk}/{path}"
    for response in (stranger.get(address), stranger.post(address, {"reason": "later"})):
        assert response.status_code in (404, 405)
    missing = stranger.post(f"/en/my/offer/{offer.pk + 999}/accept/")
    foreign = stranger.post(f"/en/my/offer/{offer.pk}/accept/")
    assert _without_address(foreign) == _without_address(missing)
    assert SeatOffer.objects.get().state == "open"


def test_without_a_session_the_way_leads_to_signing_in(client, offer):
    response = client.post(f"/en/my/offer/{offer.pk}/accept/")
    assert response["Location"] == "/en/my/sign-in/"


class TestWithdraw:
    def test_a_reason_is_asked_first(self, amira, offer):
        address = f"/en/my/application/{offer.application_id}/withdraw/"
        assert amira.get(address).status_code == 200
        assert list(amira.post(address, {}).context["form"].errors) == ["reason"]
        assert Application.objects.get().state == "admitted"

    def test_the_application_and_what_hung_on_it_ends(self, amira, offer):
        amira.post(f"/en/my/application/{offer.application_id}/withdraw/", {"reason": "found_job"})
        application = Application.objects.get()
        assert (application.state, application.withdrawal_reason) == ("withdrawn", "found_job")
        assert WaitlistEntry.objects.get().state == "closed"
        assert SeatOffer.objects.get().state == "withdrawn"

    def test_twice_is_a_sentence(self, amira, offer):
        address = f"/en/my/application/{offer.application_id}/withdraw/"
        amira.post(address, {"reason": "found_job"})
        assert amira.post(address, {"reason": "found_job"})["Location"] == "/en/my/"
        assert AuditEntry.objects.filter(label="application.withdrawn").count() == 1

    def test_not_that_of_somebody_else(self, offer, as_person):
        stranger = as_person(PersonFactory())
        address = f"/en/my/application/{offer.application_id}/withdraw/"
        assert stranger.get(address).status_code == 404
        assert stranger.post(address, {"reason": "found_job"}).status_code == 404
        assert Application.objects.get().state == "admitted"


def test_after_giving_the_seat_back_the_page_does_not_say_it_is_theirs(amira, offer, at):
    enrolment = accept_offer(offer=offer, actor=SYSTEM, at=at)
    assert "This seat is yours" in amira.get(f"/en/my/offer/{offer.pk}/").content.decode()
    wait_again(enrolment=enrolment, actor=SYSTEM, at=at)
    page = amira.get(f"/en/my/offer/{offer.pk}/").content.decode()
    assert "This seat is not free any more" in page
    assert "This seat is yours" not in page
    page = amira.post(f"/en/my/offer/{offer.pk}/accept/", follow=True).content.decode()
    assert "Welcome" not in page


@pytest.mark.parametrize(
    ("after", "words"),
    [
        ("ask", "if you want"),
        ("keep", "You keep your place on the waitlist."),
        ("leave", "You then leave this list."),
    ],
)
def test_the_message_says_what_a_no_means_by_the_rule_of_the_list(offer, at, after, words):
    ListPolicy.objects.create(
        campus=offer.cohort.campus,
        track=offer.cohort.track,
        state="in_force",
        criteria=["number"],
        after_decline=after,
        remark="Why",
        made_at=at,
        in_force_at=at,
    )
    (message,) = send(OfferMade(offer), at=at)
    assert words in message.text
