"""Contacts and their access, company numbers, jobs with evidence, follow-ups."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from becode.core.moves import IllegalMove
from becode.messages.models import Message
from placements.models import CompanyContact, FollowUp, JobPlacement
from placements.numbers import clean_company_number, spell_company_number
from placements.workflow import companies, follow_ups, jobs
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("typed", "digits"),
    [
        ("0123.456.749", "0123456749"),
        (" BE 0123 456 749 ", "0123456749"),
        ("be0123456749", "0123456749"),
        ("123456749", "0123456749"),
        ("", ""),
    ],
)
def test_a_company_number_in_any_spelling(typed, digits):
    assert clean_company_number(typed) == digits


@pytest.mark.parametrize("typed", ["0123456748", "2123456749", "12", "…", "x" * 5000, "٠١٢٣"])
def test_what_is_no_company_number(typed):
    with pytest.raises(ValidationError):
        clean_company_number(typed)


def test_a_number_is_written_with_points():
    assert (spell_company_number("0123456749"), spell_company_number("")) == ("0123.456.749", "")


def test_two_companies_do_not_share_a_number(by_pia, at):
    companies.create_company(name="One", number="0123.456.749", actor=by_pia, at=at)
    with pytest.raises(IllegalMove, match="this number"):
        companies.create_company(name="Two", number="BE0123456749", actor=by_pia, at=at)


def invite(company, by_pia, at, email="new@zenith.example"):
    return companies.invite_contact(
        company=company, name="New Person", email=email, language="fr", actor=by_pia, at=at
    )


def test_invite_makes_an_account_and_writes_in_their_language(zenith, by_pia, at):
    contact = invite(zenith, by_pia, at)
    message = Message.objects.get(kind="placements.contact_invited")
    assert (contact.user.roles, contact.user.is_active) == ([], True)
    assert (message.address, message.language) == ("new@zenith.example", "fr")
    assert "/accounts/login/?next=%2Ffr%2Fpartners%2F" in message.text


def test_invite_refuses_colleagues_and_contacts_of_others(zenith, chloe, omar, pia, by_pia, at):
    for email in (pia.email, omar.email, chloe.email):
        with pytest.raises(IllegalMove):
            invite(zenith, by_pia, at, email=email)
    assert CompanyContact.objects.count() == 2


def test_who_left_can_come_back_elsewhere(zenith, omar, by_pia, at):
    companies.deactivate_contact(contact=omar.company_contact, actor=by_pia, at=at)
    contact = invite(zenith, by_pia, at, email=omar.email)
    omar.refresh_from_db()
    assert (contact.company, contact.user, omar.is_active) == (zenith, omar, True)


def test_access_ends_once(chloe, by_pia, at):
    contact = chloe.company_contact
    companies.deactivate_contact(contact=contact, actor=by_pia, at=at)
    with pytest.raises(IllegalMove, match="already"):
        companies.deactivate_contact(contact=contact, actor=by_pia, at=at)


def record(enrolment, by_pia, at, **more):
    facts = {
        "function": "Tester",
        "contract_type": "permanent",
        "start_on": date(2026, 3, 2),
        "employer_name": "Hill",
        **more,
    }
    return jobs.record_job(enrolment=enrolment, actor=by_pia, at=at, **facts)


def test_a_job_belongs_to_the_person_and_is_a_line_of_its_own(yasmin, zenith, by_pia, at):
    first = record(yasmin, by_pia, at)
    second = record(yasmin, by_pia, at, company=zenith, employer_name="")
    assert (first.person, first.employer_name) == (yasmin.person, "Hill")
    assert second.employer_name == "Zenith"
    assert JobPlacement.objects.count() == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"employer_name": " "},
        {"end_on": date(2026, 3, 1)},
        {"evidence_level": "A", "evidence_note": ""},
    ],
)
def test_a_job_that_cannot_be(yasmin, by_pia, at, wrong):
    with pytest.raises(IllegalMove):
        record(yasmin, by_pia, at, **wrong)


@pytest.mark.parametrize("state", ["enrolled", "withdrawn"])
def test_no_job_for_who_never_started(yasmin, by_pia, at, state):
    yasmin.state = state
    with pytest.raises(IllegalMove, match="never started"):
        record(yasmin, by_pia, at)


def test_evidence_says_what_it_is(yasmin, by_pia, at):
    job = record(yasmin, by_pia, at)
    with pytest.raises(IllegalMove):
        jobs.record_evidence(job=job, level="A", note="", actor=by_pia, at=at)
    jobs.record_evidence(job=job, level="B", note="signed", actor=by_pia, at=at)
    job.refresh_from_db()
    assert (job.evidence_level, job.evidence_note) == ("B", "signed")


def test_a_job_ends_after_it_began(yasmin, by_pia, at):
    job = record(yasmin, by_pia, at)
    with pytest.raises(IllegalMove):
        jobs.end_job(job=job, end_on=date(2026, 3, 1), actor=by_pia, at=at)
    jobs.end_job(job=job, end_on=date(2026, 3, 2), actor=by_pia, at=at)
    job.refresh_from_db()
    assert (job.ended_on, job.end_on) == (date(2026, 3, 2), None)


@pytest.fixture
def graduate(cohort):
    return factories.EnrolmentFactory(
        cohort=cohort, state="graduated", graduated_on=date(2025, 8, 31)
    )


def test_follow_ups_are_planned_once_for_every_exit(cohort, yasmin, graduate):
    dropout = factories.EnrolmentFactory(cohort=cohort, state="left", left_on=date(2026, 1, 15))
    assert (follow_ups.plan_follow_ups(), follow_ups.plan_follow_ups()) == (10, 0)
    planned = FollowUp.objects.filter(enrolment=graduate).order_by("months")
    assert list(planned.values_list("months", "due_on")) == [
        (1, date(2025, 9, 30)),
        (3, date(2025, 11, 30)),
        (6, date(2026, 2, 28)),
        (12, date(2026, 8, 31)),
        (24, date(2027, 8, 31)),
    ]
    assert FollowUp.objects.filter(enrolment=dropout).count() == 5
    assert not FollowUp.objects.filter(enrolment=yasmin).exists()


def question(graduate, months=6):
    follow_ups.plan_follow_ups()
    return FollowUp.objects.get(enrolment=graduate, months=months)


def test_an_answer_may_come_after_silence(graduate, by_pia, at):
    asked = question(graduate)
    follow_ups.record_no_answer(follow_up=asked, actor=by_pia, at=at)
    follow_ups.answer(follow_up=asked, answer="working", actor=by_pia, at=at)
    assert (asked.state, asked.answer, asked.answered_at) == ("answered", "working", at)


def test_an_unknown_answer_is_refused(graduate, by_pia, at):
    with pytest.raises(IllegalMove):
        follow_ups.answer(follow_up=question(graduate), answer="rich", actor=by_pia, at=at)


def test_opting_out_stops_all_questions(graduate, by_pia, at):
    follow_ups.opt_out(follow_up=question(graduate), actor=by_pia, at=at)
    assert set(FollowUp.objects.values_list("state", flat=True)) == {"opted_out"}
    assert follow_ups.plan_follow_ups() == 0


def test_follow_ups_keep_unanswered_states_apart(graduate, by_pia, at):
    first, second = question(graduate, 1), question(graduate, 3)
    follow_ups.answer(follow_up=first, answer="studying", actor=by_pia, at=at)
    follow_ups.record_no_answer(follow_up=second, actor=by_pia, at=at + timedelta(days=1))
    states = dict(FollowUp.objects.values_list("months", "state"))
    assert states == {1: "answered", 3: "no_answer", 6: "planned", 12: "planned", 24: "planned"}
