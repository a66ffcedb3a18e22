"""Which moments somebody can book: of their step and track, in their language, within reach."""

from datetime import datetime, timedelta

from applicants.enums import BOOKED_KINDS, ApplicationState, BookingState, ProgressState
from applicants.models import Booking, Slot, StepProgress
from applicants.querysets import SlotQuerySet
from becode.people.enums import LessonLevel
from becode.people.models import Person

# Later than this before the beginning an applicant books and moves nothing any more.
LAST_HOUR = timedelta(hours=1)
BOOKABLE_STATES = (ProgressState.TO_DO, ProgressState.BOOKED, ProgressState.MISSED)


def can_book(progress: StepProgress) -> bool:
    """Whether a moment can be chosen, or another one, in this step as it stands."""
    return (
        progress.step.kind in BOOKED_KINDS
        and progress.state in BOOKABLE_STATES
        and progress.application.state == ApplicationState.IN_SELECTION
    )


def languages_of(person: Person) -> set[str]:
    """The languages in which somebody can follow a session: at least a little."""
    skills = person.language_skills.exclude(lesson_level=LessonLevel.NO)
    return {person.contact_language, *skills.order_by().values_list("language", flat=True)}


def slots_for(progress: StepProgress) -> "SlotQuerySet[Slot, Slot]":
    """Every moment that fits this person and step, whatever its state and time."""
    application = progress.application
    return Slot.objects.fitting(
        kind=progress.step.kind,
        track_pk=application.track_id,
        campus_keys=list(application.choices.order_by().values_list("campus_id", flat=True)),
        languages=languages_of(application.person),
    )


def upcoming_slots(progress: StepProgress, *, at: datetime) -> "SlotQuerySet[Slot, Slot]":
    """The moments that fit and that an applicant may still choose, full ones too, soonest first."""
    slots = Slot.objects.upcoming(at + LAST_HOUR).for_lists()
    return slots.filter(pk__in=slots_for(progress).order_by().values("pk"))


def live_booking(progress: StepProgress) -> Booking | None:
    """The place this person holds in this step and has not come to yet."""
    return progress.bookings.filter(state=BookingState.BOOKED).for_lists().first()


def earlier_slots(progress: StepProgress, *, at: datetime) -> "SlotQuerySet[Slot, Slot]":
    """Moments with a free place before the one they hold; all free ones where they hold none."""
    slots = upcoming_slots(progress, at=at).with_room()
    booking = live_booking(progress)
    return slots.filter(starts_at__lt=booking.slot.starts_at) if booking else slots
