"""The sign-in library's mails leave through the outbox, in the language of the account."""

import re
from datetime import timedelta
from pathlib import Path

import allauth
import pytest
from allauth.account.adapter import get_adapter
from django.core import mail
from django.test import Client
from django.urls import reverse

from becode.core import clock
from becode.core.actors import SYSTEM
from becode.core.moves import IllegalMove
from becode.messages import wake
from becode.messages.account_mail import LOGIN_CODE, NEWS, UnknownMail
from becode.messages.deliver import deliver_ready
from becode.messages.models import Message
from becode.messages.transport import open_secrets
from becode.messages.workflow import send_again
from tests.factories import UserFactory
from tests.mails import mail_html

pytestmark = pytest.mark.django_db

# Mails of the library that our settings never ask for: no public sign-up, no passwords,
# no verification of addresses, no answer to strangers.
NEVER_ASKED_FOR = {
    "account/email/account_already_exists",
    "account/email/base",
    "account/email/email_confirm",
    "account/email/email_confirmation",
    "account/email/email_confirmation_signup",
    "account/email/password_changed",
    "account/email/password_reset",
    "account/email/password_reset_code",
    "account/email/password_reset_key",
    "account/email/password_set",
    "account/email/unknown_account",
}


@pytest.fixture(autouse=True)
def _no_broker(monkeypatch):
    monkeypatch.setattr(wake._Bell, "not_before", float("inf"))


def ask_for_code(client, address):
    return client.post(reverse("account_login"), {"email": address})


def test_code_is_a_sealed_urgent_message(client):
    user = UserFactory(email="fatima@school.example", language="fr")

    ask_for_code(client, "Fatima@School.example")

    message = Message.objects.get()
    code = open_secrets(message)["code"]
    assert (message.kind, message.about_key, message.user_id) == (
        "accounts.login_code",
        user.pk,
        user.pk,
    )
    assert (message.language, message.urgent) == ("fr", True)
    assert message.expires_at - message.due_at == timedelta(minutes=10)
    assert code not in message.text + mail_html(message) + message.subject
    assert "[[code]]" in message.text
    assert "[[code]]" in mail_html(message)


def test_code_from_the_mail_opens_the_door(client):
    user = UserFactory(email="fatima@school.example")
    ask_for_code(client, user.email)

    deliver_ready(at=clock.now())
    (letter,) = mail.outbox
    code = re.search(r"^    (\S+)$", letter.body, re.MULTILINE).group(1)
    client.post(reverse("account_confirm_login_code"), {"code": code})

    assert client.session["_auth_user_id"] == str(user.pk)
    assert Message.objects.get().sealed is None


def test_each_request_is_a_message_of_its_own(at):
    user = UserFactory()

    ask_for_code(Client(), user.email)
    ask_for_code(Client(), user.email)

    assert Message.objects.filter(kind="accounts.login_code").count() == 2


def test_unknown_and_closed_accounts_get_nothing_and_the_same_answer(client):
    known, closed = UserFactory(), UserFactory(is_active=False)

    answers = [
        ask_for_code(client, address)
        for address in (known.email, closed.email, "stranger@mail.example")
    ]

    assert [(one.status_code, one.url) for one in answers] == [
        (302, reverse("account_confirm_login_code"))
    ] * 3
    assert Message.objects.get().user_id == known.pk


def test_old_code_cannot_be_sent_again(client):
    user = UserFactory()
    ask_for_code(client, user.email)
    message = Message.objects.get()
    Message.objects.filter(pk=message.pk).update(
        state="failed", sealed=None, finished_at=clock.now(), outcome="smtp_550"
    )
    message.refresh_from_db()

    with pytest.raises(IllegalMove, match="a code of its own"):
        send_again(message=message, actor=SYSTEM, at=clock.now())


@pytest.mark.parametrize("template", sorted(NEWS))
def test_news_about_the_account_goes_to_its_owner(rf, template):
    user = UserFactory(email="fatima@school.example", language="nl")

    get_adapter(rf.get("/")).send_notification_mail(template, user)

    message = Message.objects.get()
    assert (message.address, message.language, message.kind) == (
        "fatima@school.example",
        "nl",
        NEWS[template].key,
    )


def test_news_of_a_changed_address_goes_to_the_old_one(rf):
    user = UserFactory()

    get_adapter(rf.get("/")).send_notification_mail(
        "account/email/email_changed", user, email="old@school.example"
    )

    assert Message.objects.get().address == "old@school.example"


def test_mail_that_nobody_wrote_is_an_error(rf):
    user = UserFactory()

    with pytest.raises(UnknownMail):
        get_adapter(rf.get("/")).send_mail("account/email/new", user.email, {"user": user})


def test_every_mail_of_the_library_is_written_or_never_asked_for():
    folder = Path(allauth.__file__).parent / "templates"
    known = {
        str(path.relative_to(folder)).removesuffix("_message.txt")
        for path in folder.glob("*/email/*_message.txt")
        if not str(path).startswith(str(folder / "socialaccount"))
    }

    assert known == {LOGIN_CODE, *NEWS} | NEVER_ASKED_FOR
