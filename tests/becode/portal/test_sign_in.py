"""The way in: link and code, for one person, telling strangers nothing."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from becode.audit.models import AuditEntry
from becode.core import clock
from becode.core.sealing import token_digest
from becode.messages.deliver import deliver_ready
from becode.messages.models import Message
from becode.messages.sms import MemoryBackend as MemorySms
from becode.people.models import ContactPoint
from becode.portal.access import SESSION_LIFE, personal_link
from becode.portal.models import AccessLink, LinkRequest
from becode.portal.requests import answer_requests
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def yasmina(db):
    return PersonFactory(first_name="Yasmina", email="yasmina@mail.example")


def path_of(address: str) -> str:
    return "/" + address.split("/", 3)[3]


def link_of(person, at, **kwargs) -> str:
    return path_of(personal_link(person, at=at, **kwargs))


def sign_in(contact: str, client: Client | None = None):
    client = client or Client()
    return client.post(reverse("portal:my:sign_in"), {"contact": contact})


def test_opening_a_link_shows_one_button_and_nothing_personal(at, yasmina):
    client = Client()
    response = client.get(link_of(yasmina, at))
    assert response.status_code == 200
    assert b"Yasmina" not in response.content
    assert b"yasmina@" not in response.content
    assert response["Referrer-Policy"] == "strict-origin"
    assert response["Cache-Control"] == "no-store"
    assert client.get(reverse("portal:my:home")).status_code == 302
    assert AccessLink.objects.get().first_used_at is None
    assert not AuditEntry.objects.filter(label="person.signed_in").exists()


def test_the_button_starts_the_session_of_that_person_alone(at, yasmina):
    other = PersonFactory(first_name="Tomas")
    client = Client()
    response = client.post(link_of(yasmina, at))
    assert response.url == reverse("portal:my:home")
    page = client.get(response.url)
    assert b"Yasmina" in page.content
    assert b"Tomas" not in page.content
    assert page["Cache-Control"] == "no-store"
    assert AccessLink.objects.get().first_used_at == at
    signed_in = AuditEntry.objects.get(label="person.signed_in")
    assert signed_in.person_key == yasmina.pk
    client.post(link_of(other, at))
    assert b"Tomas" in client.get(reverse("portal:my:home")).content


def test_the_session_key_changes_at_the_button(at, yasmina):
    client = Client()
    client.post(reverse("portal:my:sign_in"), {"contact": "somebody@mail.example"})
    before = client.session.session_key
    client.post(link_of(yasmina, at))
    assert client.session.session_key != before


def test_the_secret_is_kept_as_a_digest_only(at, yasmina):
    address = personal_link(yasmina, at=at)
    token = re.search(r"/link/([^/]+)/", address)[1]
    kept = AccessLink.objects.values().get()
    assert kept["digest"] == token_digest(token)
    assert token not in str(kept)


@pytest.mark.parametrize(
    ("wanted", "goes_to"),
    [
        ("details", "/en/my/details/"),
        ("/en/my/details/", "/en/my/details/"),
        ("https://evil.example/", "/en/my/"),
        ("//evil.example/en/my/", "/en/my/"),
        ("/staff/", "/en/my/"),
        ("/en/my/../../staff/", "/en/my/"),
        ("unheard-of", "/en/my/"),
    ],
)
def test_a_link_leads_to_own_pages_only(at, yasmina, wanted, goes_to):
    response = Client().post(link_of(yasmina, at, next_path=wanted))
    assert response.url == goes_to


def test_an_expired_or_unknown_link_is_kind_and_offers_a_new_one(at, yasmina):
    address = link_of(yasmina, at - timedelta(days=31))
    for path in (address, reverse("portal:my:link", args=["nonsense"])):
        client = Client()
        response = client.post(path)
        assert response.status_code == 404
        assert b"Send me a new link" in response.content
        assert client.get(reverse("portal:my:home")).status_code == 302


def test_known_and_unknown_get_the_same_answer_by_the_same_work(at, yasmina):
    answers, queries = [], []
    for contact in ("yasmina@mail.example", "stranger@mail.example"):
        client = Client()
        with CaptureQueriesContext(connection) as captured:
            response = sign_in(contact, client)
        page = client.get(response.url).content.decode()
        answers.append(re.sub(r'value="[\w]{64}"', "", page.replace(contact, "…")))
        queries.append([re.sub(r"'[^']*'|\d+", "?", one["sql"]) for one in captured])
    assert answers[0] == answers[1]
    assert queries[0] == queries[1]
    assert not Message.objects.exists()


def test_the_job_writes_to_who_is_known_and_forgets_what_was_typed(at, yasmina):
    sign_in("Yasmina@Mail.example")
    sign_in("stranger@mail.example")
    assert b"mail.example" not in b"".join(bytes(row.sealed) for row in LinkRequest.objects.all())
    assert answer_requests(at=at) == 1
    assert Message.objects.get().person == yasmina
    assert not LinkRequest.objects.exists()
    assert answer_requests(at=at) == 0


def test_a_damaged_request_delays_nobody(at, yasmina):
    LinkRequest.objects.create(sealed=b"broken", asked_at=at)
    sign_in("yasmina@mail.example")
    assert answer_requests(at=at) == 1
    assert not LinkRequest.objects.exists()


def test_a_shared_phone_gets_one_message_for_each_person(at, yasmina):
    brother = PersonFactory(first_name="Ilias", email="")
    for person in (yasmina, brother):
        ContactPoint.objects.create(
            person=person, kind="phone", value="+32470123456", key="+32470123456"
        )
    sign_in("0470 12 34 56")
    assert answer_requests(at=at) == 2
    deliver_ready(at=at)
    assert sorted(text.split(",")[0] for _to, text, _key in MemorySms.sent) == [
        "BeCode: Ilias",
        "BeCode: Yasmina",
    ]


def code_for(contact: str, at) -> tuple[Client, str]:
    client = Client()
    sign_in(contact, client)
    answer_requests(at=at)
    deliver_ready(at=at)
    return client, re.search(r"\b(\d{8})\b", mail.outbox[-1].body)[1]


def test_the_code_of_the_message_lets_in(at, yasmina):
    client, code = code_for("yasmina@mail.example", at)
    spaced = f" {code[:4]} {code[4:]} "
    assert client.post(reverse("portal:my:code"), {"code": spaced}).url == "/en/my/"
    assert b"Yasmina" in client.get("/en/my/").content


def test_a_code_works_once(at, yasmina):
    client, code = code_for("yasmina@mail.example", at)
    client.post(reverse("portal:my:code"), {"code": code})
    second = Client()
    sign_in("yasmina@mail.example", second)
    assert second.post(reverse("portal:my:code"), {"code": code}).status_code == 200


def test_a_code_does_not_work_for_another_address(at, yasmina):
    _client, code = code_for("yasmina@mail.example", at)
    PersonFactory(first_name="Tomas", email="tomas@mail.example")
    other = Client()
    sign_in("tomas@mail.example", other)
    assert other.post(reverse("portal:my:code"), {"code": code}).status_code == 200
    assert other.get("/en/my/").status_code == 302


def test_a_code_dies_after_a_quarter(at, yasmina):
    client, code = code_for("yasmina@mail.example", at)
    with clock.set_to(at + timedelta(minutes=15)):
        assert client.post(reverse("portal:my:code"), {"code": code}).status_code == 200


def test_guessing_a_code_ends_after_six_tries(at, yasmina):
    client, code = code_for("yasmina@mail.example", at)
    wrong = f"{(int(code) + 1) % 10**8:08d}"
    for _try in range(6):
        assert client.post(reverse("portal:my:code"), {"code": wrong}).status_code == 200
    response = client.post(reverse("portal:my:code"), {"code": code})
    assert response.status_code == 200
    assert b"too many tries" in response.content


def test_asking_too_often_looks_the_same_and_sends_no_more(at, yasmina):
    answers = {sign_in("yasmina@mail.example").url for _try in range(7)}
    assert answers == {"/en/my/code/"}
    assert LinkRequest.objects.count() == 5


@pytest.mark.parametrize("contact", ["", "x" * 10_000, "\x00", "<b>", "🙂", "123", "a@b", "مرحبا"])
def test_what_is_no_address_is_said_next_to_the_field(at, contact):
    response = sign_in(contact)
    assert response.status_code == 200
    assert list(response.context["form"].errors) == ["contact"]


@pytest.mark.parametrize("code", ["", "1234567", "x" * 10_000, "١٢٣٤٥٦٧٨", "\x00", "12345678🙂"])
def test_what_is_no_code_is_said_next_to_the_field(at, code):
    client = Client()
    sign_in("yasmina@mail.example", client)
    response = client.post(reverse("portal:my:code"), {"code": code})
    assert list(response.context["form"].errors) == ["code"]


def test_signing_out_ends_the_sessions_on_every_device(at, yasmina):
    phone, library = Client(), Client()
    for client in (phone, library):
        client.post(link_of(yasmina, at))
    with clock.set_to(at + timedelta(minutes=5)):
        assert phone.get(reverse("portal:my:sign_out")).status_code == 200
        assert phone.get("/en/my/").status_code == 200
        phone.post(reverse("portal:my:sign_out"))
        assert phone.get("/en/my/").status_code == 302
        assert library.get("/en/my/").status_code == 302
    with clock.set_to(at + timedelta(minutes=6)):
        phone.post(link_of(yasmina, at))
        assert phone.get("/en/my/").status_code == 200


def test_a_session_ends_by_itself(at, yasmina, as_person):
    client = as_person(yasmina)
    with clock.set_to(at + SESSION_LIFE - timedelta(minutes=1)):
        assert client.get("/en/my/").status_code == 200
    with clock.set_to(at + SESSION_LIFE + timedelta(minutes=1)):
        assert client.get("/en/my/").status_code == 302
