"""What browsers and strangers are told, and what production refuses to start on."""

import os
import subprocess
import sys

import pytest

from tests.house.texts import ROOT

PRODUCTION = {
    "DATABASE_URL": "postgres://becode:secret@127.0.0.1:1/becode",
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "SECRET_KEY": "k" * 60,
    "ALLOWED_HOSTS": "school.example",
    "BASE_URL": "https://school.example",
    "EMAIL_URL": "smtp://user:secret@127.0.0.1:1",
    "DEFAULT_FROM_EMAIL": "School <hello@school.example>",
}
READ = (
    "SESSION_COOKIE_NAME",
    "SESSION_COOKIE_SECURE",
    "CSRF_COOKIE_NAME",
    "CSRF_COOKIE_SECURE",
    "SECURE_HSTS_SECONDS",
    "SECURE_SSL_REDIRECT",
    "SECOND_FACTOR_DEMANDED_OF",
    "DEMO_PASSWORDS",
    "DEBUG",
    "PRINT_SECRETS",
    "AUTHENTICATION_BACKENDS",
)
PUBLIC = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
    "manifest-src": "'self'",
}
STAFF = PUBLIC | {
    "script-src": "'self' 'unsafe-eval'",
    "style-src": "'self' 'unsafe-inline'",
}


def policy(response):
    pairs = (part.strip().split(" ", 1) for part in response["Content-Security-Policy"].split(";"))
    return {name: " ".join(values) for name, *values in pairs}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/en/", "/en/apply/", "/en/my/sign-in/", "/accounts/login/", "/en/nothing-here/"]
)
def test_pages_of_everybody_allow_no_inline_code(client, path):
    response = client.get(path)
    assert policy(response) == PUBLIC
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/accounts/2fa/", "/accounts/logout/"])
def test_account_pages_allow_no_inline_code(signed_in, ada, path):
    assert policy(signed_in(ada).get(path)) == PUBLIC


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/staff/", "/staff/accounts/user/", "/staff/nothing-here/"])
def test_staff_pages_alone_allow_what_the_theme_needs(signed_in, ada, path):
    client = signed_in(ada)
    assert policy(client.get(path)) == STAFF
    assert policy(client.get("/en/")) == PUBLIC


@pytest.mark.django_db
def test_pages_of_somebody_are_kept_in_no_cache(client, signed_in, ada, chloe):
    for user, path in ((ada, "/staff/"), (ada, "/accounts/2fa/"), (chloe, "/en/partners/")):
        assert "no-store" in signed_in(user).get(path)["Cache-Control"]
    assert "no-store" not in client.get("/en/").headers.get("Cache-Control", "")


@pytest.mark.django_db
def test_cookies_are_out_of_reach_of_scripts_and_other_sites(client):
    client.get("/accounts/login/")
    client.post("/accounts/login/", {"email": "somebody@school.example"})
    assert set(client.cookies) == {"becode_session", "becode_csrf"}
    for cookie in client.cookies.values():
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
        assert cookie["path"] == "/"
        assert not cookie["domain"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/en/?x=%00", "/en/?x=%ff", "/en/?x=%ed%a0%80", "/%00", "/en/apply/?next=%00"]
)
def test_broken_bytes_are_a_clean_refusal(client, path):
    assert client.get(path).status_code == 400


@pytest.mark.django_db
def test_too_many_tries_have_a_page_of_their_own(client, rf):
    from becode.core.errors import too_many_requests

    response = too_many_requests(rf.get("/en/apply/"))
    assert (response.status_code, response["Retry-After"]) == (429, "60")
    assert b"<h1>" in response.content


@pytest.mark.django_db
def test_librarys_own_limits_show_our_page(client, rf):
    from allauth.core.internal.ratelimit import respond_429

    assert respond_429(rf.post("/accounts/login/")).status_code == 429
    assert b"error-page" in respond_429(rf.post("/accounts/login/")).content


@pytest.mark.django_db
def test_sign_in_answers_when_redis_is_gone(client, amina, settings):
    from becode.celery import app

    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    kept = app.conf.broker_url
    app.conf.broker_url = "redis://127.0.0.1:1/0"
    try:
        assert client.get("/accounts/login/").status_code == 200
        response = client.post("/accounts/login/", {"email": amina.email})
        assert response.status_code == 302
        assert client.get(response.url).status_code == 200
    finally:
        app.conf.broker_url = kept


def settings_of(module, **environment):
    """Read the settings in a process of their own; returns its exit code, output and errors."""
    script = (
        "from django.conf import settings as s\n"
        f"for name in {READ!r}: print(name, getattr(s, name))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": module, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    return done.returncode, dict(line.split(" ", 1) for line in done.stdout.splitlines()), done


def test_production_is_strict():
    code, values, done = settings_of("becode.settings.production", **PRODUCTION)
    assert code == 0, done.stderr
    assert values == {
        "SESSION_COOKIE_NAME": "__Host-session",
        "SESSION_COOKIE_SECURE": "True",
        "CSRF_COOKIE_NAME": "__Host-csrf",
        "CSRF_COOKIE_SECURE": "True",
        "SECURE_HSTS_SECONDS": "31536000",
        "SECURE_SSL_REDIRECT": "True",
        "SECOND_FACTOR_DEMANDED_OF": "['staff']",
        "DEMO_PASSWORDS": "False",
        "DEBUG": "False",
        "PRINT_SECRETS": "False",
        "AUTHENTICATION_BACKENDS": "['becode.accounts.backends.AccountBackend']",
    }


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *((name, "") for name in sorted(PRODUCTION)),
        ("SECRET_KEY", "short"),
        ("ALLOWED_HOSTS", "*"),
    ],
)
def test_production_refuses_to_start_on_defaults(name, value):
    code, _values, done = settings_of("becode.settings.production", **PRODUCTION | {name: value})
    assert code == 1
    assert name in done.stderr.splitlines()[-1]
    assert "ImproperlyConfigured" in done.stderr


SMS = {"SMS_URL": "https://sms.example/v1", "SMS_TOKEN": "token"}


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({**SMS, "SMS_TOKEN": ""}, "SMS_TOKEN"),
        ({**SMS, "SMS_URL": "http://sms.example/v1"}, "SMS_URL"),
        ({"SMS_BACKEND": "becode.messages.sms.HttpBackend"}, "SMS_URL"),
        ({**SMS, "SMS_HOOK_SECRET": "short"}, "SMS_HOOK_SECRET"),
        ({"ANYMAIL_WEBHOOK_SECRET": "x" * 40}, "ANYMAIL_WEBHOOK_SECRET"),
        ({"ANYMAIL_WEBHOOK_SECRET": "name:short"}, "ANYMAIL_WEBHOOK_SECRET"),
    ],
)
def test_production_refuses_half_a_gateway_and_weak_secrets(change, word):
    code, _values, done = settings_of("becode.settings.production", **PRODUCTION | change)
    assert code == 1
    assert word in done.stderr.splitlines()[-1]


def test_production_takes_a_service_instead_of_a_mail_server():
    backend = "anymail.backends.postmark.EmailBackend"
    service = {"EMAIL_BACKEND": backend, "ANYMAIL": '{"POSTMARK_SERVER_TOKEN": "token"}'}
    for change in ({**PRODUCTION, "EMAIL_URL": "", **service}, {**PRODUCTION, **SMS}):
        code, _values, done = settings_of("becode.settings.production", **change)
        assert code == 0, done.stderr


@pytest.mark.parametrize(
    ("base_url", "session", "hsts"),
    [
        ("http://localhost:8000", "becode_session", "0"),
        ("https://trial.example", "__Host-session", "31536000"),
    ],
)
def test_cookies_and_transport_follow_the_address(tmp_path, base_url, session, hsts):
    code, values, done = settings_of(
        "becode.settings.embedded", BASE_URL=base_url, BECODE_DATA_DIR=str(tmp_path)
    )
    assert code == 0, done.stderr
    assert (values["SESSION_COOKIE_NAME"], values["SECURE_HSTS_SECONDS"]) == (session, hsts)
    assert values["SESSION_COOKIE_SECURE"] == str(base_url.startswith("https"))
    assert values["DEMO_PASSWORDS"] == "True"
