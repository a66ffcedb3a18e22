"""Go on later, on another device."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client

from applicants.models import Application, ApplicationDraft, DraftLink
from applicants.public.drafts import KEPT_FOR
from becode.core import clock
from becode.messages.deliver import deliver_ready
from becode.messages.models import Message
from becode.messages.sms import MemoryBackend as MemorySms
from becode.reminders.sweep import sweep
from tests.applicants.public.filling import answer, fill, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("web")]
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch):
    monkeypatch.setattr("applicants.public.filled.SENDING_SECONDS", 0)


def save(client, contact="amira@school.example"):
    return client.post("/fr/apply/save/", {"contact": contact})


def link_sent(at):
    deliver_ready(at=at)
    text = str(mail.outbox[-1].body)
    return "/" + text.split("http://", 1)[1].split("/", 1)[1].split()[0]


def test_the_link_leads_to_the_first_unanswered_step_in_another_browser(client, at):
    answer(client, "you")
    answer(client, "contact")
    assert save(client)["Location"] == "/fr/apply/saved/"
    address = link_sent(at)
    other = Client()
    page = other.get(address)
    assert "Amira" not in page.text
    assert page["Referrer-Policy"] == "strict-origin"
    assert other.get("/fr/apply/contact/")["Location"] == "/fr/apply/"  # opening does not act
    assert other.post(address)["Location"] == "/fr/apply/languages/"
    assert "Amira" in other.get("/fr/apply/").text
    fill(other)
    send(other)
    assert Application.objects.count() == 1
    assert client.post(address).status_code == 404


def test_the_contact_of_the_form_stands_there_already(client, at):
    answer(client, "you")
    answer(client, "contact")
    assert client.get("/en/apply/save/").context["form"].initial == {
        "contact": "amira@school.example"
    }


def test_go_on_later_keeps_what_was_typed(client, at):
    response = answer(client, "you", last_name="", save="1")
    assert response["Location"] == "/en/apply/save/?page=you"
    assert "Amira" in client.get("/en/apply/").text


def test_by_text_message(client, at):
    answer(client, "you")
    save(client, "0470 12 34 56")
    deliver_ready(at=at)
    assert [(to, "/fr/apply/resume/" in text) for to, text, _ref in MemorySms.sent] == [
        ("+32470123456", True)
    ]


def test_the_address_is_kept_encrypted(client, at):
    answer(client, "you")
    save(client)
    assert b"amira" not in bytes(ApplicationDraft.objects.get().sealed_contact)


def test_the_answer_is_the_same_and_the_mailbox_is_not_flooded(client, at):
    answer(client, "you")
    answers = {save(client)["Location"] for _try in range(6)}
    assert answers == {"/fr/apply/saved/"}
    # The first three tries; two at one moment are one message.
    assert DraftLink.objects.count() <= 3


def test_without_a_form_there_is_nothing_to_keep(client, at):
    assert client.get("/en/apply/save/")["Location"] == "/en/apply/"
    assert client.get("/en/apply/resume/unknown/").status_code == 404


def test_a_link_ends_after_ninety_days(client, at):
    answer(client, "you")
    save(client)
    address = link_sent(at)
    with clock.set_to(at + KEPT_FOR + DAY):
        assert client.get(address).status_code == 404


def reminders():
    rows = Message.objects.filter(kind="applicants.draft_waits").order_by("due_at")
    return [row.due_at for row in rows]


def test_a_draft_is_remembered_after_2_7_21_and_80_days(client, only_rules, at):
    only_rules("draft_untouched")
    answer(client, "you")
    save(client)
    for day in range(92):
        sweep(at=at + day * DAY)
    # 10:00 in Brussels: the reminders keep to 9 o'clock there, also after the clocks changed.
    assert [clock.local_day(due) - clock.local_day(at) for due in reminders()] == [
        2 * DAY,
        7 * DAY,
        21 * DAY,
        80 * DAY,
    ]


def test_a_draft_without_a_contact_is_not_remembered(client, at):
    answer(client, "you")
    answer(client, "contact")
    for day in (2, 7, 21, 80):
        sweep(at=at + day * DAY)
    assert reminders() == []


def test_who_goes_on_or_sends_is_not_remembered(client, only_rules, at):
    only_rules("draft_untouched")
    answer(client, "you")
    save(client)
    sweep(at=at + 2 * DAY)
    with clock.set_to(at + 2 * DAY):
        fill(client)
    deliver_ready(at=at + 2 * DAY)
    assert Message.objects.get(kind="applicants.draft_waits").state == "cancelled"
    with clock.set_to(at + 2 * DAY):
        send(client)
    for day in range(3, 30):
        sweep(at=at + day * DAY)
    assert len(reminders()) == 1


def test_this_browser_may_forget_the_form_while_its_link_works(client, at):
    answer(client, "you")
    save(client)
    client.post("/en/apply/restart/", {"keep": "1"})
    assert "Amira" not in client.get("/en/apply/").text
    assert client.get(link_sent(at)).status_code == 200
