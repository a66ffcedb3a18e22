"""The administrative file of a learner: from the seat to complete, and who reminds of what."""

import io
from datetime import date, time, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from becode.backoffice.today import tasks_for
from becode.core import clock
from becode.core.actors import SYSTEM
from becode.core.moves import IllegalMove
from becode.messages.models import Message
from becode.portal.cards import cards_for
from becode.reminders.sweep import sweep
from cohorts.workflow import enrolments
from cohorts.workflow import file as learner_file
from tests.factories import (
    CohortFactory,
    EnrolmentFactory,
    PersonFactory,
)
from tests.factories_training import (
    CoachAssignmentFactory,
    FileItemFactory,
    LaptopFactory,
    LaptopLoanFactory,
    LearnerFactory,
    local,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _only_ours(only_numbers):
    only_numbers(12, 13, 15, 38)


NINE = time(9, 5)


@pytest.fixture
def cohort(web, brussels):
    return CohortFactory(track=web, campus=brussels, seats=40)


@pytest.fixture
def learner(cohort):
    person = PersonFactory(contact_language="en")
    return EnrolmentFactory(person=person, cohort=cohort)


def photo():
    out = io.BytesIO()
    Image.new("RGB", (30, 30), "white").save(out, "JPEG")
    return SimpleUploadedFile("waiver.jpg", out.getvalue(), content_type="image/jpeg")


def kinds(enrolment):
    return set(enrolment.file_items.values_list("kind", "state"))


def told(kind):
    rows = Message.objects.filter(kind=kind).order_by("pk")
    return [(row.person_id is not None, row.user_id) for row in rows]


def test_a_seat_opens_the_file(cohort, at):
    enrolment = enrolments.take_seat(cohort=cohort, person=PersonFactory(), actor=SYSTEM, at=at)
    assert kinds(enrolment) == {
        ("waiver", "missing"),
        ("contract", "missing"),
        ("laptop_form", "missing"),
    }


def test_the_file_goes_along_to_another_cohort(cohort, web, brussels, at):
    old = enrolments.take_seat(cohort=cohort, person=PersonFactory(), actor=SYSTEM, at=at)
    waiver = old.file_items.get(kind="waiver")
    learner_file.verify(item=waiver, actor=SYSTEM, at=at)
    other = CohortFactory(track=web, campus=brussels)
    new = enrolments.move_seat(
        enrolment=old, cohort=other, reason="later", passed=0, actor=SYSTEM, at=at
    )
    assert kinds(old) == set()
    assert ("waiver", "verified") in kinds(new)


def test_what_only_some_need_is_added_once(learner, at):
    learner_file.add_item(enrolment=learner, kind="permit", actor=SYSTEM, at=at)
    with pytest.raises(IllegalMove, match="in the file already"):
        learner_file.add_item(enrolment=learner, kind="permit", actor=SYSTEM, at=at)


def test_a_learner_sends_a_photo_and_a_colleague_verifies_it(
    learner, as_person, amina, signed_in, at
):
    item = FileItemFactory(enrolment=learner, kind="permit")
    client = as_person(learner.person)
    assert "may stay and work" in client.get("/en/my/training/file/").content.decode()
    client.post(f"/en/my/training/file/{item.pk}/", {"file": photo()})
    item.refresh_from_db()
    assert (item.state, item.received_at) == ("received", at)
    staff = signed_in(amina)
    sent = staff.get(f"/staff/file-item/{item.pk}/file/")
    assert b"".join(sent.streaming_content).startswith(b"\xff\xd8")
    staff.post(f"/staff/cohorts/fileitem/{item.pk}/do/verify/", {"valid_until": "2026-11-30"})
    item.refresh_from_db()
    assert (item.state, item.valid_until, item.checked_by) == (
        "verified",
        date(2026, 11, 30),
        amina,
    )
    answer = client.post(f"/en/my/training/file/{item.pk}/", {"file": photo()})
    item.refresh_from_db()
    assert (answer.status_code, item.state) == (200, "verified")


def test_a_file_that_is_no_photo_changes_nothing(learner, as_person, at):
    item = FileItemFactory(enrolment=learner)
    answer = as_person(learner.person).post(
        f"/en/my/training/file/{item.pk}/", {"file": SimpleUploadedFile("a.jpg", b"MZ program")}
    )
    item.refresh_from_db()
    assert (item.state, item.file) == ("missing", None)
    assert "We can open photos" in answer.content.decode()


def test_the_file_of_another_person_is_not_there(learner, as_person, at):
    item = FileItemFactory(enrolment=learner)
    client = as_person(EnrolmentFactory().person)
    for page in ("", "sent/"):
        assert client.get(f"/en/my/training/file/{item.pk}/{page}").status_code == 404


def test_refusing_says_why_to_the_learner(learner, at, as_person):
    item = FileItemFactory(enrolment=learner, state="received", received_at=at)
    with pytest.raises(IllegalMove):
        learner_file.refuse(item=item, remark=" ", actor=SYSTEM, at=at)
    learner_file.refuse(item=item, remark="The photo is too dark", actor=SYSTEM, at=at)
    message = Message.objects.get(kind="cohorts.file_item_refused")
    assert "The photo is too dark" in message.text
    page = as_person(learner.person).get("/en/my/training/file/").content.decode()
    assert "The photo is too dark" in page


def test_waiving_needs_a_reason_and_can_be_taken_back(learner, at):
    item = FileItemFactory(enrolment=learner)
    with pytest.raises(IllegalMove, match="reason"):
        learner_file.waive(item=item, reason="", actor=SYSTEM, at=at)
    learner_file.waive(item=item, reason="Works half-time", actor=SYSTEM, at=at)
    assert (item.state, item.remark) == ("waived", "Works half-time")
    learner_file.ask_again(item=item, actor=SYSTEM, at=at)
    assert (item.state, item.remark) == ("missing", "")


def test_a_new_photo_takes_the_place_and_the_end_of_the_old_one(learner, as_person, at):
    item = FileItemFactory(enrolment=learner, kind="permit")
    client = as_person(learner.person)
    client.post(f"/en/my/training/file/{item.pk}/", {"file": photo()})
    item.refresh_from_db()
    first = item.file_id
    learner_file.set_end(item=item, valid_until=date(2026, 5, 1), actor=SYSTEM, at=at)
    client.post(f"/en/my/training/file/{item.pk}/", {"file": photo()})
    item.refresh_from_db()
    assert item.file_id != first
    assert item.valid_until is None


def test_the_matrix_shows_who_lacks_what_and_verifies_in_one_click(
    learner, cohort, amina, signed_in, at
):
    item = FileItemFactory(enrolment=learner, kind="contract")
    FileItemFactory(enrolment=EnrolmentFactory(cohort=cohort), kind="contract", state="waived")
    client, path = signed_in(amina), f"/staff/cohort-file/{cohort.pk}/"
    assert "1 file is not complete" in client.get(path).content.decode()
    only_open = client.get(f"{path}?show=open").content.decode()
    assert only_open.count('scope="row"') == 1
    client.post(path, {"item": item.pk})
    item.refresh_from_db()
    assert (item.state, item.checked_by) == ("verified", amina)
    assert "Every file is complete" in client.get(f"{path}?show=open").content.decode()


def test_the_matrix_verifies_nothing_of_another_cohort(learner, amina, signed_in, brussels, at):
    item = FileItemFactory(enrolment=learner)
    other = CohortFactory(campus=brussels)
    signed_in(amina).post(f"/staff/cohort-file/{other.pk}/", {"item": item.pk})
    item.refresh_from_db()
    assert item.state == "missing"


def test_the_matrix_costs_the_same_for_one_and_for_thirty(cohort, amina, signed_in, at):
    client, path = signed_in(amina), f"/staff/cohort-file/{cohort.pk}/"

    def add():
        learner_file.open_file(enrolment=EnrolmentFactory(cohort=cohort), at=at)

    add()
    client.get(path)
    with CaptureQueriesContext(connection) as one:
        client.get(path)
    for _number in range(29):
        add()
    with CaptureQueriesContext(connection) as thirty:
        client.get(path)
    assert len(thirty) == len(one) <= 25


def test_today_names_cohorts_that_start_soon_and_what_ends_too_early(
    learner, cohort, amina, bram, at
):
    cohort.start_on = at.date() + timedelta(days=20)
    cohort.save()
    FileItemFactory(enrolment=learner, kind="waiver")
    FileItemFactory(
        enrolment=learner,
        kind="permit",
        state="verified",
        received_at=at,
        valid_until=at.date() + timedelta(days=40),
    )
    found = {str(task.title): task.count for task in tasks_for(amina, at=at)}
    assert found["Cohorts that start soon with files that are not complete"] == 1
    assert found["Permits and benefits that end before the training"] == 1
    assert not any("files" in str(task.title) for task in tasks_for(bram, at=at))


def test_my_page_says_what_is_missing_until_it_is_there(learner, at):
    item = FileItemFactory(enrolment=learner)
    assert "cohorts/my/file_card.html" in {c.template for c in cards_for(learner.person, at=at)}
    learner_file.verify(item=item, actor=SYSTEM, at=at)
    assert "cohorts/my/file_card.html" not in {c.template for c in cards_for(learner.person, at=at)}


# Reminders ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("days", "number"), [(21, 1), (20, 0), (14, 1), (7, 1), (3, 1), (2, 0)])
def test_12_something_missing_before_the_start(learner, cohort, amina, days, number):
    FileItemFactory(enrolment=learner, kind="waiver")
    at = local(cohort.start_on - timedelta(days=days), NINE)
    with clock.set_to(at):
        sweep(at=at)
    assert told("cohorts.file_incomplete") == [(True, None)] * number
    assert told("cohorts.cohort_files_incomplete") == [(False, amina.pk)] * number


@pytest.mark.parametrize("state", ["verified", "waived", "received"])
def test_12_stops_when_it_came_in_or_is_not_needed(learner, cohort, amina, state, at):
    FileItemFactory(enrolment=learner, kind="waiver", state=state, received_at=at)
    FileItemFactory(enrolment=learner, kind="laptop_form")  # not asked for before the start
    moment = local(cohort.start_on - timedelta(days=7), NINE)
    with clock.set_to(moment):
        sweep(at=moment)
    assert told("cohorts.file_incomplete") + told("cohorts.cohort_files_incomplete") == []


@pytest.mark.parametrize(("days", "number"), [(60, 1), (59, 0), (30, 1), (14, 1)])
def test_13_a_permit_that_ends_before_the_course(learner, cohort, carla, days, number, at):
    CoachAssignmentFactory(cohort=cohort, user=carla)
    ends = date(2026, 10, 1)
    FileItemFactory(
        enrolment=learner, kind="permit", state="verified", received_at=at, valid_until=ends
    )
    FileItemFactory(
        enrolment=learner,
        kind="benefit",
        state="verified",
        received_at=at,
        valid_until=cohort.end_on,
    )
    moment = local(ends - timedelta(days=days), NINE)
    with clock.set_to(moment):
        sweep(at=moment)
    assert (
        sorted(told("cohorts.file_ends"), key=str)
        == [
            (False, carla.pk),
            (True, None),
        ]
        * number
    )


def test_13_what_ends_with_the_course_or_is_not_needed_is_no_worry(learner, cohort, carla, at):
    common = {"enrolment": learner, "received_at": at}
    last = cohort.end_on
    FileItemFactory(kind="benefit", state="verified", valid_until=last, **common)
    early = last - timedelta(days=1)
    FileItemFactory(kind="permit", state="waived", valid_until=early, **common)
    for day in (last, early):
        moment = local(day - timedelta(days=14), NINE)
        with clock.set_to(moment):
            sweep(at=moment)
    assert told("cohorts.file_ends") == []


@pytest.mark.parametrize(("days", "number"), [(0, 0), (1, 1), (3, 1), (4, 0)])
def test_15_unsigned_after_the_start(web, brussels, amina, days, number):
    cohort = CohortFactory(track=web, campus=brussels, state="running")
    learner = LearnerFactory(cohort=cohort)
    FileItemFactory(enrolment=learner, kind="laptop_form")
    moment = local(cohort.start_on + timedelta(days=days), NINE)
    with clock.set_to(moment):
        sweep(at=moment)
    assert told("cohorts.file_unsigned") == [(True, None)] * number
    assert told("cohorts.cohort_files_unsigned") == [(False, amina.pk)] * number


@pytest.mark.parametrize(("days", "number"), [(0, 1), (1, 0), (7, 1), (14, 1)])
@pytest.mark.parametrize("end", ["left", "graduated"])
def test_38_a_laptop_that_is_not_back(web, brussels, amina, days, number, end, at):
    ended = date(2026, 6, 1)
    learner = LearnerFactory(
        cohort=CohortFactory(track=web, campus=brussels, state="running"),
        state=end,
        **{f"{end}_on": ended},
    )
    loan = LaptopLoanFactory(laptop=LaptopFactory(campus=brussels), enrolment=learner)
    moment = local(ended + timedelta(days=days), NINE)
    with clock.set_to(moment):
        sweep(at=moment)
    assert len(told("cohorts.laptop_out")) == 2 * number
    Message.objects.all().delete()
    loan.returned_at = moment
    loan.save()
    with clock.set_to(moment):
        sweep(at=moment)
    assert told("cohorts.laptop_out") == []


def test_a_reminder_leads_to_the_file(learner, cohort, amina):
    FileItemFactory(enrolment=learner, kind="waiver")
    at = local(cohort.start_on - timedelta(days=7), NINE)
    with clock.set_to(at):
        sweep(at=at)
    message = Message.objects.get(kind="cohorts.file_incomplete")
    assert "Waiver of job search" in message.text
