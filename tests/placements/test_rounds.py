"""A round of proposals: one obstacle does not stop the others."""

import pytest

from becode.audit.models import AuditEntry
from placements.models import Proposal, ProposalRound
from placements.workflow import rounds, wishes
from tests import factories
from tests.placements.conftest import learner_in

pytestmark = pytest.mark.django_db


def test_each_pair_on_its_own(yasmin, cohort, position, brussels, pia, by_pia, at):
    silent = factories.EnrolmentFactory(cohort=cohort, state="in_training")
    zoe = learner_in(cohort, first_name="Zoe")
    wishes.put_aside(enrolment=zoe, position=position, why_not="", actor=by_pia, at=at)
    pairs = [(silent, position), (yasmin, position), (zoe, position)]
    result = rounds.send_round(campus=brussels, pairs=pairs, note="Hi", actor=by_pia, at=at)
    assert [made.enrolment for made in result.proposals] == [yasmin]
    assert [(who, bool(words)) for who, _there, words in result.refused] == [
        (silent, True),
        (zoe, True),
    ]
    proposal = Proposal.objects.get()
    assert (proposal.round, proposal.note, result.round.made_by) == (result.round, "Hi", pia)
    assert AuditEntry.objects.get(label="round.sent").keys == {
        "campus": brussels.pk,
        "proposals": 1,
        "refused": 2,
    }


def test_sent_twice_it_proposes_once_and_leaves_one_round(yasmin, position, brussels, by_pia, at):
    for _time in range(2):
        result = rounds.send_round(campus=brussels, pairs=[(yasmin, position)], actor=by_pia, at=at)
    assert (Proposal.objects.count(), ProposalRound.objects.count()) == (1, 1)
    assert (result.round, len(result.refused)) == (None, 1)


def test_a_round_has_an_end(yasmin, position, brussels, by_pia, at):
    with pytest.raises(ValueError, match="too many"):
        rounds.send_round(campus=brussels, pairs=[(yasmin, position)] * 201, actor=by_pia, at=at)
