"""A person chooses a moment, changes it, and says that a challenge is done."""

from datetime import timedelta

import pytest
from icalendar import Calendar

from applicants.models import Booking, EarlierPlaceAlert, Slot
from becode.audit.models import AuditEntry
from becode.core import clock
from tests.factories import ApplicationFactory, PersonFactory
from tests.factories_steps import (
    BookingFactory,
    SelectionStepFactory,
    SlotFactory,
    StepProgressFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def progress(web, brussels, at):
    application = ApplicationFactory(track=web, campus=brussels, state="in_selection")
    step = SelectionStepFactory(track=web, text_en="Bring your questions.")
    return StepProgressFactory(application=application, step=step)


@pytest.fixture
def slot(brussels):
    return SlotFactory(campus=brussels, place="Room 3")


@pytest.fixture
def amira(progress, as_person):
    return as_person(progress.application.person)


def address(progress, rest=""):
    return f"/en/my/appointments/{progress.pk}/{rest}"


def test_the_card_says_what_comes_and_by_when(amira, progress):
    page = amira.get("/en/my/").content.decode()
    for text in ("Your next step: Info session", "Bring your questions.", "16 March 2026"):
        assert text in page


def test_moments_are_listed_with_their_places(amira, progress, slot, ghent):
    SlotFactory(campus=ghent, place="Elsewhere")
    page = amira.get(address(progress)).content.decode()
    assert "Monday 9 March 2026, 14:00" in page
    assert "Room 3" in page
    assert "2 places left" in page
    assert "Elsewhere" not in page


def test_one_press_books_and_another_moves(amira, progress, slot, brussels):
    assert amira.post(address(progress), {"slot": slot.pk})["Location"] == address(progress)
    other = SlotFactory(campus=brussels, starts_at=slot.starts_at + timedelta(days=1))
    amira.post(address(progress), {"slot": other.pk})
    states = Booking.objects.order_by("pk").values_list("slot", "state")
    assert list(states) == [(slot.pk, "moved"), (other.pk, "booked")]
    assert "Tuesday 10 March 2026" in amira.get("/en/my/").content.decode()


@pytest.mark.parametrize("slot_key", ["", "nothing", "999999999", "²", "9" * 40])
def test_nonsense_is_a_sentence(amira, progress, slot_key):
    response = amira.post(address(progress), {"slot": slot_key}, follow=True)
    assert "Please choose one of the moments." in response.content.decode()
    assert Booking.objects.count() == 0


def test_a_full_moment_has_no_button_and_the_alert_is_offered(amira, progress, slot):
    Slot.objects.update(capacity=1, taken=1)
    page = amira.get(address(progress)).content.decode()
    assert "All moments are full now." in page
    assert 'name="slot"' not in page
    amira.post(address(progress, "earlier/"))
    assert EarlierPlaceAlert.objects.get().progress == progress
    assert "Do not tell me any more" in amira.get(address(progress)).content.decode()
    amira.post(address(progress, "earlier/"), {"stop": "1"})
    assert EarlierPlaceAlert.objects.count() == 0
    Slot.objects.update(taken=0)


def test_a_moment_that_was_just_taken_is_a_sentence(amira, progress, slot):
    Slot.objects.update(capacity=1, taken=1)
    response = amira.post(address(progress), {"slot": slot.pk}, follow=True)
    assert "This moment is full." in response.content.decode()
    Slot.objects.update(taken=0)


@pytest.fixture
def booked(progress, slot):
    progress.state = "booked"
    progress.save()
    return BookingFactory(progress=progress, slot=slot)


def test_cancelling_asks_first(amira, progress, booked):
    assert "Monday 9 March 2026" in amira.get(address(progress, "cancel/")).content.decode()
    booked.refresh_from_db()
    assert booked.state == "booked"
    amira.post(address(progress, "cancel/"))
    booked.refresh_from_db()
    assert booked.state == "cancelled"


def test_the_calendar_file(amira, booked):
    response = amira.get(f"/en/my/appointments/{booked.pk}/calendar.ics")
    assert response["Content-Type"] == "text/calendar"
    event = Calendar.from_ical(response.content).walk("VEVENT")[0]
    assert event["SUMMARY"] == "BeCode: Info session"
    assert event["LOCATION"] == "Room 3"
    assert event.decoded("DTSTART") == booked.slot.starts_at
    assert event.decoded("DTEND") == booked.slot.ends_at


def test_reading_writes_nothing(amira, progress, booked):
    before = AuditEntry.objects.count()
    for rest in ("", "cancel/"):
        amira.get(address(progress, rest))
    assert amira.get(address(progress, "earlier/")).status_code == 405
    assert AuditEntry.objects.count() == before


@pytest.mark.parametrize("rest", ["", "cancel/", "earlier/"])
def test_the_step_of_somebody_else_is_not_there(progress, booked, slot, as_person, rest):
    stranger = as_person(PersonFactory())
    for response in (
        stranger.get(address(progress, rest)),
        stranger.post(address(progress, rest), {"slot": slot.pk}),
    ):
        assert response.status_code in (404, 405)
    assert stranger.get(f"/en/my/appointments/{booked.pk}/calendar.ics").status_code == 404
    booked.refresh_from_db()
    assert booked.state == "booked"


class TestChallenge:
    @pytest.fixture
    def challenge(self, progress, web):
        progress.state = "passed"
        progress.save()
        step = SelectionStepFactory(track=web, kind="challenge", link="https://task.example/1")
        return StepProgressFactory(application=progress.application, step=step)

    def test_the_page_has_the_link(self, amira, challenge):
        page = amira.get(f"/en/my/challenge/{challenge.pk}/").content.decode()
        assert "https://task.example/1" in page

    @pytest.mark.parametrize("answer", ["", "https://my.example/page"])
    def test_done_with_or_without_words(self, amira, challenge, answer):
        response = amira.post(f"/en/my/challenge/{challenge.pk}/", {"answer": answer})
        assert response["Location"] == "/en/my/"
        challenge.refresh_from_db()
        assert (challenge.state, challenge.answer) == ("done", answer)
        assert "You did this." in amira.get("/en/my/").content.decode()

    def test_a_national_number_is_refused(self, amira, challenge):
        amira.post(f"/en/my/challenge/{challenge.pk}/", {"answer": "85.07.30-033.28"})
        challenge.refresh_from_db()
        assert challenge.state == "to_do"

    def test_not_that_of_somebody_else(self, challenge, as_person):
        stranger = as_person(PersonFactory())
        assert stranger.post(f"/en/my/challenge/{challenge.pk}/").status_code == 404


@pytest.mark.parametrize("number", [1, 30])
def test_the_list_asks_the_same_number_of_queries(
    amira, progress, brussels, number, django_assert_num_queries
):
    for day in range(number):
        SlotFactory(campus=brussels, starts_at=clock.now() + timedelta(days=2 + day), place="")
    with django_assert_num_queries(8):
        assert amira.get(address(progress)).status_code == 200
