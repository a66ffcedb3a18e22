"""What readers choose: by the link of a mail, on their own pages, with one click."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client

from becode.audit.models import AuditEntry
from becode.core import clock
from becode.core.actors import SYSTEM
from becode.messages import notification
from becode.messages.compose import Reminder, send
from becode.messages.deliver import deliver_ready
from becode.messages.enums import Topic
from becode.messages.models import Message, Unwanted
from becode.messages.preference_links import LINK_LIFE, token_of
from becode.messages.preferring import Reader, prefer, refusing, switch_off
from becode.messages.recipients import person_recipients, user_recipients
from becode.people.models import ContactPoint
from tests.becode.messages.notes import Note, UrgentNote, declare, person_with
from tests.factories import MOMENT, PersonFactory

pytestmark = pytest.mark.django_db
PHONE = "+32470000178"


class MonthlyNote(Note):
    key = "tests.monthly_note"
    topic = Topic.WAITING


class LaterNote(Note):
    key = "tests.later_note"
    topic = Topic.AFTERWARDS


class DigestNote(Note):
    key = "tests.digest_note"
    about = "accounts.user"
    topic = Topic.DIGEST

    def recipients(self):
        return user_recipients(self.subject)

    def is_still_wanted(self, *, at):
        return True


@pytest.fixture(autouse=True, scope="module")
def _declared():
    declare()
    notification.declare(MonthlyNote, LaterNote, DigestNote)


@pytest.fixture
def anna(at):
    return person_with(email="anna@mail.example", phone=PHONE)


def written(person, kind=MonthlyNote, **also):
    (message,) = send(kind(person), at=MOMENT, **also)
    return message


def page(message):
    return f"/en/messages/{token_of(message)}/"


def letter():
    deliver_ready(at=MOMENT)
    return mail.outbox[-1]


# The link and the headers


def test_mail_leads_to_the_choices_of_its_reader(anna):
    message = written(anna)
    sent = letter()
    address = f"http://localhost:8000{page(message)}"
    assert address in sent.body
    assert address in sent.alternatives[0].content
    assert "anna" not in page(message)
    assert Client().get(page(message)).status_code == 200


def test_urgent_mail_has_no_such_link(anna):
    written(anna, UrgentNote)
    assert "/messages/" not in letter().body


def test_mail_of_a_topic_can_be_switched_off_with_one_click(anna):
    message = written(anna)
    headers = letter().extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = f"/hooks/unsubscribe/{token_of(message)}/"
    assert headers["List-Unsubscribe"] == f"<http://localhost:8000{path}>"

    client = Client(enforce_csrf_checks=True)
    told = {"List-Unsubscribe": "One-Click"}
    assert [client.post(path, told).status_code for _time in range(2)] == [204, 204]

    assert list(Unwanted.objects.values_list("person", "topic")) == [(anna.pk, "waiting")]
    (entry,) = AuditEntry.objects.all()
    assert (entry.label, entry.reason_code) == ("messages.topic_off", "waiting")
    assert (entry.actor_kind, entry.actor_key, entry.person_key) == ("person", anna.pk, anna.pk)


def test_one_click_opened_as_a_page_changes_nothing(anna):
    message = written(anna)
    path = f"/hooks/unsubscribe/{token_of(message)}/"
    response = Client().get(path)
    assert (response.status_code, response["Location"]) == (302, page(message))
    assert Client().post(path).status_code == 400
    assert Client().post("/hooks/unsubscribe/5.forged/").status_code == 404
    assert not Unwanted.objects.exists()


def test_what_the_programme_needs_has_no_such_header(anna):
    written(anna, Note)
    assert "List-Unsubscribe" not in letter().extra_headers
    switch_off(reader=Reader(person=anna), topic=Topic.PROGRAMME, actor=SYSTEM, at=MOMENT)
    assert not Unwanted.objects.exists()


@pytest.mark.parametrize("other", [Note, LaterNote])
def test_mail_with_several_topics_in_it_has_no_such_header(anna, other):
    written(anna, other, reminder=Reminder(rule="a"))
    written(anna, MonthlyNote, reminder=Reminder(rule="b"))
    sent = letter()
    assert len(mail.outbox) == 1
    assert "List-Unsubscribe" not in sent.extra_headers


def test_what_was_switched_off_is_kept_back(anna):
    message = written(anna)
    switch_off(reader=Reader(person=anna), topic=Topic.WAITING, actor=SYSTEM, at=MOMENT)
    deliver_ready(at=MOMENT)
    message.refresh_from_db()
    assert (message.state, message.outcome) == ("suppressed", "not_wanted")


# The page


def test_page_shows_nothing_personal_and_changes_nothing(anna):
    message = written(anna)
    before = Message.objects.count(), AuditEntry.objects.count()
    response = Client().get(page(message))
    text = response.content.decode()
    for secret in (anna.first_name, anna.last_name, "anna@", "mail.example", PHONE, "70000"):
        assert secret not in text
    assert "a•••@m•••.example" in text
    assert "+32 ••• 78" in text
    assert response["Referrer-Policy"] == "strict-origin"
    assert "no-store" in response["Cache-Control"]
    assert (Message.objects.count(), AuditEntry.objects.count()) == before


def test_choosing_texts_makes_the_number_preferred(anna):
    told = {"way": "phone", "topics": ["waiting", "afterwards"]}
    response = Client().post(page(written(anna)), told)
    assert response.status_code == 302
    preferred = ContactPoint.objects.get(person=anna, is_preferred=True)
    assert preferred.value == PHONE
    (recipient,) = person_recipients(anna)
    assert (recipient.channel, recipient.address) == ("sms", PHONE)
    assert not Unwanted.objects.exists()
    assert "Saved" in Client().get(response["Location"]).content.decode()


def test_topics_go_off_and_on_again(anna):
    address = page(written(anna))
    Client().post(address, {"way": "email", "topics": ["afterwards"]})
    assert Reader(person=anna).unwanted == {"waiting"}
    Client().post(address, {"way": "email", "topics": ["waiting"]})
    assert Reader(person=anna).unwanted == {"afterwards"}
    labels = AuditEntry.objects.order_by("pk").values_list("label", "reason_code")
    assert sorted(labels) == [
        ("messages.topic_off", "afterwards"),
        ("messages.topic_off", "waiting"),
        ("messages.topic_on", "waiting"),
    ]


def test_topic_that_is_not_theirs_to_switch_is_no_choice(anna):
    response = Client().post(page(written(anna)), {"way": "email", "topics": ["digest"]})
    assert list(response.context["form"].errors) == ["topics"]
    assert not Unwanted.objects.exists()


def test_who_has_one_address_is_not_asked_which(at):
    person = person_with(email="anna@mail.example")
    text = Client().get(page(written(person))).content.decode()
    assert "How do you want to hear from us?" not in text


def test_number_that_does_not_work_is_no_choice(anna, at):
    anna.contact_points.filter(kind="phone").update(bounced_at=at)
    assert prefer(person=anna, kind="phone", actor=SYSTEM, at=at) is False
    response = Client().post(page(written(anna)), {"way": "phone"})
    assert response.status_code == 302
    assert ContactPoint.objects.get(is_preferred=True).kind == "email"


@pytest.mark.parametrize("token", ["5", "5.", "x", "5.abc", "5.ë"])
def test_forged_link_opens_nothing(anna, token):
    assert Client().get(f"/en/messages/{token}/").status_code == 404


def test_link_of_one_message_is_not_that_of_another(anna):
    key, signature = token_of(written(anna)).split(".")
    assert Client().get(f"/en/messages/{int(key) + 1}.{signature}/").status_code == 404


def test_link_ends(anna):
    address = page(written(anna))
    with clock.set_to(MOMENT + LINK_LIFE + timedelta(minutes=1)):
        assert Client().get(address).status_code == 404


def test_person_who_was_merged_chooses_for_the_record_that_is_kept(anna, at):
    message = written(anna)
    kept = PersonFactory(email="anna2@mail.example")
    anna.merged_into = kept
    anna.save()
    Client().post(page(message), {"topics": ["afterwards"]})
    assert list(Unwanted.objects.values_list("person", flat=True)) == [kept.pk]
    assert refusing(Topic.WAITING, [kept.pk, anna.pk]) == {kept.pk}


def test_wish_of_a_merged_record_holds_and_can_be_taken_back(anna, at):
    switch_off(reader=Reader(person=anna), topic=Topic.WAITING, actor=SYSTEM, at=at)
    kept = PersonFactory()
    anna.merged_into = kept
    anna.save()
    assert refusing(Topic.WAITING, [kept.pk]) == {kept.pk}
    assert Reader(person=kept).unwanted == {"waiting"}
    Client().post(page(written(kept)), {"topics": ["waiting", "afterwards"]})
    assert not Unwanted.objects.exists()


# On one's own pages


def test_person_chooses_on_their_own_pages(anna, as_person):
    client = as_person(anna)
    assert "/en/my/messages/" in client.get("/en/my/").content.decode()
    client.post("/en/my/messages/", {"way": "phone", "topics": ["waiting"]})
    assert Reader(person=anna).unwanted == {"afterwards"}
    assert Client().get("/en/my/messages/").status_code == 302


def test_contact_of_a_company_reads_that_all_is_needed(chloe, signed_in):
    """They get no mail of the morning: nothing is there to switch off, and nothing to save."""
    client = signed_in(chloe)
    text = client.get("/en/partners/me/messages/").content.decode()
    assert re.findall(r'name="topics"', text) == []
    assert "We send you nothing else." in text
    assert client.post("/en/partners/me/messages/", {"topics": ["digest"]}).status_code == 302
    assert not Unwanted.objects.exists()


def test_colleague_switches_off_the_mail_of_the_morning(ada, at):
    (message,) = send(DigestNote(ada), at=at)
    text = Client().get(page(message)).content.decode()
    assert re.findall(r'name="topics" value="(\w+)"', text) == ["digest"]
    assert "waitlist" not in text
    Client().post(page(message), {})
    assert list(Unwanted.objects.values_list("user", "topic")) == [(ada.pk, "digest")]

    deliver_ready(at=at)
    message.refresh_from_db()
    assert message.outcome == "not_wanted"
    assert Client().post(page(message), {"topics": ["digest"]}).status_code == 302
    assert not Unwanted.objects.exists()


def test_closed_account_has_no_choices(chloe, at):
    (message,) = send(DigestNote(chloe), at=at)
    chloe.is_active = False
    chloe.save()
    assert Client().get(page(message)).status_code == 404
