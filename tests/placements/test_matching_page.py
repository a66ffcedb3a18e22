"""The page on which colleagues see who fits where, and the round that they send from it."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from becode.backoffice.today import tasks_for
from becode.messages.models import Message
from becode.reminders.sweep import sweep
from placements.models import LearnerProfile, Proposal, ProposalRound
from placements.workflow import proposals, wishes
from tests import factories
from tests.placements.conftest import both_agree, learner_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _only_ours(only_numbers):
    only_numbers(22)


INTERNSHIP = date(2026, 4, 27)  # eight weeks after the moment of a test


@pytest.fixture
def cohort(cohort):
    cohort.internship_start_on = INTERNSHIP
    cohort.internship_end_on = date(2026, 7, 24)
    cohort.state = "running"
    cohort.seats = 100
    cohort.save()
    return cohort


@pytest.fixture
def page(signed_in, pia):
    client = signed_in(pia)
    return lambda **query: client.get(reverse("admin:matching"), query)


def names(response):
    return [line.learner.enrolment.person.first_name for line in response.context["board"].lines]


def test_who_has_no_place_comes_first_with_the_weeks_left(
    page, yasmin, cohort, position, web, brussels, chloe, by_pia, at
):
    late = factories.CohortFactory(
        track=web, campus=brussels, internship_start_on=INTERNSHIP + timedelta(days=30)
    )
    learner_in(late, first_name="Late")
    learner_in(cohort, first_name="Aziz", last_name="A")
    placed = learner_in(cohort, first_name="Placed")
    there = factories.PositionFactory(company=position.company, campus=brussels)
    both_agree(proposals.propose(enrolment=placed, position=there, actor=by_pia, at=at), by_pia, at)
    proposals.propose(enrolment=yasmin, position=position, actor=by_pia, at=at)
    response = page()
    board = response.context["board"]
    assert names(response) == ["Aziz", "Yasmin", "Late"]
    assert [line.weeks_left for line in board.lines] == [8, 8, 13]
    assert (board.searching, board.without_proposal, len(board.placed)) == (3, 2, 1)
    text = response.content.decode()
    assert "Proposed to Zenith" in text
    assert "the fewest things that do not fit" in text


def test_the_words_of_a_pair_and_what_the_learner_does_not_want(page, yasmin, position, at):
    position.skills, position.site = ["Python", "SQL"], "9000 Ghent"
    position.save()
    LearnerProfile.objects.create(
        enrolment=yasmin, provinces=["brussels"], avoids="night work", changed_at=at
    )
    text = page().content.decode()
    for words in ("Knows: Python", "Still to learn: SQL", "Does not travel to East Flanders",
                  "night work"):  # fmt: skip
        assert words in text


def test_another_campus_is_not_there(signed_in, bram, yasmin, position, brussels, at):
    client = signed_in(bram)
    assert names(client.get(reverse("admin:matching"))) == []
    answer = client.get(reverse("admin:matching"), {"campus": brussels.pk})
    assert answer.status_code == 404
    pair = f"{yasmin.pk}-{position.pk}"
    client.post(reverse("admin:proposal_round"), {"pair": pair, "confirmed": "yes"})
    assert not Proposal.objects.exists()


@pytest.mark.parametrize("name", ["campus", "cohort", "track"])
@pytest.mark.parametrize("value", ["x", "\x00", "999999999", "９"])
def test_a_scope_that_is_none_is_missing(page, name, value, at):
    assert page(**{name: value}).status_code in (400, 404)


@pytest.mark.parametrize("value", ["0", "999", "x", "-1", ""])
def test_a_page_that_is_none_is_the_nearest(page, yasmin, value, at):
    assert names(page(page=value, columns=value)) == ["Yasmin"]


def test_a_cohort_and_a_track_narrow_the_page(page, yasmin, cohort, web, brussels, at):
    other = factories.TrackFactory(campuses=[brussels])
    learner_in(factories.CohortFactory(track=other, campus=brussels), first_name="Other")
    assert names(page(cohort=cohort.pk)) == ["Yasmin"]
    assert names(page(track=other.pk)) == ["Other"]
    assert names(page(campus=brussels.pk)) == ["Yasmin", "Other"]


def test_the_same_queries_for_1_and_30(
    page, cohort, yasmin, position, zenith, brussels, by_pia, at
):
    page()
    with CaptureQueriesContext(connection) as few:
        page()
    for _number in range(29):
        one = learner_in(cohort)
        place = factories.PositionFactory(company=zenith, campus=brussels, places=5)
        wishes.add_wish(enrolment=one, position=place, actor=by_pia, at=at)
        proposals.propose(enrolment=one, position=place, actor=by_pia, at=at)
    with CaptureQueriesContext(connection) as many:
        assert page().context["board"].searching == 30
    assert len(few) == len(many)


def test_a_first_choice_is_ticked_while_there_is_room(page, cohort, yasmin, position, at):
    learner_in(cohort, first_name="Zoe", last_name="Z")
    response = page(suggest="1")
    suggested = [line.suggested for line in response.context["board"].lines]
    assert suggested == [f"{yasmin.pk}-{position.pk}", ""]
    assert response.content.decode().count("checked") == 1


def test_a_round_is_looked_at_then_sent_and_obstacles_are_told(
    signed_in, pia, yasmin, cohort, position, chloe, at
):
    silent = factories.EnrolmentFactory(cohort=cohort, state="in_training")
    client, address = signed_in(pia), reverse("admin:proposal_round")
    pairs = [f"{yasmin.pk}-{position.pk}", f"{silent.pk}-{position.pk}"]
    preview = client.post(address, {"pair": pairs})
    text = preview.content.decode()
    assert (preview.status_code, Proposal.objects.count()) == (200, 0)
    assert [bool(line.match.obstacle) for line in preview.context["lines"]] == [False, True]
    assert "Chloé Contact" in text
    client.post(address, {"pair": pairs, "confirmed": "yes", "note": "Please look"}, follow=True)
    proposal = Proposal.objects.get()
    assert (proposal.enrolment, proposal.note) == (yasmin, "Please look")
    assert ProposalRound.objects.get().campus == cohort.campus
    answer = client.post(address, {"pair": pairs, "confirmed": "yes"}, follow=True)
    assert Proposal.objects.count() == 1
    assert len(answer.context["messages"]) == 2


@pytest.mark.parametrize("note", ["Mail x@y.be", "Call 0470 12 34 56", "Ms Canaryfamily is good"])
def test_a_word_with_a_way_to_reach_the_learner_comes_back(
    signed_in, pia, yasmin, position, note, at
):
    data = {"pair": f"{yasmin.pk}-{position.pk}", "confirmed": "yes", "note": note}
    response = signed_in(pia).post(reverse("admin:proposal_round"), data)
    assert response.context["form"].errors["note"]
    assert note in response.content.decode()
    assert not Proposal.objects.exists()


@pytest.mark.parametrize("pair", ["", "x", "1", "1-x", "\x00-1", "1-" + "9" * 40])
def test_a_pair_that_is_none_is_a_plain_sentence(signed_in, pia, pair, at):
    response = signed_in(pia).post(reverse("admin:proposal_round"), {"pair": pair}, follow=True)
    assert (response.status_code, len(response.context["messages"])) == (200, 1)


def test_row_22_tells_learner_and_officers_until_there_is_a_place(
    yasmin, cohort, position, pia, chloe, by_pia, at
):
    def sent():
        found = Message.objects.filter(kind__startswith="placements.no_place").order_by("pk")
        return sorted(found.values_list("kind", "address"))

    both = [
        ("placements.no_place_learner", "canary-mail@mail.example"),
        ("placements.no_place_staff", pia.email),
    ]
    for day in range(16):
        sweep(at=at + timedelta(days=day, hours=1))
    assert sent() == sorted(both * 2)
    after = at + timedelta(days=16)
    made = proposals.propose(enrolment=yasmin, position=position, actor=by_pia, at=after)
    both_agree(made, by_pia, after)
    for day in range(16, 60):
        sweep(at=at + timedelta(days=day, hours=1))
    assert sent() == sorted(both * 2)


def test_today_counts_who_looks_with_the_weeks(yasmin, cohort, pia, at):
    tasks = {str(task.title): task for task in tasks_for(pia, at=at)}
    ((words, _url),) = tasks["Learners without an internship"].items
    assert words.endswith("8 weeks left")
    early = at - timedelta(days=1)
    assert "Learners without an internship" not in {
        str(task.title) for task in tasks_for(pia, at=early)
    }
