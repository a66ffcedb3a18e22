"""A chosen moment for a talk as an iCalendar file (RFC 5545)."""

from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from placements.models import InterviewSlot


def calendar_file(slot: InterviewSlot, *, other: str, at: datetime) -> HttpResponse:
    """The file for the learner or the company; `other` is whom they meet.

    Taking it again replaces the event: its UID stays the same.
    """
    event = Event()
    event.add("uid", f"talk-{slot.pk}@{urlsplit(settings.PUBLIC_BASE_URL).hostname}")
    event.add("summary", _("Talk with %(other)s") % {"other": other})
    event.add("dtstamp", at)
    event.add("dtstart", slot.starts_at)
    event.add("dtend", slot.ends_at)
    event.add("location", slot.where)
    event.add("description", slot.proposal.position.title)
    calendar = Calendar()
    calendar.add("prodid", f"-//{settings.ORGANISATION_NAME}//")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    response = HttpResponse(calendar.to_ical(), content_type="text/calendar")
    response["Content-Disposition"] = 'attachment; filename="becode.ics"'
    return response
