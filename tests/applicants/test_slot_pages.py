"""Staff plan moments, note who was there on a phone, and see what waits."""

from datetime import timedelta

import pytest

from applicants.models import Booking, Slot
from becode.backoffice.today import tasks_for
from becode.core import clock
from tests.factories import ApplicationFactory
from tests.factories_steps import (
    BookingFactory,
    SelectionStepFactory,
    SlotFactory,
    StepProgressFactory,
)

pytestmark = pytest.mark.django_db
LIST = "/staff/applicants/slot/"


@pytest.fixture
def step(web):
    return SelectionStepFactory(track=web)


@pytest.fixture
def person_in(web, brussels, step):
    """A function that makes an application in the info session step."""

    def _make(state="to_do", **changes):
        application = ApplicationFactory(
            track=web, campus=brussels, state="in_selection", **changes
        )
        return StepProgressFactory(application=application, step=step, state=state)

    return _make


@pytest.fixture
def today(brussels, at):
    """A moment of today that began an hour ago."""
    return SlotFactory(campus=brussels, starts_at=at - timedelta(hours=1), capacity=40)


@pytest.fixture
def booked(person_in, today):
    return BookingFactory(progress=person_in("booked"), slot=today)


def tap(client, booking, answer):
    client.post(f"/staff/attendance/{booking.pk}/", {"answer": answer})
    booking.refresh_from_db()
    booking.progress.refresh_from_db()
    return booking.state, booking.progress.state


def test_one_tap_notes_and_another_takes_back(signed_in, amina, booked):
    client = signed_in(amina)
    assert tap(client, booked, "there") == ("attended", "done")
    assert tap(client, booked, "undo") == ("booked", "booked")
    assert tap(client, booked, "not_there") == ("missed", "missed")


def test_the_page_is_the_list_at_the_door(signed_in, carla, booked):
    page = signed_in(carla).get(f"{LIST}{booked.slot_id}/change/").content.decode()
    assert booked.progress.application.person.full_name in page
    assert 'value="not_there"' in page


@pytest.mark.parametrize("number", [1, 30])
def test_the_page_asks_the_same_number_of_queries(
    signed_in, amina, person_in, today, number, django_assert_max_num_queries
):
    for _number in range(number):
        BookingFactory(progress=person_in("booked"), slot=today)
    client = signed_in(amina)
    with django_assert_max_num_queries(16):
        assert client.get(f"{LIST}{today.pk}/change/").status_code == 200


def test_a_moment_is_named_by_the_clock_of_brussels(today):
    assert str(today) == "Info session 02/03/2026 09:00"


def test_a_series_of_weekly_moments_leaves_holidays_out(signed_in, amina, brussels, at):
    form = {
        "kind": "info_session",
        "campus": brussels.pk,
        "language": "fr",
        "on": "2026-03-30",
        "begins": "14:00",
        "ends": "16:00",
        "until": "2026-04-20",
        "capacity": "20",
    }
    assert signed_in(amina).post(f"{LIST}add/", form)["Location"] == LIST
    days = [clock.local_day(slot.starts_at).isoformat() for slot in Slot.objects.all()]
    assert days == ["2026-03-30", "2026-04-13", "2026-04-20"]  # Easter Monday is 6 April
    hours = {slot.starts_at.astimezone(clock.BRUSSELS).hour for slot in Slot.objects.all()}
    assert hours == {14}


def test_a_moment_in_the_past_is_a_sentence(signed_in, amina, brussels, at):
    form = {
        "kind": "interview",
        "campus": brussels.pk,
        "language": "fr",
        "on": "2026-03-01",
        "begins": "14:00",
        "ends": "15:00",
        "capacity": "1",
    }
    page = signed_in(amina).post(f"{LIST}add/", form).content.decode()
    assert "This moment is in the past." in page
    assert Slot.objects.count() == 0


def test_changing_the_time_from_the_page(signed_in, amina, booked, today, at):
    form = {"on": "2026-03-05", "begins": "09:30", "ends": "11:00", "capacity": "5"}
    signed_in(amina).post(f"{LIST}{today.pk}/do/change/", form)
    today.refresh_from_db()
    assert today.starts_at.astimezone(clock.BRUSSELS).isoformat() == "2026-03-05T09:30:00+01:00"
    assert today.capacity == 5


def test_who_walks_in_is_found_by_name_and_added(signed_in, amina, person_in, today, web):
    walk_in = person_in(person__first_name="Zohra")
    other = person_in(person__first_name="Marc")
    client = signed_in(amina)
    page = client.get(f"/staff/appointments/{today.pk}/add/?q=zoh").content.decode()
    assert walk_in.application.number in page
    assert other.application.number not in page
    client.post(f"/staff/appointments/{today.pk}/add/", {"progress": walk_in.pk})
    assert Booking.objects.get().progress == walk_in


def test_nobody_of_another_campus_is_added(signed_in, amina, today, web, ghent, step):
    application = ApplicationFactory(track=web, campus=ghent, state="in_selection")
    progress = StepProgressFactory(application=application, step=step)
    signed_in(amina).post(f"/staff/appointments/{today.pk}/add/", {"progress": progress.pk})
    assert Booking.objects.count() == 0


def test_the_verbs_of_an_application_lead_through_the_step(signed_in, amina, booked, outbox):
    client = signed_in(amina)
    page = f"/staff/applicants/application/{booked.progress.application_id}/"
    assert "Info session" in client.get(f"{page}change/").content.decode()
    client.post(f"{page}do/pass/", {"remark": "Asked good questions"})
    booked.progress.refresh_from_db()
    assert (booked.progress.state, booked.progress.judged_by) == ("passed", amina)
    client.post(f"{page}do/undo-judgement/")
    booked.progress.refresh_from_db()
    assert booked.progress.state == "to_do"


def test_booking_for_somebody_who_calls(signed_in, amina, person_in, brussels, at):
    progress = person_in()
    slot = SlotFactory(campus=brussels, language="nl")
    page = f"/staff/applicants/application/{progress.application_id}/do/book/"
    assert "2 places left" in signed_in(amina).get(page).content.decode()
    signed_in(amina).post(page, {"slot": slot.pk})
    assert Booking.objects.get().slot == slot


def test_today_shows_what_waits(amina, carla, bram, person_in, booked, at):
    person_in("done")
    person_in("failed")
    later = at + timedelta(days=20)

    def titles(user, moment):
        return [(str(task.title), task.count) for task in tasks_for(user, at=moment)]

    assert titles(amina, at) == [
        ("Applications to decide", 1),
        ("Moments today", 1),
        ("Steps to judge", 1),
    ]
    assert titles(carla, at) == [("Moments today", 1)]
    assert titles(bram, at) == []
    person_in()
    assert titles(amina, later) == [
        ("Moments to note who was there", 1),
        ("Applications to decide", 1),
        ("Steps to judge", 1),
        ("Steps that are late", 1),
    ]
