"""Texts through a gateway over HTTP, and what it reports back."""

import json
import time

import pytest
from django.test import Client

from becode.audit.models import AuditEntry
from becode.messages.compose import send
from becode.messages.deliver import deliver_ready
from becode.messages.models import Bounce, Message
from becode.people.models import ContactPoint
from tests.becode.messages.notes import Note, person_with
from tests.factories import MOMENT
from tests.sms_gateway import TOKEN, SmsGateway

pytestmark = pytest.mark.django_db
SECRET = "a-secret-of-at-least-thirty-two-signs"


@pytest.fixture
def gateway(settings):
    settings.SMS_TIMEOUT = 0.5
    with SmsGateway() as running:
        running.use(settings)
        yield running


@pytest.fixture
def text(at):
    person = person_with(phone="+32470000001")
    (message,) = send(Note(person), at=at)
    return message


def seen(message):
    message.refresh_from_db()
    return message.state, message.outcome, message.provider_key


def test_gateway_gets_the_text_and_gives_its_key(gateway, text):
    assert deliver_ready(at=MOMENT) == {"sent": 1}

    assert seen(text) == ("sent", "accepted", "gw-1")
    assert gateway.asked == [
        {
            "to": "+32470000001",
            "text": "Open https://school.example/my/very-secret",
            "reference": f"message-{text.pk}",
        }
    ]
    assert gateway.headers[0]["Authorization"] == f"Bearer {TOKEN}"
    assert gateway.paths == ["/v1/texts?from=school"]


def test_gateway_is_told_where_to_report(gateway, text, settings):
    settings.SMS_HOOK_SECRET = SECRET
    deliver_ready(at=MOMENT)
    assert gateway.asked[0]["callback"] == f"{settings.PUBLIC_BASE_URL}/hooks/sms/{SECRET}/"


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ((202, {}), ("sent", "accepted", "")),
        ((200, b"OK"), ("sent", "accepted", "")),
        ((200, ["a list"]), ("sent", "accepted", "")),
        ((200, {"message_id": 7}), ("sent", "accepted", "7")),
        ((200, {"id": "gw\x00-\ud8001"}), ("sent", "accepted", "gw-?1")),
        ((200, b"[" * 60_000), ("sent", "accepted", "")),
        ((400, {}), ("failed", "sms_refused", "")),
        ((422, {}), ("failed", "sms_refused", "")),
        ((401, {}), ("pending", "gateway_401", "")),
        ((429, {}), ("pending", "gateway_429", "")),
        ((503, {}), ("pending", "gateway_503", "")),
        ((302, {}), ("pending", "gateway_302", "")),
        ("garbage", ("pending", "gateway_away", "")),
    ],
)
def test_each_answer_has_its_meaning(gateway, text, answer, expected):
    gateway.answers = answer
    deliver_ready(at=MOMENT)
    assert seen(text) == expected
    assert len(gateway.asked) == 1, "a redirection is not followed"


@pytest.mark.parametrize(
    ("trouble", "becomes"),
    [
        ("hang", ("pending", "gateway_away", "")),
        ("drip", ("pending", "gateway_away", "")),
        # It said yes: asking again would send the text twice.
        ("drip later", ("sent", "accepted", "")),
    ],
)
def test_gateway_that_does_not_finish_costs_one_timeout(gateway, text, trouble, becomes):
    gateway.answers = trouble
    started = time.monotonic()

    deliver_ready(at=MOMENT)

    assert time.monotonic() - started < 3
    assert seen(text) == becomes


def test_absent_gateway_is_asked_again(text, settings):
    settings.SMS_BACKEND = "becode.messages.sms.HttpBackend"
    settings.SMS_URL, settings.SMS_TOKEN = "http://127.0.0.1:9/", TOKEN
    deliver_ready(at=MOMENT)
    assert seen(text) == ("pending", "gateway_away", "")


# What it reports back


@pytest.fixture
def sent(text, settings):
    settings.SMS_HOOK_SECRET = SECRET
    Message.objects.filter(pk=text.pk).update(
        state="sent", provider_key="gw-1", finished_at=MOMENT, sealed=None
    )
    return text


def report(told, *, secret=SECRET, client=None):
    body = told if isinstance(told, bytes) else json.dumps(told).encode()
    client = client or Client(enforce_csrf_checks=True)
    return client.post(f"/hooks/sms/{secret}/", body, content_type="application/json").status_code


def test_delivered_is_written_down_once(sent):
    told = {"reference": f"message-{sent.pk}", "status": "delivered"}
    assert [report(told), report(told)] == [204, 204]
    sent.refresh_from_db()
    assert (sent.delivery, sent.delivery_at) == ("delivered", MOMENT)
    assert not AuditEntry.objects.exists()


def test_failure_marks_the_number_of_everybody_who_has_it(sent):
    person_with(phone="+32470000001")
    other = person_with(phone="+32470000002")
    told = {"id": "gw-1", "status": "UNDELIVERABLE"}

    assert [report(told), report(told)] == [204, 204]

    sent.refresh_from_db()
    assert (sent.delivery, sent.delivery_at) == ("bounced", MOMENT)
    marked = ContactPoint.objects.filter(bounced_at=MOMENT).values_list("value", flat=True)
    assert sorted(marked) == ["+32470000001"] * 2
    assert other.contact_points.usable().count() == 1
    (bounce,) = Bounce.objects.all()
    assert (bounce.kind, bounce.address, bounce.message) == ("bounced", "+32470000001", sent)
    labels = AuditEntry.objects.order_by("label").values_list("label", flat=True)
    assert list(labels) == ["contact_point.failed"] * 2 + ["message.came_back"]


def test_phone_that_was_off_keeps_its_number(sent):
    assert report({"id": "gw-1", "status": "expired"}) == 204
    sent.refresh_from_db()
    assert sent.delivery == "bounced"
    assert (ContactPoint.objects.usable().count(), Bounce.objects.count()) == (1, 0)


@pytest.mark.parametrize(
    "told",
    [
        {"id": "gw-1", "status": "queued"},
        {"id": "gw-9", "status": "delivered"},
        {"reference": "message-99999999", "status": "delivered"},
        {"reference": "message-9999999999999999999999", "status": "delivered"},
        {"reference": "message-²", "status": "delivered"},
    ],
)
def test_what_tells_nothing_is_taken_and_changes_nothing(sent, told):
    assert report(told) == 204
    sent.refresh_from_db()
    assert sent.delivery == ""


@pytest.mark.parametrize(
    "told",
    [
        b"{",
        b"\xff",
        b"[]",
        b"[" * 100_000,
        {},
        {"status": "delivered"},
        {"reference": ["x"], "status": "delivered"},
        {"reference": "x" * 300, "status": "delivered"},
        {"id": "a\x00b", "status": "delivered"},
    ],
)
def test_what_cannot_be_read_is_400(sent, told):
    assert report(told) == 400


def test_only_who_knows_the_secret_is_heard(sent, settings):
    told = {"id": "gw-1", "status": "delivered"}
    assert report(told, secret="another-secret-of-thirty-two-signs!!") == 404
    assert report(told, secret="geheim-ë") == 404
    assert Client().get(f"/hooks/sms/{SECRET}/").status_code == 405
    settings.SMS_HOOK_SECRET = ""
    assert report(told) == 404
    sent.refresh_from_db()
    assert sent.delivery == ""


def test_signs_that_no_database_keeps_are_400(sent):
    assert report({"id": "gw\ud800", "status": "delivered"}) == 400
