"""Each rule counts the rows that break it: 0 on a sound database, 1 where one was bent."""

from datetime import timedelta

import pytest

from applicants.models import Application, SeatOffer, WaitlistEntry
from applicants.workflow.offers import accept_offer, offer_seat
from applicants.workflow.passing import note_passing
from becode.core.actors import SYSTEM
from becode.core.invariants import invariants
from cohorts.models import Cohort
from tests.factories import (
    ApplicationFactory,
    CohortFactory,
    EnrolmentFactory,
    SeatOfferFactory,
    WaitlistEntryFactory,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def broken(at):
    counts = {rule.key: rule.count(at=at) for rule in invariants()}
    own = ("applicants.", "cohorts.")
    return {key: count for key, count in counts.items() if count and key.startswith(own)}


@pytest.fixture
def taken(waiting, cohort, at):
    """One seat taken, one offered."""
    first, second = (
        offer_seat(entry=waiting(), cohort=cohort, actor=SYSTEM, at=at) for _ in range(2)
    )
    accept_offer(offer=first, actor=SYSTEM, at=at)
    return first, second


def test_what_the_workflows_make_is_sound(taken, at):
    assert broken(at) == {}
    assert len([rule for rule in invariants() if rule.key.startswith("applicants.")]) >= 11


def test_a_wrong_counter_is_found(taken, at):
    Cohort.objects.update(seats_taken=2)
    assert "cohorts.counter_is_true" in broken(at)


def test_more_learners_than_seats_are_found(taken, cohort, at):
    EnrolmentFactory(cohort=Cohort.objects.get())
    Cohort.objects.update(seats=1, seats_taken=1)
    assert broken(at)["cohorts.not_oversold"] == 1


def test_offers_above_the_ceiling_are_found_while_they_live(taken, at):
    Cohort.objects.update(seats=1, seats_on_offer=1)
    assert broken(at) == {
        "applicants.offers_within_ceiling": 1,
        "applicants.freed_seat_offered_once": 1,
    }
    assert broken(at + timedelta(hours=48)) == {}


def test_more_on_offer_than_the_ceiling_is_found(taken, at):
    Cohort.objects.update(seats_on_offer=9)
    assert broken(at) == {"applicants.no_more_on_offer": 1}


@pytest.fixture
def overtaken(waiting, cohort, at):
    """Somebody who is ready, and an open offer to somebody behind, without a word why."""
    first, second = waiting(since=at - 9 * DAY), waiting(since=at - 8 * DAY)
    offer = offer_seat(entry=second, cohort=cohort, actor=SYSTEM, at=at, passing_reason="Test")
    SeatOffer.objects.filter(pk=offer.pk).update(passing_reason="")
    return first


def test_somebody_passed_over_without_a_reason_is_found(overtaken, at):
    assert broken(at) == {"applicants.nobody_passed_over": 1}


def test_who_came_to_the_place_later_was_not_passed_over(overtaken, at):
    WaitlistEntry.objects.filter(pk=overtaken.pk).update(ready_since=at + DAY)
    assert broken(at) == {}


def test_who_pauses_or_was_passed_over_with_a_reason_is_not_found(overtaken, cohort, at):
    WaitlistEntry.objects.filter(pk=overtaken.pk).update(paused_until=at.date() + DAY)
    assert broken(at) == {}
    WaitlistEntry.objects.filter(pk=overtaken.pk).update(paused_until=None)
    note_passing(entry=overtaken, cohort=cohort, words="Asked to", actor=SYSTEM, at=at)
    assert broken(at) == {}


def test_who_was_offered_the_seat_before_is_not_found(overtaken, cohort, at):
    SeatOfferFactory(
        entry=overtaken,
        cohort=cohort,
        offered_at=at - 3 * DAY,
        expires_at=at - DAY,
        state="expired",
    )
    assert broken(at) == {}


def test_who_waits_with_a_seat_is_found(taken, waiting, at):
    person = taken[0].person
    WaitlistEntryFactory(application=ApplicationFactory(person=person, state="admitted"))
    assert broken(at) == {"applicants.waiting_has_no_seat": 1}


def test_who_has_a_seat_was_not_passed_over(taken, waiting, cohort, at):
    first = waiting(since=at - DAY)
    EnrolmentFactory(person=first.application.person)
    assert broken(at) == {"applicants.waiting_has_no_seat": 1}


def test_an_open_offer_to_somebody_with_a_seat_is_found(taken, at):
    EnrolmentFactory(person=taken[1].person)
    WaitlistEntry.objects.filter(pk=taken[1].entry_id).update(
        state="left", end_reason="left", closed_at=at
    )
    assert broken(at) == {
        "applicants.offered_has_no_seat": 1,
        "applicants.offered_is_waiting": 1,
    }


def test_a_used_place_without_a_seat_is_found(taken, at):
    WaitlistEntryFactory(state="enrolled", end_reason="seat")
    assert broken(at) == {"applicants.used_place_has_a_seat": 1}


def test_an_accepted_offer_of_another_cohort_is_found(taken, at):
    other = CohortFactory()
    SeatOffer.objects.filter(pk=taken[0].pk).update(cohort=other)
    assert broken(at) == {"applicants.accepted_has_a_seat": 1}


def test_who_waits_without_being_admitted_is_found(taken, at):
    Application.objects.filter(pk=taken[1].application_id).update(state="withdrawn")
    assert broken(at) == {"applicants.waiting_is_admitted": 1, "applicants.offered_is_waiting": 1}


def test_an_offer_without_a_place_is_found(taken, at):
    WaitlistEntry.objects.filter(pk=taken[1].entry_id).update(
        state="left", end_reason="left", closed_at=at
    )
    assert broken(at) == {"applicants.offered_is_waiting": 1}


def test_a_seat_whose_application_is_not_enrolled_is_found(taken, at):
    Application.objects.filter(pk=taken[0].application_id).update(state="withdrawn")
    assert broken(at) == {"applicants.seat_is_enrolled": 1}
