"""A learner's own pages: the list of wishes, the profile, the CV, answers and talks."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from becode.core.actors import Actor
from becode.people import vault
from becode.portal.cards import cards_for
from placements.models import LearnerProfile, Wish
from placements.workflow import interviews, proposals, wishes
from placements.workflow.interviews import Moment
from tests import factories

pytestmark = pytest.mark.django_db
HIDDEN = ("Canaryfamily", "canary-mail", "+32470123456", "canary-vault", "canary-page")


def url(name, *args):
    return reverse(f"placements:my:{name}", args=args)


@pytest.fixture
def proposal(yasmin, position, chloe, by_pia, at):
    return proposals.propose(enrolment=yasmin, position=position, actor=by_pia, at=at)


def test_buttons_rank_positions(as_person, yasmin, position, zenith, brussels, at):
    other = factories.PositionFactory(company=zenith, campus=brussels)
    client = as_person(yasmin.person)
    for one in (position, other):
        response = client.post(url("positions"), {"want": one.pk})
        assert response.url.endswith(f"#position-{one.pk}")
    second = Wish.objects.get(position=other)
    client.post(url("positions"), {"up": second.pk})
    page = client.get(url("positions"))
    assert [wish.position for wish in page.context["ranked"]] == [other, position]
    client.post(url("positions"), {"off": second.pk})
    assert list(Wish.objects.values_list("position", "rank")) == [(position.pk, 1)]


def test_saying_what_one_does_not_want(as_person, yasmin, position, at):
    client = as_person(yasmin.person)
    assert client.get(url("put_aside", position.pk)).status_code == 200
    assert not Wish.objects.exists()
    client.post(url("put_aside", position.pk), {"why": "Too far"})
    assert client.get(url("positions")).context["refused"][0].why_not == "Too far"
    client.post(url("positions"), {"want": position.pk})
    assert Wish.objects.get().rank == 1


@pytest.mark.parametrize("name", ["want", "up", "down", "off", "else"])
@pytest.mark.parametrize("value", ["", "x", "\x00", "9" * 30, "０"])
def test_a_button_that_is_none_is_a_plain_sentence(as_person, yasmin, name, value, at):
    response = as_person(yasmin.person).post(url("positions"), {name: value}, follow=True)
    assert (response.status_code, len(response.context["messages"])) == (200, 1)


def test_somebody_elses_wish_and_proposal_are_missing(as_person, cohort, proposal, yasmin, at):
    me = Actor.person(yasmin.person)
    wish = wishes.add_wish(
        enrolment=yasmin,
        position=factories.PositionFactory(campus=cohort.campus),
        actor=me,
        at=at,
    )
    other = factories.EnrolmentFactory(cohort=cohort, state="in_training")
    client = as_person(other.person)
    client.post(url("positions"), {"off": wish.pk})
    assert Wish.objects.filter(pk=wish.pk).exists()
    assert client.get(url("proposal", proposal.pk)).status_code == 404
    assert client.post(url("proposal", proposal.pk), {"answer": "yes"}).status_code == 404


def test_positions_ask_the_same_queries_for_1_and_20(
    as_person, yasmin, position, zenith, brussels, at
):
    client = as_person(yasmin.person)
    client.get(url("positions"))
    with CaptureQueriesContext(connection) as few:
        client.get(url("positions"))
    for _number in range(19):
        factories.PositionFactory(company=zenith, campus=brussels)
    with CaptureQueriesContext(connection) as many:
        assert len(client.get(url("positions")).context["lines"]) == 20
    assert len(few) == len(many)


def test_the_own_words_are_kept_and_shown_as_companies_see_them(as_person, yasmin, by_pia, at):
    vault.write(person=yasmin.person, kind="needs", text="canary-vault", actor=by_pia, at=at)
    client = as_person(yasmin.person)
    data = {
        "headline": "I build pages",
        "projects": "A shop",
        "portfolio_url": "https://canary-page.example",
        "provinces": ["brussels", "antwerp"],
        "telework": "some",
        "avoids": "night work",
    }
    client.post(url("edit_profile"), data)
    saved = LearnerProfile.objects.get()
    assert (saved.provinces, saved.avoids) == (["brussels", "antwerp"], "night work")
    for name in ("profile", "cv"):
        main = client.get(url(name)).content.decode()
        main = main[main.index("<main") : main.index("</main")]
        assert "I build pages" in main
        assert not [canary for canary in HIDDEN if canary in main]
    paper = client.get(url("cv_paper"))
    assert (paper.status_code, paper["Content-Type"]) == (200, "application/pdf")
    assert "night work" not in client.get(url("cv")).content.decode()


@pytest.mark.parametrize("name", ["headline", "projects"])
@pytest.mark.parametrize(
    "text",
    [
        "me@mail.be",
        "0470/12.34.56",
        "+32 470 12 34 56",
        "see https://x.y",
        "my-page.be",
        "Canaryfamily",
    ],
)
def test_a_way_to_reach_me_comes_back_with_a_reason(as_person, yasmin, name, text, at):
    response = as_person(yasmin.person).post(url("edit_profile"), {name: f"Hi {text}"})
    assert response.context["form"].errors[name]
    assert text in response.content.decode()
    assert not LearnerProfile.objects.exists()


@pytest.mark.parametrize(
    "text", ["3 sites in 2025, for 120 users", "C++ and .NET, Node.js", "Canary families"]
)
def test_ordinary_words_are_fine(as_person, yasmin, text, at):
    as_person(yasmin.person).post(url("edit_profile"), {"headline": text})
    assert LearnerProfile.objects.get().headline == text


def test_a_cv_in_letters_that_cannot_be_printed_says_so(as_person, yasmin, at):
    yasmin.profile = "ትግርኛ"
    yasmin.save()
    response = as_person(yasmin.person).get(url("cv_paper"), follow=True)
    assert (response.status_code, len(response.context["messages"])) == (200, 1)


def test_opening_answers_nothing_and_one_tap_does(as_person, yasmin, proposal, at):
    client = as_person(yasmin.person)
    client.get(url("proposal", proposal.pk))
    proposal.refresh_from_db()
    assert (proposal.state, proposal.learner_agreed_at) == ("proposed", None)
    client.post(url("proposal", proposal.pk), {"answer": "yes"})
    proposal.refresh_from_db()
    assert proposal.learner_agreed_at == at
    response = client.post(
        url("proposal", proposal.pk), {"answer": "no", "why": "Too far"}, follow=True
    )
    proposal.refresh_from_db()
    assert (proposal.state, Wish.objects.get().why_not) == ("withdrawn", "Too far")
    assert "That is fine" in response.content.decode()


@pytest.mark.parametrize("data", [{}, {"answer": "x"}, {"slot": "\x00"}, {"slot": "9" * 30}])
def test_an_answer_that_is_none_is_a_plain_sentence(as_person, yasmin, proposal, data, at):
    response = as_person(yasmin.person).post(url("proposal", proposal.pk), data, follow=True)
    assert (response.status_code, len(response.context["messages"])) == (200, 1)


def test_choose_a_moment_take_the_file_and_cancel(as_person, yasmin, proposal, chloe, at):
    (slot,) = interviews.offer(
        proposal=proposal,
        moments=[Moment(at + timedelta(days=2), 45, "Rue Neuve 1")],
        actor=Actor.user(chloe),
        at=at,
    )
    client = as_person(yasmin.person)
    assert client.get(url("talk_calendar", slot.pk)).status_code == 404
    client.post(url("proposal", proposal.pk), {"slot": slot.pk})
    file = client.get(url("talk_calendar", slot.pk)).content.decode()
    assert "DTSTART:20260304T090000Z" in file
    assert "LOCATION:Rue Neuve 1" in file
    client.get(url("cancel_talk", slot.pk))
    slot.refresh_from_db()
    assert slot.state == "chosen"
    client.post(url("cancel_talk", slot.pk))
    slot.refresh_from_db()
    assert slot.state == "dropped"


def test_cards_say_what_waits(yasmin, proposal, chloe, by_pia, at):
    def kinds():
        return [
            card.context["kind"]
            for card in cards_for(yasmin.person, at=at)
            if card.template == "placements/my/card_proposal.html"
        ]

    assert kinds() == ["new"]
    (slot,) = interviews.offer(
        proposal=proposal,
        moments=[Moment(at + timedelta(days=2), 45, "There")],
        actor=by_pia,
        at=at,
    )
    assert kinds() == ["choose"]
    interviews.choose(slot=slot, actor=Actor.person(yasmin.person), at=at)
    assert kinds() == ["talk"]
    proposals.accept(proposal=proposal, actor=by_pia, at=at)
    assert kinds() == ["wanted"]
