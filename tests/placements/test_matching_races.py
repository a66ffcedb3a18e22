"""Answers at the same moment: one place each, and an answer or an end, never both.

Without the guards both happen: the races are real.
"""

import multiprocessing
import time
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connections

from becode.audit import record as audit
from becode.core.actors import SYSTEM, Actor
from becode.core.moves import claim
from cohorts.models import Enrolment
from placements.models import Position, Proposal
from placements.workflow import agreeing, proposals, silence
from tests import factories
from tests.placements.conftest import learner_in

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning"),
]
COMPANIES, PATIENCE = 4, 60
FORK = multiprocessing.get_context("fork")


def race(deeds):
    """Run the deeds in processes of their own, at once; count what came of them."""
    connections.close_all()  # a forked process must not share the parent's connection
    start, answers = FORK.Barrier(len(deeds)), FORK.Queue()

    def run(deed):
        try:
            start.wait(PATIENCE)
            answers.put(str(deed()))
        except Exception as error:
            answers.put(type(error).__name__)
        finally:
            connections.close_all()

    processes = [FORK.Process(target=run, args=(deed,), daemon=True) for deed in deeds]
    for process in processes:
        process.start()
    counts = Counter(answers.get(timeout=PATIENCE) for _ in processes)
    for process in processes:
        process.join(PATIENCE)
    return counts


@pytest.fixture
def asked(cohort, at):
    """One learner who said yes to four companies beforehand; nobody of them answered yet."""
    learner = learner_in(cohort, first_name="Yasmin")
    for _number in range(COMPANIES):
        place = factories.PositionFactory(campus=cohort.campus)
        made = proposals.propose(enrolment=learner, position=place, actor=SYSTEM, at=at)
        agreeing.agree(proposal=made, actor=Actor.person(learner.person), at=at)
    return learner


def accept(key, at):
    proposals.accept(proposal=Proposal.objects.get(pk=key), actor=SYSTEM, at=at)
    return "accepted"


def all_accept(at):
    keys = list(Proposal.objects.order_by("pk").values_list("pk", flat=True))
    return race([lambda key=key: accept(key, at) for key in keys])


def test_four_companies_say_yes_at_once_and_one_has_her(asked, at):
    counts = all_accept(at)
    assert counts["accepted"] == 1
    assert asked.proposals.holding_a_place().count() == 1
    assert sum(Position.objects.values_list("places_taken", flat=True)) == 1
    states = Counter(Proposal.objects.values_list("state", flat=True))
    assert states == {"accepted": 1, "withdrawn": COMPANIES - 1}


def test_without_the_lock_two_companies_have_her(asked, at, monkeypatch):
    look = proposals.check_may_be_proposed

    def look_then_wait(learner):
        look(learner)
        time.sleep(1)

    monkeypatch.setattr(proposals, "lock_enrolment", lambda key: Enrolment.objects.get(pk=key))
    monkeypatch.setattr(proposals, "lock_positions", lambda learner: None)
    monkeypatch.setattr(proposals, "check_may_be_proposed", look_then_wait)
    monkeypatch.setattr(proposals, "end_others", lambda proposal, at: None)
    all_accept(at)
    assert asked.proposals.holding_a_place().count() > 1


def answer_and_end(at):
    """The company says yes in the last second while the job ends what is silent."""
    (key,) = Proposal.objects.values_list("pk", flat=True)
    end = at + proposals.ANSWER_WITHIN
    return race(
        [
            lambda: accept(key, end - timedelta(seconds=1)),
            lambda: silence.end_silent(at=end),
        ]
    )


@pytest.fixture
def lonely(cohort, at):
    learner = learner_in(cohort, first_name="Zoe")
    place = factories.PositionFactory(campus=cohort.campus)
    return proposals.propose(enrolment=learner, position=place, actor=SYSTEM, at=at)


def test_an_answer_and_the_end_at_once_are_one_of_both(lonely, at):
    counts = answer_and_end(at)
    lonely.refresh_from_db()
    taken = Position.objects.get().places_taken
    if lonely.state == "accepted":
        assert (counts["accepted"], counts["0"], taken) == (1, 1, 1)
    else:
        assert (lonely.state, counts["1"], taken) == ("expired", 1, 0)
        assert counts["accepted"] == 0


def test_without_the_guards_both_happen(lonely, at, monkeypatch):
    def write_whatever(instance, *, moves, to, **also):
        time.sleep(1)
        type(instance)._base_manager.filter(pk=instance.pk).update(state=to, **also)
        return instance.state

    assert audit.claim is claim
    monkeypatch.setattr(audit, "claim", write_whatever)
    monkeypatch.setattr(proposals, "lock_enrolment", lambda key: Enrolment.objects.get(pk=key))
    counts = answer_and_end(at)
    assert (counts["accepted"], counts["1"]) == (1, 1)
