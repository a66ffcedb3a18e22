"""Demo passwords: in a trial only, random, hashed with argon2, limited."""

import stat

import pytest
from django.contrib.auth import SESSION_KEY
from django.test import Client

from becode.accounts import demo_logins
from becode.accounts.models import User
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

URL = "/accounts/login/demo/"


@pytest.fixture
def trial(settings, tmp_path):
    settings.DEMO_PASSWORDS = True
    settings.DATA_DIR = tmp_path
    settings.AUTHENTICATION_BACKENDS = [
        "becode.accounts.backends.AccountBackend",
        "becode.accounts.backends.DemoPasswordBackend",
    ]


@pytest.fixture
def demo_user(db):
    return UserFactory(email="demo@school.example", name="Demo", roles=["coach"], is_demo=True)


def sign_in(client, email, password, **more):
    return client.post(URL, {"demo-email": email, "demo-password": password, **more})


def written_password(path):
    [line] = path.read_text().splitlines()
    email, password, *whose = line.split()
    assert (email, whose) == ("demo@school.example", ["Demo", "(coach)"])
    return password


def test_written_password_opens_the_door(trial, client, demo_user):
    path = demo_logins.write([demo_user])
    password = written_password(path)
    assert path.name == "demo-logins.txt"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert User.objects.get(pk=demo_user.pk).password.startswith("argon2$")
    assert b'name="demo-password"' in client.get("/accounts/login/").content

    answer = sign_in(client, demo_user.email, password, next="/staff/people/person/")
    assert answer.url == "/staff/people/person/"
    assert client.session[SESSION_KEY] == str(demo_user.pk)


def test_writing_again_changes_every_password(trial, client, demo_user):
    first = written_password(demo_logins.write([demo_user]))
    assert written_password(demo_logins.write([demo_user])) != first
    assert sign_in(client, demo_user.email, first).status_code == 200
    assert SESSION_KEY not in client.session


def test_wrong_password_keeps_what_was_typed(trial, client, demo_user):
    demo_logins.write([demo_user])
    answer = sign_in(client, demo_user.email, "wrong")
    assert answer.status_code == 200
    assert answer.context["demo_form"].errors.keys() == {"password"}
    assert f'value="{demo_user.email}"' in answer.content.decode()


def test_guesses_are_limited_per_account(trial, demo_user):
    password = written_password(demo_logins.write([demo_user]))
    for _number in range(5):
        sign_in(Client(), demo_user.email, "wrong")
    client = Client()
    assert sign_in(client, demo_user.email, password).status_code == 200
    assert SESSION_KEY not in client.session


def test_nothing_of_it_exists_elsewhere(client, demo_user, settings, tmp_path, trial):
    password = written_password(demo_logins.write([demo_user]))
    settings.DEMO_PASSWORDS = False
    assert sign_in(client, demo_user.email, password).status_code == 404
    assert demo_logins.write([demo_user]) is None
    assert not client.login(email=demo_user.email, password=password)
    assert b"demo-password" not in client.get("/accounts/login/").content


def test_only_demo_accounts_get_a_password(trial, amina):
    with pytest.raises(ValueError, match="demo"):
        demo_logins.write([amina])


def test_second_factor_is_asked_after_a_demo_password_too(trial, client, demo_user, settings):
    settings.SECOND_FACTOR_DEMANDED_OF = ["staff"]
    password = written_password(demo_logins.write([demo_user]))
    sign_in(client, demo_user.email, password)
    assert client.get("/staff/").url == "/accounts/2fa/"
