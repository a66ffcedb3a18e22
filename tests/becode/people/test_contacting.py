"""The contact log: noted, shown to those in scope, due on Today."""

from datetime import timedelta

import pytest
from django.urls import reverse

from becode.audit.models import AuditEntry
from becode.backoffice.timeline import events_for
from becode.backoffice.today import tasks_for
from becode.core.actors import Actor
from becode.core.clock import local_day
from becode.core.moves import IllegalMove, Stale
from becode.people.contacting import finish_next, next_working_day, note_call, note_contact
from becode.people.models import ContactNote
from tests.factories import ApplicationFactory, PersonFactory
from tests.factories_people import ContactNoteFactory

pytestmark = pytest.mark.django_db
NATIONAL_NUMBER = "85.07.30-033 28"


@pytest.fixture
def samira(brussels, web):
    person = PersonFactory(first_name="Samira", last_name="Öztürk")
    ApplicationFactory(person=person, track=web, campus=brussels)
    return person


def verb(person, key: str) -> str:
    return reverse("admin:people_person_do", args=[person.pk, key])


def page(person) -> str:
    return reverse("admin:people_person_change", args=[person.pk])


def test_a_contact_is_noted_from_the_page(at, amina, signed_in, samira):
    client = signed_in(amina)
    day = local_day(at) + timedelta(days=2)
    answers = {
        "channel": "call",
        "result": "reached",
        "text": "Comes on Friday.",
        "next_action": "Send the route",
        "next_on": day.isoformat(),
        "owner": amina.pk,
    }
    assert client.post(verb(samira, "note"), answers).url == page(samira)
    note = ContactNote.objects.get()
    assert (note.person, note.author, note.owner, note.at) == (samira, amina, amina, at)
    assert (note.text, note.next_action, note.next_on) == (
        "Comes on Friday.",
        "Send the route",
        day,
    )
    entry = AuditEntry.objects.get(label="contact.noted")
    assert (entry.person_key, entry.reason_code, entry.keys) == (samira.pk, "reached", {})
    html = client.get(page(samira)).content.decode()
    assert html.count("Comes on Friday.") == 2  # in the log, and among what happened


def test_an_application_has_the_verb_too(at, amina, signed_in, samira):
    application = samira.applications.get()
    address = reverse("admin:applicants_application_do", args=[application.pk, "note"])
    signed_in(amina).post(address, {"channel": "visit", "text": "Was at the desk."})
    assert [note.text for note in samira.contact_notes.all()] == ["Was at the desk."]


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"channel": "call", "text": f"Her number is {NATIONAL_NUMBER}"}, "text"),
        ({"channel": "call", "next_action": f"Ask {NATIONAL_NUMBER}"}, "next_action"),
        ({"channel": "call", "result": "reached", "next_on": "2026-03-05"}, "next_action"),
        ({"channel": "call"}, "__all__"),
    ],
)
def test_what_is_not_to_be_noted_is_refused(at, amina, signed_in, samira, answers, field):
    response = signed_in(amina).post(verb(samira, "note"), answers)
    assert list(response.context["form"].errors) == [field]
    assert ContactNote.objects.count() == 0


def test_a_day_needs_an_action(at, samira):
    with pytest.raises(IllegalMove):
        note_contact(
            person=samira,
            channel="call",
            next_on=local_day(at),
            actor=Actor("system"),
            at=at,
        )


def test_the_text_is_for_those_who_keep_the_log(at, amina, bram, dries, samira, signed_in):
    ContactNoteFactory(person=samira, text="Her son is ill.")
    shown = {
        user.name: any(event.detail == "Her son is ill." for event in events_for(samira, user=user))
        for user in (amina, bram, dries)
    }
    assert shown == {amina.name: True, bram.name: False, dries.name: False}
    page = reverse("admin:people_person_change", args=[samira.pk])
    assert signed_in(bram).get(page).status_code == 404


def test_next_steps_wait_on_today(at, amina, carla, samira):
    day = local_day(at)
    mine = ContactNoteFactory(person=samira, next_action="Call her", next_on=day, owner=amina)
    ContactNoteFactory(person=samira, next_action="Later", next_on=day + timedelta(days=1))
    ContactNoteFactory(person=samira, next_action="No day")
    anybody = ContactNoteFactory(person=samira, next_action="Late", next_on=day - timedelta(days=1))

    def waiting(user):
        tasks = {str(task.title): task for task in tasks_for(user, at=at)}
        task = tasks.get("Next steps with people")
        return task and (task.count, [text for text, _url in task.items], str(task.hint))

    late = f"{samira} · Late"
    assert waiting(amina) == (2, [late, f"{samira} · Call her"], "1 is late.")
    assert waiting(carla) == (1, [late], "1 is late.")
    finish_next(note=anybody, actor=Actor.user(carla), at=at)
    assert waiting(carla) is None
    assert waiting(amina) == (1, [f"{samira} · {mine.next_action}"], "")
    with pytest.raises(Stale):
        finish_next(note=anybody, actor=Actor.user(carla), at=at)


def test_a_next_step_is_done_from_the_page(at, amina, signed_in, samira):
    note = ContactNoteFactory(person=samira, next_action="Call her", owner=amina)
    signed_in(amina).post(verb(samira, "next-done"), {"note": note.pk})
    note.refresh_from_db()
    assert note.done_at == at
    assert signed_in(amina).post(verb(samira, "next-done")).status_code == 302


def test_a_missed_call_comes_back_on_the_next_working_day(at, amina, samira):
    due = ContactNoteFactory(person=samira, next_action="Ask the permit", next_on=local_day(at))
    actor = Actor.user(amina)
    again = note_call(person=samira, result="left_message", caller=amina, actor=actor, at=at)
    due.refresh_from_db()
    assert due.done_at == at
    tomorrow = local_day(at) + timedelta(days=1)
    assert (again.next_action, again.next_on, again.owner) == ("Ask the permit", tomorrow, amina)
    later = at + timedelta(days=1)
    spoken = note_call(person=samira, result="reached", caller=amina, actor=actor, at=later)
    assert (spoken.next_action, spoken.next_on) == ("", None)
    assert ContactNote.objects.to_do().count() == 0


@pytest.mark.parametrize(("day", "days"), [(0, 1), (1, 1), (2, 1), (3, 1), (4, 3), (5, 2), (6, 1)])
def test_nobody_is_called_on_a_sunday(at, day, days):
    monday = local_day(at)
    start = monday + timedelta(days=day)
    assert next_working_day(start) == start + timedelta(days=days)


def test_the_page_of_a_person_asks_the_same_number_of_queries(
    at, amina, signed_in, samira, queries
):
    client = signed_in(amina)
    ContactNoteFactory(person=samira, author=amina, next_action="Call", owner=amina)
    few = queries(client, page(samira))
    for _ in range(29):
        ContactNoteFactory(person=samira, author=amina, next_action="Call", owner=amina)
    assert queries(client, page(samira)) == few
