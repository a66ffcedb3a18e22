"""The company portal: who gets in, what they see, what stays hidden."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from becode.core.actors import Actor
from becode.people import vault
from placements.models import Internship, Position, Proposal
from placements.workflow import agreeing, companies, internships, proposals
from tests import factories
from tests.placements.conftest import both_agree, learner_in

pytestmark = pytest.mark.django_db
HIDDEN = ("Canaryfamily", "canary-mail", "+32470123456", "canary-vault")


@pytest.fixture(autouse=True)
def _in_english(settings):
    settings.LANGUAGE_CODE = "en"


def url(name, *args):
    return reverse(f"placements:company:{name}", args=args)


@pytest.fixture
def proposal(yasmin, position, by_pia, at):
    return proposals.propose(
        enrolment=yasmin, position=position, note="A word", actor=by_pia, at=at
    )


@pytest.fixture
def internship(proposal, by_pia, at):
    both_agree(proposal, by_pia, at)
    return internships.plan(proposal=proposal, actor=by_pia, at=at)


def test_home_shows_what_waits(signed_in, chloe, proposal):
    response = signed_in(chloe).get(url("home"))
    page = response.content.decode()
    assert [item.url for item in response.context["waiting"]] == [url("proposal", proposal.pk)]
    assert "Yasmin" in page
    assert not [canary for canary in HIDDEN if canary in page]
    assert "no-store" in response["Cache-Control"]


def test_home_without_anything_says_so(signed_in, chloe, at):
    page = signed_in(chloe).get(url("home")).content.decode()
    assert page.count("<h1>") == 1


@pytest.mark.parametrize("who", ["amina", "ada", "rik"])
def test_staff_get_a_plain_page(request, signed_in, settings, who, at):
    settings.SECOND_FACTOR_DEMANDED_OF = []
    response = signed_in(request.getfixturevalue(who)).get(url("home"))
    assert response.status_code == 403
    assert reverse("admin:index") in response.content.decode()


def test_strangers_are_sent_to_the_door(client, at):
    assert client.get(url("home")).status_code == 302


def test_a_contact_who_left_is_stopped_at_once(signed_in, chloe, by_pia, at):
    client = signed_in(chloe)
    assert client.get(url("home")).status_code == 200
    companies.deactivate_contact(contact=chloe.company_contact, actor=by_pia, at=at)
    assert client.get(url("home")).status_code == 302
    chloe.refresh_from_db()
    assert not chloe.is_active


def test_a_contact_of_a_company_that_stopped_gets_a_plain_page(signed_in, chloe, zenith, at):
    zenith.is_active = False
    zenith.save()
    response = signed_in(chloe).get(url("home"))
    assert (response.status_code, response.context["has_left"]) == (403, True)


def test_the_profile_before_a_yes_hides_how_to_reach(
    signed_in, chloe, proposal, yasmin, by_pia, at
):
    vault.write(person=yasmin.person, kind="needs", text="canary-vault", actor=by_pia, at=at)
    page = signed_in(chloe).get(url("proposal", proposal.pk)).content.decode()
    assert "Builds pages with care." in page
    assert "Python" in page
    assert "A word" in page
    assert not [canary for canary in HIDDEN if canary in page]
    for name in ("accept_proposal", "decline_proposal"):
        page = signed_in(chloe).get(url(name, proposal.pk)).content.decode()
        assert not [canary for canary in HIDDEN if canary in page]


def test_after_two_yeses_contact_details_show_but_never_the_vault(
    signed_in, chloe, proposal, yasmin, by_pia, at
):
    vault.write(person=yasmin.person, kind="needs", text="canary-vault", actor=by_pia, at=at)
    client = signed_in(chloe)
    response = client.post(url("accept_proposal", proposal.pk), follow=True)
    assert not [canary for canary in HIDDEN if canary in response.content.decode()]
    proposal.refresh_from_db()
    agreeing.agree(proposal=proposal, actor=Actor.person(yasmin.person), at=at)
    page = client.get(url("proposal", proposal.pk)).content.decode()
    assert [canary for canary in HIDDEN if canary in page] == list(HIDDEN[:3])
    proposal.refresh_from_db()
    assert proposal.state == "accepted"


def test_getting_the_answer_pages_changes_nothing(signed_in, chloe, proposal):
    client = signed_in(chloe)
    client.get(url("accept_proposal", proposal.pk))
    client.get(url("decline_proposal", proposal.pk))
    proposal.refresh_from_db()
    assert proposal.state == "proposed"


def test_a_no_needs_a_reason_and_hides_the_profile_afterwards(signed_in, chloe, proposal):
    client = signed_in(chloe)
    response = client.post(url("decline_proposal", proposal.pk), {"note": "kept"})
    assert response.status_code == 200
    assert "kept" in response.content.decode()
    client.post(url("decline_proposal", proposal.pk), {"reason": "timing", "note": ""})
    proposal.refresh_from_db()
    assert (proposal.state, proposal.decline_reason) == ("declined", "timing")
    page = client.get(url("proposal", proposal.pk)).content.decode()
    assert "Builds pages with care." not in page


def test_a_second_answer_is_a_plain_sentence(signed_in, chloe, proposal, by_pia, at):
    proposals.withdraw(proposal=proposal, actor=by_pia, at=at)
    response = signed_in(chloe).post(url("accept_proposal", proposal.pk), follow=True)
    assert response.status_code == 200
    assert len(response.context["messages"]) == 1
    proposal.refresh_from_db()
    assert proposal.state == "withdrawn"


def test_without_consent_an_open_proposal_is_gone(signed_in, chloe, proposal, yasmin, at):
    yasmin.person.consents.update(withdrawn_at=at)
    client = signed_in(chloe)
    assert client.get(url("proposal", proposal.pk)).status_code == 404
    assert list(client.get(url("home")).context["waiting"]) == []


def test_another_companys_records_are_missing(signed_in, omar, position, internship):
    client = signed_in(omar)
    addresses = [
        url("position", position.pk),
        url("edit_position", position.pk),
        url("close_position", position.pk),
        url("reopen_position", position.pk),
        url("proposal", internship.proposal_id),
        url("accept_proposal", internship.proposal_id),
        url("decline_proposal", internship.proposal_id),
        url("internship", internship.pk),
    ]
    for address in addresses:
        response = client.get(address)
        twin = re.sub(r"/\d+/", "/999999/", address)
        missing = client.get(twin).content.replace(twin[3:].encode(), address[3:].encode())
        assert (response.status_code, response.content == missing) == (404, True), address
    before = list(Position.objects.values()), list(Proposal.objects.values())
    for address in addresses:
        response = client.post(address, {"reason": "skills", "title": "Taken over"})
        assert response.status_code in (404, 405), address
    assert before == (list(Position.objects.values()), list(Proposal.objects.values()))
    for name in ("home", "positions", "colleagues"):
        page = client.get(url(name)).content.decode()
        assert not [word for word in ("Zenith", "Yasmin", "Junior developer") if word in page]


def test_offer_change_close_and_reopen_a_position(signed_in, chloe, brussels, at):
    client = signed_in(chloe)
    words = {
        "title": "Tester",
        "tasks": "Test pages.",
        "campus": brussels.pk,
        "site": "Brussels",
        "languages": ["fr", "nl"],
        "places": "2",
        "start_on": "2026-05-04",
        "telework_days": "2",
        "skills": "Python, HTML; python",
    }
    response = client.post(url("new_position"), words)
    made = Position.objects.get()
    assert response.url == url("position", made.pk)
    assert (made.company, made.places, made.languages) == (
        chloe.company_contact.company,
        2,
        ["fr", "nl"],
    )
    client.post(url("edit_position", made.pk), {**words, "places": "3"})
    client.post(url("close_position", made.pk))
    made.refresh_from_db()
    assert (made.places, made.state) == (3, "closed")
    client.post(url("reopen_position", made.pk))
    made.refresh_from_db()
    assert made.state == "open"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", ""),
        ("title", "x" * 10_000),
        ("tasks", "My number is 85.07.30-033 28"),
        ("campus", "999999"),
        ("campus", "\x00"),
        ("languages", "xx"),
        ("places", "0"),
        ("places", "many"),
        ("start_on", "31/02/2027"),
        ("start_on", "1850-01-01"),
    ],
)
def test_bad_input_comes_back_with_a_message_and_nothing_lost(
    signed_in, chloe, brussels, at, field, value
):
    words = {
        "title": "Tester",
        "tasks": "Test <b>pages</b> → مرحبا",
        "campus": brussels.pk,
        "site": "Brussels",
        "languages": ["fr"],
        "places": "1",
        field: value,
    }
    response = signed_in(chloe).post(url("new_position"), words)
    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    assert not Position.objects.exists()
    if field != "tasks":
        assert "مرحبا" in response.content.decode()
        assert "<b>pages</b>" not in response.content.decode()


def test_the_internship_page_shows_period_and_contact(signed_in, chloe, internship):
    page = signed_in(chloe).get(url("internship", internship.pk)).content.decode()
    assert "Canaryfamily" in page


def test_a_cancelled_internship_hides_how_to_reach(signed_in, chloe, internship, by_pia, at):
    internships.cancel(internship=internship, actor=by_pia, at=at)
    page = signed_in(chloe).get(url("internship", internship.pk)).content.decode()
    assert not [canary for canary in HIDDEN if canary in page]


def test_home_asks_the_same_queries_for_1_and_30(signed_in, chloe, zenith, cohort, by_pia, at):
    client = signed_in(chloe)

    def fill(number):
        for count in range(number):
            offered = factories.PositionFactory(company=zenith, campus=cohort.campus, places=5)
            learner = learner_in(cohort, first_name=f"Waits{count}")
            proposals.propose(enrolment=learner, position=offered, actor=by_pia, at=at)
            other = learner_in(cohort, first_name=f"Planned{count}")
            made = proposals.propose(enrolment=other, position=offered, actor=by_pia, at=at)
            both_agree(made, by_pia, at)
            if count % 2:
                internships.plan(proposal=made, actor=by_pia, at=at)

    cohort.seats = 200
    cohort.save()
    fill(2)
    client.get(url("home"))
    with CaptureQueriesContext(connection) as few:
        client.get(url("home"))
    fill(28)
    with CaptureQueriesContext(connection) as many:
        response = client.get(url("home"))
    # Thirty answers, and the sheets of the fifteen that are planned.
    assert len(response.context["waiting"]) == 45
    assert len(few) == len(many)
    assert Internship.objects.count() == 15
