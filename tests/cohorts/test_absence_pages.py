"""The pages of absences: a learner tells and sends, colleagues judge, a month is locked."""

from datetime import date, time

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from becode.audit.models import AuditEntry
from becode.core import clock
from cohorts.models import Absence, AbsenceProof, Attestation
from cohorts.workflow.flags import raise_all
from tests.factories import PersonFactory
from tests.factories_absences import photo, running_cohort
from tests.factories_training import (
    AbsenceFactory,
    CoachAssignmentFactory,
    LearnerFactory,
    check_in_whole_day,
    local,
)

pytestmark = pytest.mark.django_db
TUESDAY = date(2026, 3, 3)
FORM = {
    "kind": "away",
    "first_on": "2026-03-03",
    "last_on": "",
    "part": "day",
    "proof_kind": "medical",
    "words": "My son is ill",
}


@pytest.fixture
def cohort(web, brussels):
    return running_cohort(track=web, campus=brussels, code="BXL-1")


@pytest.fixture
def anna(cohort):
    return LearnerFactory(cohort=cohort)


@pytest.fixture
def phone(anna, as_person):
    return as_person(anna.person)


def as_user(user):
    client = Client()
    client.force_login(user)
    return client


def text(answer):
    return " ".join(answer.content.decode().split())


def test_a_learner_tells_with_a_photo_in_one_go(anna, phone, at):
    answer = phone.post("/en/my/training/absences/new/", {**FORM, "file": photo()})
    absence = Absence.objects.get(enrolment=anna)
    assert answer.url == f"/en/my/training/absences/{absence.pk}/"
    assert absence.proof_at == at
    page = text(phone.get(answer.url))
    assert "My son is ill" in page
    proof = absence.proofs.get()
    assert phone.get(f"/en/my/training/absences/proofs/{proof.pk}/")["X-Content-Type-Options"]


def test_a_file_that_cannot_be_used_files_nothing_and_says_why(anna, phone, at):
    bad = photo("x.jpg")
    bad.file.seek(0)
    bad.file.write(b"MZ not a picture")
    bad.seek(0)
    answer = phone.post("/en/my/training/absences/new/", {**FORM, "file": bad})
    assert answer.status_code == 200
    assert "We can open photos" in text(answer)
    assert not Absence.objects.exists()


def test_a_day_without_lessons_is_said_at_the_form(anna, phone, at):
    answer = phone.post("/en/my/training/absences/new/", {**FORM, "first_on": "2026-03-07"})
    assert "There are no lessons then" in text(answer)


def test_only_the_latest_absences_stand_open(anna, phone, at):
    for number in range(7):
        AbsenceFactory(enrolment=anna, first_on=date(2026, 3, 2 + number))
    page = phone.get("/en/my/training/absences/")
    first, _open, folded = text(page).partition("2 earlier ones")
    assert (first.count("March 2026") >= 5, folded.count("March 2026")) == (True, 2)
    assert "8 March 2026" in first
    assert "2 March 2026" in folded


def test_a_proof_is_sent_later_and_what_is_pending_taken_back(anna, phone, at):
    absence = AbsenceFactory(
        enrolment=anna, first_on=TUESDAY, proof_due_at=local(date(2026, 3, 6), time(0))
    )
    path = f"/en/my/training/absences/{absence.pk}/"
    assert phone.post(path, {"file": photo()}).status_code == 302
    assert absence.proofs.count() == 1
    phone.post(f"{path}take-back/")
    absence.refresh_from_db()
    assert absence.state == "withdrawn"
    assert phone.post(path, {"file": photo()}).status_code == 200
    assert absence.proofs.count() == 1


def test_learner_and_coach_read_the_same_count_and_steps(anna, cohort, phone, mieke):
    check_in_whole_day(anna, date(2026, 3, 2))
    check_in_whole_day(anna, TUESDAY, arrival=time(9, 25))
    with clock.set_to(local(date(2026, 3, 9), time(8))):
        raise_all(at=clock.now())
        mine = text(phone.get("/en/my/training/absences/"))
        flag = anna.flags.first()
        theirs = text(as_user(mieke).get(f"/staff/cohorts/attendanceflag/{flag.pk}/change/"))
    step = "3 March: came 25 minutes late, not justified; half an absence"
    for page in (mine, theirs):
        assert step in page
        assert "6 March: not there the whole day, not justified; one absence" in page
        assert "3½" in page


def test_the_page_without_a_training_is_kind(as_person):
    assert "has not started" in text(as_person(PersonFactory()).get("/en/my/training/absences/"))


def test_nobody_opens_what_is_anothers(anna, cohort, as_person, phone, at):
    phone.post("/en/my/training/absences/new/", {**FORM, "file": photo()})
    absence, other = Absence.objects.get(), as_person(LearnerFactory(cohort=cohort).person)
    assert other.get(f"/en/my/training/absences/{absence.pk}/").status_code == 404
    proof = absence.proofs.get()
    assert other.get(f"/en/my/training/absences/proofs/{proof.pk}/").status_code == 404


def test_reading_a_proof_is_for_who_judges_and_is_noted(anna, cohort, phone, carla, mieke, at):
    CoachAssignmentFactory(cohort=cohort, user=carla)
    phone.post("/en/my/training/absences/new/", {**FORM, "file": photo()})
    proof = AbsenceProof.objects.get()
    path = f"/staff/absence-proofs/{proof.pk}/"
    assert as_user(carla).get(path).status_code == 403
    assert not AuditEntry.objects.filter(label="absence.proof_read").exists()
    answer = as_user(mieke).get(path)
    assert answer["Content-Disposition"].startswith("attachment")
    entry = AuditEntry.objects.get(label="absence.proof_read")
    assert (entry.actor_key, entry.subject_key) == (mieke.pk, proof.absence_id)


def test_a_coach_of_the_group_is_refused_and_sees_no_link(anna, cohort, phone, carla, mieke, at):
    CoachAssignmentFactory(cohort=cohort, user=carla)
    phone.post("/en/my/training/absences/new/", {**FORM, "file": photo()})
    absence = Absence.objects.get()
    page = f"/staff/cohorts/absence/{absence.pk}"
    seen = text(as_user(carla).get(f"{page}/change/"))
    assert "absence-proofs" not in seen
    assert "Files: 1" in seen
    answer = as_user(carla).post(f"{page}/do/accept/", {"reason": ""})
    assert answer.status_code == 403
    as_user(mieke).post(f"{page}/do/reject/", {"reason": "Another day"})
    absence.refresh_from_db()
    assert absence.state == "rejected"
    assert "Another day" in text(phone.get(f"/en/my/training/absences/{absence.pk}/"))


def test_a_colleague_writes_down_what_a_learner_phoned(anna, carla, at):
    data = dict(FORM)
    answer = as_user(carla).post(f"/staff/cohorts/enrolment/{anna.pk}/do/absence/", data)
    absence = Absence.objects.get()
    assert answer.url == f"/staff/cohorts/absence/{absence.pk}/change/"
    assert not absence.filed_by_learner


def test_a_month_is_previewed_locked_and_downloaded(anna, cohort, phone, carla):
    cohort.days.exclude(on=TUESDAY).delete()
    check_in_whole_day(anna, TUESDAY)
    client, path = as_user(carla), f"/staff/cohorts/{cohort.pk}/months/2026-03/"
    with clock.set_to(local(date(2026, 4, 3), time(9))):
        assert "Lock 1 learner" in text(client.get(path))
        client.post(path)
        page = text(client.get(path))
        assert "Version 1" in page
        assert "1 of 1 learners are locked" in page
        locked = Attestation.objects.get()
        mine = text(phone.get("/en/my/training/absences/"))
        assert f"/en/my/training/absences/months/{locked.pk}/" in mine
        paper = phone.get(f"/en/my/training/absences/months/{locked.pk}/")
        assert b"".join(paper.streaming_content).startswith(b"%PDF-")


def test_a_month_that_changed_after_locking_says_so_and_asks_why(anna, cohort, carla):
    cohort.days.exclude(on=TUESDAY).delete()
    check_in_whole_day(anna, TUESDAY, arrival=time(10))
    client, path = as_user(carla), f"/staff/cohorts/{cohort.pk}/months/2026-03/"
    with clock.set_to(local(date(2026, 4, 3), time(9))):
        client.post(path)
        anna.check_ins.filter(moment=1).update(at=local(TUESDAY, time(9)))
        assert "Not as counted now" in text(client.get(path))
        client.post(path)
        assert Attestation.objects.count() == 1
        client.post(path, {"reason": "The phone was empty"})
    assert Attestation.objects.get(version=2).present == 420


def test_all_months_lead_to_their_page_with_how_many_are_locked(anna, cohort, carla, ghent, web):
    running_cohort(track=web, campus=ghent, code="GNT-1")
    cohort.days.exclude(on=TUESDAY).delete()
    check_in_whole_day(anna, TUESDAY)
    client, path = as_user(carla), f"/staff/cohorts/{cohort.pk}/months/2026-03/"
    with clock.set_to(local(date(2026, 4, 3), time(9))):
        client.post(path)
        page = text(client.get("/staff/months/"))
    assert f'href="{path}"' in page
    assert "<td>1</td> <td>1</td>" in page, "one day, one learner locked"
    assert "GNT-1" not in page


@pytest.mark.parametrize("month", ["2026-13", "soon", "2026", "0-1"])
def test_no_month_is_no_page(cohort, carla, month):
    assert as_user(carla).get(f"/staff/cohorts/{cohort.pk}/months/{month}/").status_code == 404


@pytest.mark.parametrize("path", ["absence", "attendanceflag", "attestation"])
def test_lists_ask_a_constant_number_of_queries(cohort, carla, path):
    client, counts = as_user(carla), []
    for number in (1, 6):
        for _ in range(number):
            learner = LearnerFactory(cohort=cohort)
            AbsenceFactory(enrolment=learner, first_on=TUESDAY)
            learner.flags.create(
                threshold="unjustified_2", raised_at=local(TUESDAY, time(9)), counted=4
            )
            learner.attestations.create(
                month=date(2026, 3, 1),
                planned=0,
                present=0,
                justified=0,
                unjustified=0,
                locked_at=local(TUESDAY, time(9)),
                locked_by=carla,
            )
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(f"/staff/cohorts/{path}/").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_today_shows_what_waits_but_not_ones_own_group(anna, cohort, carla, mieke):
    CoachAssignmentFactory(cohort=cohort, user=carla)
    AbsenceFactory(enrolment=anna, first_on=TUESDAY)
    with clock.set_to(local(date(2026, 4, 3), time(9))):
        raise_all(at=clock.now())
        manager, coach = (text(as_user(user).get("/staff/")) for user in (mieke, carla))
    assert "Absences to judge" in manager
    assert "Absences to judge" not in coach
    for page in (manager, coach):
        assert "Absences to talk about with learners" in page
        assert "Months to lock" in page
