"""Sending a form: one application, whoever presses what at the same time."""

from datetime import date
from threading import Barrier, Thread

import pytest
from django.db import connection

from applicants.models import Application, ApplicationDraft
from applicants.workflow import submitting
from applicants.workflow.submitting import ApplicationAnswers, NotAgreed, UnderAge, submit
from becode.core.actors import PUBLIC
from becode.core.forms import Birth
from becode.core.moves import Stale
from becode.messages.models import Message
from becode.people.models import Person
from becode.people.workflow import create_person


@pytest.fixture
def answers(web, brussels, ghent):
    def make(**changes) -> ApplicationAnswers:
        usual = {
            "first_name": "Amira",
            "last_name": "El Khatib",
            "birth": Birth(date(1995, 5, 17), 1995),
            "email": "amira@school.example",
            "track": web,
            "campuses": [brussels, ghent],
            "consents": ["application"],
        }
        return ApplicationAnswers(**{**usual, **changes})

    return make


def draft(at) -> ApplicationDraft:
    return ApplicationDraft.objects.create(
        digest=f"digest-{ApplicationDraft.objects.count()}",
        sealed=b"x",
        started_at=at,
        touched_at=at,
    )


def send(answers, at, *, of=None) -> Application:
    return submit(draft=of, answers=answers, actor=PUBLIC, at=at)


@pytest.mark.django_db
class TestKnownPeople:
    def test_the_same_address_name_and_birth_is_the_same_person(self, answers, at, web):
        person = create_person(
            actor=PUBLIC,
            at=at,
            first_name="Amira",
            last_name="El Khatib",
            birth_year=1995,
            email="Amira@School.example",
        )
        application = send(answers(), at)
        assert application.person == person
        assert Person.objects.count() == 1

    def test_what_was_typed_does_not_change_a_person_we_know(self, answers, at):
        send(answers(), at)
        first = Application.objects.get()
        Application.objects.filter(pk=first.pk).update(
            state="withdrawn", withdrawal_reason="no_time"
        )
        send(answers(phone="0499 99 99 99", contact_language="en", postcode="9000"), at)
        person = Person.objects.get()
        assert [point.value for point in person.contact_points.all()] == ["amira@school.example"]
        assert (person.contact_language, person.postcode) == ("nl", "")
        assert person.applications.count() == 2

    @pytest.mark.parametrize(
        "changes",
        [
            {"first_name": "Youssef"},
            {"birth": Birth(date(1996, 5, 17), 1996)},
            {"birth": Birth(date(1995, 5, 18), 1995)},
        ],
        ids=["another name", "another year", "another day"],
    )
    def test_a_shared_address_alone_is_another_person(self, answers, at, changes):
        send(answers(), at)
        send(answers(**changes), at)
        assert Person.objects.count() == 2
        assert Application.objects.count() == 2

    def test_the_same_name_and_birth_without_a_shared_address_is_another_record(self, answers, at):
        send(answers(), at)
        send(answers(email="other@school.example"), at)
        assert Person.objects.count() == 2

    def test_an_open_application_is_not_doubled_but_told_of(self, answers, at):
        first = send(answers(), at)
        assert send(answers(), at) == first
        kinds = Message.objects.order_by("pk").values_list("kind", flat=True)
        assert list(kinds) == ["applicants.application_received", "applicants.already_applied"]

    def test_a_third_form_on_the_same_day_sends_nothing_more(self, answers, at):
        for _time in range(3):
            send(answers(), at)
        assert Message.objects.filter(kind="applicants.already_applied").count() == 1

    def test_needs_we_have_are_not_replaced_by_a_form(self, answers, at):
        send(answers(needs="A quiet room", consents=["application", "needs"]), at)
        Application.objects.update(state="withdrawn", withdrawal_reason="no_time")
        entry = Person.objects.get().vault_entries.get()
        send(answers(needs="Nothing", consents=["application", "needs"]), at)
        assert bytes(Person.objects.get().vault_entries.get().sealed) == bytes(entry.sealed)


@pytest.mark.django_db
class TestRefused:
    def test_under_18(self, answers, at):
        with pytest.raises(UnderAge):
            send(answers(birth=Birth(date(2008, 3, 3), 2008)), at)
        assert Person.objects.count() == 0

    def test_a_year_that_leaves_18_open(self, answers, at):
        with pytest.raises(UnderAge):
            send(answers(birth=Birth(None, 2008)), at)

    def test_without_consent(self, answers, at):
        with pytest.raises(NotAgreed):
            send(answers(consents=["news"]), at)

    def test_a_draft_that_was_sent(self, answers, at):
        sent = draft(at)
        send(answers(), at, of=sent)
        with pytest.raises(Stale):
            send(answers(email="other@school.example"), at, of=sent)

    def test_a_refused_form_leaves_its_draft(self, answers, at):
        kept = draft(at)
        with pytest.raises(UnderAge):
            send(answers(birth=Birth(None, 2008)), at, of=kept)
        kept.refresh_from_db()
        assert (kept.submitted_at, bytes(kept.sealed)) == (None, b"x")


def at_once(*jobs) -> list[Exception]:
    """Run the jobs in threads that start together; what they raised."""
    barrier = Barrier(len(jobs))
    raised: list[Exception] = []

    def run(job) -> None:
        try:
            barrier.wait(timeout=10)
            job()
        except Exception as error:
            raised.append(error)
        finally:
            connection.close()

    threads = [Thread(target=run, args=[job]) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return raised


@pytest.mark.django_db(transaction=True)
class TestAtTheSameTime:
    def test_a_double_click_makes_one_application(self, answers, at):
        one = draft(at)
        raised = at_once(*[lambda: send(answers(), at, of=one)] * 4)
        assert Application.objects.count() == 1
        assert [type(error) for error in raised] == [Stale] * 3

    def test_two_forms_of_one_person_make_one_person(self, answers, at):
        drafts = [draft(at) for _form in range(4)]
        raised = at_once(*[lambda one=one: send(answers(), at, of=one) for one in drafts])
        assert raised == []
        assert (Person.objects.count(), Application.objects.count()) == (1, 1)

    def test_without_the_lock_on_addresses_there_would_be_more(self, answers, at, monkeypatch):
        """The proof that the test above proves something: both look before either has written."""
        together = Barrier(2)
        find = submitting.find_person

        def find_together(**what):
            found = find(**what)
            together.wait(timeout=10)
            return found

        monkeypatch.setattr(submitting, "one_at_a_time", lambda keys: None)
        monkeypatch.setattr(submitting, "find_person", find_together)
        drafts = [draft(at) for _form in range(2)]
        at_once(*[lambda one=one: send(answers(), at, of=one) for one in drafts])
        assert Person.objects.count() == 2
