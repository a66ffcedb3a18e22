"""The page of a cohort's day: who is there, who needs a word and why, in few queries."""

from datetime import time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import resolve, reverse

from becode.core import clock
from becode.core.actors import SYSTEM
from cohorts.admin.cohort_page import PAGES
from cohorts.enums import CohortState
from cohorts.models import AttendanceFlag, Cohort, TrainingDay
from cohorts.morning import morning
from cohorts.workflow.evaluations import plan_evaluations
from tests.factories import PositionFactory, ProposalFactory, UserFactory
from tests.factories_progress import learner, running_cohort, working_days
from tests.factories_training import (
    AbsenceFactory,
    AgendaItemFactory,
    CheckInFactory,
    CoachAssignmentFactory,
    FileItemFactory,
    LaptopFactory,
    LaptopLoanFactory,
    check_in_whole_day,
    local,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def group(web, brussels):
    return running_cohort(campus=brussels, track=web)


@pytest.fixture
def anna(group):
    return learner(group)


@pytest.fixture
def on(at):
    return at.date()


def line_of(enrolment, moment):
    lines = morning(enrolment.cohort, at=moment).lines
    return next(line for line in lines if line.enrolment == enrolment)


def sentences(enrolment, moment):
    return [risk.text for risk in line_of(enrolment, moment).risks]


def states(enrolment, moment):
    return [dot.state for dot in line_of(enrolment, moment).dots]


def present_before(enrolment, on):
    for day in working_days(last=on - timedelta(days=1)):
        check_in_whole_day(enrolment, day)


# The four dots -------------------------------------------------------------------------------


def test_dots_of_a_day(anna, on):
    check_in_whole_day(anna, on, arrival=time(9, 6), lunch=None, departure=time(16, 50))
    assert states(anna, local(on, time(18))) == ["late", "missing", "in", "late"]


def test_within_the_minutes_of_grace_is_in_time(anna, on):
    check_in_whole_day(anna, on, arrival=time(9, 5), departure=time(16, 55))
    assert states(anna, local(on, time(18))) == ["in"] * 4


def test_what_is_still_to_come_is_not_missing(anna, on):
    assert states(anna, local(on, time(9, 5))) == ["ahead"] * 4
    assert states(anna, local(on, time(9, 6))) == ["missing", "ahead", "ahead", "ahead"]


def test_a_half_day_has_two_dots(group, anna, on):
    TrainingDay.objects.filter(cohort=group, on=on).update(
        part="afternoon", arrive_by=None, lunch_from=None
    )
    CheckInFactory(enrolment=anna, on=on, moment=3, at=local(on, time(13, 30)))
    assert states(anna, local(on, time(14))) == ["in", "ahead"]


def test_counts_of_the_day(group, anna, on):
    learner(group, "Later", started_on=on + timedelta(days=1))
    ill = learner(group, "Ill")
    learner(group, "Silent")
    CheckInFactory(enrolment=anna, on=on, at=local(on, time(9)))
    AbsenceFactory(enrolment=ill, first_on=on)
    page = morning(group, at=local(on, time(10)))
    assert (page.present, page.announced, page.expected) == (1, 1, 3)


def test_no_lessons_names_the_next_ones(group, anna, at):
    sunday = at - timedelta(days=1)
    page = morning(group, at=sunday)
    assert (page.lessons, page.next_lessons.on, page.expected) == (None, at.date(), 0)


# Who needs a word ----------------------------------------------------------------------------


def test_three_days_of_silence(anna, on, at):
    days = working_days(last=on - timedelta(days=1))
    for day in days[:2]:
        check_in_whole_day(anna, day)
    assert sentences(anna, at) == [
        "No check-in and no absence filed for 3 days of lessons, since 25 February 2026"
    ]
    CheckInFactory(enrolment=anna, on=days[3], at=local(days[3], time(9)))
    assert sentences(anna, at) == []


def test_a_filed_absence_is_no_silence(anna, on, at):
    day = on - timedelta(days=4)
    AbsenceFactory(enrolment=anna, first_on=day)
    assert sentences(anna, at) == []


def test_who_has_just_come_is_not_silent(group, on, at):
    new = learner(group, "New", started_on=on - timedelta(days=3))
    assert sentences(new, at) == []


def test_each_reason_is_spelled_out(group, anna, on, at):
    present_before(anna, on)
    AttendanceFlag.objects.create(
        enrolment=anna, threshold="unjustified_4", raised_at=at, counted=8
    )
    FileItemFactory(enrolment=anna, kind="contract", state="missing")
    FileItemFactory(
        enrolment=anna,
        kind="permit",
        state="verified",
        received_at=at,
        valid_until=on + timedelta(days=5),
    )
    FileItemFactory(
        enrolment=anna,
        kind="benefit",
        state="verified",
        received_at=at,
        valid_until=on - timedelta(days=1),
    )
    plan_evaluations(cohort=group, actor=SYSTEM, at=at)
    anna.evaluations.filter(moment="mid").update(due_on=on - timedelta(days=1))
    anna.evaluations.filter(moment="mid", by="coach").update(filed_at=at)
    assert sentences(anna, at) == [
        "4 unjustified absences: talk with them",
        "Benefit and its end: ended on 1 March 2026",
        "Still to bring: Training contract",
        "Residence permit with right to work: ends on 7 March 2026",
        "Evaluation (Half-way) by: The learner. It was due on 1 March 2026",
    ]


def test_a_permit_that_outlasts_the_training_is_no_reason(anna, on, at):
    present_before(anna, on)
    FileItemFactory(
        enrolment=anna,
        kind="permit",
        state="verified",
        received_at=at,
        valid_until=anna.cohort.end_on,
    )
    assert sentences(anna, at) == []


def test_a_closed_flag_is_no_reason(anna, on, at):
    present_before(anna, on)
    AttendanceFlag.objects.create(
        enrolment=anna,
        threshold="unjustified_2",
        raised_at=at,
        counted=4,
        state="closed",
        met_on=on,
        closed_at=at,
    )
    assert sentences(anna, at) == []


# The page ------------------------------------------------------------------------------------


def address(cohort):
    return reverse("admin:cohort_page", args=[cohort.pk])


def fill(group, at, names):
    for name in names:
        one = learner(group, name)
        check_in_whole_day(one, at.date(), departure=None)
        AbsenceFactory(enrolment=one, first_on=at.date() - timedelta(days=4))
        FileItemFactory(enrolment=one)
        AttendanceFlag.objects.create(
            enrolment=one, threshold="missed_15", raised_at=at, counted=151
        )
        laptop = LaptopFactory(campus=group.campus, state="on_loan")
        LaptopLoanFactory(enrolment=one, laptop=laptop)
        position = PositionFactory(campus=group.campus)
        ProposalFactory(enrolment=one, position=position)
    plan_evaluations(cohort=group, actor=SYSTEM, at=at)


def test_few_queries_whatever_the_size_of_the_roster(group, carla, signed_in, at):
    client = signed_in(carla)
    CoachAssignmentFactory(cohort=group, user=carla)
    fill(group, at, ["Anna"])
    counts = []
    for names in ([], [f"Learner{number}" for number in range(29)]):
        fill(group, at, names)
        for _warm in range(2):
            with CaptureQueriesContext(connection) as captured:
                answer = client.get(address(group))
        assert answer.status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]
    assert counts[0] < 25, [query["sql"][:120] for query in captured.captured_queries]


def test_it_shows_what_a_coach_needs(group, carla, signed_in, at, on):
    CoachAssignmentFactory(cohort=group, user=carla)
    fill(group, at, ["Anna"])
    AgendaItemFactory(campus=group.campus, starts_at=local(on, time(14)), title="Git for two")
    text = signed_in(carla).get(address(group)).content.decode()
    for words in (
        "Anna Peeters",
        "Carla Coach",
        "Git for two",
        "LT-",
        "(Waiting for the company)",
        "AP",
    ):
        assert words in text
    assert "15% of the hours missed: talk with them" in text


def names(page, part="links"):
    """The pages that a page of the day leads to, by URL name."""
    return [resolve(url.partition("?")[0]).url_name for _words, _icon, url in page.context[part]]


@pytest.mark.parametrize("state", CohortState.values)
def test_every_page_of_a_cohort_is_named_once_at_most(group, carla, signed_in, state):
    Cohort.objects.filter(pk=group.pk).update(state=state)
    page = signed_in(carla).get(address(group))
    found = names(page) + names(page, "more_links")
    assert found
    assert len(found) == len(set(found))
    assert set(found) <= set(PAGES)


@pytest.mark.parametrize(
    ("weeks", "third"), [(1, "entry_records"), (3, "cohorts_absence_changelist")]
)
def test_in_training_the_sheet_and_the_code_come_first(group, carla, signed_in, at, weeks, third):
    Cohort.objects.filter(pk=group.pk).update(start_on=at.date() - timedelta(weeks=weeks))
    page = signed_in(carla).get(address(group))
    assert names(page)[:3] == ["class_sheet", "room_screen", third]
    assert "cohort_graduation" in names(page, "more_links")


def test_on_a_day_at_home_there_is_no_code_to_show(group, carla, signed_in, on):
    TrainingDay.objects.filter(cohort=group, on=on).update(place="home")
    assert "room_screen" not in names(signed_in(carla).get(address(group)))


def test_before_the_start_nothing_of_the_training_is_offered(group, carla, signed_in):
    Cohort.objects.filter(pk=group.pk).update(state="planned")
    page = signed_in(carla).get(address(group))
    assert names(page)[0] == "cohorts_cohort_change"
    found = {*names(page), *names(page, "more_links")}
    assert not found & {"class_sheet", "room_screen", "cohort_graduation", "cohort_evaluations"}


def test_on_internship_graduation_comes_first(group, carla, signed_in):
    Cohort.objects.filter(pk=group.pk).update(state="internship")
    assert names(signed_in(carla).get(address(group)))[0] == "cohort_graduation"


SUB_PAGES = (
    "class_sheet",
    "class_sheet_paper",
    "room_screen",
    "entry_records",
    "cohort_file",
    "cohort_evaluations",
    "cohort_calendar",
    "cohort_coaches",
    "cohort_graduation",
    "cohort_month",
)


@pytest.mark.parametrize("name", SUB_PAGES)
def test_pages_of_a_cohort_lead_back_to_its_day(group, carla, signed_in, at, name):
    month = [f"{at:%Y-%m}"] if name == "cohort_month" else []
    page = signed_in(carla).get(reverse(f"admin:{name}", args=[group.pk, *month]))
    html = page.content.decode()
    kicker = html.partition('<p class="staff-kicker">')[2].partition("</p>")[0]
    assert f'href="{address(group)}"' in kicker


def test_who_may_not_read_the_day_is_led_back_to_the_cohort(group, brussels, signed_in):
    reporter = UserFactory(roles=["reporting"], campuses=[brussels])
    page = signed_in(reporter).get(reverse("admin:cohort_coaches", args=[group.pk]))
    assert page.context["cohort_url"] == reverse("admin:cohorts_cohort_change", args=[group.pk])


def test_who_has_gone_stands_apart(group, anna, at):
    gone = learner(group, "Gone", state="left", left_on=at.date())
    page = morning(group, at=at)
    assert [line.enrolment for line in page.lines] == [anna]
    assert [line.enrolment for line in page.gone] == [gone]


def test_an_admissions_colleague_sees_no_evaluations(group, anna, amina, signed_in, at):
    plan_evaluations(cohort=group, actor=SYSTEM, at=at)
    anna.evaluations.update(due_on=at.date() - timedelta(days=1))
    client = signed_in(amina)
    text = client.get(address(group)).content.decode()
    assert "Evaluation" not in text.split('id="learners"')[1]
    page = reverse("admin:learner_progress", args=[anna.pk])
    assert client.get(page).status_code == 403


def test_other_campuses_are_not_there(group, signed_in, ghent, at):
    stranger = UserFactory(roles=["coach"], campuses=[ghent])
    assert signed_in(stranger).get(address(group)).status_code == 404


def test_the_clock_of_brussels_decides_the_day(group, anna):
    late_evening = clock.at_local(working_days()[0], 0) - timedelta(minutes=1)
    assert morning(group, at=late_evening).lessons is None
    assert morning(group, at=late_evening + timedelta(minutes=1)).lessons is not None
