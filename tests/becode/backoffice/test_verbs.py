"""The page of one record and its verbs, tried on the message log."""

import pytest
from django.urls import reverse

from becode.backoffice.admin.messages import MessageAdmin
from becode.campuses.models import Campus
from becode.messages.models import Message
from becode.portal.notifications import SignInLink
from tests.factories import MOMENT, ApplicationFactory

pytestmark = pytest.mark.django_db


def message(*, person=None, state="failed", campus=None) -> Message:
    if person is None:
        here = [{"campus": one} for one in Campus.objects.filter(code="BXL")]
        person = ApplicationFactory(**(here or [{}])[0]).person
    return Message.objects.create(
        dedupe_key=f"test-{Message.objects.count()}",
        kind=SignInLink.key,
        channel="email",
        state=state,
        person=person,
        campus_key=campus.pk if campus else None,
        address="old@mail.example",
        language="en",
        template_version="1",
        subject="Your link",
        text="Press [[link]]",
        about_type=SignInLink.about,
        about_key=person.pk,
        created_at=MOMENT,
        due_at=MOMENT,
        next_try_at=MOMENT,
        finished_at=MOMENT,
        outcome="smtp_550",
    )


def do(row: Message) -> str:
    return reverse("admin:messaging_message_do", args=[row.pk, "again"])


def page(row: Message) -> str:
    return reverse("admin:messaging_message_change", args=[row.pk])


def test_page_of_a_record_offers_its_legal_verbs(at, signed_in, amina):
    failed, sent = message(), message(state="sent")
    client = signed_in(amina)
    assert do(failed).encode() in client.get(page(failed)).content
    assert do(sent).encode() not in client.get(page(sent)).content


def test_opening_a_verb_changes_nothing(at, signed_in, amina):
    row = message()
    assert signed_in(amina).get(do(row)).status_code == 200
    assert Message.objects.count() == 1


def test_posting_a_verb_runs_it_and_goes_back(at, signed_in, amina):
    row = message()
    response = signed_in(amina).post(do(row), follow=True)
    assert response.redirect_chain == [(page(row), 302)]
    assert [str(one) for one in response.context["messages"]] == [
        "The message is on its way again."
    ]
    assert Message.objects.exclude(pk=row.pk).get().person == row.person


def test_an_illegal_move_is_a_plain_sentence(at, signed_in, amina):
    row = message()
    client = signed_in(amina)
    client.post(do(row))
    response = client.post(do(row), follow=True)
    assert [str(one) for one in response.context["messages"]][-1] == (
        "This message was sent again already."
    )
    assert Message.objects.count() == 2


def test_a_verb_that_is_not_possible_any_more_is_a_plain_sentence(at, signed_in, amina):
    row = message(state="sent")
    response = signed_in(amina).post(do(row), follow=True)
    assert [str(one) for one in response.context["messages"]] == [
        "This is not possible any more: something changed in between."
    ]
    assert Message.objects.count() == 1


def test_wrong_role_is_refused(at, signed_in, rik, dries):
    row = message()
    assert signed_in(rik).get(page(row)).status_code == 403
    assert signed_in(dries).get(page(row)).status_code == 200
    assert signed_in(dries).post(do(row)).status_code == 403
    assert Message.objects.count() == 1


def test_another_campus_is_not_found(at, signed_in, amina, ghent):
    row = message(campus=ghent)
    client = signed_in(amina)
    missing = reverse("admin:messaging_message_change", args=[0])
    assert [client.get(url).status_code for url in (page(row), do(row), missing)] == [404] * 3
    assert client.post(do(row)).status_code == 404
    assert Message.objects.count() == 1


def test_unknown_verb_is_not_found(at, signed_in, amina):
    row = message()
    url = reverse("admin:messaging_message_do", args=[row.pk, "burn"])
    assert signed_in(amina).post(url).status_code == 404


def test_a_record_is_not_changed_by_posting_to_its_page(at, signed_in, ada):
    row = message()
    assert signed_in(ada).post(page(row), {"state": "sent"}).status_code == 405


def test_bulk_asks_first_and_names_the_records(at, signed_in, amina):
    failed, sent = message(), message(state="sent")
    client = signed_in(amina)
    response = client.post(
        reverse("admin:messaging_message_changelist"),
        {"action": "verb_again", "_selected_action": [failed.pk, sent.pk]},
    )
    assert response.context["able"] == [failed]
    assert response.context["unable"] == [sent]
    assert Message.objects.count() == 2


def test_bulk_does_each_on_its_own(at, signed_in, amina, ghent):
    first, second, foreign = message(), message(), message(campus=ghent)
    client = signed_in(amina)
    client.post(do(first))  # written anew before: refused the second time
    response = client.post(
        reverse("admin:messaging_message_bulk", args=["again"]),
        {"chosen": [first.pk, second.pk, foreign.pk]},
        follow=True,
    )
    said = [str(one) for one in response.context["messages"]]
    assert said[-1] == "Send again: done for 1."
    assert said[-2].endswith("This message was sent again already.")
    assert Message.objects.count() == 5


def test_bulk_by_get_goes_back_to_the_list(at, signed_in, amina):
    row = message()
    url = reverse("admin:messaging_message_bulk", args=["again"])
    response = signed_in(amina).get(url, {"chosen": row.pk})
    assert response.url == reverse("admin:messaging_message_changelist")
    assert Message.objects.count() == 1


@pytest.mark.parametrize("key", ["9" * 5000, "\x00", "abc", "²"])
def test_a_key_that_no_record_can_have_breaks_nothing(at, signed_in, amina, key):
    client, row = signed_in(amina), message()
    chosen = {"chosen": [key, row.pk]}
    url = reverse("admin:messaging_message_bulk", args=["again"])
    assert client.post(url, chosen).status_code == 302
    assert Message.objects.count() == 2
    action = {"action": "verb_again", "_selected_action": [key, row.pk]}
    assert client.post(reverse("admin:messaging_message_changelist"), action).status_code == 400


def test_bulk_is_refused_to_who_may_do_none(at, signed_in, dries):
    row = message()
    url = reverse("admin:messaging_message_bulk", args=["again"])
    assert signed_in(dries).post(url, {"chosen": row.pk}).status_code == 403
    assert Message.objects.count() == 1


def test_a_verb_needs_the_proof_of_origin(at, signed_in, amina):
    row = message()
    client = signed_in(amina)
    client.handler.enforce_csrf_checks = True
    assert client.post(do(row)).status_code == 403
    assert Message.objects.count() == 1


def test_message_page_shows_placeholders_only(at, signed_in, amina):
    row = message()
    assert b"[[link]]" in signed_in(amina).get(page(row)).content


def test_every_verb_of_the_log_is_declared_once():
    keys = [verb.key for verb in MessageAdmin.verbs]
    assert len(keys) == len(set(keys))
