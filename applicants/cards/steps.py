"""The card of the present step on a person's own page: what it is, by when, what to do."""

from datetime import datetime

from applicants.enums import (
    BOOKED_KINDS,
    ApplicationState,
    BookingState,
    ProgressState,
    StepKind,
)
from applicants.models import Booking, StepProgress
from applicants.notifications.words import place_of
from becode.people.models import Person
from becode.portal.cards import Card, card

STEP_ORDER = 20


@card
def step_cards(person: Person, at: datetime) -> list[Card]:
    """A card for each application that is in a step now; two queries."""
    steps = list(
        StepProgress.objects.of_person(person)
        .present()
        .filter(application__state=ApplicationState.IN_SELECTION)
        .order_by("reached_at", "pk")
    )
    if not steps:
        return []
    bookings = {
        booking.progress_id: booking
        for booking in Booking.objects.filter(
            progress__in=steps, state=BookingState.BOOKED
        ).for_lists()
    }
    return [
        Card(
            STEP_ORDER,
            "applicants/my/step_card.html",
            context_of(progress, bookings.get(progress.pk), at=at),
        )
        for progress in steps
    ]


def context_of(
    progress: StepProgress, booking: Booking | None, *, at: datetime
) -> dict[str, object]:
    return {
        "progress": progress,
        "step": progress.step,
        "booking": booking,
        "place": place_of(booking.slot) if booking else "",
        "is_booked_kind": progress.step.kind in BOOKED_KINDS,
        "is_challenge": progress.step.kind == StepKind.CHALLENGE,
        "is_done": progress.state == ProgressState.DONE,
        "is_missed": progress.state == ProgressState.MISSED,
        "is_late": bool(progress.due_at and progress.due_at < at),
    }
