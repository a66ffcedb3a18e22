"""What e-mail services report: real posts of Postmark and Mailgun, and refusals over SMTP."""

import base64
import hashlib
import hmac
import json

import pytest
from django.test import Client

from becode.accounts.models import User
from becode.audit.models import AuditEntry
from becode.core.actors import SYSTEM
from becode.messages import bounces
from becode.messages.deliver import deliver_ready
from becode.messages.models import Bounce, Message
from becode.people.models import ContactPoint
from becode.people.workflow import replace_contact_points
from tests.becode.messages.notes import person_with, write
from tests.factories import MOMENT, PersonFactory, UserFactory

pytestmark = pytest.mark.django_db
SECRET = "reports:a-password-of-thirty-two-signs"
SIGNING_KEY = "a-signing-key"


@pytest.fixture
def hooks(settings, at):
    settings.ANYMAIL = {"WEBHOOK_SECRET": SECRET, "MAILGUN_WEBHOOK_SIGNING_KEY": SIGNING_KEY}


@pytest.fixture
def sent(at):
    """A mail to Anna that Postmark took."""
    message = write("Anna")
    Message.objects.filter(pk=message.pk).update(
        state="sent", outcome="accepted", provider_key="pm-1", finished_at=MOMENT, sealed=None
    )
    message.refresh_from_db()
    return message


def post(service, told, *, secret=SECRET):
    body = told if isinstance(told, bytes) else json.dumps(told).encode()
    basic = base64.b64encode(secret.encode()).decode()
    return (
        Client(enforce_csrf_checks=True)
        .post(
            f"/hooks/mail/{service}/",
            body,
            content_type="application/json",
            headers={"Authorization": f"Basic {basic}"} if secret else {},
        )
        .status_code
    )


def postmark(record="Bounce", kind="HardBounce", *, key="pm-1", to="anna@mail.example", **more):
    return {
        "RecordType": record,
        "ID": 42,
        "Type": kind,
        "TypeCode": 1,
        "MessageID": key,
        "Description": "The server was unable to deliver your message.",
        "Details": "smtp;550 5.1.1 The email account does not exist.",
        "Email": to,
        "BouncedAt": "2026-03-02T09:00:00Z",
        "Inactive": True,
        **more,
    }


def mailgun(event="failed", *, severity="permanent", reason="bounce", key="pm-1", sign=SIGNING_KEY):
    timestamp, token = "1772442000", "a" * 50
    signature = hmac.new(sign.encode(), f"{timestamp}{token}".encode(), hashlib.sha256)
    return {
        "signature": {"timestamp": timestamp, "token": token, "signature": signature.hexdigest()},
        "event-data": {
            "event": event,
            "severity": severity,
            "reason": reason,
            "timestamp": 1772442000.1,
            "recipient": "anna@mail.example",
            "message": {"headers": {"message-id": key, "to": "anna@mail.example"}},
            "delivery-status": {"code": 550, "message": "No such mailbox", "description": ""},
        },
    }


def told_of(message):
    message.refresh_from_db()
    return message.delivery, list(Bounce.objects.order_by("pk").values_list("kind", flat=True))


def usable():
    return list(ContactPoint.objects.usable().order_by("pk").values_list("value", flat=True))


def test_delivered_is_written_down(hooks, sent):
    told = {
        "RecordType": "Delivery",
        "MessageID": "pm-1",
        "Recipient": "anna@mail.example",
        "DeliveredAt": "2026-03-02T09:00:00Z",
    }
    assert post("postmark", told) == 200
    assert told_of(sent) == ("delivered", [])
    assert sent.delivery_at == MOMENT


def test_hard_bounce_marks_the_address_of_everybody_who_has_it(hooks, sent):
    person_with(first_name="Sister", email="Anna@Mail.example", phone="+32470000009")

    assert [post("postmark", postmark()), post("postmark", postmark())] == [200, 200]

    assert told_of(sent) == ("bounced", ["bounced"])
    bounce = Bounce.objects.get()
    assert (bounce.address, bounce.message, bounce.at) == ("anna@mail.example", sent, MOMENT)
    assert bounce.detail == "smtp;550 5.1.1 The email account does not exist."
    assert usable() == ["+32470000009"]
    labels = AuditEntry.objects.order_by("label").values_list("label", flat=True)
    assert list(labels) == ["contact_point.failed"] * 2 + ["message.came_back"]


def test_what_went_along_came_back_too(hooks, sent):
    other = write("Anna2")
    Message.objects.filter(pk=other.pk).update(
        state="sent", finished_at=MOMENT, sealed=None, merged_into=sent
    )
    post("postmark", postmark())
    assert [told_of(other)[0], told_of(sent)[0]] == ["bounced", "bounced"]


@pytest.mark.parametrize(
    ("kind", "details"),
    [
        ("SoftBounce", "smtp;550 5.2.2 mailbox full"),
        ("HardBounce", "smtp;452 4.2.2 over quota"),
        ("VirusNotification", "virus"),
    ],
)
def test_soft_bounce_keeps_the_address(hooks, sent, kind, details):
    assert post("postmark", postmark(kind=kind, Details=details)) == 200
    assert told_of(sent) == ("bounced", [])
    assert usable() == ["anna@mail.example"]


def test_complaint_marks_the_address(hooks, sent):
    assert post("postmark", postmark("SpamComplaint", "SpamComplaint")) == 200
    assert told_of(sent) == ("complained", ["complained"])
    assert usable() == []


def test_service_that_knows_no_key_of_ours_is_understood_by_the_address(hooks, sent):
    older = write("Anna", at=MOMENT)
    Message.objects.filter(pk=older.pk).update(
        state="sent", sealed=None, finished_at=MOMENT.replace(year=2025)
    )
    assert post("postmark", postmark(key="unknown", to="ANNA@mail.example")) == 200
    assert told_of(sent) == ("bounced", ["bounced"])
    older.refresh_from_db()
    assert older.delivery == ""


def test_address_that_we_never_wrote_to_is_noted_once(hooks, sent):
    PersonFactory(email="new@mail.example")
    told = postmark(key="unknown", to="new@mail.example")
    assert [post("postmark", told), post("postmark", told)] == [200, 200]
    assert told_of(sent) == ("", ["bounced"])


def test_account_keeps_its_address(hooks, at):
    user = UserFactory(email="chloe@zenith.example")
    message = write("Anna")
    Message.objects.filter(pk=message.pk).update(
        state="sent", sealed=None, person=None, user=user, address=user.email, finished_at=at
    )
    post("postmark", postmark(key="x", to="chloe@zenith.example"))
    assert told_of(message) == ("bounced", ["bounced"])
    assert User.objects.active().filter(email="chloe@zenith.example").exists()


def test_mailgun_signs_what_it_tells(hooks, sent):
    Message.objects.filter(pk=sent.pk).update(provider_key="<mg-1@school.example>")
    key = "mg-1@school.example"
    assert post("mailgun", mailgun(key=key, sign="another key")) == 400
    assert told_of(sent) == ("", [])
    assert post("mailgun", mailgun(key=key, severity="temporary", reason="generic")) == 200
    assert told_of(sent) == ("", [])
    assert post("mailgun", mailgun(key=key)) == 200
    assert told_of(sent) == ("bounced", ["bounced"])


def test_only_who_knows_the_secret_is_heard(hooks, sent):
    assert post("postmark", postmark(), secret="reports:guessed") == 400
    assert post("postmark", postmark(), secret="") == 400
    assert told_of(sent) == ("", [])


def test_nothing_is_there_without_a_secret(settings, sent):
    settings.ANYMAIL = {"WEBHOOK_SECRET": ""}
    assert post("postmark", postmark()) == 404


@pytest.mark.parametrize("service", ["mailgun-inbound", "nobody", "postal"])
def test_service_that_is_not_set_up_is_not_there(settings, at, service):
    settings.ANYMAIL = {"WEBHOOK_SECRET": SECRET}
    assert post(service, postmark()) == 404


@pytest.mark.parametrize("told", [b"{", b"[]", b"\xff", {"RecordType": "Inbound"}])
def test_what_cannot_be_read_is_400(hooks, told):
    assert post("postmark", told) == 400


# Corrected


def test_correcting_the_address_settles_what_came_back(hooks, sent):
    post("postmark", postmark())
    replace_contact_points(
        person=sent.person, email="anna2@mail.example", phone="", actor=SYSTEM, at=MOMENT
    )
    assert usable() == ["anna2@mail.example"]
    assert Bounce.objects.open().count() == 0


def test_what_somebody_else_still_has_stays_open(hooks, sent):
    PersonFactory(first_name="Sister", email="anna@mail.example")
    post("postmark", postmark())
    replace_contact_points(
        person=sent.person, email="anna2@mail.example", phone="", actor=SYSTEM, at=MOMENT
    )
    assert Bounce.objects.open().count() == 1


def test_address_that_works_again_is_used_again(hooks, sent):
    post("postmark", postmark())
    bounces.settle_all_of(person=sent.person, actor=SYSTEM, at=MOMENT)
    assert usable() == ["anna@mail.example"]
    assert Bounce.objects.open().count() == 0
    assert AuditEntry.objects.filter(label="contact_point.works").count() == 1


def test_later_message_that_arrives_shows_that_the_address_works(hooks, sent):
    post("postmark", postmark())
    later = write("Anna")
    Message.objects.filter(pk=later.pk).update(
        state="sent", sealed=None, finished_at=MOMENT, provider_key="pm-2"
    )
    bounces.report_delivered(message=Message.objects.get(pk=later.pk), actor=SYSTEM, at=MOMENT)
    assert set(usable()) == {"anna@mail.example"}
    assert not ContactPoint.objects.filter(bounced_at__isnull=False).exists()


# Refused over SMTP


def test_refused_address_is_marked(sink):
    message = write("Refused")
    deliver_ready(at=MOMENT)
    message.refresh_from_db()
    assert (message.state, message.outcome) == ("failed", "smtp_550")
    bounce = Bounce.objects.get()
    assert (bounce.kind, bounce.detail, bounce.message) == (
        "refused",
        "550 no such mailbox",
        message,
    )
    assert usable() == []


def test_refusal_of_a_policy_says_nothing_of_the_address(sink):
    message = write("Policy")
    deliver_ready(at=MOMENT)
    message.refresh_from_db()
    assert (message.state, message.outcome) == ("failed", "smtp_550")
    assert (Bounce.objects.count(), usable()) == (0, ["policy@mail.example"])


@pytest.mark.parametrize(
    "more",
    [
        {"to": "anna\x00@mail.example", "key": "pm-unknown"},
        {"to": "anna\ud800@mail.example", "key": "pm-unknown"},
        {"to": f"{'a' * 300}@mail.example"},
        {"key": "pm\x00\udfff"},
        {"Details": "smtp;550 5.1.1 \ud800 no such \x00 mailbox"},
    ],
    ids=["nul", "half a sign", "longer than an address", "bad key", "bad words"],
)
def test_signs_that_no_database_keeps_are_no_fault_of_ours(hooks, sent, more):
    assert post("postmark", postmark(**more)) == 200


def test_a_report_that_is_nested_without_end_is_no_report(hooks, sent):
    assert post("postmark", b"[" * 200_000 + b"]" * 200_000) == 400


def test_an_address_that_nobody_has_is_not_kept(hooks, at):
    assert post("postmark", postmark(key="pm-unknown", to="stranger@mail.example")) == 200

    assert not Bounce.objects.exists()
