"""Coaches: assigned and ended, one lead at a time, and a word when somebody is in two rooms."""

from datetime import timedelta

import pytest
from django.urls import reverse

from becode.audit.models import AuditEntry
from becode.backoffice.today import tasks_for
from becode.core.actors import SYSTEM
from becode.core.moves import IllegalMove
from cohorts.coaching import double_bookings
from cohorts.models import CoachAssignment, TrainingDay
from cohorts.workflow.coaches import assign_coach, end_coach
from tests.factories import CohortFactory, UserFactory
from tests.factories_progress import learner, running_cohort
from tests.factories_training import CoachAssignmentFactory, EvaluationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def group(web, brussels):
    return running_cohort(campus=brussels, track=web)


@pytest.fixture
def other(web, brussels):
    return running_cohort(campus=brussels, track=web)


def assign(cohort, user, role="lead", **days):
    from tests.factories import MOMENT

    return assign_coach(cohort=cohort, user=user, role=role, actor=SYSTEM, at=MOMENT, **days)


def test_assigning_again_changes_the_days(group, carla, at):
    assign(group, carla)
    assign(group, carla, since=group.start_on, until=group.end_on)
    only = CoachAssignment.objects.get()
    assert (only.since, only.until) == (group.start_on, group.end_on)
    assert AuditEntry.objects.filter(label="cohort.coach_assigned").count() == 2


def test_one_lead_at_a_time(group, carla, mieke, at):
    middle = group.start_on + timedelta(days=7)
    assign(group, carla, until=middle)
    with pytest.raises(IllegalMove, match="Carla Coach is lead coach at that time"):
        assign(group, mieke, since=middle)
    assign(group, mieke, since=middle + timedelta(days=1))
    assign(group, mieke, role="second")
    assert CoachAssignment.objects.count() == 3


def test_days_in_order_and_colleagues_of_the_campus_alone(group, carla, bram, chloe, at):
    with pytest.raises(IllegalMove, match="last day"):
        assign(group, carla, since=group.end_on, until=group.start_on)
    for user in (bram, chloe):
        with pytest.raises(IllegalMove, match="does not work"):
            assign(group, user, role="insertion")


def test_a_cohort_that_is_over_gets_nobody(group, carla, at):
    group.state = "completed"
    group.save()
    with pytest.raises(IllegalMove, match="over"):
        assign(group, carla)


def test_ending(group, carla, at):
    made = assign(group, carla)
    left = end_coach(assignment=made, on=at.date(), actor=SYSTEM, at=at)
    assert left.until == at.date() - timedelta(days=1)
    assert not CoachAssignment.objects.on(at.date()).exists()
    with pytest.raises(IllegalMove):
        end_coach(assignment=made, on=at.date(), actor=SYSTEM, at=at)


def test_ending_before_the_first_day_leaves_nothing(group, carla, at):
    made = assign(group, carla, since=at.date() + timedelta(days=3))
    assert end_coach(assignment=made, on=at.date(), actor=SYSTEM, at=at) is None
    assert not CoachAssignment.objects.exists()


# In two rooms at once ------------------------------------------------------------------------


def booked(cohort, at):
    return [(one.user, one.other, one.days) for one in double_bookings(cohort, since=at.date())]


def test_the_same_days_on_site_are_told(group, other, carla, at):
    assign(group, carla)
    assign(other, carla, role="second")
    days = TrainingDay.objects.filter(cohort=group, on__gte=at.date()).count()
    assert booked(group, at) == [(carla, other, days)]
    TrainingDay.objects.filter(cohort=other, on__gt=at.date()).update(place="home")
    assert booked(group, at) == [(carla, other, 1)]
    TrainingDay.objects.filter(cohort=other).update(place="home")
    assert booked(group, at) == []


def test_days_of_the_assignments_count(group, other, carla, at):
    assign(group, carla, until=at.date())
    assign(other, carla, since=at.date() + timedelta(days=1))
    assert booked(group, at) == []


def test_a_contact_for_work_is_in_no_room(group, other, carla, at):
    assign(group, carla)
    assign(other, carla, role="insertion")
    assert booked(group, at) == []


# Pages and Today -----------------------------------------------------------------------------


def test_a_coach_assigns_and_is_warned(group, other, carla, mieke, signed_in, at):
    CoachAssignmentFactory(cohort=other, user=mieke)
    client = signed_in(carla)
    page = reverse("admin:cohort_coaches", args=[group.pk])
    answer = client.post(page, {"user": mieke.pk, "role": "lead"}, follow=True)
    text = answer.content.decode()
    assert "Mieke Manager is assigned." in text
    assert f"Mieke Manager also coaches {other.code}: both groups are on site" in text
    made = CoachAssignment.objects.get(cohort=group)
    client.post(reverse("admin:end_coach", args=[made.pk]))
    made.refresh_from_db()
    assert made.until == at.date() - timedelta(days=1)


def test_colleagues_of_other_campuses_are_no_choice(group, carla, ghent, signed_in, at):
    stranger = UserFactory(name="Stranger", roles=["coach"], campuses=[ghent])
    page = reverse("admin:cohort_coaches", args=[group.pk])
    answer = signed_in(carla).post(page, {"user": stranger.pk, "role": "lead"})
    assert answer.status_code == 200
    assert not CoachAssignment.objects.exists()


def titles(user, at):
    return {str(task.title): task for task in tasks_for(user, at=at)}


def test_today_names_my_cohorts_and_those_without_a_lead(group, brussels, web, carla, at):
    CoachAssignmentFactory(cohort=group, user=carla)
    soon = CohortFactory(campus=brussels, track=web, start_on=at.date() + timedelta(days=14))
    CohortFactory(campus=brussels, track=web, start_on=at.date() + timedelta(days=15))
    tasks = titles(carla, at)
    assert tasks["My cohorts today"].url == reverse("admin:cohort_page", args=[group.pk])
    without = tasks["Cohorts without a lead coach"]
    assert (without.count, without.items[0][0]) == (1, f"{soon.code} · 16 March")
    assert titles(UserFactory(roles=["reporting"]), at).keys().isdisjoint(tasks)


def test_today_counts_late_evaluations(group, carla, at):
    for name in ("Anna", "Bob"):
        one = learner(group, name)
        EvaluationFactory(enrolment=one, due_on=at.date() - timedelta(days=1))
        EvaluationFactory(enrolment=one, by="self", due_on=at.date())
    late = titles(carla, at)["Evaluations that are late"]
    assert (late.count, late.items) == (
        2,
        (
            (
                f"{group.code} · The coach: 2",
                reverse("admin:cohort_evaluations", args=[group.pk]),
            ),
        ),
    )
