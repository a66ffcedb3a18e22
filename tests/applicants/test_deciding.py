"""Each decision: legal and illegal, written down, told, and with what ends along with it."""

import re
from datetime import timedelta

import pytest

from applicants.enums import ApplicationState, RejectionReason
from applicants.models import Application, SeatOffer
from applicants.workflow import deciding, giving_back
from applicants.workflow.offers import accept_offer, offer_seat
from applicants.workflow.waitlist import join, leave_list
from becode.audit.models import AuditEntry
from becode.core.actors import PUBLIC, SYSTEM, Actor, ActorKind
from becode.core.moves import IllegalMove, Stale
from becode.messages.models import Message
from becode.people import vault
from becode.people.models import VaultEntry
from cohorts.models import Enrolment
from cohorts.workflow.cohorts import start_cohort
from cohorts.workflow.enrolments import withdraw_enrolment
from tests.factories import ApplicationFactory, EnrolmentFactory
from tests.house.texts import CODE, ROOT

pytestmark = pytest.mark.django_db
COLLEAGUE = Actor(ActorKind.USER, 1)


def decide(verb, application, at):
    extra = {
        "reject": {"reason": "language"},
        "withdraw": {"reason": "no_time"},
    }.get(verb, {})
    getattr(deciding, verb)(application=application, actor=COLLEAGUE, at=at, **extra)


LEGAL = {
    "take_up": ("in_selection", {"submitted"}),
    "admit": ("admitted", {"submitted", "in_selection"}),
    "reject": ("rejected", {"submitted", "in_selection", "admitted"}),
    "withdraw": ("withdrawn", {"submitted", "in_selection", "admitted", "enrolled"}),
    "lapse": ("lapsed", {"draft", "submitted", "in_selection", "admitted"}),
}


@pytest.mark.parametrize("state", ApplicationState.values)
@pytest.mark.parametrize("verb", LEGAL)
def test_every_verb_from_every_state(verb, state, web, brussels, at, audit):
    reason = {"rejection_reason": "other"} if state == "rejected" else {}
    application = ApplicationFactory(track=web, campus=brussels, state=state, **reason)
    to, sources = LEGAL[verb]
    if state in sources:
        decide(verb, application, at)
        assert application.state == to
        assert len(audit(application)) == 1
    else:
        with pytest.raises(IllegalMove):
            decide(verb, application, at)
        assert audit(application) == []
    application.refresh_from_db()
    assert application.state == (to if state in sources else state)


def test_a_stale_page_changes_nothing(application, at, audit):
    twin = Application.objects.get(pk=application.pk)
    deciding.admit(application=application, actor=SYSTEM, at=at)
    with pytest.raises(Stale):
        deciding.reject(application=twin, reason="language", actor=COLLEAGUE, at=at)
    assert audit(application) == ["application.admitted"]
    assert [message.kind for message in Message.objects.all()] == ["applicants.admitted"]


def test_admitting_starts_the_clock_of_the_list(application, at):
    deciding.admit(application=application, actor=SYSTEM, at=at)
    assert (application.eligible_at, application.decided_at) == (at, at)


@pytest.mark.parametrize("reason", RejectionReason.values)
def test_each_reason_has_a_kind_letter(application, at, outbox, reason):
    deciding.reject(application=application, reason=reason, actor=COLLEAGUE, at=at)
    assert (application.rejection_reason, outbox(application.person)) == (reason, ["rejected"])
    text = Message.objects.get().text
    assert "Thank you for your application." in text
    assert reason not in text or reason in ("language", "other")


def test_a_reason_nobody_knows_is_refused(application, at):
    with pytest.raises(ValueError, match="because"):
        deciding.reject(application=application, reason="because", actor=COLLEAGUE, at=at)


def test_rejecting_closes_the_lists_and_takes_the_offer_back(waiting, cohort, at, audit, outbox):
    entry = waiting()
    offer = offer_seat(entry=entry, cohort=cohort, actor=SYSTEM, at=at)
    application = Application.objects.get(pk=entry.application_id)
    deciding.reject(application=application, reason="unreachable", actor=COLLEAGUE, at=at)
    entry.refresh_from_db()
    offer.refresh_from_db()
    assert (entry.state, entry.closed_at, offer.state) == ("closed", at, "withdrawn")
    assert audit(entry) == ["waitlist.closed"]
    assert audit(offer) == ["offer.made", "offer.withdrawn"]
    assert outbox(application.person) == ["offer_made", "rejected"]


def test_withdrawing_before_the_start_frees_the_seat(waiting, cohort, at, audit):
    offer = offer_seat(entry=waiting(), cohort=cohort, actor=SYSTEM, at=at)
    enrolment = accept_offer(offer=offer, actor=SYSTEM, at=at)
    application = Application.objects.get()
    deciding.withdraw(application=application, reason="found_job", actor=SYSTEM, at=at)
    cohort.refresh_from_db()
    enrolment.refresh_from_db()
    assert (application.state, enrolment.state, cohort.seats_taken) == (
        "withdrawn",
        "withdrawn",
        0,
    )
    assert application.withdrawal_reason == "found_job"


def test_once_the_training_began_nobody_withdraws_an_application(waiting, cohort, at):
    offer = offer_seat(entry=waiting(), cohort=cohort, actor=SYSTEM, at=at)
    accept_offer(offer=offer, actor=SYSTEM, at=at)
    day_one = at + (cohort.start_on - at.date())
    start_cohort(cohort=cohort, actor=SYSTEM, at=day_one)
    application = Application.objects.get()
    with pytest.raises(IllegalMove):
        deciding.withdraw(application=application, reason="no_time", actor=SYSTEM, at=day_one)
    cohort.refresh_from_db()
    assert cohort.seats_taken == 1


def test_who_gave_the_seat_back_may_wait_again_with_the_old_date(waiting, cohort, at):
    offer = offer_seat(entry=waiting(), cohort=cohort, actor=SYSTEM, at=at)
    enrolment = accept_offer(offer=offer, actor=SYSTEM, at=at)
    application = Application.objects.get()
    with pytest.raises(IllegalMove):
        giving_back.put_back(application=application, actor=SYSTEM, at=at)
    withdraw_enrolment(enrolment=enrolment, actor=SYSTEM, at=at)
    giving_back.put_back(application=application, actor=SYSTEM, at=at)
    assert application.state == "admitted"
    assert [entry.eligible_at for entry in application.entries.waiting()] == [
        application.eligible_at
    ]
    again = offer_seat(
        entry=application.entries.waiting().get(), cohort=cohort, actor=SYSTEM, at=at
    )
    accept_offer(offer=again, actor=SYSTEM, at=at)
    assert Enrolment.objects.running().count() == 1


def test_an_offer_of_the_same_person_elsewhere_stays_when_one_application_ends(
    waiting, cohort, at, brussels
):
    entry = waiting()
    offer_seat(entry=entry, cohort=cohort, actor=SYSTEM, at=at)
    other = ApplicationFactory(person=entry.application.person, campus=brussels)
    deciding.lapse(application=other, actor=SYSTEM, at=at)
    assert SeatOffer.objects.open().count() == 1


def test_nobody_joins_a_list_before_being_admitted(application, at):
    with pytest.raises(IllegalMove):
        join(application=application, actor=SYSTEM, at=at)


# The words of a no ---------------------------------------------------------------------------


def test_the_words_go_out_exactly_as_edited(application, at):
    words = "We keep your place for the next course.\nCall us: <b>02</b> & ask for Amina."
    deciding.reject(application=application, reason="other", text=words, actor=COLLEAGUE, at=at)
    message = Message.objects.get()
    assert application.decision_text == words
    for line in words.splitlines():
        assert line in message.text
    assert "We cannot offer you this training." not in message.text


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "We tried to reach you several times"), ("fr", "Nous avons essayé")],
)
def test_without_words_the_suggestion_goes_out_in_the_persons_language(
    application, at, language, words
):
    application.person.contact_language = language
    application.person.save()
    deciding.reject(application=application, reason="unreachable", actor=COLLEAGUE, at=at)
    assert application.decision_text.startswith(words)
    assert application.decision_text.splitlines()[0] in Message.objects.get().text


@pytest.mark.parametrize("actor", [SYSTEM, PUBLIC, Actor(ActorKind.PERSON, 1)])
def test_nobody_but_a_colleague_says_no(application, at, actor):
    with pytest.raises(ValueError, match="colleague"):
        deciding.reject(application=application, reason="language", actor=actor, at=at)
    application.refresh_from_db()
    assert application.state == "submitted"


def test_nothing_else_in_the_code_leads_to_a_no():
    """The verb refuses jobs and rules; so it is enough that it alone makes the move."""
    leads_there = re.compile(r"""\bto=(ApplicationState\.REJECTED|["']rejected["'])""")
    places = {
        path.relative_to(ROOT).as_posix()
        for folder in CODE
        for path in (ROOT / folder).rglob("*.py")
        if leads_there.search(path.read_text())
    }
    assert places == {"applicants/workflow/deciding.py"}


def test_who_is_admitted_without_a_list_hears_it_at_once(application, at, outbox):
    deciding.admit(application=application, actor=SYSTEM, at=at)
    assert outbox(application.person) == ["admitted"]


def test_who_is_put_on_a_list_hears_that_alone(application, at, outbox):
    deciding.admit(application=application, actor=SYSTEM, at=at, wait=True)
    assert outbox(application.person) == ["on_waitlist"]


# Opened again --------------------------------------------------------------------------------


@pytest.mark.parametrize("before", ["submitted", "in_selection", "admitted"])
@pytest.mark.parametrize("verb", ["reject", "withdraw", "lapse"])
def test_opened_again_where_it_was(verb, before, web, brussels, at, audit):
    application = ApplicationFactory(track=web, campus=brussels, state=before)
    decide(verb, application, at)
    deciding.reopen(application=application, actor=COLLEAGUE, at=at)
    application.refresh_from_db()
    assert (application.state, application.rejection_reason, application.decided_at) == (
        before,
        "",
        None,
    )
    assert audit(application)[-1] == "application.reopened"


@pytest.mark.parametrize("state", ["submitted", "in_selection", "admitted", "enrolled", "draft"])
def test_what_is_open_is_not_opened(web, brussels, at, state):
    application = ApplicationFactory(track=web, campus=brussels, state=state)
    with pytest.raises(IllegalMove):
        deciding.reopen(application=application, actor=COLLEAGUE, at=at)


def test_what_was_never_sent_stays_closed(web, brussels, at):
    application = ApplicationFactory(track=web, campus=brussels, state="draft")
    deciding.lapse(application=application, actor=SYSTEM, at=at)
    with pytest.raises(IllegalMove, match="never sent"):
        deciding.reopen(application=application, actor=COLLEAGUE, at=at)


def test_a_second_open_application_is_in_the_way(application, web, brussels, at):
    decide("reject", application, at)
    ApplicationFactory(person=application.person, track=web, campus=brussels)
    with pytest.raises(IllegalMove, match="applied again"):
        deciding.reopen(application=application, actor=COLLEAGUE, at=at)
    application.refresh_from_db()
    assert application.state == "rejected"


def test_a_seat_through_another_application_is_in_the_way(application, web, brussels, at):
    decide("withdraw", application, at)
    ApplicationFactory(person=application.person, track=web, campus=brussels, state="enrolled")
    with pytest.raises(IllegalMove, match="has a seat"):
        deciding.reopen(application=application, actor=COLLEAGUE, at=at)


def test_who_gave_a_seat_back_is_admitted_again_without_it(waiting, cohort, at):
    offer = offer_seat(entry=waiting(), cohort=cohort, actor=SYSTEM, at=at)
    accept_offer(offer=offer, actor=SYSTEM, at=at)
    application = Application.objects.get()
    decide("withdraw", application, at + timedelta(days=1))
    deciding.reopen(application=application, actor=COLLEAGUE, at=at + timedelta(days=2))
    cohort.refresh_from_db()
    assert (application.state, application.decided_at, cohort.seats_taken) == (
        "admitted",
        application.eligible_at,
        0,
    )
    assert application.entries.waiting().count() == 0


def test_places_come_back_with_date_and_priority(waiting, at, outbox):
    entry = waiting(priority=1, priority_reason="Waited longest")
    left = waiting()
    application = Application.objects.get(pk=entry.application_id)
    later = at + timedelta(days=3)
    decide("reject", application, later)
    deciding.reopen(application=application, actor=COLLEAGUE, at=later + timedelta(days=1))
    (place,) = application.entries.waiting()
    assert (place.pk != entry.pk, place.priority, place.eligible_at) == (
        True,
        1,
        entry.eligible_at,
    )
    assert place.priority_reason == "Waited longest"
    assert outbox(application.person) == ["rejected", "on_waitlist"]
    assert left.application.entries.waiting().count() == 1


def test_a_place_that_was_left_before_does_not_come_back(waiting, at):
    entry = waiting()
    leave_list(entry=entry, actor=SYSTEM, at=at)
    application = Application.objects.get()
    decide("lapse", application, at + timedelta(days=1))
    deciding.reopen(application=application, actor=COLLEAGUE, at=at + timedelta(days=2))
    assert (application.state, application.entries.waiting().count()) == ("admitted", 0)


def test_a_second_no_is_told_too(application, at, outbox):
    decide("reject", application, at)
    deciding.reopen(application=application, actor=COLLEAGUE, at=at + timedelta(days=1))
    decide("reject", application, at + timedelta(days=2))
    assert outbox(application.person) == ["rejected", "rejected"]


# Sensitive answers ---------------------------------------------------------------------------


def keep_needs(person, at):
    vault.write(person=person, kind="needs", text="Quiet room", actor=SYSTEM, at=at)


@pytest.mark.parametrize("verb", ["reject", "withdraw", "lapse"])
def test_the_decision_deletes_sensitive_answers(application, at, verb):
    keep_needs(application.person, at)
    decide(verb, application, at)
    assert VaultEntry.objects.count() == 0
    assert AuditEntry.objects.filter(label="vault.erased").count() == 1


def test_they_stay_while_another_application_is_open_or_somebody_has_a_seat(
    application, brussels, at, cohort
):
    person = application.person
    keep_needs(person, at)
    other = ApplicationFactory(person=person, campus=brussels)
    decide("reject", application, at)
    assert VaultEntry.objects.count() == 1
    enrolment = EnrolmentFactory(person=person, cohort=cohort)
    decide("lapse", other, at)
    assert VaultEntry.objects.count() == 1
    withdraw_enrolment(enrolment=enrolment, actor=SYSTEM, at=at)
    third = ApplicationFactory(person=person, campus=brussels)
    decide("withdraw", third, at)
    assert VaultEntry.objects.count() == 0
