"""The staff's side of jobs and of those who left: pages, verbs, Today, calls, few queries."""

from datetime import date, timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from becode.audit.models import AuditEntry
from becode.backoffice.person_page import sections_for
from becode.backoffice.today import tasks_for
from becode.people.models import ContactPoint
from placements.models import ExitForm, FollowUp, FollowUpCall, JobPlacement
from placements.workflow import digital, evidence, exclusions, follow_up_plan, jobs, studies
from tests import factories

pytestmark = pytest.mark.django_db
CALLS = "/staff/calls-after/"


@pytest.fixture(autouse=True)
def _one_factor(settings):
    settings.SECOND_FACTOR_DEMANDED_OF = []


def gone(cohort, **facts):
    facts = {"state": "left", "left_on": date(2026, 1, 10), **facts}
    enrolment = factories.EnrolmentFactory(cohort=cohort, **facts)
    ContactPoint.objects.create(
        person=enrolment.person, kind="phone", value="+32470123456", key="+32470123456"
    )
    return enrolment


@pytest.fixture
def leaver(cohort, at):
    """Left on 10 January: the question of February waits since 20 days."""
    enrolment = gone(cohort)
    follow_up_plan.plan_follow_ups()
    follow_up_plan.plan_exit_forms()
    return enrolment


@pytest.fixture
def job(cohort, by_pia, at):
    enrolment = factories.EnrolmentFactory(
        cohort=cohort, state="graduated", graduated_on=date(2025, 12, 1)
    )
    return jobs.report_job(
        enrolment=enrolment, employer_name="Hill", function="Tester", contract_type="",
        start_on=None, reported_by="follow_up", actor=by_pia, at=at,
    )  # fmt: skip


def verb(record, key):
    name = f"admin:{record._meta.app_label}_{record._meta.model_name}_do"
    return reverse(name, args=[record.pk, key])


def page(record):
    return reverse(f"admin:placements_{record._meta.model_name}_change", args=[record.pk])


FACTS = {
    "employer_name": "Hill",
    "function": "Tester",
    "isco_group": "2519",
    "contract_type": "permanent",
    "hours_percent": "100",
    "start_on": "2026-01-05",
}


def test_a_reported_job_is_completed_and_confirmed(signed_in, pia, job, at):
    client = signed_in(pia)
    assert client.get(page(job)).status_code == 200
    form = client.get(verb(job, "confirm"))
    assert 'list="id_isco_group_list"' in form.content.decode()
    wrong = client.post(verb(job, "confirm"), {**FACTS, "start_on": "", "isco_group": "25x"})
    assert set(wrong.context["form"].errors) == {"start_on", "isco_group"}
    client.post(verb(job, "confirm"), FACTS)
    job.refresh_from_db()
    assert (job.state, job.in_field, job.start_on) == ("confirmed", True, date(2026, 1, 5))
    client.post(verb(job, "correct"), {**FACTS, "hours_percent": "45", "reason": "a slip"})
    job.refresh_from_db()
    assert (job.hours_percent, job.changed_because) == (45, "a slip")


def test_every_verb_of_a_job_has_its_page(signed_in, ada, job, by_pia, at):
    jobs.confirm_job(job=job, changes={"contract_type": "permanent"}, actor=by_pia, at=at)
    client = signed_in(ada)
    for key in ("evidence", "digital", "end", "correct", "same", "discard"):
        assert client.get(verb(job, key)).status_code == 200, key


def test_a_proof_is_opened_judged_and_each_reading_noted(signed_in, pia, carla, job, by_pia, at):
    upload = ContentFile(b"%PDF-1.7 pay", name="pay.pdf")
    row = evidence.receive(job=job, upload=upload, sent_by="person", actor=by_pia, at=at)
    file = reverse("admin:job_proof", args=[row.pk])
    assert signed_in(carla).get(file).status_code == 403
    assert "job-proof" not in signed_in(carla).get(page(job)).content.decode()
    client = signed_in(pia)
    assert file in client.get(page(job)).content.decode()
    assert client.get(file).getvalue() == b"%PDF-1.7 pay"
    assert AuditEntry.objects.filter(label="job.proof_read").count() == 1
    client.post(verb(job, "judge"), {"evidence": row.pk, "level": "A", "note": "payslip"})
    job.refresh_from_db()
    assert job.evidence_level == "A"


def test_evidence_with_a_file_and_one_that_cannot_be_opened(signed_in, pia, job, at):
    client = signed_in(pia)
    for name, content in (("a.exe", b"MZ"), ("a.pdf", b"%PDF-1.7 x")):
        upload = SimpleUploadedFile(name, content)
        client.post(verb(job, "evidence"), {"level": "B", "note": "signed", "upload": upload})
    assert [row.level for row in job.evidence.all()] == ["B"]


def test_two_colleagues_make_it_digital(signed_in, pia, carla, job, by_pia, at):
    jobs.confirm_job(job=job, changes={"contract_type": "permanent"}, actor=by_pia, at=at)
    signed_in(carla).post(verb(job, "digital"), {"note": "builds the shop"})
    assert signed_in(carla).get(verb(job, "review")).status_code == 403
    assert titles(carla, at).get("Digital work to review") is None
    assert titles(pia, at)["Digital work to review"] == 1
    signed_in(pia).post(verb(job, "review"))
    job.refresh_from_db()
    assert (job.in_field, titles(pia, at).get("Digital work to review")) == (True, None)


def titles(user, at):
    return {str(task.title): task.count for task in tasks_for(user, at=at)}


def test_today_names_each_kind_of_work(pia, bram, leaver, job, by_pia, at):
    upload = ContentFile(b"%PDF-1.7 pay", name="pay.pdf")
    evidence.receive(job=job, upload=upload, sent_by="person", actor=by_pia, at=at)
    ExitForm.objects.filter(enrolment=leaver).update(exit_on=at.date())
    found = titles(pia, at)
    names = ("Jobs to confirm", "Proofs to look at", "Calls after leaving")
    names += ("Forms at the exit that are missing",)
    assert [found.get(name) for name in names] == [1, 1, 1, 1]
    # Bram works in Ghent.
    assert set(names) & set(titles(bram, at)) == set()


def test_who_says_i_work_and_nobody_knows_where(pia, leaver, by_pia, at):
    from placements.workflow import follow_ups

    question = FollowUp.objects.get(months=1)
    follow_ups.answer(follow_up=question, answer="working", actor=by_pia, at=at)
    assert titles(pia, at)["Work somewhere: ask where"] == 1
    follow_ups.tell_more(follow_up=question, place="Hill", actor=by_pia, at=at)
    assert "Work somewhere: ask where" not in titles(pia, at)


def test_studies_and_exclusions_have_their_pages(signed_in, pia, mieke, rik, job, at):
    graduate = job.enrolment
    study = reverse("admin:record_study", args=[graduate.pk])
    signed_in(pia).post(study, {"what": "Bachelor", "start_on": "2026-02-02",
                                "evidence_level": "none"})  # fmt: skip
    assert graduate.studies.get().what == "Bachelor"
    leave_out = reverse("admin:leave_out", args=[graduate.pk])
    assert signed_in(pia).get(leave_out).status_code == 403
    signed_in(mieke).post(leave_out, {"reason": "ill", "evidence": "letter of 3 March"})
    decided = graduate.outcome_exclusion
    assert (decided.reason, decided.decided_by) == ("ill", mieke)
    # Why may tell of an illness: who does not decide or report does not see it.
    assert signed_in(rik).get(page(decided)).status_code == 200
    assert signed_in(pia).get(page(decided)).status_code == 403
    text = signed_in(pia).get(f"/staff/people/person/{graduate.person_id}/change/")
    assert "illness" not in text.content.decode()


def test_the_person_page_has_one_line_of_time(mieke, leaver, job, by_pia, at):
    enrolment = job.enrolment
    follow_up_plan.plan_follow_ups()
    follow_up_plan.plan_exit_forms()
    studies.record_study(
        enrolment=enrolment, what="Dutch", start_on=date(2026, 2, 2), actor=by_pia, at=at
    )
    exclusions.exclude(
        enrolment=enrolment, reason="care", evidence="letter", by=mieke, actor=by_pia, at=at
    )
    sections_for(enrolment.person, user=mieke)  # what a person remembers of itself
    with CaptureQueriesContext(connection) as queries:
        sections = sections_for(enrolment.person, user=mieke)
    (lines,) = [one for one in sections if str(one.title) == "After leaving"]
    assert len(lines.context["rows"]) == 5 + 1 + 1 + 1 + 1
    assert len(queries) < 40
    for number in range(20):
        jobs.report_job(
            enrolment=enrolment, employer_name=f"Employer {number}00", function="Tester",
            contract_type="permanent", start_on=date(2024, 1, 1) + timedelta(days=40 * number),
            reported_by="person", actor=by_pia, at=at,
        )  # fmt: skip
    with CaptureQueriesContext(connection) as many:
        sections_for(enrolment.person, user=mieke)
    assert len(many) == len(queries)


# The calls


def test_the_next_person_comes_after_each_call(signed_in, pia, cohort, leaver, at):
    second = gone(cohort, left_on=date(2026, 1, 12))
    follow_up_plan.plan_follow_ups()
    client = signed_in(pia)
    first = client.get(CALLS).context
    assert (first["question"].enrolment, first["waiting"]) == (leaver, 2)
    assert "tel:+32470123456" in client.get(CALLS).content.decode()
    post = {"question": first["question"].pk, "outcome": "not_reached", "note": "busy"}
    assert client.post(CALLS, post, follow=True).context["question"].enrolment == second
    call = FollowUpCall.objects.get()
    assert (call.result, call.note, call.by) == ("not_reached", "busy", pia)


def test_later_today_skips_without_writing(signed_in, pia, cohort, leaver, at):
    second = gone(cohort, left_on=date(2026, 1, 12))
    follow_up_plan.plan_follow_ups()
    client = signed_in(pia)
    question = client.get(CALLS).context["question"]
    shown = client.post(CALLS, {"question": question.pk, "outcome": "later"}, follow=True)
    assert shown.context["question"].enrolment == second
    assert FollowUpCall.objects.count() == 0


def test_the_answer_on_behalf_makes_the_job_too(signed_in, pia, leaver, at):
    client = signed_in(pia)
    question = client.get(CALLS).context["question"]
    post = {"question": question.pk, "outcome": "working", "place": "Hill", "detail": "Tester"}
    client.post(CALLS, {**post, "since_on": "2026-02-02", "may_ask_employer": "on"})
    question.refresh_from_db()
    job = JobPlacement.objects.get()
    assert (question.state, question.through, question.job) == ("answered", "call", job)
    assert (job.function, job.start_on, job.may_ask_employer) == ("Tester", date(2026, 2, 2), True)
    assert client.get(CALLS).context["question"] is None


def test_what_is_wrong_keeps_what_was_typed(signed_in, pia, leaver, at):
    client = signed_in(pia)
    question = client.get(CALLS).context["question"]
    post = {"question": question.pk, "place": "Hill", "since_on": "31/02/2026"}
    for outcome in ("", "rich", "working"):
        response = client.post(CALLS, {**post, "outcome": outcome})
        assert (response.status_code, 'value="Hill"' in response.content.decode()) == (200, True)
    question.refresh_from_db()
    assert question.state == "planned"


@pytest.mark.parametrize("key", ["", "x", "9" * 30, "\x00", "987654"])
def test_an_unknown_question_is_missing(signed_in, pia, leaver, at, key):
    response = signed_in(pia).post(CALLS, {"question": key, "outcome": "not_reached"})
    assert response.status_code == 404


def test_another_campus_sees_and_calls_nobody(signed_in, bram, carla, leaver, at):
    client = signed_in(bram)
    assert client.get(CALLS).context["question"] is None
    question = FollowUp.objects.get(months=1)
    post = {"question": question.pk, "outcome": "not_reached"}
    assert client.post(CALLS, post).status_code == 404
    assert signed_in(carla).get(CALLS).status_code == 403


def test_queries_stay_the_same_for_one_and_thirty(signed_in, pia, cohort, leaver, at):
    client = signed_in(pia)

    def asked(address):
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        return len(queries)

    lists = [
        reverse(f"admin:placements_{name}_changelist")
        for name in ("followup", "exitform", "jobplacement", "furtherstudy")
    ]
    addresses = [CALLS, *lists]
    for address in addresses:
        client.get(address)
    before = [asked(address) for address in addresses]
    type(cohort).objects.update(seats=40)
    for _number in range(29):
        gone(cohort)
    follow_up_plan.plan_follow_ups()
    follow_up_plan.plan_exit_forms()
    assert [asked(address) for address in addresses] == before


def test_the_list_filters_by_where_a_question_stands(signed_in, pia, leaver, at):
    client = signed_in(pia)
    address = reverse("admin:placements_followup_changelist")
    found = {
        standing: client.get(address, {"standing": standing}).context["cl"].result_count
        for standing in ("not_due", "asked", "working", "nonsense")
    }
    assert found == {"not_due": 4, "asked": 1, "working": 0, "nonsense": 5}


def test_a_colleague_fills_in_the_form_at_the_exit(signed_in, pia, leaver, at):
    form = ExitForm.objects.get()
    ExitForm.objects.update(exit_on=at.date())
    signed_in(pia).post(verb(form, "file"), {"situation": "seeking", "detail": ""})
    form.refresh_from_db()
    assert (form.situation, form.by_colleague) == ("seeking", True)


# The person's own pages


def test_a_person_tells_of_a_job_with_a_photo_and_of_its_end(as_person, job, at):
    client = as_person(job.person)
    new = reverse("placements:my:new_job")
    post = {"employer_name": "Dale", "function": "Tester", "contract_type": "fixed_term",
            "is_part_time": "80", "start_on": "2026-02-02", "end_on": "2026-01-01"}  # fmt: skip
    assert list(client.post(new, post).context["form"].errors) == ["end_on"]
    post |= {"end_on": "", "file": SimpleUploadedFile("a.pdf", b"%PDF-1.7 x")}
    client.post(new, post)
    mine = JobPlacement.objects.get(employer_name="Dale")
    assert (mine.hours_percent, mine.reported_by, mine.evidence.count()) == (80, "person", 1)
    own = reverse("placements:my:job", args=[mine.pk])
    wrong = client.post(own, {"do": "end", "end_on": "2026-01-01"})
    assert list(wrong.context["end_form"].errors) == ["end_on"]
    client.post(own, {"do": "end", "end_on": "2026-02-27"})
    mine.refresh_from_db()
    assert (mine.ended_on, mine.end_on) == (date(2026, 2, 27), None)
    stranger = as_person(factories.PersonFactory())
    assert stranger.get(own).status_code == 404


def test_a_file_that_is_none_loses_nothing_typed(as_person, job, at):
    client = as_person(job.person)
    post = {"employer_name": "Dale", "function": "Tester", "contract_type": "fixed_term",
            "is_part_time": "80", "start_on": "2026-02-02",
            "file": SimpleUploadedFile("a.pdf", b"MZ")}  # fmt: skip
    response = client.post(reverse("placements:my:new_job"), post)
    assert list(response.context["form"].errors) == ["file"]
    assert 'value="Dale"' in response.content.decode()
    assert not JobPlacement.objects.filter(employer_name="Dale").exists()


def test_the_form_at_the_exit_on_the_own_page(as_person, leaver, at):
    form = ExitForm.objects.get()
    own = reverse("placements:my:exit_form", args=[form.pk])
    client = as_person(leaver.person)
    assert client.get(own).context["form"] is None  # 10 January is long ago
    client.post(own, {"situation": "working"})
    form.refresh_from_db()
    assert form.filed_at is None
    ExitForm.objects.update(exit_on=at.date())
    client.post(own, {"situation": "working", "detail": "shop"})
    form.refresh_from_db()
    assert (form.situation, form.detail, form.by_colleague) == ("working", "shop", False)


def test_digital_review_is_asked_of_nobody_who_said_it(carla, pia, job, by_pia, at):
    jobs.confirm_job(job=job, changes={"contract_type": "permanent"}, actor=by_pia, at=at)
    digital.confirm_digital(job=job, by=carla, note="x", actor=by_pia, at=at)
    assert "Digital work to review" in titles(pia, at)
