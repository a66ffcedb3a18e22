"""The home page, interns, hires: what each right shows, and what the company tells us."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from becode.core.moves import IllegalMove
from placements.company.intern_blocks import blocks_of
from placements.company.waiting import Waiting, _sources, waiting_for, waits_for
from placements.enums import ContactRole
from placements.models import Internship, InternshipEvaluation, JobPlacement
from placements.workflow import hiring
from tests import factories
from tests.placements.conftest import learner_in

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _in_english(settings):
    settings.LANGUAGE_CODE = "en"


def url(name, *args):
    return reverse(f"placements:company:{name}", args=args)


def colleague(company, *roles):
    return factories.CompanyContactFactory(company=company, roles=list(roles))


@pytest.fixture
def internship(yasmin, position, at):
    """Runs at Zenith; the last day is in three weeks."""
    proposal = factories.ProposalFactory(
        position=position, enrolment=yasmin, state="accepted", answered_at=at, learner_agreed_at=at
    )
    return Internship.objects.create(
        enrolment=yasmin, proposal=proposal, position=position, company=position.company,
        start_on=at.date() - 70 * DAY, end_on=at.date() + 21 * DAY, state="running",
    )  # fmt: skip


@pytest.fixture
def proposal(position, cohort, at):
    return factories.ProposalFactory(
        position=position, enrolment=learner_in(cohort, first_name="Noor")
    )


# What waits


def asked_of(contact, at):
    """What a contact is asked, the hours of past months left out: they are no part of this."""
    return [item.url for item in waiting_for(contact, at=at) if "/hours/" not in item.url]


def test_each_right_is_asked_for_its_own(zenith, chloe, proposal, internship, at):
    asked = {role: asked_of(colleague(zenith, role), at) for role in ContactRole}
    hire, answer = url("will_hire", internship.pk), url("proposal", proposal.pk)
    assert asked == {"manager": [hire], "signatory": [], "mentor": [], "recruiter": [answer, hire]}
    mentor = colleague(zenith, "mentor")
    Internship.objects.update(mentor=mentor)
    assert asked_of(mentor, at) == [hire]


def test_what_is_due_first_stands_first(zenith, at):
    contact = colleague(zenith, "mentor")
    items = {
        name: Waiting(text=name, action="Do it", url="/", due_on=due_on)
        for name, due_on in (("later", at.date() + DAY), ("today", at.date()), ("any day", None))
    }
    before = list(_sources)
    try:
        waits_for(ContactRole.MENTOR, order=1)(lambda who, when: [items["any day"]])
        waits_for(ContactRole.MENTOR, order=2)(lambda who, when: [items["later"], items["today"]])
        waits_for(ContactRole.SIGNATORY, order=0)(lambda who, when: [items["any day"]])
        assert [item.text for item in waiting_for(contact, at=at)] == ["today", "later", "any day"]
    finally:
        _sources[:] = before


def test_a_name_in_another_script_is_set_apart(zenith, position, cohort, at):
    factories.ProposalFactory(position=position, enrolment=learner_in(cohort, first_name="عمر"))
    (item,) = waiting_for(colleague(zenith, "recruiter"), at=at)
    assert item.text == "\u2068عمر\u2069 waits for your answer"


def test_nothing_waits_is_said_kindly(signed_in, zenith, at):
    page = signed_in(colleague(zenith, "signatory").user).get(url("home")).content.decode()
    assert "Nothing waits for you" in page
    assert url("new_position") not in page


@pytest.mark.parametrize(
    ("days", "is_asked"), [(-1, False), (0, True), (21, True), (51, True), (52, False)]
)
def test_will_you_hire_is_asked_around_the_last_day(chloe, internship, at, days, is_asked):
    items = waiting_for(chloe.company_contact, at=at + days * DAY)
    assert [item.url for item in items if "will-you-hire" in item.url] == (
        [url("will_hire", internship.pk)] if is_asked else []
    )


# Would you hire, and whom did you


def test_a_no_is_an_answer_and_ends_the_question(signed_in, chloe, internship, at):
    client = signed_in(chloe)
    response = client.post(url("will_hire", internship.pk), {"answer": "no"})
    assert response.url == url("internship", internship.pk)
    kept = InternshipEvaluation.objects.get()
    assert (kept.moment, kept.by, kept.would_hire, kept.filed_at) == ("end", "mentor", "no", None)
    assert asked_of(chloe.company_contact, at) == []
    client.post(url("will_hire", internship.pk), {"answer": "maybe"})
    kept.refresh_from_db()
    assert kept.would_hire == "maybe"
    assert "You said: Perhaps, or later." in client.get(response.url).content.decode()


def test_a_yes_leads_to_the_job(signed_in, chloe, internship, at):
    response = signed_in(chloe).post(
        url("will_hire", internship.pk), {"answer": "yes"}, follow=True
    )
    form = response.context["form"]
    assert (form["who"].value(), form["function"].value()) == (
        internship.proposal_id, "Junior developer",
    )  # fmt: skip


def test_a_filed_evaluation_is_not_changed_from_here(internship, by_pia, at):
    InternshipEvaluation.objects.create(
        internship=internship, moment="end", by="mentor", due_on=internship.end_on,
        would_hire="yes", filed_at=at,
    )  # fmt: skip
    with pytest.raises(IllegalMove, match="filed"):
        hiring.answer_would_hire(internship=internship, answer="no", actor=by_pia, at=at)


def job(proposal, **more):
    return {
        "who": proposal.pk, "function": "Tester", "contract_type": "permanent",
        "hours_percent": "80", "start_on": "2026-04-01", **more,
    }  # fmt: skip


def test_a_hire_is_reported_once_and_waits_for_a_colleague(signed_in, chloe, internship, at):
    client = signed_in(chloe)
    client.post(url("hire"), job(internship.proposal))
    made = JobPlacement.objects.get()
    assert (made.state, made.reported_by, made.employer_name, made.hours_percent) == (
        "reported", "company", "Zenith", 80,
    )  # fmt: skip
    assert (made.enrolment, made.evidence_level) == (internship.enrolment, "A")
    response = client.post(url("hire"), job(internship.proposal))
    assert "already" in str(response.context["form"].non_field_errors())
    assert JobPlacement.objects.count() == 1
    page = client.get(url("internship", internship.pk)).content.decode()
    assert "Hired as Tester from 1 April 2026" in page
    assert asked_of(chloe.company_contact, at) == []


def test_what_the_person_told_the_school_is_not_shown(signed_in, chloe, internship, at):
    JobPlacement.objects.create(
        person=internship.enrolment.person, enrolment=internship.enrolment,
        company=internship.company, employer_name="Zenith", function="Told by her",
        contract_type="permanent", start_on=at.date(), recorded_at=at, reported_by="person",
    )  # fmt: skip
    client = signed_in(chloe)
    for page in (url("hire"), url("internship", internship.pk)):
        assert "Told by her" not in client.get(page).content.decode()


def test_only_people_they_know_can_be_hired_here(signed_in, chloe, omar, proposal, internship, at):
    other = factories.ProposalFactory(
        position=factories.PositionFactory(company=omar.company_contact.company), state="accepted"
    )
    client = signed_in(chloe)
    for who in (other, proposal):  # another company's; and one to whom they have not said yes
        response = client.post(url("hire"), job(who))
        assert list(response.context["form"].errors) == ["who"]
    assert not JobPlacement.objects.exists()
    with pytest.raises(IllegalMove):
        hiring.declare_hire(
            company=chloe.company_contact.company, proposal=other, function="x",
            contract_type="permanent", start_on=at.date(), actor=None, at=at,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("field", "value"),
    [("function", ""), ("contract_type", "unpaid"), ("hours_percent", "0"), ("start_on", "x"),
     ("end_on", "2026-03-31"), ("who", "\x00"), ("who", "9" * 30)],
)  # fmt: skip
def test_a_wrong_hire_comes_back_with_a_sentence(signed_in, chloe, internship, at, field, value):
    response = signed_in(chloe).post(url("hire"), job(internship.proposal, **{field: value}))
    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]


@pytest.mark.parametrize("who", ["", "x", "-1", "9" * 40, "%00", "٣"])
def test_a_strange_address_begins_with_an_empty_form(signed_in, chloe, internship, at, who):
    response = signed_in(chloe).get(f"{url('hire')}?who={who}")
    assert response.status_code in (200, 400)


# Interns


def test_a_mentor_sees_their_own_interns_alone(signed_in, zenith, internship, cohort, at):
    mentor = colleague(zenith, "mentor")
    client = signed_in(mentor.user)
    assert client.get(url("internship", internship.pk)).status_code == 404
    assert "Yasmin" not in client.get(url("interns")).content.decode()
    Internship.objects.update(mentor=mentor)
    assert client.get(url("internship", internship.pk)).status_code == 200
    assert "Yasmin" in client.get(url("interns")).content.decode()
    assert client.post(url("hire"), job(internship.proposal)).status_code == 302


@pytest.mark.parametrize("role", ["mentor", "signatory"])
def test_profiles_are_for_those_who_choose(signed_in, zenith, chloe, proposal, role):
    client = signed_in(colleague(zenith, role).user)
    for name in ("proposal", "accept_proposal", "decline_proposal"):
        response = client.get(url(name, proposal.pk))
        assert response.status_code == 403
        assert "Noor" not in response.content.decode()
    page = client.get(url("position", proposal.position_id)).content.decode()
    assert "Noor" not in page
    assert client.post(url("accept_proposal", proposal.pk)).status_code == 403
    proposal.refresh_from_db()
    assert proposal.state == "proposed"


def test_a_manager_reads_proposals_but_a_recruiter_answers(signed_in, zenith, chloe, proposal):
    client = signed_in(colleague(zenith, "manager").user)
    page = client.get(url("proposal", proposal.pk)).content.decode()
    assert "Noor" in page
    assert url("accept_proposal", proposal.pk) not in page
    assert client.get(url("accept_proposal", proposal.pk)).status_code == 403


def test_history_stays_and_what_never_began_is_left_out(signed_in, chloe, internship):
    client = signed_in(chloe)
    Internship.objects.update(state="completed", ended_on=internship.end_on)
    assert list(client.get(url("interns")).context["page"]) == [internship]
    Internship.objects.update(state="cancelled", ended_on=None)
    assert list(client.get(url("interns")).context["page"]) == []


def test_blocks_follow_state_and_right(zenith, chloe, internship, at):
    def shown(contact):
        found = blocks_of(internship, contact=contact, at=at)
        return "placements/company/blocks/hiring.html" in [block.template for block in found]

    assert shown(chloe.company_contact)
    assert not shown(colleague(zenith, "signatory"))
    internship.state = "planned"
    assert not shown(chloe.company_contact)


def test_without_any_role_one_reads_what_is_offered_alone(signed_in, zenith, chloe, internship):
    client = signed_in(colleague(zenith).user)
    assert client.get(url("home")).status_code == 200
    assert client.get(url("positions")).status_code == 200
    assert client.get(url("interns")).status_code == 403
    assert "Yasmin" not in client.get(url("home")).content.decode()


@pytest.mark.parametrize("name", ["interns", "hire", "home", "colleagues"])
def test_pages_ask_the_same_queries_for_1_and_30(
    signed_in, chloe, zenith, position, cohort, at, name
):
    client = signed_in(chloe)
    cohort.seats = 200
    cohort.save()
    position.places = 20
    position.save()

    def fill(number):
        for count in range(number):
            colleague(zenith, "mentor")
            learner = learner_in(cohort, first_name=f"L{count}")
            made = factories.ProposalFactory(
                position=position, enrolment=learner, state="accepted", answered_at=at
            )
            done = count % 2
            Internship.objects.create(
                enrolment=learner, proposal=made, position=position, company=zenith,
                start_on=at.date() - 60 * DAY, end_on=at.date() + 5 * DAY,
                state="completed" if done else "running",
                ended_on=at.date() if done else None,
            )  # fmt: skip
            JobPlacement.objects.create(
                person=learner.person, enrolment=learner, company=zenith, employer_name="Zenith",
                function="Tester", contract_type="permanent", start_on=at.date(), recorded_at=at,
                reported_by="company",
            )  # fmt: skip

    fill(2)
    client.get(url(name))
    with CaptureQueriesContext(connection) as few:
        client.get(url(name))
    fill(28)
    with CaptureQueriesContext(connection) as many:
        assert client.get(url(name)).status_code == 200
    assert len(few) == len(many)
    assert len(many) <= 16
