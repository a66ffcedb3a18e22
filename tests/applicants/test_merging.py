"""Two open applications of one person: one goes on. And no row is left behind by a merge."""

import threading
import time

import pytest
from django.db import connection, transaction

from applicants.models import Application, WaitlistEntry
from applicants.workflow.offers import offer_seat
from applicants.workflow.submitting import ApplicationAnswers, submit
from becode.audit.models import AuditEntry
from becode.core.actors import PUBLIC, Actor
from becode.core.forms import Birth
from becode.core.moves import IllegalMove
from becode.people import vault
from becode.people.merging import merge, undo_merge
from becode.people.models import Person
from tests.factories import (
    ApplicationFactory,
    EnrolmentFactory,
    PersonFactory,
    WaitlistEntryFactory,
)

SYSTEM = Actor("system")
PATIENCE = 15  # seconds


@pytest.fixture
def waiting_twin(brussels, web, at):
    """The second record: admitted, and on a list."""
    person = PersonFactory(first_name="Leyla", last_name="Haddad")
    application = ApplicationFactory(
        person=person, track=web, campus=brussels, state="admitted", eligible_at=at
    )
    WaitlistEntryFactory(
        application=application, eligible_at=at, priority=1, priority_reason="Moved here"
    )
    return person


@pytest.fixture
def layla(brussels, web):
    person = PersonFactory(first_name="Layla", last_name="Haddad")
    ApplicationFactory(person=person, track=web, campus=brussels)
    return person


def states() -> dict[str, str]:
    lines = Application.objects.order_by("pk").select_related("person")
    return {f"{line.pk} {line.person}": line.state for line in lines}


@pytest.mark.django_db
def test_the_application_that_is_further_goes_on(at, layla, waiting_twin):
    mine, theirs = layla.applications.get(), waiting_twin.applications.get()
    merge(kept=layla, absorbed=waiting_twin, actor=SYSTEM, at=at)
    mine.refresh_from_db()
    theirs.refresh_from_db()
    assert (mine.state, theirs.state, theirs.person) == ("lapsed", "admitted", layla)
    assert theirs.entries.waiting().count() == 1
    entry = AuditEntry.objects.get(label="application.lapsed")
    assert (entry.subject_key, entry.reason_code) == (mine.pk, "merged")


@pytest.mark.django_db
def test_of_two_alike_the_older_goes_on(at, layla, brussels, web):
    twin = PersonFactory()
    newer = ApplicationFactory(person=twin, track=web, campus=brussels)
    merge(kept=twin, absorbed=layla, actor=SYSTEM, at=at)
    newer.refresh_from_db()
    assert newer.state == "lapsed"
    assert twin.applications.open().count() == 1


@pytest.mark.django_db
def test_the_one_with_an_open_offer_goes_on(at, layla, waiting_twin, cohort):
    older = layla.applications.get()
    Application.objects.filter(pk=older.pk).update(state="admitted", eligible_at=at)
    theirs = waiting_twin.applications.get()
    offer = offer_seat(entry=theirs.entries.get(), cohort=cohort, actor=SYSTEM, at=at)
    merge(kept=layla, absorbed=waiting_twin, actor=SYSTEM, at=at)
    older.refresh_from_db()
    offer.refresh_from_db()
    assert (older.state, offer.state, offer.person) == ("lapsed", "open", layla)


@pytest.mark.django_db
def test_an_undo_opens_it_again_with_its_place_and_date(at, layla, waiting_twin, cohort):
    mine, theirs = layla.applications.get(), waiting_twin.applications.get()
    Application.objects.filter(pk=mine.pk).update(state="admitted", eligible_at=at)
    entry = WaitlistEntryFactory(application=mine, eligible_at=at)
    offer_seat(entry=entry, cohort=cohort, actor=SYSTEM, at=at, passing_reason="Test")
    before = states()
    made = merge(kept=layla, absorbed=waiting_twin, actor=SYSTEM, at=at)
    theirs.refresh_from_db()
    assert theirs.state == "lapsed"
    undo_merge(merge=made, actor=SYSTEM, at=at)
    assert states() == before
    back = theirs.entries.waiting().get()
    assert (back.eligible_at, back.priority, back.priority_reason) == (at, 1, "Moved here")
    assert Application.objects.get(pk=theirs.pk).person == waiting_twin


@pytest.mark.django_db
def test_it_stays_closed_when_the_person_applied_again(at, layla, waiting_twin, brussels, web):
    made = merge(kept=layla, absorbed=waiting_twin, actor=SYSTEM, at=at)
    going = layla.applications.open().get()
    Application.objects.filter(pk=going.pk).update(state="withdrawn")
    ApplicationFactory(person=layla, track=web, campus=brussels)
    with pytest.raises(IllegalMove, match="applied again"):
        undo_merge(merge=made, actor=SYSTEM, at=at)
    waiting_twin.refresh_from_db()
    assert waiting_twin.merged_into == layla


@pytest.mark.django_db
@pytest.mark.parametrize("seated", ["kept", "absorbed"])
def test_who_has_a_seat_in_one_record_waits_with_neither(at, layla, waiting_twin, seated):
    EnrolmentFactory(person=layla if seated == "kept" else waiting_twin)
    theirs, before = waiting_twin.applications.get(), states()
    made = merge(kept=layla, absorbed=waiting_twin, actor=SYSTEM, at=at)
    theirs.refresh_from_db()
    assert (theirs.state, WaitlistEntry.objects.waiting().count()) == ("lapsed", 0)
    undo_merge(merge=made, actor=SYSTEM, at=at)
    assert states() == before
    assert theirs.entries.waiting().count() == 1


@pytest.mark.django_db
def test_sensitive_answers_come_along_with_an_application_that_ends(at, layla, waiting_twin):
    vault.write(person=layla, kind="needs", text="A ramp", actor=SYSTEM, at=at)
    merge(kept=waiting_twin, absorbed=layla, actor=SYSTEM, at=at)
    assert waiting_twin.vault_entries.count() == 1


# At the same time ----------------------------------------------------------------------------


def _in_a_thread(work) -> threading.Thread:
    def run():
        try:
            work()
        finally:
            connection.close()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    return thread


def _wait_until_somebody_waits() -> None:
    """Until another connection waits for a lock of ours."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with connection.cursor() as cursor:
            # Of this database alone: other tests run on the same server.
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity"
                " WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            if cursor.fetchone()[0]:
                return
    pytest.fail("nobody waited")


def _apply(person: Person, track, campus, at) -> None:
    submit(
        draft=None,
        answers=ApplicationAnswers(
            first_name=person.first_name,
            last_name=person.last_name,
            birth=Birth(person.born_on, person.born_on.year),
            email=f"person{person.pk}@mail.example",
            track=track,
            campuses=[campus],
            consents=["application"],
        ),
        actor=PUBLIC,
        at=at,
    )


@pytest.fixture
def two_records(brussels, web):
    """Two records without an open application."""
    return PersonFactory(last_name="One"), PersonFactory(last_name="Two")


@pytest.mark.django_db(transaction=True)
def test_a_form_that_is_being_sent_comes_along(at, two_records, web, brussels):
    kept, absorbed = two_records
    with transaction.atomic():
        _apply(absorbed, web, brussels, at)
        thread = _in_a_thread(lambda: merge(kept=kept, absorbed=absorbed, actor=SYSTEM, at=at))
        _wait_until_somebody_waits()
    thread.join(PATIENCE)
    assert [one.person for one in Application.objects.all()] == [kept]
    assert absorbed.consents.count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_form_sent_during_a_merge_is_the_kept_persons(at, two_records, web, brussels):
    kept, absorbed = two_records
    with transaction.atomic():
        merge(kept=kept, absorbed=absorbed, actor=SYSTEM, at=at)
        thread = _in_a_thread(lambda: _apply(absorbed, web, brussels, at))
        _wait_until_somebody_waits()
    thread.join(PATIENCE)
    assert [one.person for one in Application.objects.all()] == [kept]
    assert absorbed.consents.count() == 0
