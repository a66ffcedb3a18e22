"""Each requirement of a track is checked, said or waived before somebody graduates."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from becode.portal.cards import cards_for
from cohorts.models import Attestation, Certificate, RequirementCheck
from cohorts.requirements import standing_of
from cohorts.workflow import graduating
from cohorts.workflow.enrolments import graduate
from placements.models import Internship
from tests.factories import CohortFactory, PersonFactory, PositionFactory, ProposalFactory
from tests.factories_training import (
    CompetenceFactory,
    EvaluationFactory,
    LaptopFactory,
    LaptopLoanFactory,
    LearnerFactory,
    RequirementFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort(web, brussels):
    return CohortFactory(
        track=web, campus=brussels, state="running", start_on=date(2025, 9, 1), seats=40
    )


@pytest.fixture
def learner(cohort):
    return LearnerFactory(cohort=cohort)


@pytest.fixture
def coach(carla):
    return Actor.user(carla)


def only(learner):
    (standing,) = standing_of(learner)
    return standing


def attest(learner, carla, at, *, month, version=1, planned=6000, present=0, justified=0):
    Attestation.objects.create(
        enrolment=learner,
        month=month,
        version=version,
        planned=planned,
        present=present,
        justified=justified,
        unjustified=planned - present - justified,
        reason="" if version == 1 else "Corrected",
        locked_at=at,
        locked_by=carla,
    )


def test_attendance_counts_present_and_justified_of_the_latest_versions(learner, web, carla, at):
    RequirementFactory(track=web, kind="attendance", percent=80)
    assert only(learner).is_open
    attest(learner, carla, at, month=date(2025, 9, 1), present=1000)
    attest(learner, carla, at, month=date(2025, 9, 1), version=2, present=4000, justified=800)
    assert only(learner).counted.is_met  # 4800 of 6000
    attest(learner, carla, at, month=date(2025, 10, 1), present=4799)
    assert not only(learner).counted.is_met
    assert "79%" in only(learner).counted.words


def test_competences_count_what_the_coach_wrote_at_the_end(learner, web):
    RequirementFactory(track=web, kind="competences", percent=50)
    first, second = CompetenceFactory(track=web), CompetenceFactory(track=web)
    CompetenceFactory(track=web, is_active=False)
    assert only(learner).is_open
    marks = {str(first.pk): 3, str(second.pk): 2}
    EvaluationFactory(
        enrolment=learner, moment="end", by="self", marks=marks, filed_at=learner.enrolled_at
    )
    assert only(learner).is_open
    EvaluationFactory(
        enrolment=learner, moment="end", by="coach", marks=marks, filed_at=learner.enrolled_at
    )
    assert not only(learner).is_open
    assert only(learner).counted.words == "1 of 2 competences"


def test_a_laptop_that_is_out_stands_in_the_way(learner, web, brussels, at):
    RequirementFactory(track=web, kind="laptop")
    assert not only(learner).is_open
    loan = LaptopLoanFactory(laptop=LaptopFactory(campus=brussels), enrolment=learner)
    assert only(learner).is_open
    loan.returned_at = at
    loan.save()
    assert not only(learner).is_open


def test_the_internship_counts_once_it_is_completed(learner, web, brussels):
    RequirementFactory(track=web, kind="internship")
    assert only(learner).counted.words == "No internship yet."
    position = PositionFactory(campus=brussels)
    internship = Internship.objects.create(
        enrolment=learner,
        proposal=ProposalFactory(position=position, enrolment=learner),
        position=position,
        company=position.company,
        start_on=date(2025, 11, 3),
        end_on=date(2026, 1, 30),
        state="running",
    )
    assert only(learner).is_open
    internship.state = "completed"
    internship.save()
    assert not only(learner).is_open


def test_graduating_is_refused_with_the_list_of_what_is_open(learner, web, coach, at):
    RequirementFactory(track=web, kind="checked", text_en="A portfolio is online")
    RequirementFactory(track=web, kind="internship", text_en="Three months in a company")
    RequirementFactory(track=web, kind="checked", text_en="Not used", is_active=False)
    with pytest.raises(IllegalMove) as refused:
        graduate(enrolment=learner, on=at.date(), actor=coach, at=at)
    assert "A portfolio is online, Three months in a company" in str(refused.value.sentence)
    learner.refresh_from_db()
    assert learner.state == "in_training"


def test_what_a_coach_says_and_waives_lets_somebody_graduate(learner, web, coach, carla, at):
    portfolio = RequirementFactory(track=web, kind="checked")
    internship = RequirementFactory(track=web, kind="internship")
    graduating.check_requirement(enrolment=learner, requirement=portfolio, actor=coach, at=at)
    graduating.waive_requirement(
        enrolment=learner, requirement=internship, note="Found a job", actor=coach, at=at
    )
    graduate(enrolment=learner, on=at.date(), actor=coach, at=at)
    assert learner.state == "graduated"
    waived = RequirementCheck.objects.get(requirement=internship)
    assert (waived.is_waived, waived.note, waived.checked_by) == (True, "Found a job", carla)


def test_numbers_are_not_overruled_by_a_word_only_waived(learner, web, coach, at):
    requirement = RequirementFactory(track=web, kind="internship")
    with pytest.raises(IllegalMove, match="numbers decide"):
        graduating.check_requirement(enrolment=learner, requirement=requirement, actor=coach, at=at)
    with pytest.raises(IllegalMove, match="reason"):
        graduating.waive_requirement(
            enrolment=learner, requirement=requirement, note=" ", actor=coach, at=at
        )


def test_what_was_said_can_be_taken_back(learner, web, coach, at):
    requirement = RequirementFactory(track=web, kind="checked")
    graduating.check_requirement(enrolment=learner, requirement=requirement, actor=coach, at=at)
    graduating.clear_requirement(enrolment=learner, requirement=requirement, actor=coach, at=at)
    assert only(learner).is_open


def test_a_requirement_of_another_track_is_refused(learner, coach, at):
    with pytest.raises(IllegalMove):
        graduating.check_requirement(
            enrolment=learner, requirement=RequirementFactory(), actor=coach, at=at
        )


def test_the_page_of_one_learner_says_and_waives(learner, web, carla, signed_in, at):
    requirement = RequirementFactory(track=web, kind="checked", text_en="A portfolio is online")
    client, path = signed_in(carla), f"/staff/graduation/{learner.pk}/"
    assert "A portfolio is online" in client.get(path).content.decode()
    answer = client.post(
        path, {"requirement": requirement.pk, "says": "waived", "note": ""}, follow=True
    )
    assert "Please give a reason." in answer.content.decode()
    client.post(path, {"requirement": requirement.pk, "says": "met"})
    assert not only(learner).is_open
    client.post(path, {"requirement": requirement.pk, "says": "clear"})
    assert only(learner).is_open


def test_the_learner_sees_the_same_as_the_coach(learner, web, as_person, carla, at):
    assert "cohorts/my/requirements_card.html" not in {
        card.template for card in cards_for(learner.person, at=at)
    }
    RequirementFactory(track=web, kind="attendance", percent=80, text_en="Be there")
    attest(learner, carla, at, month=date(2025, 9, 1), present=3000)
    assert "cohorts/my/requirements_card.html" in {
        card.template for card in cards_for(learner.person, at=at)
    }
    page = as_person(learner.person).get("/en/my/training/requirements/").content.decode()
    assert "Be there" in page
    assert "50% of the hours" in page
    assert "Not yet" in page


def test_a_cohort_graduates_at_once_those_who_are_ready(cohort, web, carla, signed_in, at):
    requirement = RequirementFactory(track=web, kind="checked")
    ready, later = (LearnerFactory(cohort=cohort, person=PersonFactory()) for _one in range(2))
    graduating.check_requirement(
        enrolment=ready, requirement=requirement, actor=Actor.user(carla), at=at
    )
    client, path = signed_in(carla), f"/staff/cohort-graduation/{cohort.pk}/"
    page = client.get(path).content.decode()
    assert f'value="{ready.pk}"' in page
    assert f'name="chosen" value="{later.pk}"' not in page
    client.post(
        path,
        {"chosen": [ready.pk, later.pk], "on": "2026-02-27", "certificates": "on"},
    )
    ready.refresh_from_db()
    later.refresh_from_db()
    assert (ready.state, ready.graduated_on) == ("graduated", date(2026, 2, 27))
    assert later.state == "in_training"
    assert [one.enrolment for one in Certificate.objects.all()] == [ready]


def test_the_preview_costs_the_same_for_one_and_for_thirty(cohort, web, carla, signed_in, at):
    for kind in ("attendance", "competences", "internship", "laptop", "checked"):
        RequirementFactory(track=web, kind=kind, percent=80)
    client, path = signed_in(carla), f"/staff/cohort-graduation/{cohort.pk}/"
    LearnerFactory(cohort=cohort)
    client.get(path)
    with CaptureQueriesContext(connection) as one:
        client.get(path)
    for _number in range(29):
        LearnerFactory(cohort=cohort)
    with CaptureQueriesContext(connection) as thirty:
        client.get(path)
    assert len(thirty) == len(one) <= 25


def standing_out(client, learner):
    """The words of the button that stands out on a learner's page."""
    page = client.get(f"/staff/cohorts/enrolment/{learner.pk}/change/")
    return [str(one.label) for one in page.context["buttons"] if one.primary]


@pytest.mark.parametrize(
    ("state", "end_on", "profile", "stands_out"),
    [
        ("in_training", date(2026, 3, 20), "", ["Write the profile"]),
        ("in_training", date(2026, 3, 20), "Builds", ["Write down an absence"]),
        ("in_training", date(2026, 2, 27), "Builds", ["Send on internship"]),
        ("on_internship", date(2026, 3, 2), "Builds", ["Graduate"]),
    ],
)
def test_what_stands_out_is_what_is_done_now(
    cohort, learner, carla, signed_in, at, state, end_on, profile, stands_out
):
    """On 2 March 2026. What is possible long before stays there, quietly."""
    ends = {"end_on": end_on, "internship_end_on": None}
    if state == "in_training":
        ends |= {"internship_start_on": end_on, "internship_end_on": date(2026, 6, 26)}
    type(cohort).objects.filter(pk=cohort.pk).update(**ends)
    type(learner).objects.filter(pk=learner.pk).update(state=state, profile=profile)
    client = signed_in(carla)
    assert standing_out(client, learner) == stands_out
    page = client.get(f"/staff/cohorts/enrolment/{learner.pk}/change/")
    assert "Graduate" in [str(one.label) for one in page.context["buttons"]]
