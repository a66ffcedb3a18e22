"""The dry run of a cohort is what real sweeps say, day for day."""

from collections import Counter
from datetime import date, timedelta

import pytest

from becode.core import clock
from becode.messages.models import Message
from becode.reminders.milestones import milestones_of
from becode.reminders.models import RuleVersion
from becode.reminders.rehearsal import rehearse
from becode.reminders.sweep import sweep
from placements.workflow.follow_up_plan import plan_exit_forms, plan_follow_ups
from tests.factories import CohortFactory, EnrolmentFactory

pytestmark = pytest.mark.django_db

START, LAST = date(2026, 5, 4), date(2027, 3, 5)


@pytest.fixture
def cohort(brussels, web):
    return CohortFactory(
        campus=brussels,
        track=web,
        start_on=START,
        end_on=date(2026, 12, 4),
        internship_start_on=date(2026, 12, 7),
        internship_end_on=LAST,
    )


def planned(cohort, *keys):
    return [
        (one.rule.key, one.at) for one in rehearse(milestones_of(cohort)) if one.rule.key in keys
    ]


def swept():
    return Counter(Message.objects.values_list("rule", "due_at"))


def test_what_is_planned_for_the_start_is_what_sweeps_say(cohort, at, only_rules):
    EnrolmentFactory(cohort=cohort)
    expected = planned(cohort, "cohort_starts")
    assert len(expected) == 4
    only_rules("cohort_starts")
    moment = clock.at_local(START - timedelta(days=20), 0)
    while moment < clock.at_local(START, 12):
        sweep(at=moment)
        moment += timedelta(hours=1)
    assert swept() == Counter(expected)


def test_what_is_planned_after_leaving_is_what_sweeps_say(cohort, at, only_rules):
    EnrolmentFactory(cohort=cohort, state="graduated", graduated_on=LAST)
    keys = ("placements.follow_up", "placements.exit_form")
    expected = planned(cohort, *keys)
    assert len(expected) == 4 + 5 * 3
    only_rules(*keys)
    for moment in sorted({one for _key, one in expected}):
        with clock.set_to(moment):
            plan_exit_forms()
            plan_follow_ups()
            sweep(at=moment)
    assert swept() == Counter(expected)


def test_it_follows_the_settings(cohort, at):
    RuleVersion.objects.create(rule="cohort_starts", offsets=["-1d@9"], made_at=at)
    assert planned(cohort, "cohort_starts") == [
        ("cohort_starts", clock.at_local(START - timedelta(days=1), 9))
    ]


def test_public_holidays_are_passed_over(cohort, at):
    cohort.internship_end_on = date(2027, 4, 1)
    asked = [clock.local_day(one) for _key, one in planned(cohort, "placements.follow_up")]
    assert date(2027, 5, 1) not in asked
    assert date(2027, 5, 2) in asked


def test_what_meets_on_one_day_goes_in_one_mail(cohort, at):
    """On day 7 before the internship papers and the unsigned agreement meet at the officers."""
    found = rehearse(milestones_of(cohort))
    together = {(one.on, one.rule.to) for one in found if one.is_together}
    for on, to in together:
        assert sum(one.on == on and one.rule.to == to for one in found) > 1
    assert together


def test_a_cohort_without_an_internship_has_none_of_its_reminders(cohort, at):
    cohort.internship_start_on = cohort.internship_end_on = None
    assert planned(cohort, "internship_starts_learner", "placements.no_place_learner") == []


def test_the_page_shows_it_and_asks_few_queries(
    cohort, carla, bram, signed_in, at, django_assert_max_num_queries
):
    page = f"/staff/cohorts/{cohort.pk}/reminders/"
    assert signed_in(bram).get(page).status_code == 404
    client = signed_in(carla)
    client.get(page)
    with django_assert_max_num_queries(20):
        response = client.get(page)
    assert response.context["count"] == len(rehearse(milestones_of(cohort)))
    company = client.get(f"{page}?reader=company").context["months"]
    said = {str(one.rule.to) for _month, found in company for one, _words in found}
    assert said == {"company", "signer"}
