"""Documents: asked, sent from a phone, looked at; the person is remembered in between."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from applicants.workflow.documents import (
    receive_document,
    refuse_document,
    request_document,
    verify_document,
    waive_document,
)
from becode.core.actors import SYSTEM, Actor
from becode.core.moves import IllegalMove
from becode.files import limits, store
from becode.files.models import StoredFile
from becode.messages.models import Message
from becode.portal.access import SESSION_KEY
from becode.reminders.sweep import sweep
from tests.factories import ApplicationFactory, PersonFactory
from tests.factories_form import document as make_document

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at")]
DAY = timedelta(days=1)
PDF = b"%PDF-1.4 a document"


def pdf(name="cv.pdf", content=PDF):
    return SimpleUploadedFile(name, content)


def browser_of(person, at):
    client = Client()
    session = client.session
    session[SESSION_KEY] = {"key": person.pk, "at": at.isoformat()}
    session.save()
    return client


@pytest.fixture
def document(application, at):
    return request_document(application=application, kind="cv", actor=SYSTEM, at=at)


@pytest.fixture
def theirs(application, at):
    return browser_of(application.person, at)


def address(document):
    return f"/en/my/documents/{document.pk}/"


def received(document, at):
    receive_document(document=document, file=store.keep(pdf(), at=at), actor=SYSTEM, at=at)


def test_asking_writes_to_the_person_once(application, document, at, outbox):
    assert (document.state, outbox(application.person)) == ("missing", ["document_asked"])
    with pytest.raises(IllegalMove):
        request_document(application=application, kind="cv", actor=SYSTEM, at=at)
    request_document(application=application, kind="cv", title="In French", actor=SYSTEM, at=at)
    assert application.documents.count() == 2


def test_a_closed_application_is_asked_nothing(at):
    with pytest.raises(IllegalMove):
        request_document(
            application=ApplicationFactory(state="withdrawn"), kind="cv", actor=SYSTEM, at=at
        )


def test_the_person_sends_it_from_their_page(theirs, document, at, audit):
    assert address(document) in theirs.get("/en/my/").text
    assert theirs.post(address(document), {"file": pdf()}).status_code == 302
    document.refresh_from_db()
    assert (document.state, document.file.name, document.received_at) == ("received", "cv.pdf", at)
    back = theirs.get(f"{address(document)}file/")
    assert b"".join(back.streaming_content) == PDF
    assert back["Content-Disposition"] == 'attachment; filename="cv.pdf"'
    assert audit(document) == ["document.requested", "document.received"]


def test_a_better_file_takes_the_place_of_the_first(
    theirs, document, django_capture_on_commit_callbacks
):
    theirs.post(address(document), {"file": pdf()})
    with django_capture_on_commit_callbacks(execute=True):
        theirs.post(address(document), {"file": pdf("better.pdf")})
    assert [file.name for file in StoredFile.objects.all()] == ["better.pdf"]


@pytest.mark.parametrize(
    ("upload", "sentence"),
    [
        (pdf("cv.pdf", b"PK\x03\x04 a zip"), store.NOT_A_DOCUMENT),
        (pdf("cv.jpg", b"\xff\xd8\xff<script>alert(1)</script>"), store.NOT_A_DOCUMENT),
        (pdf("cv.svg", b"<svg onload='alert(1)'/>"), store.NOT_A_DOCUMENT),
        (pdf("cv.pdf", PDF + b"0" * (6 * limits.MEGABYTE)), store.TOO_LARGE),
        (pdf("cv.pdf", b""), store.EMPTY),
        ("", "Please choose a file or take a photo."),
    ],
)
def test_what_cannot_be_used_is_said_and_changes_nothing(theirs, document, upload, sentence):
    response = theirs.post(address(document), {"file": upload})
    assert response.context["form"].errors["file"] == [str(sentence)]
    document.refresh_from_db()
    assert (document.state, StoredFile.objects.count()) == ("missing", 0)


def test_a_verified_document_is_not_replaced_by_its_person(theirs, document, at):
    received(document, at)
    verify_document(document=document, actor=SYSTEM, at=at)
    theirs.post(address(document), {"file": pdf("other.pdf")})
    document.refresh_from_db()
    assert (document.state, document.file.name) == ("verified", "cv.pdf")


def test_another_persons_document_does_not_exist(document, at):
    received(document, at)
    stranger = browser_of(PersonFactory(), at)
    answers = {
        stranger.get(address(document)).status_code,
        stranger.post(address(document), {"file": pdf()}).status_code,
        stranger.get(f"{address(document)}file/").status_code,
    }
    assert answers == {404}


def test_a_refused_one_is_asked_again_with_the_remark(theirs, document, application, at, outbox):
    received(document, at)
    refuse_document(document=document, remark="The photo is too dark.", actor=SYSTEM, at=at)
    assert outbox(application.person) == ["document_asked", "document_refused"]
    message = Message.objects.get(kind="applicants.document_refused")
    assert "The photo is too dark." in message.text
    assert "The photo is too dark." in theirs.get("/en/my/").text
    theirs.post(address(document), {"file": pdf()})
    document.refresh_from_db()
    assert (document.state, document.remark) == ("received", "")


def test_verified_by_whom_and_until_when(document, amina, at):
    received(document, at)
    until = (at + 300 * DAY).date()
    verify_document(document=document, valid_until=until, actor=Actor.user(amina), at=at)
    document.refresh_from_db()
    assert (document.state, document.valid_until, document.checked_by) == (
        "verified",
        until,
        amina,
    )


def test_what_is_missing_cannot_be_verified(document, at):
    with pytest.raises(IllegalMove):
        verify_document(document=document, actor=SYSTEM, at=at)


def test_a_waived_one_may_be_asked_again(application, document, at):
    waive_document(document=document, actor=SYSTEM, at=at)
    again = request_document(application=application, kind="cv", actor=SYSTEM, at=at + DAY)
    assert (again.pk, again.state, again.requested_at) == (document.pk, "missing", at + DAY)


def reminders(kind):
    rows = Message.objects.filter(kind=f"applicants.{kind}").order_by("due_at")
    return list(rows.values_list("due_at", flat=True))


def test_the_person_is_reminded_after_2_5_10_days_and_staff_after_12(
    document, amina, only_rules, at
):
    only_rules("document_missing", "document_overdue")
    for day in range(20):
        sweep(at=at + day * DAY)
    assert [(due - at).days + 1 for due in reminders("document_missing")] == [2, 5, 10]
    overdue = Message.objects.get(kind="applicants.document_overdue")
    assert (overdue.user, (overdue.due_at - at).days + 1) == (amina, 12)


@pytest.mark.parametrize("end", ["received", "waived", "withdrawn"])
def test_reminders_stop(document, application, only_rules, at, end):
    only_rules("document_missing", "document_overdue")
    if end == "received":
        received(document, at)
    elif end == "waived":
        waive_document(document=document, actor=SYSTEM, at=at)
    else:
        application.state = "withdrawn"
        application.save()
    for day in range(20):
        sweep(at=at + day * DAY)
    assert (reminders("document_missing"), reminders("document_overdue")) == ([], [])


def test_staff_open_the_file_within_their_campuses(client, document, amina, bram, at):
    received(document, at)
    file_page = reverse("admin:applicants_applicationdocument_file", args=[document.pk])
    client.force_login(amina)
    response = client.get(file_page)
    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    client.force_login(bram)
    assert client.get(file_page).status_code == 403


def test_staff_ask_look_and_refuse(client, application, amina, outbox, at):
    client.force_login(amina)
    ask = reverse("admin:applicants_application_do", args=[application.pk, "ask-document"])
    client.post(ask, {"kind": "diploma", "title": ""})
    document = application.documents.get()
    page = client.get(reverse("admin:applicants_application_change", args=[application.pk]))
    assert "Diploma or certificate" in page.text
    received(document, at)
    refuse = reverse("admin:applicants_applicationdocument_do", args=[document.pk, "refuse"])
    response = client.post(refuse, {"remark": "my number is 85.07.30-033.28"})
    assert list(response.context["form"].errors) == ["remark"]
    client.post(refuse, {"remark": "Too dark."})
    assert outbox(application.person) == ["document_asked", "document_refused"]


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_asks_as_much_for_one_as_for_thirty(
    client, amina, web, brussels, at, count, django_assert_max_num_queries
):
    for _number in range(count):
        make_document(application=ApplicationFactory(track=web, campus=brussels))
    client.force_login(amina)
    with django_assert_max_num_queries(14):
        client.get(reverse("admin:applicants_applicationdocument_changelist"))


@pytest.mark.parametrize("count", [1, 10])
def test_a_persons_page_asks_as_much_for_one_as_for_ten(
    theirs, application, count, django_assert_max_num_queries
):
    for number in range(count):
        make_document(application=application, title=f"Number {number}")
    with django_assert_max_num_queries(30):
        theirs.get("/en/my/")
