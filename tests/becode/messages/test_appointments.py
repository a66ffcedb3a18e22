"""Appointments in mails: the right event, replaced when it moves, taken out when it is off."""

from datetime import date, timedelta
from email import message_from_string, policy

import pytest
from django.core import mail
from icalendar import Calendar

from applicants.notifications.appointments import (
    AppointmentSoon,
    Booked,
    BookingCancelled,
    SelectionDayTomorrow,
    SlotChanged,
)
from becode.core.clock import BRUSSELS
from becode.messages.appointments import Appointment, calendar_text
from becode.messages.compose import send
from becode.messages.deliver import deliver_ready
from becode.people.workflow import add_contact_points
from cohorts.notifications.calendar import DatesChanged
from cohorts.notifications.cohorts import CohortStarts
from tests.factories import (
    MOMENT,
    ApplicationFactory,
    CohortFactory,
    EnrolmentFactory,
    UserFactory,
)
from tests.factories_steps import (
    BookingFactory,
    SelectionStepFactory,
    SlotFactory,
    StepProgressFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def booking(web, brussels, at):
    application = ApplicationFactory(track=web, campus=brussels, state="in_selection")
    progress = StepProgressFactory(
        application=application, step=SelectionStepFactory(track=web), state="booked"
    )
    slot = SlotFactory(campus=brussels, place="Room 3")
    return BookingFactory(progress=progress, slot=slot)


def told(notification, at=MOMENT):
    """The method and the event of a message about something."""
    (message,) = send(notification, at=at, dedupe=at.isoformat())
    calendar = Calendar.from_ical(message.calendar)
    return calendar["METHOD"], calendar.walk("VEVENT")[0]


def test_booked_moment_is_an_appointment(booking):
    method, event = told(Booked(booking))
    assert method == "PUBLISH"
    assert event["UID"] == f"step-{booking.progress_id}@localhost"
    assert event["SUMMARY"] == "BeCode: Info session"
    assert event["LOCATION"] == "Room 3"
    assert event["STATUS"] == "CONFIRMED"
    assert event["ORGANIZER"] == "mailto:hello@becode.example"
    assert event.decoded("DTSTART") == booking.slot.starts_at
    assert event.decoded("DTEND") == booking.slot.ends_at


def test_moved_moment_replaces_it(booking):
    _method, first = told(Booked(booking))
    booking.slot.starts_at += timedelta(hours=2)
    booking.slot.ends_at += timedelta(hours=2)
    method, second = told(SlotChanged(booking), MOMENT + timedelta(hours=1))
    assert (method, second["UID"]) == ("PUBLISH", first["UID"])
    assert second["SEQUENCE"] > first["SEQUENCE"]
    assert second.decoded("DTSTART") == booking.slot.starts_at
    _method, reminder = told(AppointmentSoon(booking), MOMENT + timedelta(hours=3))
    assert reminder["UID"] == first["UID"]


def test_cancelled_moment_is_taken_out(booking):
    _method, first = told(Booked(booking))
    method, last = told(BookingCancelled(booking), MOMENT + timedelta(minutes=1))
    assert (method, last["STATUS"], last["UID"]) == ("CANCEL", "CANCELLED", first["UID"])
    assert last["SEQUENCE"] > first["SEQUENCE"]


def test_mail_carries_the_appointment_as_mail_programs_expect_it(booking):
    send(Booked(booking), at=MOMENT)
    deliver_ready(at=MOMENT)
    whole = message_from_string(mail.outbox[0].message().as_string(), policy=policy.default)
    (part,) = [one for one in whole.walk() if one.get_content_type() == "text/calendar"]
    assert part.get_param("method") == "PUBLISH"
    assert part.get_param("charset") == "utf-8"
    assert part.get_filename() == "appointment-1.ics"
    assert "step-" in part.get_content()


def test_mail_says_that_an_appointment_is_off(booking):
    booking.state = "cancelled"
    booking.save()
    send(BookingCancelled(booking), at=MOMENT)
    deliver_ready(at=MOMENT)
    whole = message_from_string(mail.outbox[0].message().as_string(), policy=policy.default)
    (part,) = [one for one in whole.walk() if one.get_content_type() == "text/calendar"]
    assert part.get_param("method") == "CANCEL"


def test_text_message_carries_none(booking):
    person = booking.progress.application.person
    person.contact_points.all().delete()
    add_contact_points(person=person, phone="+32470000001")
    (message,) = send(Booked(booking), at=MOMENT)
    assert (message.channel, message.calendar) == ("sms", "")


def test_event_is_in_the_language_of_its_reader(booking):
    booking.progress.step.name_fr = "Séance d'information"
    person = booking.progress.application.person
    person.contact_language = "fr"
    person.save()
    _method, event = told(Booked(booking))
    assert event["SUMMARY"] == "BeCode: Séance d'information"


def test_colleagues_get_the_selection_day(booking):
    booking.slot.host = UserFactory()
    booking.slot.save()
    _method, event = told(SelectionDayTomorrow(booking.slot))
    assert event["UID"] == f"moment-{booking.slot.pk}@localhost"


def test_first_day_of_a_training(web, brussels, at):
    cohort = CohortFactory(track=web, campus=brussels, start_on=date(2026, 5, 4))
    enrolment = EnrolmentFactory(cohort=cohort)
    _method, event = told(CohortStarts(enrolment))
    start = event.decoded("DTSTART").astimezone(BRUSSELS)
    assert f"{start:%Y-%m-%d %H:%M}" == "2026-05-04 09:00"
    assert event["SUMMARY"] == "BeCode: First day of Web developer"

    cohort.start_on = date(2026, 5, 11)
    cohort.save()
    _method, moved = told(DatesChanged(enrolment), MOMENT + timedelta(days=1))
    assert moved["UID"] == event["UID"]
    assert moved.decoded("DTSTART").astimezone(BRUSSELS).date() == date(2026, 5, 11)


def test_dates_that_changed_after_the_start_are_no_appointment(web, brussels, at):
    cohort = CohortFactory(track=web, campus=brussels, start_on=date(2026, 3, 2))
    (message,) = send(DatesChanged(EnrolmentFactory(cohort=cohort)), at=at)
    assert message.calendar == ""


def test_whole_days_end_after_the_last_one():
    day = date(2026, 5, 4)
    text = calendar_text(Appointment("internship-1", "Start", day, day), at=MOMENT)
    event = Calendar.from_ical(text).walk("VEVENT")[0]
    assert event.decoded("DTSTART") == day
    assert event.decoded("DTEND") == date(2026, 5, 5)


def test_what_people_wrote_cannot_add_lines_to_the_file():
    text = calendar_text(
        Appointment("x-1", "A\r\nATTENDEE:mailto:eve@evil.example", MOMENT, MOMENT, place="B\nC"),
        at=MOMENT,
    )
    event = Calendar.from_ical(text).walk("VEVENT")[0]
    assert "ATTENDEE" not in event
    assert [line for line in text.splitlines() if line.startswith("ATTENDEE")] == []
