"""A booked moment as an iCalendar file (RFC 5545)."""

from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from icalendar import Calendar, Event

from applicants.models import Booking
from applicants.notifications.words import place_of


def calendar_of(booking: Booking, *, at: datetime) -> bytes:
    """One event; taking the file again after a change replaces it, as its UID stays the same."""
    slot = booking.slot
    event = Event()
    event.add("uid", f"step-{booking.progress_id}@{urlsplit(settings.PUBLIC_BASE_URL).hostname}")
    event.add("summary", f"{settings.ORGANISATION_NAME}: {booking.progress.step.name}")
    event.add("dtstamp", at)
    event.add("dtstart", slot.starts_at)
    event.add("dtend", slot.ends_at)
    event.add("location", place_of(slot))
    if slot.video_link:
        event.add("url", slot.video_link)
        event.add("description", slot.video_link)
    calendar = Calendar()
    calendar.add("prodid", f"-//{settings.ORGANISATION_NAME}//")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    made: bytes = calendar.to_ical()
    return made
