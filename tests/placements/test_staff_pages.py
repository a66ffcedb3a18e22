"""The staff lists and pages: who may, what a colleague sees, what the verbs do."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from becode.backoffice.today import tasks_for
from placements.fitting import learners_for
from placements.models import Company, CompanyContact, Internship, JobPlacement, Position, Proposal
from placements.permissions import (
    can_change_company,
    can_change_internship,
    can_change_position,
    can_change_proposal,
)
from placements.workflow import follow_ups, internships, proposals
from tests import factories
from tests.factories_placements import in_order
from tests.placements.conftest import learner_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _one_factor(settings):
    settings.SECOND_FACTOR_DEMANDED_OF = []


@pytest.fixture
def proposal(yasmin, position, chloe, by_pia, at):
    return proposals.propose(enrolment=yasmin, position=position, actor=by_pia, at=at)


@pytest.fixture
def internship(proposal, by_pia, at):
    proposals.accept(proposal=proposal, actor=by_pia, at=at)
    return internships.plan(
        proposal=proposal, actor=by_pia, at=at, start_on=at.date(), end_on=date(2026, 3, 20)
    )


def address(record, page="change", *more):
    meta = record._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_{page}", args=[record.pk, *more])


def do(record, verb):
    return address(record, "do", verb)


def test_every_list_and_page_opens(signed_in, pia, internship, yasmin, by_pia, at):
    client = signed_in(pia)
    left = factories.EnrolmentFactory(cohort=yasmin.cohort, state="left", left_on=date(2026, 1, 5))
    follow_ups.plan_follow_ups()
    job = JobPlacement.objects.create(
        person=left.person,
        enrolment=left,
        employer_name="Hill",
        function="Tester",
        contract_type="agency",
        start_on=date(2026, 2, 2),
        recorded_at=at,
    )
    records = [
        internship,
        internship.company,
        internship.position,
        internship.proposal,
        job,
        left.follow_ups.first(),
    ]
    for record in records:
        name = f"admin:{record._meta.app_label}_{record._meta.model_name}_changelist"
        assert client.get(reverse(name), {"q": "a"}).status_code == 200, name
        response = client.get(address(record))
        assert response.status_code == 200, name
        for button in response.context["buttons"]:
            assert client.get(button.url).status_code == 200, button.url
    assert client.get(address(left.person)).status_code == 200
    assert client.get(reverse("admin:propose")).status_code == 200


def test_the_way_from_company_to_job(signed_in, pia, brussels, yasmin, at):
    client = signed_in(pia)
    client.post(
        reverse("admin:placements_company_add"),
        {"name": "Hill", "number": "BE 0123.456.749", "campuses": [brussels.pk], "is_active": "on"},
    )
    company = Company.objects.get(name="Hill")
    assert (company.number, list(company.campuses.all())) == ("0123456749", [brussels])
    client.post(
        do(company, "invite"), {"name": "Nour", "email": "nour@hill.example", "language": "fr"}
    )
    assert CompanyContact.objects.get(company=company).user.email == "nour@hill.example"
    client.post(
        do(company, "offer"),
        {
            "title": "Tester",
            "tasks": "Test.",
            "campus": brussels.pk,
            "site": "Brussels",
            "languages": ["fr"],
            "places": "1",
        },
    )
    position = Position.objects.get()
    propose = f"{reverse('admin:propose')}?position={position.pk}"
    client.post(propose, {"choice": yasmin.pk, "note": "Fits"})
    proposal = Proposal.objects.get()
    client.post(do(proposal, "accept"))
    client.post(do(proposal, "plan"), {"start_on": "2026-03-02", "end_on": "2026-05-29"})
    internship = Internship.objects.get()
    in_order(internship, at=at)
    client.post(do(internship, "start"))
    client.post(do(internship, "complete"), {"ended_on": "2026-03-02"})
    internship.refresh_from_db()
    assert internship.state == "completed"
    client.post(
        reverse("admin:record_job", args=[yasmin.pk]),
        {
            "company": company.pk,
            "function": "Tester",
            "contract_type": "permanent",
            "hours_percent": "100",
            "start_on": "2026-03-03",
            "evidence_level": "A",
            "evidence_note": "contract",
        },
    )
    assert JobPlacement.objects.get().employer_name == "Hill"


@pytest.mark.parametrize("number", ["0123.456.748", "12", "2123456749"])
def test_a_wrong_company_number_comes_back_with_a_message(signed_in, pia, at, number):
    response = signed_in(pia).post(
        reverse("admin:placements_company_add"), {"name": "Hill", "number": number}
    )
    assert response.status_code == 200
    assert "number" in response.context["adminform"].form.errors
    assert not Company.objects.exists()


def test_a_number_that_is_taken_comes_back_with_a_message(signed_in, pia, at):
    factories.CompanyFactory(name="First", number="0123456749")
    response = signed_in(pia).post(
        reverse("admin:placements_company_add"), {"name": "Hill", "number": "0123.456.749"}
    )
    assert response.status_code == 200
    assert Company.objects.count() == 1


@pytest.mark.parametrize("who", ["amina", "carla", "rik", "dries"])
def test_others_read_but_do_not_act(request, signed_in, who, internship, at):
    client = signed_in(request.getfixturevalue(who))
    assert client.get(address(internship)).status_code == 200
    assert not client.get(address(internship)).context["buttons"]
    before = Internship.objects.values().get()
    for verb in ("start", "cancel", "change"):
        assert client.post(do(internship, verb)).status_code == 403
    assert client.post(address(internship.company, "edit"), {"name": "Mine"}).status_code == 403
    assert client.get(reverse("admin:propose")).status_code == 403
    job = reverse("admin:record_job", args=[internship.enrolment_id])
    assert client.get(job).status_code == 403
    assert Internship.objects.values().get() == before


def test_another_campus_is_missing(signed_in, bram, internship, zenith, brussels, at):
    zenith.campuses.set([brussels])
    client = signed_in(bram)
    for record in (internship, internship.proposal, internship.position, zenith):
        assert client.get(address(record)).status_code == 404, record
        assert client.post(do(record, "close")).status_code == 404, record
    assert (
        client.get(reverse("admin:record_job", args=[internship.enrolment_id])).status_code == 404
    )
    for query in (f"position={internship.position_id}", f"learner={internship.enrolment_id}"):
        assert client.get(f"{reverse('admin:propose')}?{query}").status_code == 404


@pytest.mark.parametrize("value", ["x", "-1", "9" * 40, "²"])
def test_a_strange_key_is_missing(signed_in, pia, at, value):
    assert signed_in(pia).get(reverse("admin:propose"), {"learner": value}).status_code == 404


@pytest.mark.parametrize("who", ["amina", "bram", "carla", "mieke", "rik", "ada", "pia", "chloe"])
def test_what_may_be_changed_is_visible(request, who, internship, ghent, web):
    elsewhere = factories.PositionFactory(
        campus=ghent, company=factories.CompanyFactory(name="Ghent only")
    )
    elsewhere.company.campuses.set([ghent])
    user = request.getfixturevalue(who)
    checks = [
        (Company, can_change_company),
        (Position, can_change_position),
        (Proposal, can_change_proposal),
        (Internship, can_change_internship),
    ]
    for model, may in checks:
        visible = set(model.objects.visible_to(user).values_list("pk", flat=True))
        for record in model.objects.order_by("pk"):
            assert not may(user, record) or record.pk in visible, (model, record)


def test_who_does_not_agree_is_listed_but_cannot_be_proposed(
    signed_in, pia, cohort, position, chloe, at
):
    silent = factories.EnrolmentFactory(cohort=cohort, state="in_training")
    client = signed_in(pia)
    propose = f"{reverse('admin:propose')}?position={position.pk}"
    (match,) = client.get(propose).context["matches"]
    assert (match.enrolment, bool(match.obstacle)) == (silent, True)
    response = client.post(propose, {"choice": silent.pk, "note": "kept"})
    assert "kept" in response.content.decode()
    assert not Proposal.objects.exists()


def test_the_best_fit_comes_first_and_says_why(cohort, position, pia, yasmin, web):
    learner_in(cohort, first_name="Other")
    position.track = web
    position.save()
    matches = learners_for(position, user=pia)
    assert [match.enrolment.person.first_name for match in matches] == ["Yasmin", "Other"]
    assert [fit.is_good for fit in matches[0].fits] == [True, True, True]
    assert [fit.is_good for fit in matches[1].fits] == [True, False, True, False]


def test_proposing_asks_the_same_queries_for_1_and_30(signed_in, pia, cohort, position, at):
    client = signed_in(pia)
    propose = f"{reverse('admin:propose')}?position={position.pk}"
    cohort.seats = 100
    cohort.save()
    learner_in(cohort)
    client.get(propose)
    with CaptureQueriesContext(connection) as few:
        client.get(propose)
    for _number in range(29):
        learner_in(cohort)
    with CaptureQueriesContext(connection) as many:
        assert len(client.get(propose).context["matches"]) == 30
    assert len(few) == len(many)


def counts(user, at):
    return {str(task.title): task.count for task in tasks_for(user, at=at)}


def test_today_counts_what_waits(proposal, pia, bram, by_pia, at):
    assert counts(pia, at).get("Companies that do not answer") is None
    later = at + timedelta(days=6)
    assert counts(pia, later)["Companies that do not answer"] == 1
    assert counts(bram, later) == {}
    proposals.accept(proposal=proposal, actor=by_pia, at=at)
    assert counts(pia, at)["Internships to plan"] == 1
    internship = internships.plan(
        proposal=proposal, actor=by_pia, at=at, start_on=at.date(), end_on=date(2026, 3, 20)
    )
    assert counts(pia, at)["Internships that should have started"] == 1
    in_order(internship, at=at)
    internships.start(internship=internship, actor=by_pia, at=at)
    assert counts(pia, at)["Internships that end soon"] == 1


def test_today_shows_learners_without_a_place_and_graduates_without_a_job(
    yasmin, cohort, pia, carla, at
):
    type(cohort).objects.filter(pk=cohort.pk).update(
        state="running", internship_start_on=at.date(), internship_end_on=date(2026, 6, 1)
    )
    factories.EnrolmentFactory(cohort=cohort, state="graduated", graduated_on=date(2025, 10, 1))
    follow_ups.plan_follow_ups()
    found = counts(pia, at)
    assert found["Learners without an internship"] == 1
    assert found["Graduates without a job"] == 1
    assert found["Follow-ups without an answer"] == 2
    assert not {"Learners without an internship", "Graduates without a job"} & set(
        counts(carla, at)
    )
