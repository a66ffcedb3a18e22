"""The order of a list has a reason that everybody can be told."""

from datetime import timedelta

import pytest

from applicants.enums import Priority
from applicants.models import SeatOffer, WaitlistEntry
from applicants.workflow import waitlist
from applicants.workflow.deciding import admit, reject, reopen
from applicants.workflow.offers import accept_offer, offer_seat
from becode.core.actors import SYSTEM, Actor
from becode.core.moves import IllegalMove
from becode.messages.models import Message
from tests.factories import ApplicationFactory, UserFactory, WaitlistEntryFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def admitted(application, at):
    admit(application=application, actor=SYSTEM, at=at)
    return application


def test_one_place_on_the_list_of_each_chosen_campus(admitted, at, brussels, ghent, audit, outbox):
    entries = waitlist.join(application=admitted, actor=SYSTEM, at=at)
    assert [(entry.campus, entry.eligible_at) for entry in entries] == [
        (brussels, at),
        (ghent, at),
    ]
    assert audit(entries[0]) == ["waitlist.joined"]
    assert outbox(admitted.person) == ["admitted", "on_waitlist"]


def test_joining_twice_changes_nothing(admitted, at, outbox):
    waitlist.join(application=admitted, actor=SYSTEM, at=at)
    assert waitlist.join(application=admitted, actor=SYSTEM, at=at) == []
    assert WaitlistEntry.objects.count() == 2
    assert outbox(admitted.person) == ["admitted", "on_waitlist"]


def test_staff_may_choose_one_list(admitted, at, ghent):
    entries = waitlist.join(application=admitted, campuses=[ghent], actor=SYSTEM, at=at)
    assert [entry.campus for entry in entries] == [ghent]


def test_order_is_priority_then_eligibility_then_number(waiting, at):
    late, early = waiting(since=at), waiting(since=at - timedelta(days=3))
    same_day = waiting(since=at)
    assert [waitlist.position(entry) for entry in (early, late, same_day)] == [1, 2, 3]
    waitlist.set_priority(
        entry=same_day,
        priority=Priority.FIRST,
        reason="Moved from Liège",
        actor=SYSTEM,
        at=at,
    )
    same_day.refresh_from_db()
    assert waitlist.position(same_day) == 1
    assert list(
        WaitlistEntry.objects.for_list(campus_pk=early.campus_id, track_pk=early.track_id)
    ) == [same_day, early, late]


def test_a_priority_needs_a_reason_and_normal_needs_none(waiting, at, audit):
    entry = waiting()
    with pytest.raises(IllegalMove):
        waitlist.set_priority(entry=entry, priority=1, reason="  ", actor=SYSTEM, at=at)
    waitlist.set_priority(entry=entry, priority=9, reason="Asked", actor=SYSTEM, at=at)
    waitlist.set_priority(entry=entry, priority=5, reason="", actor=SYSTEM, at=at)
    entry.refresh_from_db()
    assert (entry.priority, entry.priority_reason) == (5, "")
    assert audit(entry) == ["waitlist.priority_changed"] * 2


def test_leaving_a_list_gives_the_open_offer_back(waiting, cohort, at, audit, outbox):
    entry = waiting()
    offer = offer_seat(entry=entry, cohort=cohort, actor=SYSTEM, at=at)
    waitlist.leave_list(entry=entry, actor=SYSTEM, at=at)
    entry.refresh_from_db()
    offer.refresh_from_db()
    assert (entry.state, offer.state, audit(entry)) == ("left", "withdrawn", ["waitlist.left"])
    assert outbox(offer.person) == ["offer_made"]
    with pytest.raises(IllegalMove):
        waitlist.leave_list(entry=entry, actor=SYSTEM, at=at)
    with pytest.raises(IllegalMove):
        waitlist.set_priority(entry=entry, priority=1, reason="x", actor=SYSTEM, at=at)
    assert SeatOffer.objects.open().count() == 0


def test_the_letter_says_the_place_on_each_list(admitted, waiting, at):
    waiting(since=at - timedelta(days=1))
    waitlist.join(application=admitted, actor=SYSTEM, at=at)
    text = Message.objects.get(kind="applicants.on_waitlist").text
    assert "1 person is before you" in text
    assert "You are next" in text


class TestWhoHasASeat:
    """Waits on no list: they would stand before others and could be offered nothing."""

    @pytest.fixture
    def learner(self, waiting, cohort, at):
        """Has a seat, and applied and was admitted for another track since."""
        offer = offer_seat(entry=waiting(), cohort=cohort, actor=SYSTEM, at=at)
        accept_offer(offer=offer, actor=SYSTEM, at=at)
        return ApplicationFactory(person=offer.person, state="admitted", eligible_at=at)

    def test_comes_on_no_list(self, learner, at):
        with pytest.raises(IllegalMove, match="has a seat"):
            waitlist.join(application=learner, actor=SYSTEM, at=at)
        assert WaitlistEntry.objects.waiting().count() == 0

    def test_gets_no_old_place_back(self, learner, at):
        entry = WaitlistEntryFactory(application=learner, state="left", closed_at=at)
        with pytest.raises(IllegalMove, match="has a seat"):
            waitlist.reopen_entry(entry=entry, actor=SYSTEM, at=at)

    def test_a_closed_application_with_places_is_not_opened_again(self, learner, at):
        WaitlistEntryFactory(application=learner)
        reject(application=learner, reason="other", actor=Actor.user(UserFactory()), at=at)
        with pytest.raises(IllegalMove, match="has a seat"):
            reopen(application=learner, actor=SYSTEM, at=at)


def test_the_campuses_of_a_closed_application_keep_their_order(application, brussels, ghent, at):
    reject(application=application, reason="other", actor=Actor.user(UserFactory()), at=at)
    order = [ghent.pk, brussels.pk]
    with pytest.raises(IllegalMove, match="closed"):
        waitlist.reorder(application=application, campuses=order, actor=SYSTEM, at=at)
    application.refresh_from_db()
    assert application.campus == brussels
