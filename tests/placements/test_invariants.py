"""Each rule finds the row that breaks it, and nothing in a healthy school."""

from datetime import date

import pytest

from becode.core.invariants import invariants
from placements.models import Company, Internship, JobPlacement, Position, Proposal
from placements.workflow import internships, jobs, proposals
from tests.factories_placements import in_order

pytestmark = pytest.mark.django_db


def broken(at):
    return {
        rule.key: count
        for rule in invariants()
        if rule.key.startswith("placements.") and (count := rule.count(at=at))
    }


@pytest.fixture
def internship(yasmin, position, by_pia, at):
    proposal = proposals.propose(enrolment=yasmin, position=position, actor=by_pia, at=at)
    proposals.accept(proposal=proposal, actor=by_pia, at=at)
    made = internships.plan(proposal=proposal, actor=by_pia, at=at, start_on=at.date())
    in_order(made, at=at)
    internships.start(internship=made, actor=by_pia, at=at)
    jobs.record_job(
        enrolment=yasmin,
        employer_name="Hill",
        function="Tester",
        contract_type="permanent",
        start_on=date(2026, 3, 2),
        evidence_level="A",
        evidence_note="contract",
        actor=by_pia,
        at=at,
    )
    return made


def test_a_healthy_school_breaks_nothing(internship, at):
    assert broken(at) == {}


@pytest.mark.parametrize(
    ("model", "change", "keys"),
    [
        (
            Position,
            {"places_taken": 0},
            {"placements.places_counted", "placements.filled_when_full"},
        ),
        (Position, {"state": "open"}, {"placements.filled_when_full"}),
        (
            Proposal,
            {"state": "withdrawn"},
            {"placements.internship_was_agreed", "placements.places_counted"},
        ),
        (Proposal, {"answered_at": None}, {"placements.answers_have_a_time"}),
        (Internship, {"state": "completed"}, {"placements.ended_internships_have_a_day"}),
        (JobPlacement, {"evidence_note": ""}, {"placements.evidence_is_named"}),
        (Company, {"number": "0123456748"}, {"placements.company_numbers_are_right"}),
    ],
)
def test_each_rule_finds_what_breaks_it(internship, at, model, change, keys):
    model.objects.update(**change)
    assert set(broken(at)) == keys
