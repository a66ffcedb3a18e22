"""The way in: an address, the code that was sent there, and nothing else."""

import re

import pytest
from django.contrib.auth import SESSION_KEY
from django.test import Client
from django.urls import NoReverseMatch, reverse

from becode.accounts.models import User
from becode.audit.models import AuditEntry

pytestmark = pytest.mark.django_db

LOGIN = "/accounts/login/"
CONFIRM = "/accounts/login/code/confirm/"


def ask_for_code(client, email, **more):
    return client.post(LOGIN, {"email": email, **more})


def is_signed_in(client):
    return SESSION_KEY in client.session


def test_page_asks_for_an_address_and_no_password(client):
    page = client.get(LOGIN, HTTP_ACCEPT_LANGUAGE="en").content.decode()
    assert len(re.findall(r'<input type="email" name="email"', page)) == 1
    assert 'type="password"' not in page
    assert 'id="passkey_login"' in page


def test_code_opens_the_door_once_and_rotates_the_session(client, amina, letters):
    answer = ask_for_code(client, amina.email.upper())
    assert (answer.status_code, answer.url) == (302, CONFIRM)
    [(kind, address, context)] = letters
    assert (kind, address) == ("account/email/login_code", amina.email)
    before = client.session.session_key
    assert not is_signed_in(client)

    answer = client.post(CONFIRM, {"code": context["code"]})
    assert (answer.status_code, answer.url) == (302, reverse("accounts:after_sign_in"))
    assert client.session[SESSION_KEY] == str(amina.pk)
    assert client.session.session_key != before
    assert AuditEntry.objects.about(amina).get().label == "account.signed_in"

    other = Client()
    ask_for_code(other, amina.email)
    assert other.post(CONFIRM, {"code": context["code"]}).status_code == 200  # that code is spent
    assert not is_signed_in(other)


def test_wrong_codes_end_the_try(client, amina, letters):
    ask_for_code(client, amina.email)
    for _number in range(4):
        assert client.post(CONFIRM, {"code": "AAAAAA"}).status_code == 200
    assert client.post(CONFIRM, {"code": "AAAAAA"}).status_code == 302
    answer = client.post(CONFIRM, {"code": letters[0][2]["code"]})
    assert answer.status_code == 302
    assert not is_signed_in(client)


def test_unknown_and_closed_addresses_are_answered_like_known_ones(amina, bram, letters):
    User.objects.filter(pk=bram.pk).update(is_active=False)
    answers = []
    for email in (amina.email, bram.email, "nobody@elsewhere.example"):
        client = Client()
        asked = ask_for_code(client, email)
        page = client.get(CONFIRM, HTTP_ACCEPT_LANGUAGE="en").content.decode()
        page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page)
        answers.append((asked.status_code, asked.url, page.replace(email, "ADDRESS")))
    assert answers[0] == answers[1] == answers[2]
    assert [address for _kind, address, _context in letters] == [amina.email]


def test_answer_takes_as_long_without_an_account(client, letters, settings, monkeypatch, amina):
    waits = []
    monkeypatch.setattr("becode.accounts.views.time.sleep", waits.append)
    settings.SIGN_IN_ANSWER_SECONDS = 30.0
    ask_for_code(client, amina.email)
    ask_for_code(Client(), "nobody@elsewhere.example")
    assert [round(wait) for wait in waits] == [30, 30]


@pytest.mark.parametrize(
    ("wanted", "reached"),
    [
        ("/staff/people/person/", "/staff/people/person/"),
        ("https://evil.example/", "/accounts/start/"),
        ("//evil.example/", "/accounts/start/"),
        ("javascript:alert(1)", "/accounts/start/"),
    ],
)
def test_next_leads_to_our_own_pages_only(client, amina, letters, wanted, reached):
    ask_for_code(client, amina.email, next=wanted)
    answer = client.post(CONFIRM, {"code": letters[0][2]["code"], "next": wanted})
    assert answer.url == reached


def test_start_page_is_where_somebody_works(signed_in, amina, chloe):
    assert signed_in(amina).get("/accounts/start/").url == "/staff/"
    with_language = signed_in(chloe).get("/accounts/start/").url
    assert with_language.endswith("/partners/")


def test_sign_out_needs_a_post_and_ends_all_sessions(signed_in, amina):
    laptop, phone = signed_in(amina), signed_in(amina)
    assert laptop.get("/accounts/logout/").status_code == 200
    assert is_signed_in(laptop)

    assert laptop.post("/accounts/logout/").status_code == 302
    assert not is_signed_in(laptop)
    assert phone.get("/accounts/2fa/").url == "/accounts/login/?next=/accounts/2fa/"
    assert AuditEntry.objects.about(amina).get().label == "account.signed_out"


def test_cancelling_the_code_page_starts_over(client, amina, letters):
    ask_for_code(client, amina.email)
    assert client.get(LOGIN).url == CONFIRM
    assert client.post("/accounts/logout/", {"next": LOGIN}).url == LOGIN
    assert client.get(LOGIN).status_code == 200


def test_company_contact_signs_in_the_same_way(client, chloe, letters):
    ask_for_code(client, chloe.email)
    client.post(CONFIRM, {"code": letters[0][2]["code"]})
    assert client.session[SESSION_KEY] == str(chloe.pk)


def test_signed_in_visitor_of_the_door_goes_to_work(signed_in, amina):
    assert signed_in(amina).get(LOGIN).url == "/accounts/start/"


@pytest.mark.parametrize(
    "path",
    [
        "signup/",
        "password/change/",
        "password/set/",
        "password/reset/",
        "email/",
        "confirm-email/",
        "reauthenticate/",
        "login/demo/",
        "",
    ],
)
def test_pages_that_make_no_sense_here_do_not_exist(client, signed_in, ada, path):
    for visitor in (client, signed_in(ada)):
        assert visitor.get(f"/accounts/{path}").status_code in {404, 405}
        assert visitor.post(f"/accounts/{path}").status_code == 404


@pytest.mark.parametrize("name", ["account_signup", "account_email", "account_reset_password"])
def test_names_of_absent_pages_do_not_resolve(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_admins_own_door_leads_to_ours(client, signed_in, ada, chloe):
    answer = client.get("/staff/login/?next=/staff/people/person/")
    assert answer.url == "/accounts/login/?next=%2Fstaff%2Fpeople%2Fperson%2F"
    answer = client.post("/staff/login/", {"username": ada.email, "password": "x"})
    assert answer.status_code == 302
    assert not is_signed_in(client)
    assert signed_in(ada).get("/staff/login/").url == "/staff/"
    assert signed_in(chloe).get("/staff/login/").status_code == 403


def test_company_contact_at_the_staff_site_is_told_no(signed_in, chloe):
    assert signed_in(chloe).get("/staff/", follow=True).status_code == 403


def test_account_without_password_never_matches_one(client, amina, settings):
    settings.DEMO_PASSWORDS = True
    for password in ("", amina.password, "!"):
        answer = client.post(
            "/accounts/login/demo/", {"demo-email": amina.email, "demo-password": password}
        )
        assert answer.status_code == 200
        assert not is_signed_in(client)


def test_too_many_codes_for_one_address_are_refused_in_words(client, amina, letters):
    for _number in range(3):
        ask_for_code(Client(), amina.email)
    answer = ask_for_code(Client(), amina.email)
    assert answer.status_code == 200
    assert len(letters) == 3
    assert ask_for_code(Client(), "another@school.example").status_code == 302
