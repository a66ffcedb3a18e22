"""The form from the first page to the thank-you page."""

import time

import pytest
from django.test import Client

from applicants.models import Application, ApplicationDraft, InterestEntry
from applicants.public import drafts, guard
from becode.audit.models import AuditEntry
from becode.messages.models import Message
from becode.people.models import Consent, Person
from tests.applicants.public.filling import answer, began, fill, send
from tests.mails import mail_html

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("web", "at")]


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch):
    """What hides whether we know somebody is tested in test_known_people.py."""
    monkeypatch.setattr("applicants.public.filled.SENDING_SECONDS", 0)


def test_a_filled_form_becomes_an_application(client, at, brussels, ghent):
    assert fill(client)["Location"] == "/en/apply/check/"
    response = send(client)
    assert response["Location"] == "/en/apply/thanks/"
    application = Application.objects.get()
    person = application.person
    assert application.state == "submitted"
    assert application.submitted_at == at
    assert application.language == "en"
    assert application.source == "form"
    assert application.motivation == "I like to make things."
    assert (application.heard_from, application.heard_from_detail) == (
        "workshop",
        "Library of Molenbeek",
    )
    assert [choice.campus for choice in application.choices.order_by("rank")] == [brussels, ghent]
    assert (person.first_name, person.last_name) == ("Amira", "El Khatib")
    assert str(person.born_on) == "1995-05-17"
    assert (person.contact_language, person.postcode, person.gender) == ("fr", "1000", "f")
    assert [point.key for point in person.contact_points.order_by("kind")] == [
        "amira@school.example",
        "+32470123456",
    ]
    assert {skill.language: skill.lesson_level for skill in person.language_skills.all()} == {
        "nl": "no",
        "fr": "yes",
        "en": "a_little",
    }
    assert sorted(person.consents.values_list("purpose", flat=True)) == ["application", "news"]
    assert AuditEntry.objects.filter(label="application.submitted").count() == 1


def test_the_confirmation_goes_out_in_their_language_with_a_link(client):
    fill(client)
    send(client)
    message = Message.objects.get()
    assert message.kind == "applicants.application_received"
    assert (message.address, message.language) == ("amira@school.example", "fr")
    assert "[[link]]" in mail_html(message)
    assert "/my/link/" not in mail_html(message)


def test_a_phone_alone_gets_a_text_message(client):
    fill(client, contact={"email": ""})
    send(client)
    message = Message.objects.get()
    assert (message.channel, message.address) == ("sms", "+32470123456")


def test_the_draft_is_emptied_when_it_is_sent(client):
    fill(client)
    assert b"Amira" not in bytes(ApplicationDraft.objects.get().sealed)
    send(client)
    assert bytes(ApplicationDraft.objects.get().sealed) == b""
    assert drafts.SESSION_KEY not in client.session


def test_the_thank_you_page_holds_nothing_personal(client):
    fill(client)
    page = client.post("/en/apply/check/", {"application": "on"}, follow=True)
    assert page.request["PATH_INFO"] == "/en/apply/thanks/"
    for text in ("Amira", "amira@", Application.objects.get().number):
        assert text not in page.content.decode()


def test_without_consent_nothing_is_sent_and_nothing_lost(client):
    fill(client)
    response = send(client, application="")
    assert response.status_code == 200
    assert list(response.context["form"].errors) == ["application"]
    assert Application.objects.count() == 0
    assert send(client).status_code == 302


def test_going_back_shows_what_was_typed(client):
    answer(client, "you")
    answer(client, "contact", email="amira@school.example")
    page = client.get("/en/apply/").content.decode()
    assert 'value="Amira"' in page
    assert 'value="1995"' in page


def test_the_button_back_keeps_unfinished_answers(client):
    answer(client, "you")
    response = answer(client, "contact", email="half-an-addr", back="1")
    assert response["Location"] == "/en/apply/"
    assert 'value="half-an-addr"' in client.get("/en/apply/contact/").content.decode()


def test_another_language_shows_the_same_answers(client):
    answer(client, "you")
    answer(client, "contact", phone="nonsense")
    page = client.get("/fr/apply/contact/")
    assert page.context["form"]["phone"].value() == "nonsense"
    assert list(page.context["form"].errors) == ["phone"]


def test_jumping_ahead_leads_to_the_first_unanswered_step(client):
    answer(client, "you")
    assert client.get("/en/apply/about/")["Location"] == "/en/apply/contact/"
    assert client.get("/en/apply/check/")["Location"] == "/en/apply/contact/"
    assert client.post("/en/apply/check/", {"application": "on"})["Location"] == (
        "/en/apply/contact/"
    )


def test_an_unknown_step_is_not_there(client):
    assert client.get("/en/apply/nonsense/").status_code == 404


def test_change_from_the_last_page_leads_back_to_it(client):
    fill(client)
    page = client.get("/en/apply/languages/?to_check=1")
    assert 'name="to_check"' in page.content.decode()
    response = answer(client, "languages", to_check="1", lesson_nl="yes")
    assert response["Location"] == "/en/apply/check/"


def test_a_lost_session_begins_again_and_keeps_what_was_just_typed(client):
    response = answer(client, "languages")
    assert response["Location"] == "/en/apply/"
    answer(client, "you")
    answer(client, "contact")
    page = client.get("/en/apply/languages/")
    assert page.context["form"]["lesson_fr"].value() == "yes"


def test_emptying_the_form_deletes_the_draft(client):
    answer(client, "you")
    assert client.get("/en/apply/restart/").status_code == 405
    client.post("/en/apply/restart/")
    assert ApplicationDraft.objects.count() == 0
    assert "Amira" not in client.get("/en/apply/").content.decode()


def test_looking_writes_nothing(client):
    for path in ("", "contact/", "check/", "interest/", "thanks/"):
        client.get(f"/en/apply/{path}?utm_campaign=spring")
    assert ApplicationDraft.objects.count() == 0
    assert not client.session.keys()


def test_the_form_is_not_kept_by_the_browser(client):
    assert "no-store" in client.get("/en/apply/")["Cache-Control"]


def test_sending_again_makes_no_second_application(client):
    fill(client)
    send(client)
    assert send(client)["Location"] == "/en/apply/thanks/"
    assert Application.objects.count() == 1


def test_a_campaign_stays_from_the_first_page_to_the_application(client):
    home = client.get("/en/?utm_campaign=spring-26").content.decode()
    assert "/en/apply/?campaign=spring-26" in home
    page = client.get("/en/apply/?campaign=spring-26").content.decode()
    assert 'name="campaign" value="spring-26"' in page
    answer(client, "you", campaign="spring-26")
    fill(client)
    send(client)
    assert Application.objects.get().campaign == "spring-26"


def test_somebody_with_one_name(client):
    fill(client, you={"last_name": "", "only_one_name": "on"})
    send(client)
    assert Person.objects.get().last_name == ""


def test_somebody_who_knows_the_year_only(client):
    fill(client, you={"birth_day": "", "birth_month": "", "birth_year": "1980"})
    send(client)
    assert (Person.objects.get().born_on, Person.objects.get().birth_year) == (None, 1980)


def test_the_full_date_is_asked_where_the_year_leaves_it_open(client):
    response = answer(client, "you", birth_day="", birth_month="", birth_year="2008")
    assert [fault.code for fault in response.context["form"].errors.as_data()["birth"]] == ["open"]
    # Eighteen tomorrow: the interest list. Eighteen today: welcome.
    tomorrow = answer(client, "you", birth_day="3", birth_month="3", birth_year="2008")
    assert tomorrow["Location"] == "/en/apply/interest/"
    today = answer(client, "you", birth_day="2", birth_month="3", birth_year="2008")
    assert today["Location"] == "/en/apply/contact/"


def test_under_18_there_is_a_list_and_no_application(client, brussels):
    response = answer(client, "you", birth_year="2010")
    assert response["Location"] == "/en/apply/interest/"
    page = client.get("/en/apply/interest/")
    assert page.context["form"].initial == {"first_name": "Amira", "birth_year": "2010"}
    sent = client.post(
        "/en/apply/interest/",
        {
            "first_name": "Amira",
            "birth_year": "2010",
            "parent_contact": "+32 470 12 34 56",
            "campus": "BXL",
        },
    )
    assert sent["Location"] == "/en/apply/thanks/"
    entry = InterestEntry.objects.get()
    assert (entry.first_name, entry.birth_year, entry.parent_contact, entry.campus) == (
        "Amira",
        2010,
        "+32470123456",
        brussels,
    )
    assert Application.objects.count() == Person.objects.count() == 0


def test_a_child_cannot_step_past_the_list(client):
    answer(client, "you", birth_year="2010")
    for slug in ("contact", "languages", "course", "about"):
        answer(client, slug)
    assert send(client)["Location"] == "/en/apply/interest/"
    assert Application.objects.count() == 0


def test_needs_go_to_the_vault_and_nowhere_else(client):
    fill(client, about={"needs": "A quiet room", "needs_consent": "on"})
    send(client)
    person = Person.objects.get()
    assert person.vault_entries.count() == 1
    assert person.consents.filter(purpose="needs").exists()
    application = Application.objects.get()
    kept = [str(getattr(application, field.attname)) for field in application._meta.concrete_fields]
    assert "A quiet room" not in " ".join(kept)


def test_needs_without_their_own_consent_are_not_taken(client):
    for slug in ("you", "contact", "languages", "course"):
        answer(client, slug)
    response = answer(client, "about", needs="A quiet room")
    assert list(response.context["form"].errors) == ["needs_consent"]


def test_needs_consent_without_needs_is_no_consent(client):
    fill(client, about={"needs": "", "needs_consent": "on"})
    send(client)
    assert not Consent.objects.filter(purpose="needs").exists()


def test_a_likely_slip_in_an_address_is_asked_once(client):
    answer(client, "you")
    page = answer(client, "contact", email="amira@gmial.com")
    fault = page.context["form"].errors.as_data()["email"][0]
    assert (fault.code, fault.params) == ("slip", {"meant": "amira@gmail.com"})
    hidden = page.context["form"]["email_is_right"].value()
    again = answer(client, "contact", email="amira@gmial.com", email_is_right=hidden)
    assert again["Location"] == "/en/apply/languages/"


class TestPrograms:
    def test_a_form_filled_in_an_instant_is_shown_again(self, client):
        fill(client, you={"began": began(seconds_ago=0)})
        page = send(client)
        assert page.status_code == 200
        assert str(guard.TOO_FAST) in page.content.decode()
        assert Application.objects.count() == 0

    def test_after_a_calm_moment_the_same_form_is_sent(self, client, monkeypatch):
        fill(client, you={"began": began(seconds_ago=0)})
        send(client)
        moment = time.time() + guard.MINIMUM_SECONDS
        monkeypatch.setattr(guard.time, "time", lambda: moment)
        assert send(client)["Location"] == "/en/apply/thanks/"

    def test_a_forged_moment_counts_as_none(self, client):
        fill(client, you={"began": "1234567890"})
        assert send(client).status_code == 200
        assert Application.objects.count() == 0

    def test_the_trap_shows_the_form_again_with_everything(self, client):
        page = answer(client, "you", website="https://spam.example")
        assert page.context["form"]["first_name"].value() == "Amira"
        assert str(guard.TRAPPED) in page.content.decode()
        assert ApplicationDraft.objects.count() == 0

    def test_too_many_forms_from_one_address_have_to_wait(self, monkeypatch):
        monkeypatch.setattr(guard, "SENT_PER_HOUR", 1)
        for number in (1, 2):
            client = Client()
            fill(client, contact={"email": f"person{number}@school.example", "phone": ""})
            response = send(client)
        assert response.status_code == 200
        assert str(guard.TOO_MANY) in response.content.decode()
        assert Application.objects.count() == 1


def test_queries_of_a_step_do_not_grow(client, django_assert_max_num_queries):
    answer(client, "you")
    with django_assert_max_num_queries(6):
        client.get("/en/apply/contact/")
