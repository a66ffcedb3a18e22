"""Appointments as iCalendar texts (RFC 5545, 5546), in a mail or as a file.

One record has one UID for ever: a later text replaces the event in a calendar, a cancelling one
takes it out. SEQUENCE are the seconds since EPOCH at which a text was made, so that the latest
wins whatever changed: the hour, the place, another moment for the same step.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.mime.text import MIMEText
from urllib.parse import urlsplit

from django.conf import settings
from icalendar import Calendar, Event, vCalAddress

EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
CANCEL, PUBLISH = "CANCEL", "PUBLISH"


@dataclass(frozen=True, slots=True)
class Appointment:
    """`uid` is "step-5": kind and key of the record. With dates it is whole days, the end
    included.
    """

    uid: str
    summary: str
    starts: datetime | date
    ends: datetime | date
    place: str = ""
    link: str = ""
    words: str = ""
    is_cancelled: bool = False


def calendar_text(appointment: Appointment, *, at: datetime) -> str:
    """The text that tells of an appointment, or takes it back."""
    calendar = Calendar()
    calendar.add("prodid", f"-//{settings.ORGANISATION_NAME}//")
    calendar.add("version", "2.0")
    calendar.add("method", CANCEL if appointment.is_cancelled else PUBLISH)
    calendar.add_component(_event(appointment, at=at))
    made: bytes = calendar.to_ical()
    return made.decode()


def _event(appointment: Appointment, *, at: datetime) -> Event:
    event = Event()
    event.add("uid", f"{appointment.uid}@{urlsplit(settings.PUBLIC_BASE_URL).hostname}")
    event.add("summary", f"{settings.ORGANISATION_NAME}: {appointment.summary}")
    event.add("dtstamp", at.astimezone(UTC))
    event.add("sequence", max(int((at - EPOCH).total_seconds()), 0))
    event.add("status", "CANCELLED" if appointment.is_cancelled else "CONFIRMED")
    if isinstance(appointment.starts, datetime) and isinstance(appointment.ends, datetime):
        event.add("dtstart", appointment.starts.astimezone(UTC))
        event.add("dtend", appointment.ends.astimezone(UTC))
    else:
        event.add("dtstart", appointment.starts)
        event.add("dtend", appointment.ends + timedelta(days=1))
    organizer = vCalAddress(f"mailto:{settings.ORGANISATION_EMAIL}")
    organizer.params["cn"] = str(settings.ORGANISATION_NAME)
    event.add("organizer", organizer)
    described = "\n".join(_filled([appointment.words, appointment.link]))
    for name, value in (
        ("location", appointment.place),
        ("url", appointment.link),
        ("description", described),
    ):
        if value:
            event.add(name, value)
    return event


def _filled(texts: Iterable[str]) -> list[str]:
    return [text for text in texts if text]


def attachment(text: str, *, number: int) -> MIMEText:
    """The text as a part of a mail, which mail programs offer to put into the calendar."""
    method = CANCEL if f"METHOD:{CANCEL}" in text.splitlines() else PUBLISH
    part = MIMEText(text, "calendar", "utf-8")
    part.set_param("method", method)
    part.add_header("Content-Disposition", "attachment", filename=f"appointment-{number}.ics")
    return part
