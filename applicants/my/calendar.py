"""A booked moment as an iCalendar file: the same event as in the mail about it."""

from datetime import datetime

from applicants.models import Booking
from applicants.notifications.calendars import booked_moment
from becode.messages.appointments import calendar_text


def calendar_of(booking: Booking, *, at: datetime) -> bytes:
    """One event; taking the file again after a change replaces it, as its UID stays the same."""
    return calendar_text(booked_moment(booking), at=at).encode()
