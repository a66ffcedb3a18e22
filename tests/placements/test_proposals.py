"""Proposing learners, and the companies' answers: every verb, legal and illegal."""

import pytest

from becode.audit.models import AuditEntry
from becode.core.moves import IllegalMove
from becode.messages.models import Message
from becode.people.models import Consent
from placements.models import Proposal
from placements.workflow import internships, positions, proposals
from tests import factories
from tests.placements.conftest import both_agree, learner_in

pytestmark = pytest.mark.django_db


def propose(enrolment, position, by_pia, at):
    return proposals.propose(enrolment=enrolment, position=position, actor=by_pia, at=at)


def kinds():
    return sorted(Message.objects.values_list("kind", "address"))


def test_propose_writes_to_every_active_contact(yasmin, position, chloe, omar, by_pia, at):
    left = factories.CompanyContactFactory(company=position.company, is_active=False)
    proposal = propose(yasmin, position, by_pia, at)
    assert proposal.state == "proposed"
    assert kinds() == [
        ("placements.proposal_made", chloe.email),
        ("placements.proposal_made_learner", "canary-mail@mail.example"),
    ]
    assert left.user.email not in str(kinds())
    entry = AuditEntry.objects.get(label="proposal.made")
    assert (entry.person_key, entry.keys["company"]) == (yasmin.person_id, position.company_id)


@pytest.mark.parametrize("state", ["enrolled", "graduated", "left", "withdrawn"])
def test_propose_refuses_who_is_not_with_us(yasmin, position, by_pia, at, state):
    yasmin.state = state
    yasmin.graduated_on = at.date() if state == "graduated" else None
    yasmin.save()
    with pytest.raises(IllegalMove, match="in training or on internship"):
        propose(yasmin, position, by_pia, at)
    assert not Proposal.objects.exists()


def test_propose_needs_a_live_consent(yasmin, position, by_pia, at):
    Consent.objects.update(withdrawn_at=at)
    with pytest.raises(IllegalMove, match="does not agree"):
        propose(yasmin, position, by_pia, at)


@pytest.mark.parametrize("change", [{"state": "closed"}, {"places_taken": 1}])
def test_propose_needs_an_open_position_with_room(yasmin, position, by_pia, at, change):
    type(position).objects.filter(pk=position.pk).update(**change)
    with pytest.raises(IllegalMove):
        propose(yasmin, position, by_pia, at)


def test_propose_needs_a_company_that_takes_part(yasmin, position, by_pia, at):
    position.company.is_active = False
    position.company.save()
    with pytest.raises(IllegalMove, match="not open"):
        propose(yasmin, position, by_pia, at)


def test_propose_once_per_position_and_again_after_a_no(yasmin, position, by_pia, at):
    first = propose(yasmin, position, by_pia, at)
    with pytest.raises(IllegalMove, match="already"):
        propose(yasmin, position, by_pia, at)
    proposals.decline(proposal=first, reason="skills", actor=by_pia, at=at)
    assert propose(yasmin, position, by_pia, at).pk != first.pk


def test_accept_takes_the_place_and_fills_the_position(yasmin, position, chloe, pia, by_pia, at):
    proposal = propose(yasmin, position, by_pia, at)
    proposals.accept(proposal=proposal, actor=by_pia, at=at)
    position.refresh_from_db()
    assert (proposal.state, proposal.answered_at) == ("accepted", at)
    assert (position.places_taken, position.state) == (1, "filled")
    assert kinds() == [
        ("placements.proposal_answered_learner", "canary-mail@mail.example"),
        ("placements.proposal_answered_staff", pia.email),
        ("placements.proposal_made", chloe.email),
        ("placements.proposal_made_learner", "canary-mail@mail.example"),
    ]


def test_the_last_place_is_taken_once(yasmin, cohort, position, by_pia, at):
    zoe = learner_in(cohort, first_name="Zoe")
    first, second = propose(yasmin, position, by_pia, at), propose(zoe, position, by_pia, at)
    proposals.accept(proposal=first, actor=by_pia, at=at)
    with pytest.raises(IllegalMove, match="All places"):
        proposals.accept(proposal=second, actor=by_pia, at=at)
    second.refresh_from_db()
    position.refresh_from_db()
    assert (second.state, position.places_taken) == ("proposed", 1)


def test_accept_after_the_learner_left_is_refused(yasmin, position, by_pia, at):
    proposal = propose(yasmin, position, by_pia, at)
    type(yasmin).objects.filter(pk=yasmin.pk).update(state="left", left_on=at.date())
    with pytest.raises(IllegalMove):
        proposals.accept(proposal=proposal, actor=by_pia, at=at)
    position.refresh_from_db()
    assert position.places_taken == 0


def test_decline_keeps_the_reason_and_tells_kindly(yasmin, position, by_pia, pia, at):
    proposal = propose(yasmin, position, by_pia, at)
    proposals.decline(
        proposal=proposal, reason="no_mentor", note="Later perhaps", actor=by_pia, at=at
    )
    assert (proposal.state, proposal.decline_reason) == ("declined", "no_mentor")
    to_staff = Message.objects.get(kind="placements.proposal_answered_staff")
    assert "Later perhaps" in to_staff.text
    to_learner = Message.objects.get(kind="placements.proposal_answered_learner")
    assert "Later perhaps" not in to_learner.text
    assert "We keep looking" in to_learner.text


def test_decline_needs_a_reason(yasmin, position, by_pia, at):
    proposal = propose(yasmin, position, by_pia, at)
    with pytest.raises(IllegalMove, match="reason"):
        proposals.decline(proposal=proposal, reason="", actor=by_pia, at=at)


@pytest.mark.parametrize("first", ["accept", "decline", "withdraw"])
@pytest.mark.parametrize("second", ["accept", "decline"])
def test_an_answer_is_given_once(yasmin, position, by_pia, at, first, second):
    proposal = propose(yasmin, position, by_pia, at)
    stale = Proposal.objects.get(pk=proposal.pk)
    verbs = {
        "accept": lambda row: proposals.accept(proposal=row, actor=by_pia, at=at),
        "decline": lambda row: proposals.decline(proposal=row, reason="other", actor=by_pia, at=at),
        "withdraw": lambda row: proposals.withdraw(proposal=row, actor=by_pia, at=at),
    }
    verbs[first](proposal)
    before = Message.objects.count()
    with pytest.raises(IllegalMove):
        verbs[second](stale)
    assert Message.objects.count() == before


def test_withdraw_of_an_accepted_proposal_frees_the_place(yasmin, position, by_pia, at):
    proposal = propose(yasmin, position, by_pia, at)
    proposals.accept(proposal=proposal, actor=by_pia, at=at)
    proposals.withdraw(proposal=proposal, actor=by_pia, at=at)
    position.refresh_from_db()
    assert (proposal.state, position.places_taken, position.state) == ("withdrawn", 0, "open")


def test_withdraw_is_refused_while_an_internship_counts(yasmin, position, by_pia, at):
    proposal = propose(yasmin, position, by_pia, at)
    both_agree(proposal, by_pia, at)
    internships.plan(proposal=proposal, actor=by_pia, at=at)
    with pytest.raises(IllegalMove, match="Cancel that first"):
        proposals.withdraw(proposal=Proposal.objects.get(pk=proposal.pk), actor=by_pia, at=at)


def test_withdrawing_consent_takes_open_proposals_back(yasmin, position, chloe, by_pia, at):
    proposal = propose(yasmin, position, by_pia, at)
    proposals.stop_sharing_profile(person=yasmin.person, actor=by_pia, at=at)
    proposal.refresh_from_db()
    assert proposal.state == "withdrawn"
    assert ("placements.proposal_taken_back", chloe.email) in kinds()


def test_leavers_are_taken_back_once(yasmin, position, by_pia, at):
    proposal = propose(yasmin, position, by_pia, at)
    assert proposals.withdraw_of_leavers(at=at) == 0
    type(yasmin).objects.filter(pk=yasmin.pk).update(state="left", left_on=at.date())
    assert (proposals.withdraw_of_leavers(at=at), proposals.withdraw_of_leavers(at=at)) == (1, 0)
    proposal.refresh_from_db()
    assert proposal.state == "withdrawn"


def test_a_position_with_waiting_learners_is_not_closed(yasmin, position, by_pia, at):
    proposal = propose(yasmin, position, by_pia, at)
    with pytest.raises(IllegalMove, match="wait for an answer"):
        positions.close(position=position, actor=by_pia, at=at)
    proposals.decline(proposal=proposal, reason="timing", actor=by_pia, at=at)
    positions.close(position=position, actor=by_pia, at=at)
    position.refresh_from_db()
    assert position.state == "closed"
