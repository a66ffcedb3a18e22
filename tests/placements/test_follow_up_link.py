"""The link of a question and of a proof: opening never acts, one tap answers, twice is once."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from becode.audit.models import AuditEntry
from becode.core import clock
from becode.messages.models import Message
from becode.reminders.sweep import sweep
from placements.enums import LinkPurpose
from placements.models import FollowUp, JobPlacement
from placements.notifications import ProofAskedCompany
from placements.workflow import evidence, follow_up_plan, follow_ups, jobs
from placements.workflow.links import make_link
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _only_ours(only_numbers):
    only_numbers(29, 30, 31)


LEFT = date(2025, 9, 2)


@pytest.fixture
def leaver(cohort):
    person = factories.PersonFactory(
        first_name="Yasmin", last_name="Canaryfamily", email="canary-mail@mail.example"
    )
    return factories.EnrolmentFactory(
        person=person, cohort=cohort, state="graduated", graduated_on=LEFT
    )


@pytest.fixture
def question(leaver, at):
    follow_up_plan.plan_follow_ups()
    return FollowUp.objects.get(months=6)


@pytest.fixture
def page(question, at):
    token = make_link(purpose=LinkPurpose.FOLLOW_UP, at=at, days=60, follow_up=question)
    return reverse("placements:guests:after", args=[token])


def tap(page, answer, client=None, **more):
    return (client or Client()).post(page, {"answer": answer, **more}, follow=True)


def told(question):
    question.refresh_from_db()
    return question.state, question.answer


def test_opening_answers_nothing_and_tells_nothing(client, page, question):
    for _time in range(2):
        response = client.get(page)
        assert client.head(page).status_code == 200
    assert (response.status_code, told(question)) == (200, ("planned", ""))
    text = response.content.decode()
    assert "Yasmin" not in text
    assert "Canary" not in text.replace("canary-mail", "Canary")
    assert response["Cache-Control"] == "no-store"
    assert "max-age" not in response["Cache-Control"]


@pytest.mark.parametrize("answer", ["working", "studying", "seeking", "something_else"])
def test_one_tap_answers_on_any_device(page, question, at, answer):
    response = tap(page, answer)
    assert told(question) == ("answered", answer)
    assert (question.through, question.answered_at) == ("link", at)
    assert response.context["stands"] == "more"


def test_a_double_tap_and_a_second_device_are_one_answer(page, question, at):
    for _device in range(3):
        tap(page, "working")
    assert told(question) == ("answered", "working")
    assert AuditEntry.objects.filter(label__startswith="follow_up.").count() == 1


def test_two_short_questions_make_a_job_to_confirm(page, question, at):
    tap(page, "working")
    shown = tap(page, "more", place="Hill", since_on="2026-01-12", may_ask_employer="on")
    job = JobPlacement.objects.get()
    assert (job.state, job.reported_by, job.employer_name) == ("reported", "follow_up", "Hill")
    assert (job.start_on, job.may_ask_employer) == (date(2026, 1, 12), True)
    assert told(question) == ("answered", "working")
    assert (question.job, shown.context["stands"]) == (job, "thanks")
    assert "Hill" not in shown.content.decode()


def test_the_same_details_twice_make_one_job(page, question, at):
    tap(page, "working")
    for _time in range(2):
        tap(page, "more", place="Hill", since_on="2026-01-12")
    assert JobPlacement.objects.count() == 1


def test_they_may_be_skipped(page, question, at):
    tap(page, "working")
    assert tap(page, "skip").context["stands"] == "thanks"
    assert JobPlacement.objects.count() == 0


@pytest.mark.parametrize(
    ("answer", "more", "kept"),
    [
        ("studying", {"detail": "Dutch", "place": "CVO"}, ("Dutch", "CVO", None)),
        ("seeking", {"detail": "tester"}, ("tester", "", None)),
        ("something_else", {"detail": "care", "is_seeking": "no"}, ("care", "", False)),
        ("something_else", {"is_seeking": "yes"}, ("", "", True)),
    ],
)
def test_what_is_told_more_is_kept(page, question, at, answer, more, kept):
    tap(page, answer)
    tap(page, "more", **more)
    question.refresh_from_db()
    assert (question.detail, question.place, question.is_seeking) == kept


def test_what_is_wrong_is_said_beside_the_field(page, question, at):
    tap(page, "working")
    response = tap(page, "more", place="Hill", since_on="31/02/2026")
    assert response.context["form"].errors.keys() == {"since_on"}
    assert 'value="Hill"' in response.content.decode()
    long = tap(page, "more", place="x" * 200)
    assert long.context["form"].errors.keys() == {"place"}
    assert JobPlacement.objects.count() == 0


def test_an_answer_is_corrected_for_fourteen_days(page, question, at):
    tap(page, "working")
    tap(page, "more", place="Hill")
    with clock.set_to(at + timedelta(days=14)):
        assert Client().get(page + "?change=1").context["stands"] == "asks"
        tap(page, "seeking")
        assert told(question) == ("answered", "seeking")
    # The job that this answer alone told of is none.
    assert JobPlacement.objects.get().state == "discarded"
    assert question.place == ""
    with clock.set_to(at + timedelta(days=14, seconds=1)):
        response = tap(page, "studying")
        assert len(response.context["messages"]) == 1
        assert told(question) == ("answered", "seeking")
        assert Client().get(page + "?change=1").context["stands"] == "more"


def test_a_job_that_others_know_of_stays(page, question, zenith, by_pia, at):
    tap(page, "working")
    tap(page, "more", place="Zenith")
    jobs.report_job(
        enrolment=question.enrolment, employer_name="", company=zenith, function="Tester",
        contract_type="permanent", start_on=at.date(), reported_by="company",
        actor=by_pia, at=at,
    )  # fmt: skip
    tap(page, "seeking")
    assert JobPlacement.objects.standing().count() == 1


def test_do_not_ask_me_any_more(page, question, at):
    for _time in range(2):
        tap(page, "stop")
    assert set(FollowUp.objects.values_list("state", flat=True)) == {"opted_out"}
    assert tap(page, "working").context["stands"] == "closed"
    assert told(question) == ("opted_out", "")


def test_an_answer_stays_when_the_next_questions_stop(page, question, at):
    tap(page, "working")
    tap(page, "stop")
    assert told(question) == ("answered", "working")
    later = FollowUp.objects.filter(months__gt=6).values_list("state", flat=True)
    assert set(later) == {"opted_out"}


def test_a_late_answer_is_welcome(page, question, by_pia, at):
    follow_ups.record_no_answer(follow_up=question, actor=by_pia, at=at)
    tap(page, "seeking")
    assert told(question) == ("answered", "seeking")


@pytest.mark.parametrize(
    "answer", ["", "rich", "\x00", "\ud800".encode("utf-8", "replace"), "x" * 9999]
)
def test_anything_else_is_a_plain_sentence(page, question, at, answer):
    response = tap(page, answer)
    assert (response.status_code, len(response.context["messages"])) == (200, 1)
    assert told(question) == ("planned", "")


def test_an_old_a_foreign_and_an_unknown_link_look_alike(client, question, at):
    job = jobs.report_job(
        enrolment=question.enrolment, employer_name="Hill", function="", contract_type="",
        start_on=None, reported_by="person", actor=factories_actor(question), at=at,
    )  # fmt: skip
    old = make_link(
        purpose=LinkPurpose.FOLLOW_UP, at=at - timedelta(days=60), days=60, follow_up=question
    )
    foreign = make_link(purpose=LinkPurpose.PROOF, at=at, days=60, job=job)
    answers = set()
    for token in (old, foreign, "x" * 32, "é"):
        response = client.post(
            reverse("placements:guests:after", args=[token]), {"answer": "working"}
        )
        answers.add((response.status_code, response.content.count(b"<h1>")))
    assert answers == {(404, 1)}
    assert told(question) == ("planned", "")


def factories_actor(question):
    from becode.core.actors import Actor

    return Actor.person(question.enrolment.person)


def test_the_message_leads_to_the_page(question, client, at):
    moment = clock.at_local(question.due_on, 12)
    with clock.set_to(moment):
        sweep(at=moment)
    message = Message.objects.get(kind="placements.follow_up_question")
    assert (message.person, "[[link]]" in message.text) == (question.enrolment.person, True)


def test_own_page_and_link_are_one_machine(as_person, page, question, at):
    own = reverse("placements:my:follow_up", args=[question.pk])
    client = as_person(question.enrolment.person)
    tap(own, "working", client)
    assert Client().get(page).context["stands"] == "more"
    tap(own, "more", client, place="Hill")
    assert Client().get(page).context["stands"] == "thanks"


def test_the_page_asks_few_queries(page, question, at):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        Client().get(page)
    assert len(queries) <= 4


# The proof


@pytest.fixture
def job(question, zenith, at):
    return jobs.report_job(
        enrolment=question.enrolment, employer_name="", company=zenith, function="Tester",
        contract_type="permanent", start_on=date(2026, 1, 12), reported_by="person",
        may_ask_employer=True, actor=factories_actor(question), at=at,
    )  # fmt: skip


@pytest.fixture
def proof_page(job, at):
    token = make_link(purpose=LinkPurpose.PROOF, at=at, days=60, job=job)
    return reverse("placements:guests:proof", args=[token])


@pytest.fixture
def employer_page(job, chloe, at):
    token = make_link(
        purpose=LinkPurpose.PROOF, at=at, days=60, job=job, contact=chloe.company_contact
    )
    return reverse("placements:guests:proof", args=[token])


def photo(content=b"%PDF-1.7 payslip", name="payslip.pdf"):
    return SimpleUploadedFile(name, content)


def test_a_photo_is_sent_without_signing_in(client, proof_page, job, at):
    shown = client.get(proof_page).content.decode()
    assert "Zenith" not in shown
    assert "Yasmin" not in shown
    response = client.post(proof_page, {"file": photo()}, follow=True)
    row = job.evidence.get()
    assert (response.context["done"], row.level, row.sent_by) == ("sent", "none", "person")


@pytest.mark.parametrize(
    "file",
    [None, photo(b"", "empty.pdf"), photo(b"<svg onload=x>", "a.svg"), photo(b"MZ", "a.pdf")],
)
def test_what_is_no_document_is_said_beside_the_field(client, proof_page, job, at, file):
    response = client.post(proof_page, {"file": file} if file else {})
    assert (response.status_code, list(response.context["form"].errors)) == (200, ["file"])
    assert job.evidence.count() == 0


def test_the_employer_confirms_with_one_tap(client, employer_page, job, at):
    assert "Yasmin Canaryfamily" in client.get(employer_page).content.decode()
    for _time in range(2):
        response = client.post(employer_page, {"answer": "confirm"}, follow=True)
    job.refresh_from_db()
    assert (response.context["done"], job.evidence_level, job.evidence.count()) == (
        "confirmed", "A", 1,
    )  # fmt: skip


def test_the_employer_does_not_know_the_job(client, employer_page, job, by_pia, at):
    jobs.confirm_job(job=job, actor=by_pia, at=at)
    for _time in range(2):
        response = client.post(employer_page, {"answer": "deny"}, follow=True)
    job.refresh_from_db()
    assert (job.state, job.may_ask_employer, response.status_code) == ("reported", False, 404)
    assert AuditEntry.objects.filter(label="job.denied").count() == 1


def test_the_employers_link_ends_with_the_consent_and_the_contact(
    client, employer_page, job, chloe
):
    chloe.company_contact.is_active = False
    chloe.company_contact.save()
    assert client.get(employer_page).status_code == 404
    chloe.company_contact.is_active = True
    chloe.company_contact.save()
    JobPlacement.objects.update(may_ask_employer=False)
    assert client.get(employer_page).status_code == 404
    assert client.post(employer_page, {"answer": "confirm"}).status_code == 404


def proofs_asked():
    rows = Message.objects.filter(kind__startswith="placements.job_proof").order_by("due_at", "pk")
    return [(row.kind.split(".")[1], row.address) for row in rows]


def sweep_days(at, first, last):
    for day in range(first, last):
        moment = clock.at_local(at.date() + timedelta(days=day), 12)
        with clock.set_to(moment):
            sweep(at=moment)


def test_the_proof_is_asked_for_twice_of_both(job, chloe, at):
    sweep_days(at, 0, 20)
    assert (
        proofs_asked()
        == [
            ("job_proof", "canary-mail@mail.example"),
            ("job_proof_company", chloe.email),
        ]
        * 2
    )


def test_no_employer_is_asked_without_consent(job, chloe, at):
    JobPlacement.objects.update(may_ask_employer=False)
    sweep_days(at, 0, 20)
    assert proofs_asked() == [("job_proof", "canary-mail@mail.example")] * 2
    assert not ProofAskedCompany(JobPlacement.objects.get()).is_still_wanted(at=at)


def test_a_proof_ends_the_asking(job, chloe, by_pia, at):
    sweep_days(at, 0, 5)
    evidence.receive(job=job, upload=photo(), sent_by="person", actor=by_pia, at=at)
    sweep_days(at, 5, 20)
    assert len(proofs_asked()) == 2


def test_who_wants_no_questions_is_not_asked_for_proofs(job, question, by_pia, at):
    follow_ups.opt_out(follow_up=question, actor=by_pia, at=at)
    JobPlacement.objects.update(may_ask_employer=False)
    sweep_days(at, 0, 20)
    assert proofs_asked() == []
