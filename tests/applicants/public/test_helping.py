"""Somebody helps to fill in the form, or asks to be called."""

import pytest
from django.urls import reverse

from applicants.models import Application, HelpRequest
from applicants.workflow import confirming, deciding
from applicants.workflow.helping import finish_help, reopen_help
from becode.backoffice.today import tasks_for
from becode.core.actors import SYSTEM, Actor
from becode.core.moves import IllegalMove
from becode.portal.access import SESSION_KEY
from tests.applicants.public.filling import answer, began, fill, path, send
from tests.factories_form import help_request

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("web", "at")]
HELPER = {
    "filled_by": "counsellor",
    "helper_name": "Sofie of the OCMW",
    "helper_contact": "sofie@ocmw.example",
}
CALL = {"name": "Nour", "phone": "0470 12 34 56", "language": "fr", "question": "The form"}


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch):
    monkeypatch.setattr("applicants.public.filled.SENDING_SECONDS", 0)


@pytest.fixture
def helped(client):
    """An application that a counsellor filled in."""
    assert answer(client, "you", for_somebody_else="on")["Location"] == path("helper")
    assert client.post(path("helper"), HELPER)["Location"] == path("contact")
    fill(client, you={"for_somebody_else": "on"})
    send(client)
    return Application.objects.get()


@pytest.fixture
def theirs(client, helped, at):
    """The browser of the person themself."""
    session = client.session
    session[SESSION_KEY] = {"key": helped.person_id, "at": at.isoformat()}
    session.save()
    return client


def test_who_fills_it_in_for_themself_is_asked_nothing_more(client, at):
    fill(client)
    send(client)
    application = Application.objects.get()
    assert (application.filled_by, application.confirmed_at) == ("self", at)
    assert client.get(path("helper")).status_code == 302


def test_the_person_is_asked_to_confirm(helped, outbox):
    assert (helped.filled_by, helped.helper_name, helped.helper_contact) == (
        "counsellor",
        "Sofie of the OCMW",
        "sofie@ocmw.example",
    )
    assert helped.confirmed_at is None
    assert outbox(helped.person) == ["please_confirm"]


def test_it_cannot_be_admitted_before(helped, at):
    with pytest.raises(IllegalMove) as refusal:
        deciding.admit(application=helped, actor=SYSTEM, at=at)
    assert "confirm it first" in str(refusal.value.sentence)


def test_yes_on_their_own_page(theirs, helped, at, outbox):
    assert "Sofie of the OCMW" in theirs.get("/en/my/").text
    theirs.post(f"/en/my/application/{helped.pk}/confirm/")
    helped.refresh_from_db()
    assert helped.confirmed_at == at
    assert "Sofie of the OCMW" not in theirs.get("/en/my/").text
    theirs.post(f"/en/my/application/{helped.pk}/confirm/")
    assert outbox(helped.person) == ["please_confirm", "application_received"]
    deciding.admit(application=helped, actor=SYSTEM, at=at)


def test_no_stops_it(theirs, helped):
    address = f"/en/my/application/{helped.pk}/not-mine/"
    assert theirs.get(address).status_code == 200
    helped.refresh_from_db()
    assert helped.state == "submitted"
    theirs.post(address)
    helped.refresh_from_db()
    assert helped.state == "withdrawn"


def test_staff_confirm_by_phone_and_see_that_it_is_open(client, helped, amina, at, audit):
    client.force_login(amina)
    page = reverse("admin:applicants_application_change", args=[helped.pk])
    assert "Not confirmed yet" in client.get(page).text
    client.post(reverse("admin:applicants_application_do", args=[helped.pk, "confirm"]))
    assert "Not confirmed yet" not in client.get(page).text
    assert "application.confirmed" in audit(helped)


def test_confirming_twice_is_refused(helped, at):
    confirming.confirm(application=helped, actor=SYSTEM, at=at)
    with pytest.raises(IllegalMove):
        confirming.confirm(application=helped, actor=SYSTEM, at=at)


def test_i_need_help(client, brussels, at):
    for slug in ("you", "contact", "languages", "course"):
        answer(client, slug)
    page = client.get("/en/apply/help/?page=about")
    assert page.context["form"].initial == {"name": "Amira El Khatib", "phone": "0470 12 34 56"}
    response = client.post("/en/apply/help/", {**CALL, "page": "about", "began": began()})
    assert response["Location"] == "/en/apply/help/asked/"
    asked = HelpRequest.objects.get()
    assert (asked.name, asked.phone, asked.language, asked.campus, asked.page) == (
        "Nour",
        "+32470123456",
        "fr",
        brussels,
        "about",
    )
    assert asked.asked_at == at


def test_the_same_number_waits_once(client):
    for _press in range(3):
        client.post("/en/apply/help/", CALL)
    assert HelpRequest.objects.count() == 1


def test_programs_and_national_numbers_are_refused(client):
    client.post("/en/apply/help/", {**CALL, "website": "x"})
    response = client.post("/en/apply/help/", {**CALL, "question": "I am 85.07.30-033.28"})
    assert list(response.context["form"].errors) == ["question"]
    assert HelpRequest.objects.count() == 0


def test_today_names_who_waits(amina, ghent, brussels, at):
    help_request(name="Nour", campus=brussels)
    help_request(name="Far", campus=ghent, phone="+32470000001")
    help_request(name="Anywhere", phone="+32470000002")
    task = next(
        task for task in tasks_for(amina, at=at) if task.title == "People who asked for help"
    )
    names = [text.split(" · ")[0] for text, _url in task.items]
    assert (task.count, task.urgent, names) == (2, True, ["Nour", "Anywhere"])


def test_called_and_called_again(amina, at, audit):
    asked = help_request()
    finish_help(asked=asked, outcome="Sent the link", actor=Actor.user(amina), at=at)
    assert (asked.state, asked.handled_by, asked.handled_at) == ("done", amina, at)
    assert list(HelpRequest.objects.open()) == []
    reopen_help(asked=asked, actor=SYSTEM, at=at)
    assert list(HelpRequest.objects.open()) == [asked]
    assert audit(asked) == ["help.done", "help.again"]


@pytest.mark.parametrize(
    ("page", "back"),
    [
        ("contact", "/en/apply/contact/"),
        ("check", "/en/apply/check/"),
        ("you", "/en/apply/"),
        ("no-such-step", "/en/apply/"),
    ],
)
def test_back_leads_to_the_step_one_came_from(client, page, back):
    answer = client.get(f"/en/apply/help/?page={page}")
    assert answer.context["back_url"] == back
