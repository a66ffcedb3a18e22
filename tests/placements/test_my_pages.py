"""A person's own pages about work: consent by one button, the question by one tap."""

from datetime import date

import pytest
from django.urls import reverse

from becode.people.models import Consent
from becode.portal.cards import cards_for
from placements.models import FollowUp
from placements.workflow import follow_ups, internships, proposals
from tests import factories
from tests.placements.conftest import both_agree

pytestmark = pytest.mark.django_db


@pytest.fixture
def question(cohort):
    factories.EnrolmentFactory(cohort=cohort, state="graduated", graduated_on=date(2025, 9, 2))
    follow_ups.plan_follow_ups()
    return FollowUp.objects.get(months=6)


def page(question):
    return reverse("placements:my:follow_up", args=[question.pk])


def test_opening_the_question_answers_nothing(as_person, question, at):
    response = as_person(question.enrolment.person).get(page(question))
    question.refresh_from_db()
    assert (response.status_code, question.state) == (200, "planned")


@pytest.mark.parametrize("answer", ["working", "studying", "seeking", "something_else"])
def test_one_tap_answers(as_person, question, at, answer):
    as_person(question.enrolment.person).post(page(question), {"answer": answer})
    question.refresh_from_db()
    assert (question.state, question.answer) == ("answered", answer)


def test_the_person_can_stop_the_questions(as_person, question, at):
    as_person(question.enrolment.person).post(page(question), {"answer": "stop"})
    assert set(FollowUp.objects.values_list("state", flat=True)) == {"opted_out"}


@pytest.mark.parametrize("answer", ["", "rich", "\x00", "x" * 10_000])
def test_something_else_is_a_plain_sentence(as_person, question, at, answer):
    client = as_person(question.enrolment.person)
    response = client.post(page(question), {"answer": answer}, follow=True)
    question.refresh_from_db()
    assert (response.status_code, question.state) == (200, "planned")
    assert len(response.context["messages"]) == 1


def test_somebody_elses_question_is_missing(as_person, question, yasmin, at):
    client = as_person(yasmin.person)
    assert client.get(page(question)).status_code == 404
    assert client.post(page(question), {"answer": "working"}).status_code == 404
    question.refresh_from_db()
    assert question.state == "planned"


def test_without_a_session_it_leads_to_the_door(client, question, at):
    assert client.get(page(question)).url == reverse("portal:my:sign_in")


def test_consent_is_given_and_withdrawn_with_one_button(as_person, yasmin, position, by_pia, at):
    proposal = proposals.propose(enrolment=yasmin, position=position, actor=by_pia, at=at)
    client, address = as_person(yasmin.person), reverse("placements:my:profile")
    assert client.get(address).context["agrees"] is True
    client.post(address, {"consent": "withdraw"})
    proposal.refresh_from_db()
    assert proposal.state == "withdrawn"
    assert client.get(address).context["agrees"] is False
    for _time in range(2):
        client.post(address, {"consent": "give"})
    live = Consent.objects.filter(person=yasmin.person, withdrawn_at__isnull=True)
    assert [(row.text_version, row.channel) for row in live] == [("2026-1", "my_page")]
    assert Consent.objects.count() == 2


def templates(person, at):
    return [card.template for card in cards_for(person, at=at) if "placements" in card.template]


def test_cards_follow_the_way_to_work(yasmin, position, by_pia, at):
    assert templates(yasmin.person, at) == [
        "placements/my/card_positions.html",
        "placements/my/card_profile.html",
    ]
    proposal = proposals.propose(enrolment=yasmin, position=position, actor=by_pia, at=at)
    both_agree(proposal, by_pia, at)
    assert "placements/my/card_accepted.html" in templates(yasmin.person, at)
    internships.plan(proposal=proposal, actor=by_pia, at=at)
    assert "placements/my/card_internship.html" in templates(yasmin.person, at)


def test_the_question_is_the_first_card(question, at):
    person = question.enrolment.person
    assert templates(person, at)[0] == "placements/my/card_follow_up.html"
