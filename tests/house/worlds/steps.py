"""Steps of the selection, moments and bookings: one record of each kind."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from tests import factories, factories_steps


def records(base: dict[str, Any]) -> dict[str, Any]:
    """The records of this part by name; `base` are those of tests/house/world.py."""
    at = timezone.now()
    application = factories.ApplicationFactory(
        person=base["person"], campus=base["campus"], state="in_selection"
    )
    step = factories_steps.SelectionStepFactory(track=application.track)
    challenge = factories_steps.SelectionStepFactory(track=application.track, kind="challenge")
    slot = factories_steps.SlotFactory(
        campus=base["campus"],
        starts_at=at + timedelta(days=3),
        ends_at=at + timedelta(days=3, hours=2),
        host=base["user"],
    )
    progress = factories_steps.StepProgressFactory(
        application=application, step=step, state="booked"
    )
    booking = factories_steps.BookingFactory(progress=progress, slot=slot)
    done = factories_steps.StepProgressFactory(
        application=application, step=challenge, state="passed"
    )
    return {
        "step": step,
        "slot": slot,
        "progress": progress,
        "booking": booking,
        "challenge": done,
    }
