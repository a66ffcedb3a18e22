"""People book, move and give back places; staff note who was there."""

from datetime import timedelta

import pytest

from applicants.enums import ProgressState
from applicants.models import Booking, EarlierPlaceAlert
from applicants.workflow import booking, selecting, slots
from applicants.workflow.no_shows import lapse_no_shows
from becode.audit.models import AuditEntry
from becode.core.actors import SYSTEM, Actor
from becode.core.invariants import invariants
from becode.core.moves import IllegalMove
from becode.messages.models import Message
from becode.people.models import LanguageSkill
from tests.factories import ApplicationFactory
from tests.factories_steps import SelectionStepFactory, SlotFactory, StepProgressFactory

pytestmark = pytest.mark.django_db
HOURS, DAYS = timedelta(hours=1), timedelta(days=1)


@pytest.fixture(autouse=True)
def _rules_hold(at):
    """Whatever these tests do, the rules over stored data hold afterwards."""
    yield
    assert [rule.key for rule in invariants() if rule.count(at=at)] == []


@pytest.fixture
def step(web):
    return SelectionStepFactory(track=web)


@pytest.fixture
def somebody(web, brussels, step):
    """A function that puts a new person into the info session step."""

    def _somebody(**changes):
        application = ApplicationFactory(
            track=web, campus=brussels, state="in_selection", **changes
        )
        return StepProgressFactory(application=application, step=step)

    return _somebody


@pytest.fixture
def progress(somebody):
    return somebody()


@pytest.fixture
def slot(brussels):
    return SlotFactory(campus=brussels)


def person_of(progress):
    return Actor.person(progress.application.person)


def book(progress, slot, at, actor=None):
    return booking.book(progress=progress, slot=slot, actor=actor or person_of(progress), at=at)


class TestBook:
    def test_takes_a_place_and_confirms_it(self, progress, slot, at, outbox):
        made = book(progress, slot, at)
        slot.refresh_from_db()
        progress.refresh_from_db()
        assert (made.state, slot.taken, progress.state) == ("booked", 1, "booked")
        assert outbox(progress.application.person) == ["booked"]

    def test_a_full_moment_says_so(self, somebody, slot, at):
        for _number in range(2):
            book(somebody(), slot, at)
        with pytest.raises(booking.NoPlace):
            book(somebody(), slot, at)
        slot.refresh_from_db()
        assert slot.taken == 2

    def test_one_place_a_step(self, progress, slot, brussels, at):
        book(progress, slot, at)
        with pytest.raises(IllegalMove):
            book(progress, SlotFactory(campus=brussels), at)

    @pytest.mark.parametrize("ahead", [-1, 0, 1])
    def test_not_in_the_past_nor_in_the_last_hour(self, progress, brussels, at, ahead):
        late = SlotFactory(campus=brussels, starts_at=at + ahead * HOURS)
        with pytest.raises(IllegalMove):
            book(progress, late, at)
        assert Booking.objects.count() == 0

    def test_a_colleague_adds_who_walks_in(self, progress, brussels, amina, at, outbox):
        begun = SlotFactory(campus=brussels, starts_at=at - HOURS)
        made = book(progress, begun, at, actor=Actor.user(amina))
        assert made.state == "booked"
        assert outbox(progress.application.person) == []

    @pytest.mark.parametrize(
        "changes", [{"kind": "interview"}, {"language": "nl"}, {"state": "cancelled"}]
    )
    def test_only_what_fits(self, progress, brussels, at, changes):
        with pytest.raises(IllegalMove):
            book(progress, SlotFactory(campus=brussels, **changes), at)

    def test_another_language_that_they_follow_fits(self, progress, brussels, at):
        LanguageSkill.objects.create(
            person=progress.application.person, language="nl", lesson_level="a_little"
        )
        assert book(progress, SlotFactory(campus=brussels, language="nl"), at).state == "booked"

    def test_another_city_only_online(self, progress, ghent, at):
        with pytest.raises(IllegalMove):
            book(progress, SlotFactory(campus=ghent), at)
        online = SlotFactory(campus=ghent, video_link="https://video.example/1")
        assert book(progress, online, at).state == "booked"

    def test_not_the_moments_of_another_track(self, progress, brussels, at):
        other = SelectionStepFactory().track
        with pytest.raises(IllegalMove):
            book(progress, SlotFactory(campus=brussels, track=other), at)


class TestMoveAndCancel:
    def test_moving_frees_the_first_place(self, progress, slot, brussels, at):
        first = book(progress, slot, at)
        later = SlotFactory(campus=brussels, starts_at=slot.starts_at + DAYS)
        second = booking.move_booking(booking=first, slot=later, actor=person_of(progress), at=at)
        for record in (first, slot, later):
            record.refresh_from_db()
        assert (first.state, second.state, slot.taken, later.taken) == ("moved", "booked", 0, 1)

    def test_to_a_full_moment_the_first_place_stays(self, progress, somebody, slot, brussels, at):
        full = SlotFactory(campus=brussels, capacity=1)
        book(somebody(), full, at)
        first = book(progress, slot, at)
        with pytest.raises(booking.NoPlace):
            booking.move_booking(booking=first, slot=full, actor=person_of(progress), at=at)
        first.refresh_from_db()
        assert first.state == "booked"

    def test_cancelling_makes_the_step_one_to_do(self, progress, slot, at):
        made = book(progress, slot, at)
        booking.cancel_booking(booking=made, actor=person_of(progress), at=at)
        slot.refresh_from_db()
        progress.refresh_from_db()
        assert (slot.taken, progress.state) == (0, "to_do")
        assert book(progress, slot, at).state == "booked"

    def test_not_once_it_has_begun(self, progress, slot, at):
        made = book(progress, slot, at)
        with pytest.raises(IllegalMove):
            booking.cancel_booking(booking=made, actor=person_of(progress), at=slot.starts_at)

    def test_a_colleague_who_cancels_tells_them(self, progress, slot, at, outbox):
        made = book(progress, slot, at)
        booking.cancel_booking(booking=made, actor=SYSTEM, at=at)
        assert outbox(progress.application.person) == ["booked", "booking_cancelled"]


class TestAttendance:
    @pytest.fixture
    def booked(self, progress, slot, at):
        return book(progress, slot, at)

    def note(self, booked, attended, at):
        booking.note_attendance(booking=booked, attended=attended, actor=SYSTEM, at=at)
        booked.progress.refresh_from_db()
        return booked.progress

    def test_there_is_done_and_waits_for_a_judgement(self, booked, slot):
        progress = self.note(booked, True, slot.ends_at)
        assert (progress.state, progress.done_at) == ("done", slot.ends_at)

    def test_not_there_is_missed(self, booked, slot):
        progress = self.note(booked, False, slot.ends_at)
        assert (progress.state, progress.missed_at) == ("missed", slot.ends_at)

    def test_it_is_corrected_and_taken_back(self, booked, slot):
        self.note(booked, False, slot.ends_at)
        progress = self.note(booked, True, slot.ends_at)
        assert (progress.state, progress.missed_at) == ("done", None)
        booking.undo_attendance(booking=booked, actor=SYSTEM, at=slot.ends_at)
        progress.refresh_from_db()
        assert (progress.state, progress.done_at) == ("booked", None)

    def test_the_same_tap_twice_is_noted_once(self, booked, slot):
        self.note(booked, True, slot.ends_at)
        self.note(booked, True, slot.ends_at)
        assert AuditEntry.objects.filter(label="booking.attended").count() == 1

    def test_not_before_the_day(self, booked, slot):
        with pytest.raises(IllegalMove):
            self.note(booked, True, slot.starts_at - DAYS)

    def test_not_after_the_judgement(self, booked, slot):
        progress = self.note(booked, True, slot.ends_at)
        selecting.pass_step(progress=progress, actor=SYSTEM, at=slot.ends_at)
        with pytest.raises(IllegalMove):
            self.note(booked, False, slot.ends_at)

    def test_who_was_there_after_all_gives_the_second_moment_back(self, booked, slot, brussels):
        at = slot.ends_at
        progress = self.note(booked, False, at)
        second = SlotFactory(campus=brussels, starts_at=at + 7 * DAYS)
        book(progress, second, at)
        progress = self.note(booked, True, at)
        second.refresh_from_db()
        assert (progress.state, second.taken) == ("done", 0)

    def test_passing_somebody_at_the_door_counts_as_there(self, booked, slot):
        selecting.pass_step(progress=booked.progress, actor=SYSTEM, at=slot.ends_at)
        booked.refresh_from_db()
        assert booked.state == "attended"


class TestSlots:
    def test_called_off_everybody_is_told_and_may_book_again(
        self, progress, slot, brussels, at, outbox
    ):
        book(progress, slot, at)
        assert slots.cancel_slot(slot=slot, actor=SYSTEM, at=at) == 1
        progress.refresh_from_db()
        assert (slot.state, progress.state) == ("cancelled", "to_do")
        assert outbox(progress.application.person) == ["booked", "slot_called_off"]
        assert book(progress, SlotFactory(campus=brussels), at).state == "booked"

    def test_another_time_is_told(self, progress, slot, at, outbox):
        book(progress, slot, at)
        changes = {"starts_at": slot.starts_at + HOURS, "ends_at": slot.ends_at + HOURS}
        assert slots.change_slot(slot=slot, changes=changes, actor=SYSTEM, at=at)
        assert outbox(progress.application.person) == ["booked", "slot_changed"]

    def test_more_places_are_nobodys_news(self, progress, slot, at, outbox):
        book(progress, slot, at)
        assert not slots.change_slot(slot=slot, changes={"capacity": 9}, actor=SYSTEM, at=at)
        assert outbox(progress.application.person) == ["booked"]

    def test_never_fewer_places_than_are_taken(self, somebody, slot, at):
        for _number in range(2):
            book(somebody(), slot, at)
        with pytest.raises(IllegalMove):
            slots.change_slot(slot=slot, changes={"capacity": 1}, actor=SYSTEM, at=at)

    def test_the_list_is_closed_when_everybody_is_noted(self, progress, slot, at):
        made = book(progress, slot, at)
        with pytest.raises(IllegalMove):
            slots.hold_slot(slot=slot, actor=SYSTEM, at=slot.ends_at)
        booking.note_attendance(booking=made, attended=True, actor=SYSTEM, at=slot.ends_at)
        slots.hold_slot(slot=slot, actor=SYSTEM, at=slot.ends_at)
        assert slot.state == "held"


class TestEarlierPlace:
    @pytest.fixture
    def soon(self, brussels, at):
        """A moment in two days with one place."""
        return SlotFactory(campus=brussels, starts_at=at + 2 * DAYS, capacity=1)

    @pytest.fixture
    def waiting(self, somebody, slot, at):
        """A function: somebody booked next week and asked to come earlier."""
        slot.capacity = 9
        slot.save()

        def _waiting(asked_at):
            progress = somebody()
            book(progress, slot, at)
            booking.ask_for_earlier(progress=progress, actor=person_of(progress), at=asked_at)
            return progress

        return _waiting

    def told(self, *people):
        kinds = Message.objects.filter(kind="applicants.earlier_place")
        told = set(kinds.values_list("person", flat=True))
        return [one.application.person_id in told for one in people]

    def test_who_waits_longest_hears_of_it_once_a_place(self, somebody, waiting, soon, at):
        second, first = waiting(at + HOURS), waiting(at)
        holder = somebody()
        made = book(holder, soon, at)
        booking.cancel_booking(booking=made, actor=person_of(holder), at=at)
        assert self.told(first, second, holder) == [True, False, False]
        made = book(holder, soon, at)
        booking.cancel_booking(booking=made, actor=person_of(holder), at=at)
        assert self.told(first, second, holder) == [True, True, False]

    def test_nothing_is_booked_and_one_click_takes_it(self, somebody, waiting, soon, at):
        first, holder = waiting(at), somebody()
        made = book(holder, soon, at)
        booking.cancel_booking(booking=made, actor=person_of(holder), at=at)
        soon.refresh_from_db()
        assert soon.taken == 0
        live = first.bookings.get(state="booked")
        booking.move_booking(booking=live, slot=soon, actor=person_of(first), at=at)
        assert not EarlierPlaceAlert.objects.exists()

    def test_a_later_place_is_no_news(self, somebody, waiting, brussels, slot, at):
        first, holder = waiting(at), somebody()
        later = SlotFactory(campus=brussels, starts_at=slot.starts_at + DAYS, capacity=1)
        made = book(holder, later, at)
        booking.cancel_booking(booking=made, actor=person_of(holder), at=at)
        assert self.told(first) == [False]

    def test_asking_twice_is_one_wish_and_it_can_stop(self, progress, at):
        for _number in range(2):
            booking.ask_for_earlier(progress=progress, actor=person_of(progress), at=at)
        assert EarlierPlaceAlert.objects.count() == 1
        booking.stop_asking_for_earlier(progress=progress, actor=person_of(progress), at=at)
        assert EarlierPlaceAlert.objects.count() == 0


class TestNoShow:
    @pytest.fixture
    def missed(self, progress, slot, at):
        made = book(progress, slot, at)
        booking.note_attendance(booking=made, attended=False, actor=SYSTEM, at=at + 7 * DAYS)
        return progress

    def test_after_14_days_the_application_lapses(self, missed, at):
        assert lapse_no_shows(at=at + 21 * DAYS - HOURS) == 0
        assert lapse_no_shows(at=at + 21 * DAYS) == 1
        assert lapse_no_shows(at=at + 21 * DAYS) == 0
        missed.application.refresh_from_db()
        entry = AuditEntry.objects.get(label="application.lapsed")
        assert (missed.application.state, entry.reason_code) == ("lapsed", "no_show")

    def test_who_chose_another_moment_stays(self, missed, brussels, at):
        other = SlotFactory(campus=brussels, starts_at=at + 30 * DAYS)
        book(missed, other, at + 8 * DAYS)
        assert lapse_no_shows(at=at + 25 * DAYS) == 0
        missed.refresh_from_db()
        assert missed.state == ProgressState.BOOKED
