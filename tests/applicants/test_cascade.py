"""A seat that became free goes to the next person, once, in the order of the list."""

from datetime import timedelta

import pytest

from applicants.enums import OfferCause, PassReason
from applicants.models import PassOver, SeatOffer, WaitlistEntry
from applicants.tasks import end_offers, offer_free_seats
from applicants.workflow import cascade, deciding, offers, waitlist
from becode.core import clock
from becode.core.actors import SYSTEM
from cohorts.models import Cohort
from cohorts.workflow import cohorts
from tests.factories import CohortFactory, EnrolmentFactory
from tests.factories_form import document as document_of

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def line(waiting, at):
    """Five people in the order in which they wait."""
    return [waiting(since=at - timedelta(days=9 - day)) for day in range(5)]


@pytest.fixture
def offered(line, cohort, at):
    """Two seats, offered to the first two people."""
    return [
        offers.offer_seat(entry=entry, cohort=cohort, actor=SYSTEM, at=at) for entry in line[:2]
    ]


def cascaded():
    found = SeatOffer.objects.filter(cause=OfferCause.CASCADE).order_by("pk")
    return [offer.entry for offer in found]


def test_nothing_is_offered_while_nothing_is_free(offered, at):
    assert cascade.offer_free_seats(at=at) == 0


def test_a_no_goes_to_the_next_person_once(offered, line, at):
    offers.decline_offer(offer=offered[0], reason="later", actor=SYSTEM, at=at + HOUR)
    assert cascade.offer_free_seats(at=at + HOUR) == 1
    assert cascade.offer_free_seats(at=at + HOUR) == 0
    assert cascaded() == [line[2]]


def test_silence_goes_to_the_next_person(offered, line, at):
    end = max(offer.expires_at for offer in offered)
    assert cascade.offer_free_seats(at=end) == 2
    assert cascaded() == [line[2], line[3]]


def test_an_offer_taken_back_goes_to_the_next_person_not_to_the_same(offered, line, at):
    offers.withdraw_offer(offer=offered[0], actor=SYSTEM, at=at, words="Wrong person")
    assert cascade.offer_free_seats(at=at) == 1
    assert cascaded() == [line[2]]


def test_an_offer_taken_back_for_good_goes_to_nobody(offered, at):
    offers.withdraw_offer(offer=offered[0], actor=SYSTEM, at=at, words="x", to_next=False)
    assert cascade.offer_free_seats(at=at) == 0


def test_who_leaves_the_list_or_stops_frees_the_seat(offered, line, at):
    waitlist.leave_list(entry=line[0], actor=SYSTEM, at=at)
    deciding.withdraw(
        application=line[1].application, reason="found_job", actor=SYSTEM, at=at + HOUR
    )
    assert cascade.offer_free_seats(at=at + HOUR) == 2
    assert cascaded() == [line[2], line[3]]


def test_a_seat_given_back_goes_to_the_next_person(offered, line, at):
    enrolment = offers.accept_offer(offer=offered[0], actor=SYSTEM, at=at)
    application = enrolment.offer.application
    deciding.withdraw(application=application, reason="found_job", actor=SYSTEM, at=at + HOUR)
    enrolment.refresh_from_db()
    assert enrolment.state == "withdrawn"
    assert cascade.offer_free_seats(at=at + HOUR) == 1
    assert cascaded() == [line[2]]


def test_who_takes_a_seat_elsewhere_frees_this_one(offered, line, cohort, at):
    other = CohortFactory(track=cohort.track, campus=cohort.campus)
    second = offers.offer_seat(
        entry=line[2], cohort=other, actor=SYSTEM, at=at, passing_reason="Test"
    )
    offers.decline_offer(offer=offered[0], reason="later", actor=SYSTEM, at=at)
    offers.accept_offer(offer=second, actor=SYSTEM, at=at)
    assert cascade.offer_free_seats(at=at) == 1
    assert cascaded() == [line[3]]


def test_added_seats_are_offered_where_all_were_on_offer(offered, line, cohort, at):
    cohorts.change_seats(cohort=cohort, seats=4, actor=SYSTEM, at=at)
    assert cascade.offer_free_seats(at=at) == 2
    assert cascaded() == [line[2], line[3]]


def test_seats_that_staff_never_offered_are_not(line, waiting, at):
    cohort = CohortFactory(track=line[0].track, campus=line[0].campus, seats=9)
    first = offers.offer_seat(entry=line[0], cohort=cohort, actor=SYSTEM, at=at)
    offers.decline_offer(offer=first, reason="later", actor=SYSTEM, at=at)
    assert cascade.offer_free_seats(at=at) == 1
    assert cascade.offer_free_seats(at=at) == 0


def test_a_cohort_may_leave_it_to_staff(offered, cohort, at):
    cohorts.set_cascade(cohort=cohort, cascades=False, offers_until=None, actor=SYSTEM, at=at)
    offers.decline_offer(offer=offered[0], reason="later", actor=SYSTEM, at=at)
    assert cascade.offer_free_seats(at=at) == 0
    (free,) = cascade.freed(list(Cohort.objects.all()), at=at)
    assert (free.cohort, free.seats) == (cohort, 1)


def test_after_the_last_day_nothing_is_offered(offered, cohort, at):
    day = clock.local_day(at)
    cohorts.set_cascade(cohort=cohort, cascades=True, offers_until=day, actor=SYSTEM, at=at)
    offers.decline_offer(offer=offered[0], reason="later", actor=SYSTEM, at=at)
    assert cascade.offer_free_seats(at=clock.at_local(day + timedelta(days=1))) == 0
    assert cascade.offer_free_seats(at=at) == 1


def test_who_pauses_keeps_the_place_and_is_not_asked(offered, line, at):
    day = clock.local_day(at)
    waitlist.pause(entry=line[2], until=day + timedelta(days=30), actor=SYSTEM, at=at)
    offers.decline_offer(offer=offered[0], reason="later", actor=SYSTEM, at=at)
    cascade.offer_free_seats(at=at)
    assert cascaded() == [line[3]]
    assert waitlist.position(line[2]) == 3
    waitlist.resume(entry=line[2], actor=SYSTEM, at=at)
    offers.decline_offer(offer=offered[1], reason="later", actor=SYSTEM, at=at)
    cascade.offer_free_seats(at=at)
    assert cascaded() == [line[3], line[2]]


def test_who_lacks_something_is_passed_over_with_the_reason(offered, line, cohort, at, audit):
    document = document_of(application=line[2].application)
    offers.decline_offer(offer=offered[0], reason="later", actor=SYSTEM, at=at)
    cascade.offer_free_seats(at=at)
    assert cascaded() == [line[3]]
    note = PassOver.objects.get()
    assert (note.entry, note.reason, note.words) == (line[2], PassReason.MISSING, str(document))
    assert audit(line[2]) == ["waitlist.passed_over"]


def test_who_has_it_now_is_next_again(offered, line, cohort, at):
    document = document_of(application=line[2].application)
    offers.decline_offer(offer=offered[0], reason="later", actor=SYSTEM, at=at)
    cascade.offer_free_seats(at=at)
    document.state = "waived"
    document.save()
    offers.decline_offer(offer=offered[1], reason="later", actor=SYSTEM, at=at + HOUR)
    cascade.offer_free_seats(at=at + HOUR)
    assert cascaded() == [line[3], line[2]]
    assert PassOver.objects.count() == 0


def test_with_more_offers_than_seats_one_no_frees_one(line, waiting, at):
    cohort = CohortFactory(track=line[0].track, campus=line[0].campus, seats=1, offer_ceiling=3)
    made = [offers.offer_seat(entry=one, cohort=cohort, actor=SYSTEM, at=at) for one in line[:3]]
    enrolment = offers.accept_offer(offer=made[0], actor=SYSTEM, at=at)
    assert cascade.offer_free_seats(at=at) == 0
    deciding.withdraw(
        application=enrolment.offer.application, reason="found_job", actor=SYSTEM, at=at + HOUR
    )
    # One seat came back: one offer, to the first of those whose offer was taken back.
    assert cascade.offer_free_seats(at=at + HOUR) == 1
    assert cascaded() == [line[1]]


def test_a_fault_in_one_cohort_keeps_no_other_from_its_offers(offered, line, at, monkeypatch):
    other = CohortFactory(track=line[0].track, campus=line[0].campus, seats=1)
    third = offers.offer_seat(
        entry=line[2], cohort=other, actor=SYSTEM, at=at, passing_reason="Test"
    )
    for offer in (offered[0], third):
        offers.decline_offer(offer=offer, reason="later", actor=SYSTEM, at=at)
    real = cascade.cascade

    def faulty(cohort, *, at):
        if cohort.pk == other.pk:
            raise RuntimeError
        return real(cohort, at=at)

    monkeypatch.setattr(cascade, "cascade", faulty)
    assert cascade.offer_free_seats(at=at) == 1


@pytest.mark.parametrize("task", [end_offers, offer_free_seats])
def test_the_jobs_offer_what_is_free(task, offered, line, at):
    offers.decline_offer(offer=offered[0], reason="later", actor=SYSTEM, at=at)
    with clock.set_to(at):
        task()
    assert cascaded() == [line[2]]


def test_who_has_a_seat_elsewhere_keeps_nobody_from_a_seat(offered, line, cohort, at):
    EnrolmentFactory(person=line[2].application.person)
    assert line[2] not in WaitlistEntry.objects.ready_for(cohort, at=at, on=clock.local_day(at))
    offers.decline_offer(offer=offered[0], reason="later", actor=SYSTEM, at=at)
    assert cascade.offer_free_seats(at=at) == 1
    assert cascaded() == [line[3]]


def test_a_seat_kept_free_leaves_the_others_that_are_free_on_offer(offered, cohort, at):
    cohorts.set_cascade(cohort=cohort, cascades=False, offers_until=None, actor=SYSTEM, at=at)
    offers.decline_offer(offer=offered[0], reason="later", actor=SYSTEM, at=at)
    offers.withdraw_offer(offer=offered[1], actor=SYSTEM, at=at, words="x", to_next=False)
    (free,) = cascade.freed(list(Cohort.objects.all()), at=at)
    assert free.seats == 1


def test_what_staff_took_back_is_not_offered_again_when_the_papers_are_there(line, cohort, at):
    document = document_of(application=line[0].application)
    cascade.next_in_line(cohort, at=at)
    offer = offers.offer_seat(entry=line[0], cohort=cohort, actor=SYSTEM, at=at)
    offers.withdraw_offer(offer=offer, actor=SYSTEM, at=at, words="Starts a job")
    note = PassOver.objects.get()
    assert (note.reason, note.words) == (PassReason.STAFF, "Starts a job")
    document.state = "waived"
    document.save()
    assert cascade.offer_free_seats(at=at) == 1
    assert cascaded() == [line[1]]
