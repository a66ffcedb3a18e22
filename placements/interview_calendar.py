"""A chosen moment for a talk as an appointment: in mails, and as a file."""

from datetime import datetime

from django.http import HttpResponse
from django.utils.translation import gettext as _

from becode.messages.appointments import Appointment, calendar_text
from placements.models import InterviewSlot


def talk(slot: InterviewSlot, *, other: str, is_cancelled: bool = False) -> Appointment:
    """For the learner or the company; `other` is whom they meet."""
    return Appointment(
        uid=f"talk-{slot.pk}",
        summary=_("Talk with %(other)s") % {"other": other},
        starts=slot.starts_at,
        ends=slot.ends_at,
        place=slot.where,
        words=slot.proposal.position.title,
        is_cancelled=is_cancelled,
    )


def calendar_file(slot: InterviewSlot, *, other: str, at: datetime) -> HttpResponse:
    """Taking it again replaces the event: its UID stays the same."""
    text = calendar_text(talk(slot, other=other), at=at)
    response = HttpResponse(text.encode(), content_type="text/calendar")
    response["Content-Disposition"] = 'attachment; filename="becode.ics"'
    return response
