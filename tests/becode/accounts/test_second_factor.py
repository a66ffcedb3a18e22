"""A code alone opens nothing for those of whom the school demands a second factor."""

import base64
import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.auth import SESSION_KEY
from django.test import Client

from becode.accounts.second_factor import is_demanded

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _demanded(settings):
    settings.SECOND_FACTOR_DEMANDED_OF = ["staff"]


@pytest.fixture
def sign_in(letters):
    """A function that signs an account in by code, as far as the code leads."""

    def open_with_code(user):
        client = Client()
        client.post("/accounts/login/", {"email": user.email})
        answer = client.post("/accounts/login/code/confirm/", {"code": letters[-1][2]["code"]})
        return client, answer

    return open_with_code


def six_digits(secret, shift=0):
    counter = int(time.time()) // 30 + shift
    return format_hotp_value(hotp_value(secret, counter))


def set_up_app(client):
    """Connect an authenticator app in this session; returns its secret."""
    page = client.get("/accounts/2fa/totp/activate/")
    assert page.status_code == 200
    secret = page.context["form"].secret
    base64.b32decode(secret)
    answer = client.post("/accounts/2fa/totp/activate/", {"code": six_digits(secret)})
    assert answer.status_code == 302, answer.context["form"].errors
    return secret


def test_code_alone_leads_to_the_set_up_and_nowhere_else(sign_in, amina):
    client, _answer = sign_in(amina)
    for path in ("/accounts/start/", "/staff/", "/staff/people/person/", "/staff/search/"):
        for answer in (client.get(path), client.post(path)):
            assert (answer.status_code, answer.url) == (302, "/accounts/2fa/"), path
    assert client.get("/accounts/2fa/").status_code == 200
    assert client.get("/accounts/logout/").status_code == 200


def test_newcomer_sets_up_an_app_shows_it_and_is_in(sign_in, amina):
    client, _answer = sign_in(amina)
    secret = set_up_app(client)
    # Setting it up proves nothing: the page asks for a code of the app, then lets through.
    answer = client.get("/staff/people/person/")
    assert answer.url == "/accounts/2fa/reauthenticate/?next=%2Fstaff%2Fpeople%2Fperson%2F"
    answer = client.post(answer.url, {"code": six_digits(secret, 5)})
    assert answer.status_code == 200
    answer = client.post(
        "/accounts/2fa/reauthenticate/",
        {"code": wait_for_unused(amina, secret), "next": "/staff/people/person/"},
    )
    assert answer.url == "/staff/people/person/"
    assert client.get("/staff/").status_code == 200


def wait_for_unused(user, secret):
    """A code of the app; that of this half minute was used for the set-up, so forget that."""
    from django.core.cache import cache

    cache.clear()
    return six_digits(secret)


def test_next_sign_in_asks_the_app_before_there_is_a_session(sign_in, amina):
    secret = set_up_app(sign_in(amina)[0])
    client, answer = sign_in(amina)
    assert answer.url == "/accounts/2fa/authenticate/"
    assert SESSION_KEY not in client.session
    assert client.get("/staff/").url == "/staff/login/?next=/staff/"

    client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert SESSION_KEY not in client.session
    client.post("/accounts/2fa/authenticate/", {"code": wait_for_unused(amina, secret)})
    assert client.session[SESSION_KEY] == str(amina.pk)
    assert client.get("/staff/").status_code == 200


def test_recovery_code_counts_as_second_factor(sign_in, amina):
    client, _answer = sign_in(amina)
    set_up_app(client)
    from allauth.mfa.models import Authenticator

    codes = Authenticator.objects.get(user=amina, type="recovery_codes").wrap()
    client, _answer = sign_in(amina)
    client.post("/accounts/2fa/authenticate/", {"code": codes.get_unused_codes()[0]})
    assert client.get("/staff/").status_code == 200


def test_session_without_shown_factor_cannot_take_the_app_away(sign_in, amina):
    client, _answer = sign_in(amina)
    set_up_app(client)
    answer = client.post("/accounts/2fa/totp/deactivate/")
    assert answer.url.startswith("/accounts/2fa/reauthenticate/")
    from allauth.mfa.models import Authenticator

    assert Authenticator.objects.filter(user=amina, type="totp").exists()


def test_passkey_sign_in_is_both_factors(signed_in, amina):
    client = signed_in(amina)
    session = client.session
    session["account_authentication_methods"] = [
        {"method": "mfa", "type": "webauthn", "passwordless": True, "at": time.time()}
    ]
    session["account_authentication_methods_user"] = str(amina.pk)
    session.save()
    assert client.get("/staff/").status_code == 200


def test_record_of_another_account_does_not_count(signed_in, amina, bram):
    client = signed_in(amina)
    session = client.session
    session["account_authentication_methods"] = [
        {"method": "mfa", "type": "totp", "at": time.time()}
    ]
    session["account_authentication_methods_user"] = str(bram.pk)
    session.save()
    assert client.get("/staff/").status_code == 302


@pytest.mark.parametrize(
    ("setting", "of_staff", "of_companies"),
    [([], False, False), (["staff"], True, False), (["staff", "companies"], True, True)],
)
def test_setting_says_of_whom(settings, amina, chloe, setting, of_staff, of_companies):
    settings.SECOND_FACTOR_DEMANDED_OF = setting
    assert (is_demanded(amina), is_demanded(chloe)) == (of_staff, of_companies)


def test_companies_are_asked_only_where_the_setting_says_so(sign_in, settings, chloe):
    client, _answer = sign_in(chloe)
    assert client.get("/accounts/start/").url.endswith("/partners/")
    settings.SECOND_FACTOR_DEMANDED_OF = ["staff", "companies"]
    assert client.get("/accounts/start/").url == "/accounts/2fa/"
