"""Whom to call today: why, in which order, by whom; and what a click notes."""

from datetime import timedelta

import pytest

from applicants.calling import calls_for
from applicants.models import HelpRequest
from applicants.workflow.offers import offer_seat
from becode.core.actors import Actor
from becode.core.clock import local_day
from becode.messages.models import Message
from becode.people.models import ContactNote, ContactPoint
from tests.factories import ApplicationFactory, PersonFactory
from tests.factories_people import ContactNoteFactory, PhoneFactory

pytestmark = pytest.mark.django_db
SYSTEM = Actor("system")
LIST = "/staff/to-call/"
NUMBER = 11


@pytest.fixture
def unreached(brussels, web, at):
    """A function that makes an applicant without e-mail whom a message did not reach."""

    def _unreached(campus=brussels, failed_at=at - timedelta(days=1), **changes):
        person = PersonFactory(email="", **changes)
        PhoneFactory(person=person)
        application = ApplicationFactory(person=person, track=web, campus=campus)
        Message.objects.create(
            dedupe_key=f"sms-{person.pk}",
            kind="applicants.received",
            channel="sms",
            state="failed",
            outcome="refused",
            address="+32",
            language="nl",
            template_version="1",
            person=person,
            about_type="applicants.application",
            about_key=application.pk,
            created_at=failed_at,
            due_at=failed_at,
            next_try_at=failed_at,
            finished_at=failed_at,
        )
        return person

    return _unreached


def listed(user, at, **filters) -> list[tuple[str, tuple[str, ...]]]:
    return [
        (call.name, tuple(why.reason for why in call.whys))
        for call in calls_for(user, at=at, **filters)
    ]


def ask_for_help(campus=None, name="Tomas", at=None, **changes) -> HelpRequest:
    return HelpRequest.objects.create(
        name=name, phone="+32470999999", language="fr", campus=campus, asked_at=at, **changes
    )


def test_everybody_to_call_is_listed_the_most_urgent_first(
    at, amina, brussels, waiting, cohort, unreached
):
    step = PersonFactory(first_name="Step")
    ApplicationFactory(person=step, track=cohort.track, campus=brussels)
    ContactNoteFactory(person=step, next_action="Ask the permit", next_on=local_day(at))
    silent = unreached()
    entry = waiting(since=at)
    offer_seat(entry=entry, cohort=cohort, hours=23, actor=SYSTEM, at=at)
    ask_for_help(brussels, at=at)
    assert listed(amina, at) == [
        (entry.application.person.full_name, ("offer",)),
        ("Tomas", ("help",)),
        (step.full_name, ("next",)),
        (silent.full_name, ("not_heard",)),
    ]


def test_several_reasons_are_one_line(at, amina, unreached):
    person = unreached()
    ContactNoteFactory(person=person, result="", next_action="Again", next_on=local_day(at))
    assert listed(amina, at) == [(person.full_name, ("next", "not_heard"))]


def test_who_needs_no_call_is_not_listed(at, amina, ghent, waiting, cohort, unreached):
    offer_seat(entry=waiting(since=at), cohort=cohort, hours=48, actor=SYSTEM, at=at)
    unreached(campus=ghent)
    with_address = unreached()
    ContactPoint.objects.create(person=with_address, kind="email", value="a@b.cd", key="a@b.cd")
    spoken = unreached()
    ContactNoteFactory(person=spoken, result="reached", at=at)
    postponed = unreached()
    ContactNoteFactory(
        person=postponed,
        result="not_reached",
        next_action="Call again",
        next_on=local_day(at) + timedelta(days=1),
    )
    closed = unreached()
    closed.applications.update(state="withdrawn")
    ask_for_help(ghent, at=at)
    ask_for_help(at=at, state="done")
    assert listed(amina, at) == []


def test_a_bounced_address_does_not_work(at, amina, unreached):
    person = unreached()
    ContactPoint.objects.create(
        person=person, kind="email", value="a@b.cd", key="a@b.cd", bounced_at=at
    )
    assert listed(amina, at) == [(person.full_name, ("not_heard",))]


def test_a_next_step_of_a_colleague_is_theirs(at, amina, carla, unreached):
    person = unreached()
    ContactNoteFactory(
        person=person, result="", next_action="Call", next_on=local_day(at), owner=carla
    )
    assert listed(amina, at) == [(person.full_name, ("not_heard",))]
    assert listed(carla, at) == [(person.full_name, ("next", "not_heard"))]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Tomas", "Fatou", "Bert"]),
        ("language=fr", ["Tomas", "Fatou"]),
        ("reason=not_heard", ["Fatou", "Bert"]),
        ("campus={brussels}", ["Fatou"]),
        ("campus=nowhere&language=xx&reason=x", ["Tomas", "Fatou", "Bert"]),
    ],
)
def test_the_list_is_filtered(at, ada, signed_in, brussels, ghent, unreached, query, names):
    unreached(first_name="Fatou", last_name="", contact_language="fr")
    unreached(
        campus=ghent,
        first_name="Bert",
        last_name="",
        contact_language="nl",
        failed_at=at - timedelta(hours=1),
    )
    ask_for_help(at=at)
    calls = signed_in(ada).get(f"{LIST}?{query.format(brussels=brussels.pk)}").context["calls"]
    assert [call.name for call in calls] == names


def test_the_number_is_a_link(at, amina, signed_in, unreached):
    number = unreached().contact_points.get().value
    assert f'href="tel:{number}"' in signed_in(amina).get(LIST).content.decode()


def test_a_click_notes_the_call_and_brings_it_back_tomorrow(at, amina, signed_in, unreached):
    person = unreached()
    client = signed_in(amina)
    answer = {"person": person.pk, "result": "not_reached"}
    assert client.post(f"{LIST}?language=en", answer).url == f"{LIST}?language=en"
    note = ContactNote.objects.get()
    tomorrow = local_day(at) + timedelta(days=1)
    assert (note.person, note.channel, note.result) == (person, "call", "not_reached")
    assert (note.next_action, note.next_on, note.owner) == ("Call again", tomorrow, amina)
    assert listed(amina, at) == []
    later = at + timedelta(days=1)
    assert listed(amina, later) == [(person.full_name, ("next", "not_heard"))]


def test_who_was_reached_leaves_the_list(at, amina, signed_in, unreached):
    person = unreached()
    due = ContactNoteFactory(
        person=person, result="", next_action="Call", next_on=local_day(at), owner=amina
    )
    signed_in(amina).post(LIST, {"person": person.pk, "result": "reached"})
    due.refresh_from_db()
    assert due.done_at == at
    assert listed(amina, at) == []


@pytest.mark.parametrize("result", ["", "wrong_number", "x"])
def test_an_answer_without_a_result_notes_nothing(at, amina, signed_in, unreached, result):
    signed_in(amina).post(LIST, {"person": unreached().pk, "result": result})
    assert ContactNote.objects.count() == 0


def test_nobody_of_another_campus_is_noted(at, amina, signed_in, ghent, unreached):
    answer = {"person": unreached(campus=ghent).pk, "result": "reached"}
    assert signed_in(amina).post(LIST, answer).status_code == 404
    assert ContactNote.objects.count() == 0


def test_the_list_asks_the_same_number_of_queries(
    at, amina, signed_in, brussels, waiting, cohort, unreached, django_assert_num_queries
):
    def add(number):
        for _ in range(number):
            ContactNoteFactory(
                person=unreached(),
                result="",
                next_action="Call",
                next_on=local_day(at),
                owner=amina,
            )
            ask_for_help(brussels, at=at)
        entry = waiting(since=at)
        offer_seat(entry=entry, cohort=cohort, hours=23, actor=SYSTEM, at=at)

    client = signed_in(amina)
    add(1)
    client.get(LIST)
    with django_assert_num_queries(NUMBER):
        client.get(LIST)
    add(29)
    with django_assert_num_queries(NUMBER):
        client.get(LIST)


def test_a_request_for_help_is_closed_from_the_list(at, amina, signed_in, brussels):
    asked = ask_for_help(brussels, at=at)
    client = signed_in(amina)
    answer = client.post(LIST, {"help": asked.pk}, follow=True)
    assert [str(message) for message in answer.context["messages"]] == [
        "The call with Tomas is noted."
    ]
    asked.refresh_from_db()
    assert (asked.state, asked.handled_by, asked.outcome) == ("done", amina, "We spoke")
    assert answer.context["calls"] == []
    again = client.post(LIST, {"help": asked.pk}, follow=True)
    assert [str(message) for message in again.context["messages"]] == [
        "Tomas: This is not possible any more: something changed in between."
    ]


def test_a_request_at_another_campus_is_not_found(at, amina, signed_in, ghent):
    asked = ask_for_help(ghent, at=at)
    assert signed_in(amina).post(LIST, {"help": asked.pk}).status_code == 404
    asked.refresh_from_db()
    assert asked.state == "open"
