"""A learner moves to another cohort: the seat follows, nothing is sold twice, all else follows."""

import threading
import time
from datetime import date, timedelta
from functools import partial

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from applicants.models import Application, SeatOffer
from applicants.my.status import status_of
from applicants.own_seat import application_of, seat_of
from applicants.workflow.cascade import offer_free_seats
from applicants.workflow.offers import AllOffered, accept_offer, offer_seat
from applicants.workflow.transferring import transfer
from becode.audit.models import AuditEntry
from becode.core.actors import SYSTEM, Actor
from becode.core.invariants import invariants
from becode.core.moves import IllegalMove
from cohorts import seats
from cohorts.enums import CohortState, EnrolmentState
from cohorts.models import Cohort, Enrolment
from cohorts.workflow.cohorts import start_cohort
from placements.models import Internship
from tests.factories import CohortFactory, EnrolmentFactory, ProposalFactory

PATIENCE = 20  # seconds


@pytest.fixture
def other(web, ghent):
    return CohortFactory(track=web, campus=ghent, seats=2, start_on=date(2026, 6, 1))


@pytest.fixture
def learner(waiting, cohort, at):
    """Somebody with a seat in the cohort of Brussels."""
    offer = offer_seat(entry=waiting(), cohort=cohort, actor=SYSTEM, at=at)
    return accept_offer(offer=offer, actor=SYSTEM, at=at)


def move(enrolment, cohort, at, reason="other_campus"):
    return transfer(enrolment=enrolment, cohort=cohort, reason=reason, actor=SYSTEM, at=at)


def taken(*cohorts):
    return [Cohort.objects.get(pk=cohort.pk).seats_taken for cohort in cohorts]


def broken(at):
    ours = [rule for rule in invariants() if rule.key.startswith(("applicants.", "cohorts."))]
    counts = {rule.key: rule.count(at=at) for rule in ours}
    return {key: count for key, count in counts.items() if count}


@pytest.mark.django_db
class TestMoving:
    def test_the_seat_goes_along_and_the_old_one_is_free(self, learner, cohort, other, at, audit):
        new = move(learner, other, at)
        learner.refresh_from_db()
        assert (learner.state, new.state, new.transferred_from) == (
            "transferred",
            "enrolled",
            learner,
        )
        assert taken(cohort, other) == [0, 1]
        assert audit(learner)[-1] == "enrolment.transferred"
        entry = AuditEntry.objects.about(new).get(label="enrolment.moved_here")
        assert (entry.reason_code, entry.keys) == (
            "other_campus",
            {"from": cohort.pk, "to": other.pk, "passed": 0},
        )
        assert broken(at) == {}

    def test_the_person_hears_of_the_new_start_and_place(self, learner, other, at, outbox):
        move(learner, other, at)
        assert outbox(learner.person)[-1] == "moved"

    def test_who_waits_for_the_freed_seat_is_next(self, learner, cohort, other, waiting, at):
        first = waiting()
        move(learner, other, at)
        assert offer_free_seats(at=at) == 1
        assert SeatOffer.objects.open().get().entry == first

    def test_the_application_keeps_its_seat_wherever_it_goes(
        self, learner, cohort, other, web, at, django_assert_num_queries
    ):
        application = Application.objects.get()
        third = CohortFactory(track=web, campus=cohort.campus, start_on=date(2026, 9, 7))
        newest = move(move(learner, other, at), third, at + timedelta(minutes=1))
        with django_assert_num_queries(1):
            assert seat_of(application) == newest
        assert application_of(newest) == application
        status = status_of(
            application,
            entries=[],
            offers=list(SeatOffer.objects.all()),
            at=at,
            seat=seat_of(application),
        )
        assert "7 September 2026" in status.next_step

    def test_in_a_running_cohort_they_are_in_training_from_that_day(self, learner, other, at):
        Cohort.objects.filter(pk=other.pk).update(state=CohortState.RUNNING)
        new = move(learner, other, at)
        assert (new.state, new.started_on) == ("in_training", at.date())

    def test_somebody_in_training_may_wait_for_a_later_start(self, learner, cohort, other, at):
        day_one = at + (cohort.start_on - at.date())
        start_cohort(cohort=cohort, actor=SYSTEM, at=day_one)
        new = move(learner, other, day_one, reason="later")
        assert (new.state, new.started_on) == ("enrolled", None)

    def test_back_to_where_they_came_from(self, learner, cohort, other, at):
        move(move(learner, other, at), cohort, at + timedelta(minutes=1))
        assert taken(cohort, other) == [1, 0]
        assert broken(at + timedelta(minutes=1)) == {}

    def test_the_profile_goes_along(self, learner, other, at):
        Enrolment.objects.update(profile="Builds things", skills=["HTML"])
        new = move(learner, other, at)
        assert (new.profile, new.skills) == ("Builds things", ["HTML"])

    def test_a_seat_without_an_application_moves_too(self, cohort, other, at):
        enrolment = EnrolmentFactory(cohort=cohort)
        assert move(enrolment, other, at).cohort == other


@pytest.mark.django_db
class TestRefused:
    def test_to_the_same_cohort(self, learner, cohort, at):
        with pytest.raises(IllegalMove, match="in this cohort already"):
            move(learner, cohort, at)

    @pytest.mark.parametrize("state", ["withdrawn", "left", "graduated", "on_internship"])
    def test_after_the_training(self, cohort, other, at, state):
        day = at.date() if state == "graduated" else None
        enrolment = EnrolmentFactory(cohort=cohort, state=state, graduated_on=day)
        with pytest.raises(IllegalMove):
            move(enrolment, other, at)
        assert taken(other) == [0]

    @pytest.mark.parametrize("state", ["internship", "completed", "cancelled"])
    def test_to_a_cohort_that_takes_nobody(self, learner, other, at, state):
        Cohort.objects.filter(pk=other.pk).update(state=state)
        with pytest.raises(IllegalMove, match="takes nobody"):
            move(learner, other, at)

    def test_to_a_full_cohort(self, learner, other, at):
        for _ in range(2):
            EnrolmentFactory(cohort=other)
            other.refresh_from_db()
        with pytest.raises(AllOffered):
            move(learner, other, at)
        Cohort.objects.filter(pk=other.pk).update(offer_ceiling=3)
        with pytest.raises(seats.NoSeat):
            move(learner, other, at)

    def test_where_the_last_seat_is_offered_to_somebody(self, cohort, waiting, at, web, brussels):
        full = CohortFactory(track=web, campus=brussels, seats=1)
        enrolment = EnrolmentFactory(cohort=cohort)
        offer_seat(entry=waiting(), cohort=full, actor=SYSTEM, at=at)
        with pytest.raises(AllOffered):
            move(enrolment, full, at)

    def test_with_a_company(self, learner, other, at):
        proposal = ProposalFactory(enrolment=learner)
        with pytest.raises(IllegalMove, match="proposed to a company"):
            move(learner, other, at)
        proposal.state = "declined"
        proposal.save()
        Internship.objects.create(
            enrolment=learner,
            proposal=proposal,
            position=proposal.position,
            company=proposal.position.company,
            start_on=at.date(),
            end_on=at.date(),
        )
        with pytest.raises(IllegalMove, match="has an internship"):
            move(learner, other, at)
        learner.refresh_from_db()
        assert learner.state == EnrolmentState.ENROLLED

    def test_without_a_known_reason(self, learner, other, at):
        with pytest.raises(ValueError, match="nonsense"):
            move(learner, other, at, reason="nonsense")


@pytest.mark.django_db
def test_the_last_seat_taken_by_a_transfer_ends_the_other_offers_kindly(
    cohort, waiting, at, web, brussels
):
    target = CohortFactory(track=web, campus=brussels, seats=1, offer_ceiling=2)
    offer = offer_seat(entry=waiting(), cohort=target, actor=SYSTEM, at=at)
    move(EnrolmentFactory(cohort=cohort), target, at)
    offer.refresh_from_db()
    assert (offer.state, offer.entry.state) == ("withdrawn", "waiting")
    assert broken(at) == {}


@pytest.mark.django_db
def test_offers_that_are_open_keep_their_seat(cohort, other, waiting, at, web, brussels):
    target = CohortFactory(track=web, campus=brussels, seats=3)
    offer = offer_seat(entry=waiting(), cohort=target, actor=SYSTEM, at=at)
    move(EnrolmentFactory(cohort=cohort), target, at)
    offer.refresh_from_db()
    target.refresh_from_db()
    assert (offer.state, target.seats_on_offer, target.seats_taken) == ("open", 2, 1)
    assert broken(at) == {}


def at_once(*acts):
    """Do these acts in threads that begin together; what each answered or raised."""
    start, answers = threading.Barrier(len(acts)), {}

    def run(number, act):
        try:
            start.wait(PATIENCE)
            answers[number] = act()
        except Exception as error:
            answers[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert len(answers) == len(acts), "somebody still waits"
    return [answers[number] for number in range(len(acts))]


@pytest.mark.django_db(transaction=True)
def test_two_people_change_places_without_a_deadlock(cohort, other, at):
    here, there = EnrolmentFactory(cohort=cohort), EnrolmentFactory(cohort=other)
    for round_number in range(5):
        now = at + timedelta(minutes=round_number)
        goes = (cohort, other) if round_number % 2 else (other, cohort)
        here, there = at_once(
            partial(move, here, goes[0], now),
            partial(move, there, goes[1], now),
        )
        assert isinstance(here, Enrolment), here
        assert isinstance(there, Enrolment), there
    assert taken(cohort, other) == [1, 1]


@pytest.mark.django_db(transaction=True)
def test_without_one_order_of_locks_they_would_wait_for_each_other(cohort, other, at, monkeypatch):
    both_hold_one = threading.Barrier(2)

    def in_the_order_given(*keys):
        held = {}
        for key in keys:
            held[key] = seats.lock_cohort(key)
            if len(held) == 1:
                both_hold_one.wait(PATIENCE)
        return held

    here, there = EnrolmentFactory(cohort=cohort), EnrolmentFactory(cohort=other)
    monkeypatch.setattr(seats, "lock_cohorts", in_the_order_given)
    answers = at_once(partial(move, here, other, at), partial(move, there, cohort, at))
    assert sorted(type(one).__name__ for one in answers) == ["Enrolment", "OperationalError"]


@pytest.mark.django_db
def test_cohorts_are_held_in_the_order_of_their_keys(cohort, other):
    with CaptureQueriesContext(connection) as asked:
        held = seats.lock_cohorts(other.pk, cohort.pk)
    assert list(held) == sorted([cohort.pk, other.pk])
    assert 'ORDER BY "cohorts_cohort"."id" ASC FOR NO KEY UPDATE' in asked[0]["sql"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", range(4))
def test_a_transfer_and_a_yes_never_share_the_last_seat(cohort, waiting, at, web, brussels, turn):
    target = CohortFactory(track=web, campus=brussels, seats=1, offer_ceiling=2)
    enrolment = EnrolmentFactory(cohort=cohort)
    offer = offer_seat(entry=waiting(), cohort=target, actor=SYSTEM, at=at)
    acts = [
        lambda: move(enrolment, target, at),
        lambda: accept_offer(offer=offer, actor=Actor.person(offer.person), at=at),
    ]
    answers = at_once(*(acts if turn % 2 else reversed(acts)))
    seated = [one for one in answers if isinstance(one, Enrolment)]
    assert len(seated) == 1, answers
    assert all(isinstance(one, (Enrolment, IllegalMove)) for one in answers), answers
    assert taken(target) == [1]
    assert broken(at) == {}


def until_somebody_waits_for_a_lock():
    """Come back once another connection of this database waits for a row that we hold."""
    waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted"
    end = time.monotonic() + PATIENCE
    with connection.cursor() as cursor:
        while time.monotonic() < end:
            cursor.execute(waiting)
            if cursor.fetchone()[0]:
                return
    raise AssertionError("nobody waits")


@pytest.mark.django_db(transaction=True)
def test_a_transfer_sees_who_was_proposed_to_a_company_in_between(cohort, other, at):
    enrolment = EnrolmentFactory(cohort=cohort, state=EnrolmentState.IN_TRAINING)
    answers = []

    def transfer_in_between():
        answers.extend(at_once(partial(move, enrolment, other, at)))

    thread = threading.Thread(target=transfer_in_between)
    with transaction.atomic():
        Enrolment.objects.select_for_update(no_key=True).get(pk=enrolment.pk)
        thread.start()
        until_somebody_waits_for_a_lock()
        ProposalFactory(enrolment=enrolment)
    thread.join(PATIENCE)
    assert [type(answer) for answer in answers] == [IllegalMove]
