"""Two assessors, each for themselves; what their marks say together."""

from decimal import Decimal

import pytest

from applicants.enums import AssessmentState
from applicants.models import CRITERIA, Assessment
from applicants.scores import blind_order, figures
from applicants.workflow.scoring import assign_assessors, share_out, submit_assessment
from becode.audit.models import AuditEntry
from becode.core.actors import SYSTEM, Actor
from becode.core.moves import IllegalMove
from tests.factories import ApplicationFactory, UserFactory
from tests.factories_deciding import (
    AssessmentFactory,
    ScoredProgressFactory,
    ScoredStepFactory,
)

pytestmark = pytest.mark.django_db


def marks(*numbers):
    return dict(zip(CRITERIA, numbers or (3, 3, 3, 3, 3), strict=True))


@pytest.fixture
def step(web):
    return ScoredStepFactory(track=web, pass_mark=Decimal("3.00"))


@pytest.fixture
def progress(step, web, brussels):
    application = ApplicationFactory(track=web, campus=brussels, state="in_selection")
    return ScoredProgressFactory(application=application, step=step)


@pytest.fixture
def pair(progress, amina, carla, at):
    """Amina's and Carla's assessments of one person."""
    return assign_assessors(progress=progress, assessors=[amina, carla], actor=SYSTEM, at=at)


def hand_in(assessment, at, *numbers, by=None, note=""):
    submit_assessment(
        assessment=assessment,
        scores=marks(*numbers),
        note=note,
        actor=Actor.user(by or assessment.assessor),
        at=at,
    )


def who(progress):
    return [one.assessor for one in progress.assessments.order_by("pk")]


def test_two_colleagues_are_asked_and_it_is_written_down(progress, pair, amina, carla, audit):
    assert who(progress) == [amina, carla]
    assert audit(pair[0]) == ["assessment.assigned"]
    entry = AuditEntry.objects.about(pair[0]).get()
    assert (entry.person_key, entry.keys) == (
        progress.application.person_id,
        {"assessor": amina.pk},
    )


def test_they_are_two_and_never_one(progress, amina, carla, mieke, at):
    for assessors in ([amina], [amina, amina], [amina, carla, mieke]):
        with pytest.raises(IllegalMove, match="two different"):
            assign_assessors(progress=progress, assessors=assessors, actor=SYSTEM, at=at)
    assert who(progress) == []


def test_only_colleagues_of_a_chosen_campus_who_assess(progress, amina, rik, ghent, at):
    elsewhere = UserFactory(roles=["coach"], campuses=[ghent])
    for other in (rik, elsewhere):
        with pytest.raises(IllegalMove, match="does not score"):
            assign_assessors(progress=progress, assessors=[amina, other], actor=SYSTEM, at=at)


def test_steps_that_nobody_scores_and_closed_applications_are_left_alone(
    progress, step, amina, carla, at
):
    step.is_scored = False
    step.save()
    with pytest.raises(IllegalMove, match="not scored"):
        assign_assessors(progress=progress, assessors=[amina, carla], actor=SYSTEM, at=at)
    step.is_scored = True
    step.save()
    application = progress.application
    application.state, application.withdrawal_reason = "withdrawn", "no_time"
    application.save()
    with pytest.raises(IllegalMove, match="closed"):
        assign_assessors(progress=progress, assessors=[amina, carla], actor=SYSTEM, at=at)


def test_somebody_else_is_asked_while_nothing_is_handed_in(progress, pair, amina, mieke, at):
    assign_assessors(progress=progress, assessors=[amina, mieke], actor=SYSTEM, at=at)
    assert who(progress) == [amina, mieke]
    assert AuditEntry.objects.about(pair[1]).last().label == "assessment.unassigned"


def test_who_scored_is_not_replaced(progress, pair, amina, carla, mieke, at):
    hand_in(pair[1], at)
    with pytest.raises(IllegalMove, match="scored already"):
        assign_assessors(progress=progress, assessors=[amina, mieke], actor=SYSTEM, at=at)
    assign_assessors(progress=progress, assessors=[mieke, carla], actor=SYSTEM, at=at)
    assert who(progress) == [carla, mieke]


def test_work_is_shared_evenly(step, web, brussels, amina, carla, mieke, at):
    for _number in range(6):
        application = ApplicationFactory(track=web, campus=brussels, state="in_selection")
        progress = ScoredProgressFactory(application=application, step=step)
        share_out(progress=progress, pool=[amina, carla, mieke], actor=SYSTEM, at=at)
    assert Assessment.objects.per_assessor() == {amina.pk: 4, carla.pk: 4, mieke.pk: 4}


def test_sharing_out_keeps_who_scored_and_needs_two(progress, pair, carla, mieke, at):
    hand_in(pair[1], at)
    share_out(progress=progress, pool=[mieke], actor=SYSTEM, at=at)
    assert who(progress) == [carla, mieke]
    other = ScoredProgressFactory(step=progress.step)
    with pytest.raises(IllegalMove, match="at least two"):
        share_out(progress=other, pool=[mieke], actor=SYSTEM, at=at)


def test_handing_in(pair, at, audit):
    hand_in(pair[0], at, 4, 3, 5, 4, 2, note="Asked good questions.")
    one = Assessment.objects.get(pk=pair[0].pk)
    assert (one.state, one.submitted_at, one.note) == ("submitted", at, "Asked good questions.")
    assert [getattr(one, key) for key in CRITERIA] == [4, 3, 5, 4, 2]
    assert audit(one) == ["assessment.assigned", "assessment.submitted"]


def test_only_the_assessor_hands_in(pair, carla, at):
    with pytest.raises(IllegalMove):
        hand_in(pair[0], at, by=carla)
    with pytest.raises(IllegalMove):
        submit_assessment(assessment=pair[0], scores=marks(), note="", actor=SYSTEM, at=at)
    pair[0].refresh_from_db()
    assert pair[0].state == AssessmentState.ASSIGNED


def test_marks_are_corrected_until_the_other_ones_are_in(pair, at, audit):
    hand_in(pair[0], at)
    hand_in(pair[0], at, 5, 5, 5, 5, 5)
    assert audit(pair[0])[-1] == "assessment.corrected"
    hand_in(pair[1], at)
    for assessment in pair:
        with pytest.raises(IllegalMove, match="Both assessors"):
            hand_in(assessment, at, 1, 1, 1, 1, 1)
    pair[0].refresh_from_db()
    assert pair[0].motivation == 5


@pytest.mark.parametrize(
    "scores", [{}, {"motivation": 3}, marks(0, 3, 3, 3, 3), marks(3, 3, 3, 3, 6), {"charm": 5}]
)
def test_what_is_no_mark_is_refused(pair, at, scores):
    with pytest.raises(ValueError, match="one mark"):
        submit_assessment(
            assessment=pair[0],
            scores=scores,
            note="",
            actor=Actor.user(pair[0].assessor),
            at=at,
        )


def scored(*numbers):
    return Assessment(state="submitted", **marks(*numbers))


def test_mean_and_spread():
    found = figures([scored(4, 3, 5, 4, 2), scored(3, 3, 4, 4, 3)], pass_mark=Decimal("3.60"))
    assert (found.means, found.mean, found.spread) == (
        (Decimal("3.60"), Decimal("3.40")),
        Decimal("3.50"),
        Decimal("0.60"),
    )
    assert (found.is_disputed, found.is_below_mark) == (False, True)


@pytest.mark.parametrize(("other", "disputed"), [(2, False), (1, True), (4, False), (5, True)])
def test_two_apart_on_one_criterion_is_a_disagreement(other, disputed):
    found = figures([scored(), scored(3, 3, other, 3, 3)], pass_mark=None)
    assert found.is_disputed is disputed
    assert [one.key for one in found.criteria if one.is_disputed] == ["perseverance"] * disputed


def test_there_are_no_figures_before_both_are_in():
    assert figures([scored(), Assessment(state="assigned")], pass_mark=None) is None


def test_each_assessor_has_an_order_of_their_own():
    orders = [sorted(range(40), key=lambda key: blind_order(who, key)) for who in (1, 2)]
    assert orders[0] != orders[1]
    assert orders[0] != list(range(40))
    assert orders[0] == sorted(range(40), key=lambda key: blind_order(1, key))


def test_scores_of_closed_applications_are_not_owed(pair, at):
    application = pair[0].progress.application
    assert Assessment.objects.to_score().of_open_applications().count() == 2
    application.state = "lapsed"
    application.save()
    assert Assessment.objects.to_score().of_open_applications().count() == 0
    assert AssessmentFactory().state == "assigned"
