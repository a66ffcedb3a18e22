"""Steps, moments and bookings for tests. Bookings take their place in the counter."""

from datetime import timedelta

import factory
from factory.django import DjangoModelFactory

from applicants.models import Booking, SelectionStep, Slot, StepProgress
from tests.factories import MOMENT, ApplicationFactory, CampusFactory, TrackFactory


class SelectionStepFactory(DjangoModelFactory):
    class Meta:
        model = SelectionStep

    track = factory.SubFactory(TrackFactory)
    kind = "info_session"
    position = factory.Sequence(lambda n: 10 * (n + 1))
    name_nl = name_fr = name_en = factory.LazyAttribute(
        lambda step: step.kind.replace("_", " ").capitalize()
    )


class SlotFactory(DjangoModelFactory):
    """Next Monday at 14:00 in Brussels, for two hours."""

    class Meta:
        model = Slot

    kind = "info_session"
    campus = factory.SubFactory(CampusFactory)
    starts_at = MOMENT + timedelta(days=7, hours=4)
    ends_at = factory.LazyAttribute(lambda slot: slot.starts_at + timedelta(hours=2))
    capacity = 2
    language = "en"


class StepProgressFactory(DjangoModelFactory):
    class Meta:
        model = StepProgress

    application = factory.SubFactory(ApplicationFactory, state="in_selection")
    step = factory.SubFactory(
        SelectionStepFactory, track=factory.SelfAttribute("..application.track")
    )
    reached_at = MOMENT
    due_at = MOMENT + timedelta(days=14)


class BookingFactory(DjangoModelFactory):
    class Meta:
        model = Booking

    progress = factory.SubFactory(StepProgressFactory, state="booked")
    slot = factory.SubFactory(
        SlotFactory, campus=factory.SelfAttribute("..progress.application.campus")
    )
    booked_at = MOMENT

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        booking = super()._create(model_class, *args, **kwargs)
        slot = booking.slot
        slot.taken += 1
        slot.save(update_fields=["taken"])
        return booking
