"""Offers: made below the ceiling, answered before their moment, ended without harm."""

from datetime import timedelta

import pytest

from applicants.enums import DeclineReason
from applicants.models import Application, SeatOffer
from applicants.workflow import expiring, offers, surplus, telling
from applicants.workflow.giving_back import wait_again
from becode.core.actors import SYSTEM
from becode.core.moves import IllegalMove
from becode.messages.deliver import deliver_ready
from becode.messages.models import Message
from cohorts.models import Cohort, Enrolment
from cohorts.seats import NoSeat
from cohorts.workflow.cohorts import cancel_cohort, change_seats, start_cohort
from tests.factories import CohortFactory, WaitlistEntryFactory

pytestmark = pytest.mark.django_db
HOURS, DAY = timedelta(hours=1), timedelta(days=1)


def offer_to(entry, cohort, at, **changes):
    return offers.offer_seat(entry=entry, cohort=cohort, actor=SYSTEM, at=at, **changes)


def accept(offer, at):
    return offers.accept_offer(offer=offer, actor=SYSTEM, at=at)


def state_of(offer):
    return SeatOffer.objects.get(pk=offer.pk).state


# Offering


def test_an_offer_ends_after_the_hours_of_the_cohort_and_is_told_at_once(
    waiting, cohort, at, audit, outbox
):
    offer = offer_to(waiting(), cohort, at)
    assert (offer.state, offer.expires_at) == ("open", at + 48 * HOURS)
    assert audit(offer) == ["offer.made"]
    assert outbox(offer.person) == ["offer_made"]


def test_staff_may_give_more_or_fewer_hours(waiting, cohort, at):
    assert offer_to(waiting(), cohort, at, hours=5).expires_at == at + 5 * HOURS
    for hours in (0, 24 * 15):
        with pytest.raises(IllegalMove):
            offer_to(waiting(), cohort, at, hours=hours)


def test_no_more_offers_than_seats(waiting, cohort, at):
    for _ in range(2):
        offer_to(waiting(), cohort, at)
    with pytest.raises(offers.AllOffered):
        offer_to(waiting(), cohort, at)


def test_the_ceiling_may_allow_more_offers_than_seats(waiting, cohort, at):
    Cohort.objects.update(offer_ceiling=3)
    for _ in range(3):
        offer_to(waiting(), cohort, at)
    with pytest.raises(offers.AllOffered):
        offer_to(waiting(), cohort, at)


def test_an_offer_past_its_moment_holds_no_seat(waiting, cohort, at):
    first = waiting()
    for entry in (first, waiting()):
        offer_to(entry, cohort, at)
    later = at + 48 * HOURS
    offer_to(waiting(), cohort, later)
    offer_to(first, cohort, later)  # the same person again: the first offer is ended on the way
    assert list(SeatOffer.objects.order_by("pk").values_list("state", flat=True)) == [
        "expired",
        "open",
        "open",
        "open",
    ]


def test_one_live_offer_per_person_and_cohort(waiting, cohort, at):
    entry = waiting()
    offer_to(entry, cohort, at)
    with pytest.raises(IllegalMove):
        offer_to(entry, cohort, at)


def test_a_cohort_of_another_list_is_refused(waiting, at, web, ghent):
    with pytest.raises(IllegalMove):
        offer_to(waiting(), CohortFactory(track=web, campus=ghent), at)
    with pytest.raises(IllegalMove):
        offer_to(waiting(), CohortFactory(campus=waiting().campus), at)


@pytest.mark.parametrize("state", ["running", "internship", "completed", "cancelled"])
def test_a_cohort_that_is_not_planned_takes_nobody(waiting, cohort, at, state):
    Cohort.objects.update(state=state)
    with pytest.raises(IllegalMove):
        offer_to(waiting(), cohort, at)


def test_who_left_the_list_gets_no_offer(waiting, cohort, at):
    with pytest.raises(IllegalMove):
        offer_to(waiting(state="left"), cohort, at)
    entry = waiting()
    Application.objects.filter(pk=entry.application_id).update(
        state="rejected", rejection_reason="other"
    )
    with pytest.raises(IllegalMove):
        offer_to(entry, cohort, at)


# Accepting


def test_accepting_makes_the_enrolment_and_ends_the_waiting(waiting, cohort, at, audit, outbox):
    entry = waiting()
    offer = offer_to(entry, cohort, at)
    enrolment = accept(offer, at + HOURS)
    offer.refresh_from_db()
    entry.refresh_from_db()
    cohort.refresh_from_db()
    application = Application.objects.get()
    assert (offer.state, offer.enrolment, offer.answered_at) == (
        "accepted",
        enrolment,
        at + HOURS,
    )
    assert (entry.state, application.state, cohort.seats_taken) == ("enrolled", "enrolled", 1)
    assert audit(offer) == ["offer.made", "offer.accepted"]
    assert audit(application) == ["application.enrolled"]
    assert outbox(offer.person) == ["offer_made", "welcome"]


def test_a_second_yes_is_the_same_yes(waiting, cohort, at, outbox):
    offer = offer_to(waiting(), cohort, at)
    enrolment = accept(offer, at)
    assert accept(offer, at) == enrolment
    assert accept(offer, at + 100 * HOURS) == enrolment
    assert Enrolment.objects.count() == 1
    assert outbox(offer.person) == ["offer_made", "welcome"]


def test_a_second_yes_brings_no_seat_back(waiting, cohort, at):
    offer = offer_to(waiting(), cohort, at)
    wait_again(enrolment=accept(offer, at), actor=SYSTEM, at=at)
    with pytest.raises(IllegalMove, match="not free any more"):
        accept(offer, at + HOURS)


def test_the_moment_decides_and_not_the_job(waiting, cohort, at):
    offer = offer_to(waiting(), cohort, at)
    with pytest.raises(offers.OfferOver):
        accept(offer, offer.expires_at)
    assert state_of(offer) == "open"
    accept(offer, offer.expires_at - timedelta(microseconds=1))
    assert state_of(offer) == "accepted"


def test_after_the_job_the_answer_is_the_same(waiting, cohort, at):
    offer = offer_to(waiting(), cohort, at)
    expiring.expire_offers(at=offer.expires_at)
    with pytest.raises(offers.OfferOver):
        accept(offer, offer.expires_at)


def test_other_lists_offers_and_applications_end(waiting, cohort, at, web, ghent, brussels):
    entry = waiting()
    second = WaitlistEntryFactory(application=entry.application, campus=ghent)
    elsewhere = offer_to(second, CohortFactory(track=web, campus=ghent), at)
    other = WaitlistEntryFactory(application__person=entry.application.person)
    accept(offer_to(entry, cohort, at), at)
    second.refresh_from_db()
    other.refresh_from_db()
    assert (second.state, other.state, state_of(elsewhere)) == ("closed", "closed", "withdrawn")
    other.application.refresh_from_db()
    assert (other.application.state, other.application.withdrawal_reason) == (
        "withdrawn",
        "other_training",
    )


def test_with_the_last_seat_the_other_offers_go_back_kindly(waiting, cohort, at, outbox):
    Cohort.objects.update(offer_ceiling=3)
    made = [offer_to(waiting(), cohort, at) for _ in range(3)]
    accept(made[2], at)
    assert [state_of(offer) for offer in made] == ["open", "open", "accepted"]
    accept(made[1], at)
    assert [state_of(offer) for offer in made] == ["withdrawn", "accepted", "accepted"]
    assert telling.tell_taken_back(at=at) == 1
    assert telling.tell_taken_back(at=at) == 0
    assert outbox(made[0].person) == ["offer_made", "offer_taken_back"]
    assert made[0].entry.state == "waiting"
    with pytest.raises(NoSeat):
        accept(made[0], at)


def test_an_offer_that_was_taken_back_is_not_accepted(waiting, cohort, at, outbox):
    offer = offer_to(waiting(), cohort, at)
    offers.withdraw_offer(offer=offer, actor=SYSTEM, at=at)
    telling.tell_taken_back(at=at)
    assert outbox(offer.person) == ["offer_made", "offer_taken_back"]
    with pytest.raises(IllegalMove):
        accept(offer, at)
    with pytest.raises(IllegalMove):
        offers.withdraw_offer(offer=offer, actor=SYSTEM, at=at)


def test_a_group_that_started_takes_nobody(waiting, cohort, at):
    day_one = at + (cohort.start_on - at.date())
    offer = offer_to(waiting(), cohort, day_one)
    start_cohort(cohort=cohort, actor=SYSTEM, at=day_one)
    with pytest.raises(IllegalMove):
        accept(offer, day_one)


# Declining, expiring, cutting


@pytest.mark.parametrize("reason", DeclineReason.values)
def test_saying_no_keeps_the_place(waiting, cohort, at, audit, reason):
    entry = waiting()
    offer = offer_to(entry, cohort, at)
    offers.decline_offer(offer=offer, reason=reason, actor=SYSTEM, at=at)
    offers.decline_offer(offer=offer, reason=reason, actor=SYSTEM, at=at)
    entry.refresh_from_db()
    offer.refresh_from_db()
    assert (offer.state, offer.decline_reason, entry.state) == ("declined", reason, "waiting")
    assert audit(offer) == ["offer.made", "offer.declined"]
    with pytest.raises(IllegalMove):
        accept(offer, at)


def test_saying_no_and_leaving_the_list(waiting, cohort, at):
    entry = waiting()
    offers.decline_offer(
        offer=offer_to(entry, cohort, at), reason="found_job", actor=SYSTEM, at=at, keep_place=False
    )
    entry.refresh_from_db()
    assert entry.state == "left"


def test_no_is_too_late_after_the_moment_and_after_a_yes(waiting, cohort, at):
    offer = offer_to(waiting(), cohort, at)
    with pytest.raises(offers.OfferOver):
        offers.decline_offer(offer=offer, reason="later", actor=SYSTEM, at=offer.expires_at)
    accept(offer, at)
    with pytest.raises(IllegalMove):
        offers.decline_offer(offer=offer, reason="later", actor=SYSTEM, at=at)


def test_the_job_ends_what_is_over_once_and_tells_it(waiting, cohort, at, audit, outbox):
    first, second = (offer_to(waiting(), cohort, at, hours=h) for h in (5, 23))
    assert expiring.expire_offers(at=at + 5 * HOURS) == 1
    assert expiring.expire_offers(at=at + 5 * HOURS) == 0
    assert (state_of(first), state_of(second)) == ("expired", "open")
    assert audit(first) == ["offer.made", "offer.expired"]
    assert outbox(first.person) == ["offer_made", "offer_expired"]
    assert first.entry.state == "waiting"


def test_the_job_is_bounded(waiting, cohort, at):
    for _ in range(2):
        offer_to(waiting(), cohort, at, hours=1)
    assert expiring.expire_offers(at=at + HOURS, limit=1) == 1
    assert expiring.expire_offers(at=at + HOURS, limit=1) == 1


def test_fewer_seats_take_the_latest_offers_back(waiting, cohort, at, outbox):
    early = offer_to(waiting(), cohort, at)
    late = offer_to(waiting(), cohort, at + HOURS)
    assert surplus.take_back_surplus(at=at + HOURS) == 0
    change_seats(cohort=cohort, seats=1, actor=SYSTEM, at=at + HOURS)
    assert (state_of(early), state_of(late)) == ("open", "withdrawn")
    telling.tell_taken_back(at=at + HOURS)
    assert outbox(late.person) == ["offer_made", "offer_taken_back"]


def test_a_cohort_that_is_called_off_takes_its_offers_back(waiting, cohort, at):
    offer = offer_to(waiting(), cohort, at)
    cancel_cohort(cohort=cohort, actor=SYSTEM, at=at)
    assert (state_of(offer), offer.entry.state) == ("withdrawn", "waiting")


def test_the_job_finds_the_surplus_that_an_act_had_to_leave(waiting, cohort, at):
    early, late = offer_to(waiting(), cohort, at), offer_to(waiting(), cohort, at + HOURS)
    Cohort.objects.update(seats=1)
    assert surplus.take_back_surplus(at=at + HOURS) == 1
    assert (state_of(early), state_of(late)) == ("open", "withdrawn")


def test_a_refused_yes_leaves_no_trace(waiting, cohort, at, audit, outbox):
    offer = offer_to(waiting(), cohort, at)
    Cohort.objects.update(seats_taken=2)
    with pytest.raises(NoSeat):
        accept(offer, at)
    assert (state_of(offer), audit(offer), outbox(offer.person)) == (
        "open",
        ["offer.made"],
        ["offer_made"],
    )


@pytest.mark.parametrize(
    ("module", "job", "ends"),
    [(expiring, expiring.expire_offers, "late"), (telling, telling.tell_taken_back, "soon")],
)
def test_a_fault_with_one_keeps_no_other_from_the_message(
    waiting, cohort, at, monkeypatch, module, job, ends
):
    made = [offer_to(waiting(), cohort, at) for _ in range(2)]
    if ends == "soon":
        for offer in made:
            offers.withdraw_offer(offer=offer, actor=SYSTEM, at=at)
    real = module.send

    def faulty(message, **more):
        if message.subject == made[0]:
            raise RuntimeError
        return real(message, **more)

    monkeypatch.setattr(module, "send", faulty)
    assert job(at=at if ends == "soon" else made[0].expires_at) == 1


def test_who_says_no_and_leaves_the_list_keeps_no_other_offer_of_it(waiting, cohort, at):
    entry = waiting()
    first = offer_to(entry, cohort, at)
    second = offer_to(entry, CohortFactory(track=cohort.track, campus=cohort.campus), at)
    offers.decline_offer(offer=first, reason="other", keep_place=False, actor=SYSTEM, at=at)
    entry.refresh_from_db()
    assert (entry.state, state_of(first), state_of(second)) == ("left", "declined", "withdrawn")


def test_who_joins_late_is_welcomed_too(waiting, cohort, at):
    Cohort.objects.update(state="running", start_on=at.date(), offers_until=at.date() + 9 * DAY)
    offer = offer_to(waiting(), cohort, at)
    assert accept(offer, at).state == "in_training"
    deliver_ready(at=at)
    welcome = Message.objects.get(kind="applicants.welcome")
    assert welcome.state == "sent"
    assert "Please call us today." in welcome.text
    assert "a week before" not in welcome.text
