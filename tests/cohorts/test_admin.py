"""The staff pages of cohorts and learners."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from becode.accounts.enums import Role
from becode.backoffice.today import tasks_for
from becode.campuses.models import Closure
from becode.people.models import Person
from becode.portal.cards import cards_for
from cohorts.models import Cohort, Enrolment
from cohorts.permissions import cohorts as permissions
from tests.factories import CohortFactory, EnrolmentFactory, UserFactory

pytestmark = pytest.mark.django_db
ADD = "/staff/cohorts/cohort/add/"


@pytest.fixture
def cohort(web, brussels):
    return CohortFactory(track=web, campus=brussels, code="BXL-Bouman-2.22", seats=3)


@pytest.fixture
def foreign(web, ghent):
    return EnrolmentFactory(cohort=CohortFactory(track=web, campus=ghent))


@pytest.fixture
def manager(mieke, signed_in, at):
    return signed_in(mieke)


@pytest.fixture
def plan(web, brussels):
    return {
        "track": web.pk,
        "campus": brussels.pk,
        "start_on": "2026-05-04",
        "code": "BXL-Keller-7",
        "seats": "20",
        "offer_hours": "48",
    }


def do(client, record, verb, **data):
    name = record._meta.model_name
    return client.post(f"/staff/cohorts/{name}/{record.pk}/do/{verb}/", data)


def test_a_preview_shows_the_dates_and_plans_nothing(manager, plan):
    answer = manager.post(ADD, {**plan, "preview": "1"})
    assert "Thursday 3 December 2026" in answer.content.decode()
    assert Cohort.objects.count() == 0


def test_planning_says_the_last_day(manager, plan, brussels):
    Closure.objects.create(
        campus=brussels, start_on=date(2026, 7, 6), end_on=date(2026, 7, 7), reason="Rest"
    )
    answer = manager.post(ADD, plan, follow=True)
    assert "BXL-Keller-7 is planned. The training ends on 7 December 2026." in (
        answer.content.decode()
    )
    assert Cohort.objects.get().seats == 20


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("start_on", "2026-05-02"),
        ("start_on", "31/02/2026"),
        ("start_on", "9999-12-31"),
        ("start_on", "0001-01-01"),
        ("seats", "-1"),
        ("seats", "99999999999999999999"),
        ("offer_ceiling", "3"),
        ("code", "x" * 10_000),
        ("code", ""),
        ("campus", "999"),
    ],
)
def test_bad_input_is_said_at_the_form_and_nothing_is_lost(manager, plan, field, value):
    answer = manager.post(ADD, {**plan, field: value})
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert Cohort.objects.count() == 0


def test_a_code_in_use_is_said(manager, plan, cohort):
    answer = manager.post(ADD, {**plan, "code": cohort.code})
    assert "There is a cohort with this code." in answer.content.decode()


def test_nobody_plans_for_another_campus(manager, plan, ghent):
    answer = manager.post(ADD, {**plan, "campus": ghent.pk})
    assert answer.context["form"].errors.keys() == {"campus"}


def test_the_page_shows_the_roster_and_the_way_to_offer_seats(manager, cohort):
    enrolment = EnrolmentFactory(cohort=cohort)
    EnrolmentFactory(cohort=cohort, state="withdrawn")
    answer = manager.get(f"/staff/cohorts/cohort/{cohort.pk}/change/")
    (section,) = answer.context["sections"]
    assert [row[0].text for row in section.context["rows"]] == [enrolment.person.full_name]
    urls = [button.url for button in answer.context["buttons"]]
    assert urls[0] == f"/staff/cohorts/{cohort.pk}/fill/"  # what stands out comes first


def test_the_list_is_named_after_what_it_holds(manager, cohort):
    assert manager.get("/staff/cohorts/cohort/").context["title"] == "Cohorts"


def test_seats_are_changed_and_never_below_those_taken(manager, cohort):
    EnrolmentFactory(cohort=cohort)
    EnrolmentFactory(cohort=cohort)
    answer = do(manager, cohort, "seats", seats="1", offer_ceiling="")
    assert answer.status_code == 302
    do(manager, cohort, "seats", seats="5", offer_ceiling="9")
    cohort.refresh_from_db()
    assert (cohort.seats, cohort.ceiling) == (5, 9)


def test_learners_graduate_together(manager, cohort, at):
    learners = [
        EnrolmentFactory(cohort=cohort, state="on_internship", started_on=date(2025, 5, 5))
        for _ in range(2)
    ]
    manager.post(
        "/staff/cohorts/enrolment/do/graduate/",
        {"chosen": [learner.pk for learner in learners], "on": "2026-02-27"},
    )
    assert set(Enrolment.objects.values_list("state", "graduated_on")) == {
        ("graduated", date(2026, 2, 27))
    }


def test_a_learner_leaves_with_a_reason(manager, cohort):
    enrolment = EnrolmentFactory(cohort=cohort, state="in_training")
    assert do(manager, enrolment, "leave", on="2026-03-02", reason="").context["form"].errors
    do(
        manager,
        enrolment,
        "leave",
        on="2026-03-02",
        reason="found_job",
        decided_by="learner",
    )
    enrolment.refresh_from_db()
    assert (enrolment.state, enrolment.leaving_reason) == ("left", "found_job")


def test_skills_are_words_between_commas(manager, cohort):
    enrolment = EnrolmentFactory(cohort=cohort)
    do(manager, enrolment, "profile", profile="Builds pages.", skills="HTML, Python,, HTML ,")
    enrolment.refresh_from_db()
    assert enrolment.skills == ["HTML", "Python"]


def test_what_is_of_another_campus_is_not_there(manager, foreign):
    for path in (
        f"/staff/cohorts/cohort/{foreign.cohort_id}/change/",
        f"/staff/cohorts/enrolment/{foreign.pk}/change/",
    ):
        assert manager.get(path).status_code == 404
    assert do(manager, foreign, "withdraw").status_code == 404


def test_can_verb_agrees_with_visible_to(cohort, foreign, brussels, ghent):
    EnrolmentFactory(cohort=cohort)
    roles = {
        permissions.can_plan: {*permissions.PLANNERS, Role.ADMINISTRATOR},
        permissions.can_run: {*permissions.GUIDES, Role.ADMINISTRATOR},
        permissions.can_guide: {*permissions.GUIDES, Role.ADMINISTRATOR},
        permissions.can_free_seat: {
            *permissions.PLANNERS,
            *permissions.GUIDES,
            Role.ADMINISTRATOR,
        },
        permissions.can_write_profile: {*permissions.GUIDES, Role.PLACEMENT, Role.ADMINISTRATOR},
    }
    for role in Role:
        for campuses in ([], [brussels], [ghent]):
            user = UserFactory(roles=[role], campuses=campuses)
            for can, allowed_roles in roles.items():
                model = Cohort if can in (permissions.can_plan, permissions.can_run) else Enrolment
                seen = set(model.objects.visible_to(user)) if role in allowed_roles else set()
                assert {row for row in model.objects.order_by("pk") if can(user, row)} == seen


@pytest.mark.parametrize("path", ["cohort/", "enrolment/"])
def test_lists_ask_the_same_few_queries_for_1_and_30_rows(manager, cohort, path):
    EnrolmentFactory(cohort=cohort)
    manager.get(f"/staff/cohorts/{path}")

    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert manager.get(f"/staff/cohorts/{path}").status_code == 200
        return len(captured)

    one = queries()
    for number in range(29):
        other = CohortFactory(track=cohort.track, campus=cohort.campus, code=f"X{number}")
        EnrolmentFactory(cohort=other)
    assert queries() == one
    assert one <= 10


def test_today_names_cohorts_whose_day_has_come(mieke, cohort, at):
    def titles(moment):
        return [str(task.title) for task in tasks_for(mieke, at=moment)]

    assert "Cohorts to start: the first day has come" not in titles(at)
    day_one = at + (cohort.start_on - at.date())
    assert "Cohorts to start: the first day has come" in titles(day_one)


def test_people_are_seen_through_their_enrolments(mieke, cohort, foreign):
    enrolment = EnrolmentFactory(cohort=cohort)
    assert list(Person.objects.visible_to(mieke)) == [enrolment.person]


def test_my_page_has_a_card_for_the_seat(cohort, at, as_person):
    enrolment = EnrolmentFactory(cohort=cohort)
    (card,) = (card for card in cards_for(enrolment.person, at=at) if "cohorts" in card.template)
    assert card.context["days_left"] == (cohort.start_on - at.date()).days
    text = as_person(enrolment.person).get("/en/my/").content.decode()
    assert "Monday 4 May 2026, 09:00" in text
    assert "What to bring" in text


def test_a_seat_given_back_has_no_card(cohort, at):
    enrolment = EnrolmentFactory(cohort=cohort, state="withdrawn")
    assert [c for c in cards_for(enrolment.person, at=at) if "cohorts" in c.template] == []
    assert cohort.start_on > (at + timedelta(days=1)).date()
