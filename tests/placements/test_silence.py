"""A company that stays silent: reminders, then the end by itself, decided by the moment."""

from datetime import timedelta

import pytest

from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from becode.messages.models import Message
from becode.reminders.sweep import sweep
from placements.models import Proposal
from placements.workflow import agreeing, proposals, silence

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _only_ours(only_numbers):
    only_numbers(23)


TWO_WEEKS = timedelta(days=14)


@pytest.fixture
def proposal(yasmin, position, chloe, pia, by_pia, at):
    return proposals.propose(enrolment=yasmin, position=position, actor=by_pia, at=at)


def sent(prefix):
    found = Message.objects.filter(kind__startswith=prefix).order_by("kind", "pk")
    return list(found.values_list("kind", "address"))


def test_it_ends_after_two_weeks_with_a_word_for_each(proposal, position, chloe, pia, at):
    assert proposal.answer_by == at + TWO_WEEKS
    assert silence.end_silent(at=at + TWO_WEEKS - timedelta(seconds=1)) == 0
    assert silence.end_silent(at=at + TWO_WEEKS) == 1
    assert silence.end_silent(at=at + TWO_WEEKS) == 0
    proposal.refresh_from_db()
    position.refresh_from_db()
    assert (proposal.state, position.places_taken, position.state) == ("expired", 0, "open")
    assert sent("placements.silence") == [
        ("placements.silence_company", chloe.email),
        ("placements.silence_learner", "canary-mail@mail.example"),
        ("placements.silence_staff", pia.email),
    ]
    texts = Message.objects.filter(kind__startswith="placements.silence_company")
    assert "Canaryfamily" not in texts.get().text


@pytest.mark.parametrize("answer", ["accept", "decline", "agree"])
def test_too_late_is_too_late_even_when_no_job_ran(proposal, answer, by_pia, at):
    late = at + TWO_WEEKS
    verbs = {
        "accept": lambda: proposals.accept(proposal=proposal, actor=by_pia, at=late),
        "decline": lambda: proposals.decline(
            proposal=proposal, reason="skills", actor=by_pia, at=late
        ),
        "agree": lambda: agreeing.agree(
            proposal=proposal, actor=Actor.person(proposal.enrolment.person), at=late
        ),
    }
    with pytest.raises(IllegalMove):
        verbs[answer]()
    proposal.refresh_from_db()
    assert proposal.state == "proposed"


def test_an_answer_in_time_stands(proposal, by_pia, at):
    proposals.accept(proposal=proposal, actor=by_pia, at=at + TWO_WEEKS - timedelta(seconds=1))
    assert silence.end_silent(at=at + TWO_WEEKS) == 0
    assert Proposal.objects.get().state == "accepted"


def test_the_learner_can_be_proposed_there_again(proposal, position, by_pia, at):
    silence.end_silent(at=at + TWO_WEEKS)
    again = proposals.propose(
        enrolment=proposal.enrolment, position=position, actor=by_pia, at=at + TWO_WEEKS
    )
    assert again.state == "proposed"


def test_row_23_reminds_twice_then_colleagues_then_it_ends(proposal, chloe, pia, at):
    for day in range(15):
        sweep(at=at + timedelta(days=day, hours=1))
        silence.end_silent(at=at + timedelta(days=day, hours=1))
    assert (
        sent("placements.proposal_unanswered")
        == [("placements.proposal_unanswered", chloe.email)] * 2
    )
    assert sent("placements.silent_soon") == [("placements.silent_soon_staff", pia.email)]
    assert len(sent("placements.silence_")) == 3
    due = Message.objects.get(kind="placements.silent_soon_staff").due_at
    assert (due.date() - at.date()).days == 10
