"""Booked moments as appointments, for mails and for the file on a person's own page."""

from applicants.models import Booking, Slot
from applicants.notifications.words import place_of
from becode.messages.appointments import Appointment
from becode.messages.words import gettext as _


def booked_moment(booking: Booking, *, is_cancelled: bool = False) -> Appointment:
    """One event a step: booking another moment replaces it."""
    slot = booking.slot
    return Appointment(
        uid=f"step-{booking.progress_id}",
        summary=booking.progress.step.name,
        starts=slot.starts_at,
        ends=slot.ends_at,
        place=place_of(slot),
        link=slot.video_link,
        is_cancelled=is_cancelled,
    )


def led_moment(slot: Slot) -> Appointment:
    """For the colleagues who lead a moment or score there."""
    return Appointment(
        uid=f"moment-{slot.pk}",
        summary=_("Selection day"),
        starts=slot.starts_at,
        ends=slot.ends_at,
        place=place_of(slot),
        link=slot.video_link,
    )
