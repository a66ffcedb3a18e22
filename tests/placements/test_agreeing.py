"""Both say yes: the learner's own answer, before or after the company's."""

import pytest

from becode.audit.models import AuditEntry
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from becode.messages.models import Message
from placements.models import Proposal, Wish
from placements.workflow import agreeing, internships, proposals
from tests import factories
from tests.placements.conftest import both_agree, learner_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def me(yasmin):
    return Actor.person(yasmin.person)


@pytest.fixture
def proposal(yasmin, position, chloe, pia, by_pia, at):
    return proposals.propose(enrolment=yasmin, position=position, actor=by_pia, at=at)


@pytest.fixture
def other(yasmin, position, omar, by_pia, at):
    there = factories.PositionFactory(company=omar.company_contact.company, campus=position.campus)
    return proposals.propose(enrolment=yasmin, position=there, actor=by_pia, at=at)


def kinds():
    return set(Message.objects.values_list("kind", flat=True))


def test_a_yes_of_the_company_alone_gives_no_place_away(proposal, yasmin, me, by_pia, at):
    proposals.accept(proposal=proposal, actor=by_pia, at=at)
    assert (proposal.is_agreed, yasmin.proposals.holding_a_place().exists()) == (False, False)
    with pytest.raises(IllegalMove, match="did not agree yet"):
        internships.plan(proposal=proposal, actor=by_pia, at=at)
    agreeing.agree(proposal=proposal, actor=me, at=at)
    assert internships.plan(proposal=proposal, actor=by_pia, at=at).state == "planned"


@pytest.mark.parametrize("first", ["company", "learner"])
def test_the_second_yes_tells_company_learner_and_school(proposal, first, me, by_pia, at):
    if first == "learner":
        agreeing.agree(proposal=proposal, actor=me, at=at)
        assert not {"placements.both_agreed_company", "placements.proposal_answered_learner"} & (
            kinds()
        )
        proposals.accept(proposal=Proposal.objects.get(), actor=by_pia, at=at)
        assert (
            "We arrange the rest"
            in Message.objects.get(kind="placements.proposal_answered_learner").text
        )
    else:
        proposals.accept(proposal=proposal, actor=by_pia, at=at)
        asked = Message.objects.get(kind="placements.proposal_answered_learner")
        assert "Do you want it too?" in asked.text
        agreeing.agree(proposal=proposal, actor=me, at=at)
        assert {"placements.both_agreed_company", "placements.both_agreed_staff"} <= kinds()
    assert Proposal.objects.get().is_agreed
    labels = AuditEntry.objects.filter(label="proposal.agreed").values_list("actor_kind", flat=True)
    assert list(labels) == ["person"]


def test_the_other_proposals_end_only_once_both_agreed(proposal, other, me, position, by_pia, at):
    proposals.accept(proposal=proposal, actor=by_pia, at=at)
    other.refresh_from_db()
    assert other.state == "proposed"
    proposals.accept(proposal=other, actor=by_pia, at=at)
    agreeing.agree(proposal=other, actor=me, at=at)
    proposal.refresh_from_db()
    position.refresh_from_db()
    assert (proposal.state, position.places_taken, position.state) == ("withdrawn", 0, "open")
    assert "placements.proposal_taken_back" in kinds()
    with pytest.raises(IllegalMove, match="has a place already"):
        proposals.propose(enrolment=other.enrolment, position=position, actor=by_pia, at=at)


def test_a_second_company_cannot_have_who_has_a_place(proposal, other, me, by_pia, at):
    agreeing.agree(proposal=proposal, actor=me, at=at)
    agreeing.agree(proposal=other, actor=me, at=at)
    stale = Proposal.objects.get(pk=other.pk)
    proposals.accept(proposal=proposal, actor=by_pia, at=at)
    with pytest.raises(IllegalMove, match="has a place already"):
        proposals.accept(proposal=stale, actor=by_pia, at=at)


def test_agree_once_and_not_to_what_ended(proposal, me, by_pia, at):
    agreeing.agree(proposal=proposal, actor=me, at=at)
    with pytest.raises(IllegalMove, match="already"):
        agreeing.agree(proposal=proposal, actor=me, at=at)
    proposals.decline(proposal=proposal, reason="skills", actor=by_pia, at=at)
    with pytest.raises(IllegalMove, match="has ended"):
        agreeing.agree(proposal=proposal, actor=me, at=at)


@pytest.mark.parametrize("accepted", [True, False])
def test_refuse_ends_it_kindly_and_is_remembered(
    proposal, position, accepted, me, chloe, pia, by_pia, at
):
    if accepted:
        proposals.accept(proposal=proposal, actor=by_pia, at=at)
    agreeing.refuse(proposal=proposal, why="Too far from home", actor=me, at=at)
    position.refresh_from_db()
    assert (proposal.state, position.places_taken) == ("withdrawn", 0)
    to_company = Message.objects.get(kind="placements.learner_refused_company")
    assert (to_company.address, "Too far" in to_company.text) == (chloe.email, False)
    to_staff = Message.objects.get(kind="placements.learner_refused_staff")
    assert (to_staff.address, "Too far from home" in to_staff.text) == (pia.email, True)
    wish = Wish.objects.get()
    assert (wish.rank, wish.why_not, wish.position_id) == (None, "Too far from home", position.pk)
    with pytest.raises(IllegalMove, match="does not want"):
        proposals.propose(enrolment=proposal.enrolment, position=position, actor=by_pia, at=at)
    assert "Too far" not in str(list(AuditEntry.objects.values("keys", "reason_code")))


def test_refuse_after_a_yes_until_an_internship_is_planned(proposal, me, by_pia, at):
    both_agree(proposal, by_pia, at)
    internships.plan(proposal=proposal, actor=by_pia, at=at)
    with pytest.raises(IllegalMove, match="Talk to us first"):
        agreeing.refuse(proposal=Proposal.objects.get(), actor=me, at=at)


def test_without_consent_nobody_agrees_and_a_kept_place_is_free_again(
    proposal, yasmin, position, me, by_pia, at
):
    proposals.accept(proposal=proposal, actor=by_pia, at=at)
    proposals.stop_sharing_profile(person=yasmin.person, actor=me, at=at)
    proposal.refresh_from_db()
    position.refresh_from_db()
    assert (proposal.state, position.places_taken) == ("withdrawn", 0)
    with pytest.raises(IllegalMove):
        agreeing.agree(proposal=proposal, actor=me, at=at)


def test_consent_withdrawn_in_between_stops_the_companys_yes(proposal, yasmin, by_pia, at):
    yasmin.person.consents.update(withdrawn_at=at)
    with pytest.raises(IllegalMove, match="does not agree"):
        proposals.accept(proposal=proposal, actor=by_pia, at=at)


def test_what_both_agreed_stays_when_the_profile_is_hidden(proposal, yasmin, me, by_pia, at):
    both_agree(proposal, by_pia, at)
    proposals.stop_sharing_profile(person=yasmin.person, actor=me, at=at)
    proposal.refresh_from_db()
    assert proposal.state == "accepted"


def test_a_leaver_frees_the_place_that_was_kept(proposal, position, by_pia, at):
    proposals.accept(proposal=proposal, actor=by_pia, at=at)
    type(proposal.enrolment).objects.update(state="left", left_on=at.date())
    assert proposals.withdraw_of_leavers(at=at) == 1
    position.refresh_from_db()
    assert position.places_taken == 0


def test_a_full_position_refuses_the_second_yes(proposal, cohort, position, by_pia, at):
    zoe = learner_in(cohort, first_name="Zoe")
    second = proposals.propose(enrolment=zoe, position=position, actor=by_pia, at=at)
    proposals.accept(proposal=proposal, actor=by_pia, at=at)
    with pytest.raises(IllegalMove, match="All places"):
        proposals.accept(proposal=second, actor=by_pia, at=at)
    agreeing.refuse(proposal=proposal, actor=by_pia, at=at)
    proposals.accept(proposal=Proposal.objects.get(pk=second.pk), actor=by_pia, at=at)


def test_a_place_that_expired_is_still_answered_and_a_closed_one_is_not(
    proposal, position, by_pia, at
):
    type(position).objects.update(state="expired")
    proposals.accept(proposal=proposal, actor=by_pia, at=at)
    position.refresh_from_db()
    assert (position.state, position.places_taken) == ("expired", 1)


def test_a_closed_place_takes_nobody(proposal, position, by_pia, at):
    type(position).objects.update(state="closed")
    with pytest.raises(IllegalMove, match="not open"):
        proposals.accept(proposal=proposal, actor=by_pia, at=at)


def test_what_a_colleague_takes_back_is_told_to_both(proposal, by_pia, at):
    proposals.withdraw(proposal=proposal, actor=by_pia, at=at)
    assert {"placements.proposal_taken_back", "placements.proposal_taken_back_learner"} <= kinds()
