"""Each decision: legal and illegal, written down, told, and with what ends along with it."""

import pytest

from applicants.enums import ApplicationState, RejectionReason
from applicants.models import Application, SeatOffer
from applicants.workflow import deciding
from applicants.workflow.offers import accept_offer, offer_seat
from applicants.workflow.waitlist import join
from becode.core.actors import SYSTEM
from becode.core.moves import IllegalMove, Stale
from becode.messages.models import Message
from cohorts.models import Enrolment
from cohorts.workflow import start_cohort, withdraw_enrolment
from tests.factories import ApplicationFactory

pytestmark = pytest.mark.django_db


def decide(verb, application, at):
    extra = {
        "reject": {"reason": "language"},
        "withdraw": {"reason": "no_time"},
    }.get(verb, {})
    getattr(deciding, verb)(application=application, actor=SYSTEM, at=at, **extra)


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
        deciding.reject(application=twin, reason="language", actor=SYSTEM, at=at)
    assert audit(application) == ["application.admitted"]
    assert Message.objects.count() == 0


def test_admitting_starts_the_clock_of_the_list(application, at):
    deciding.admit(application=application, actor=SYSTEM, at=at)
    assert (application.eligible_at, application.decided_at) == (at, at)


@pytest.mark.parametrize("reason", RejectionReason.values)
def test_each_reason_has_a_kind_letter(application, at, outbox, reason):
    deciding.reject(application=application, reason=reason, actor=SYSTEM, at=at)
    assert (application.rejection_reason, outbox(application.person)) == (reason, ["rejected"])
    text = Message.objects.get().text
    assert "Thank you for your application." in text
    assert reason not in text or reason in ("language", "other")


def test_a_reason_nobody_knows_is_refused(application, at):
    with pytest.raises(ValueError, match="because"):
        deciding.reject(application=application, reason="because", actor=SYSTEM, at=at)


def test_rejecting_closes_the_lists_and_takes_the_offer_back(waiting, cohort, at, audit, outbox):
    entry = waiting()
    offer = offer_seat(entry=entry, cohort=cohort, actor=SYSTEM, at=at)
    application = Application.objects.get(pk=entry.application_id)
    deciding.reject(application=application, reason="unreachable", actor=SYSTEM, at=at)
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
        deciding.put_back(application=application, actor=SYSTEM, at=at)
    withdraw_enrolment(enrolment=enrolment, actor=SYSTEM, at=at)
    deciding.put_back(application=application, actor=SYSTEM, at=at)
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
