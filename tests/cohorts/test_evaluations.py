"""Evaluations are planned once each, drafts keep everything, and both sides see both at the end."""

from datetime import timedelta

import pytest
from django.urls import reverse

from becode.audit.models import AuditEntry
from becode.core.actors import SYSTEM, Actor
from becode.core.moves import IllegalMove
from becode.messages.models import Message
from becode.reminders.sweep import sweep
from cohorts.enums import AssessedBy
from cohorts.models import Competence, Evaluation, TrainingDay
from cohorts.progress import both_filed, progress_of, visible
from cohorts.tasks import plan_evaluations as plan_job
from cohorts.workflow.cohorts import start_cohort
from cohorts.workflow.evaluations import (
    due_days,
    file_evaluation,
    plan_evaluations,
    save_draft,
)
from tests.factories import EnrolmentFactory
from tests.factories_progress import learner, running_cohort, working_days
from tests.factories_training import CoachAssignmentFactory, EvaluationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _only_ours(only_numbers):
    only_numbers(21)


@pytest.fixture
def group(web, brussels):
    return running_cohort(campus=brussels, track=web)


@pytest.fixture
def anna(group):
    return learner(group)


@pytest.fixture
def marks(group):
    return {one.pk: 3 for one in Competence.objects.filter(track=group.track)}


def owed(enrolment):
    return list(
        Evaluation.objects.filter(enrolment=enrolment)
        .order_by("due_on", "by")
        .values_list("moment", "by", "due_on")
    )


def file(evaluation, marks, at, **words):
    file_evaluation(
        evaluation=evaluation,
        marks=marks,
        strengths=words.get("strengths", ""),
        work_points="",
        actor=SYSTEM,
        at=at,
    )


def pair(enrolment, moment="mid", **changed):
    return [
        EvaluationFactory(enrolment=enrolment, moment=moment, by=by, **changed)
        for by in (AssessedBy.SELF, AssessedBy.COACH)
    ]


def test_due_in_the_middle_and_on_the_last_day(group):
    days = working_days()
    assert due_days(group, days) == {"mid": days[7], "end": days[-1]}
    assert due_days(group, []) == {"mid": group.start_on + timedelta(days=9), "end": group.end_on}


def test_starting_a_cohort_plans_four_for_each(web, brussels, at):
    cohort = running_cohort(campus=brussels, track=web, state="planned", start_on=at.date())
    enrolment = EnrolmentFactory(cohort=cohort)
    start_cohort(cohort=cohort, actor=SYSTEM, at=at)
    days = working_days(at.date())
    assert owed(enrolment) == [
        ("mid", "coach", days[5]),
        ("mid", "self", days[5]),
        ("end", "coach", days[-1]),
        ("end", "self", days[-1]),
    ]


def test_planning_again_adds_who_came_later_alone(group, anna, at):
    assert plan_evaluations(cohort=group, actor=SYSTEM, at=at) == 4
    late = learner(group, "Late", started_on=working_days()[9])
    gone = learner(group, "Gone", state="left", left_on=at.date())
    plan_job()
    plan_job()
    assert plan_evaluations(cohort=group, actor=SYSTEM, at=at) == 0
    assert len(owed(anna)) == 4
    assert [moment for moment, _by, _on in owed(late)] == ["end", "end"]
    assert owed(gone) == []


def test_a_track_without_competences_has_no_evaluations(group, anna, at):
    group.track.competences.update(is_active=False)
    assert plan_evaluations(cohort=group, actor=SYSTEM, at=at) == 0
    assert owed(anna) == []


def test_nothing_is_asked_that_was_due_two_weeks_ago(group, anna, at):
    assert plan_evaluations(cohort=group, actor=SYSTEM, at=at + timedelta(days=20)) == 2
    assert {moment for moment, _by, _on in owed(anna)} == {"end"}


def test_what_is_not_filed_follows_the_days(group, anna, marks, at):
    plan_evaluations(cohort=group, actor=SYSTEM, at=at)
    own = Evaluation.objects.get(enrolment=anna, moment="end", by="self")
    file(own, marks, at)
    TrainingDay.objects.filter(cohort=group, on=group.end_on).delete()
    plan_evaluations(cohort=group, actor=SYSTEM, at=at)
    moved = {by: on for moment, by, on in owed(anna) if moment == "end"}
    assert moved == {"self": group.end_on, "coach": group.end_on - timedelta(days=1)}


def test_a_draft_keeps_levels_that_are_not_named(anna, marks):
    own, _coach = pair(anna)
    first, second = marks
    save_draft(evaluation=own, marks={first: 2}, strengths="Much", work_points="")
    save_draft(evaluation=own, marks={second: 4}, strengths="Much", work_points="CSS")
    own.refresh_from_db()
    assert own.marks == {str(first): 2, str(second): 4}
    assert (own.strengths, own.work_points, own.filed_at) == ("Much", "CSS", None)


def test_it_is_filed_only_when_complete_and_then_it_stays(anna, marks, at):
    own, _coach = pair(anna)
    first, second = marks
    with pytest.raises(IllegalMove, match="1 level is missing"):
        file(own, {first: 2}, at)
    own.refresh_from_db()
    assert (own.filed_at, own.marks) == (None, {})
    file(own, {first: 2, second: 1}, at)
    own.refresh_from_db()
    assert own.filed_at == at
    assert AuditEntry.objects.get(label="evaluation.filed").person_key == anna.person_id
    with pytest.raises(IllegalMove, match="does not change"):
        save_draft(evaluation=own, marks={first: 4}, strengths="", work_points="")


@pytest.mark.parametrize("level", [0, 5])
def test_other_levels_are_refused(anna, marks, level):
    own, _coach = pair(anna)
    with pytest.raises(IllegalMove):
        save_draft(evaluation=own, marks={next(iter(marks)): level}, strengths="", work_points="")


def test_competences_of_other_tracks_are_left_out(anna, marks):
    own, _coach = pair(anna)
    save_draft(evaluation=own, marks={987654: 3}, strengths="", work_points="")
    assert own.marks == {}


def test_who_left_fills_in_nothing(anna, marks, at):
    own, _coach = pair(anna)
    anna.state = "left"
    anna.save()
    with pytest.raises(IllegalMove, match="any more"):
        file(own, marks, at)


def test_each_sees_the_others_once_both_are_in(anna, marks, at):
    own, coach = pair(anna)
    file(coach, marks, at, strengths="Quick")
    seen = progress_of(anna, reader=AssessedBy.SELF)
    assert (seen.seen, seen.has_marks) == ([], False)
    assert progress_of(anna, reader=AssessedBy.COACH).seen == [coach]
    file(own, marks, at)
    both = list(Evaluation.objects.filter(enrolment=anna).order_by("by"))
    assert both_filed(both) == {"mid"}
    for reader in AssessedBy:
        assert visible(both, reader=reader) == both
    levels = [mark.level for mark in progress_of(anna, reader="self").rows[0].cells if mark]
    assert levels == [3, 3]


def test_the_picture_shows_the_way_from_half_way_to_the_end(anna, marks, at):
    for moment, level in (("mid", 1), ("end", 4)):
        for one in pair(anna, moment=moment):
            file(one, dict.fromkeys(marks, level), at)
    row = progress_of(anna, reader="coach").rows[0]
    assert [(mid.x, end.x) for mid, end in row.paths] == [(24, 156), (24, 156)]
    assert [mark.words for mark in row.cells][:1] == ["Just begun"]


# On the pages --------------------------------------------------------------------------------


def own_page(evaluation):
    return reverse("cohorts:my:evaluation", args=[evaluation.pk])


def test_a_learner_saves_goes_on_and_hands_in(anna, marks, as_person, at):
    own, _coach = pair(anna)
    client, (first, second) = as_person(anna.person), marks
    answer = client.post(own_page(own), {"do": "save", f"level_{first}": "2"})
    assert answer.status_code == 302
    answer = client.post(
        own_page(own), {"do": "file", f"level_{first}": "3", "strengths": "I help others"}
    )
    assert answer.status_code == 200
    assert "Choose how far." in answer.content.decode()
    own.refresh_from_db()
    assert (own.marks, own.strengths, own.filed_at) == ({str(first): 3}, "I help others", None)
    client.post(own_page(own), {"do": "file", f"level_{first}": "3", f"level_{second}": "4"})
    own.refresh_from_db()
    assert own.filed_at == at
    assert "As soon as your coach hands it in too" in client.get(own_page(own)).content.decode()


def test_a_text_that_is_refused_loses_no_level_and_no_word(anna, marks, as_person, at):
    own, _coach = pair(anna)
    first = next(iter(marks))
    long = "x" * 1001
    answer = as_person(anna.person).post(
        own_page(own),
        {"do": "save", f"level_{first}": "2", "strengths": long, "work_points": "CSS"},
    )
    own.refresh_from_db()
    assert (own.marks, own.work_points) == ({str(first): 2}, "CSS")
    assert long in answer.content.decode()


def test_the_coachs_evaluation_is_not_the_learners_to_fill_in(anna, as_person, at):
    _own, coach = pair(anna)
    assert as_person(anna.person).get(own_page(coach)).status_code == 404


def test_a_coach_goes_from_learner_to_learner(group, anna, marks, carla, signed_in, at):
    bob = learner(group, "Bob", "Adams")
    first, second = pair(bob)[1], pair(anna)[1]
    client = signed_in(carla)
    data = {"do": "file", **{f"level_{key}": "2" for key in marks}}
    answer = client.post(reverse("admin:evaluate", args=[first.pk]), data)
    assert answer.url == reverse("admin:evaluate", args=[second.pk])
    answer = client.post(reverse("admin:evaluate", args=[second.pk]), data)
    assert answer.url == reverse("admin:cohort_evaluations", args=[group.pk])
    second.refresh_from_db()
    assert second.filed_by == carla


def test_a_coach_does_not_see_levels_of_the_learner_before_the_own_are_in(
    anna, marks, carla, signed_in, at
):
    own, coach = pair(anna)
    file(own, marks, at, strengths="Very good at tests")
    page = reverse("admin:learner_progress", args=[anna.pk])
    client = signed_in(carla)
    assert "Very good at tests" not in client.get(page).content.decode()
    file(coach, marks, at)
    assert "Very good at tests" in client.get(page).content.decode()


# Reminders -----------------------------------------------------------------------------------


def sent(kind):
    return Message.objects.filter(kind=kind).count()


def test_reminders_before_on_the_day_and_after_until_it_is_filed(group, anna, marks, carla, at):
    CoachAssignmentFactory(cohort=group, user=carla)
    learner(group, "Bob")
    due_on = at.date() + timedelta(days=7)
    for enrolment in group.enrolments.all():
        pair(enrolment, due_on=due_on)
    own = Evaluation.objects.get(enrolment=anna, by="self")
    for _twice in range(2):
        sweep(at=at)
    assert (sent("cohorts.evaluation_due_learner"), sent("cohorts.evaluation_due_coach")) == (2, 1)
    file(own, marks, at)
    sweep(at=at + timedelta(days=7))
    assert (sent("cohorts.evaluation_due_learner"), sent("cohorts.evaluation_due_coach")) == (3, 2)
    for coach in Evaluation.objects.filter(by="coach"):
        file(coach, marks, at)
    group.enrolments.update(state="left", left_on=at.date())
    sweep(at=at + timedelta(days=10))
    assert (sent("cohorts.evaluation_due_learner"), sent("cohorts.evaluation_due_coach")) == (3, 2)


def test_the_message_to_the_coach_stays_one_when_the_first_is_filed(group, anna, marks, carla, at):
    CoachAssignmentFactory(cohort=group, user=carla)
    bob = learner(group, "Bob")
    due_on = at.date() + timedelta(days=7)
    first = pair(anna, due_on=due_on)[1]
    pair(bob, due_on=due_on)
    sweep(at=at)
    file(first, marks, at)
    sweep(at=at + timedelta(minutes=5))
    message = Message.objects.get(kind="cohorts.evaluation_due_coach")
    assert message.user == carla
    assert f"Evaluations of {group.code}" in message.subject


def test_without_a_coach_the_managers_hear_it(group, anna, mieke, at):
    pair(anna, due_on=at.date() + timedelta(days=7))
    sweep(at=at)
    assert Message.objects.get(kind="cohorts.evaluation_due_coach").user == mieke


def test_actor_is_kept(anna, marks, at):
    own, _coach = pair(anna)
    file_evaluation(
        evaluation=own,
        marks=marks,
        strengths="",
        work_points="",
        actor=Actor.person(anna.person),
        at=at,
    )
    entry = AuditEntry.objects.get(label="evaluation.filed")
    assert (entry.actor_kind, entry.actor_key) == ("person", anna.person_id)
