"""Reminders 4 to 7: booked moments, no-shows, challenges, selection days."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from applicants.enums import StepKind
from applicants.models import Booking, Slot, StepProgress
from applicants.notifications.appointments import (
    AppointmentSoon,
    AppointmentToday,
    SelectionDayTomorrow,
)
from applicants.notifications.steps import ChallengeOpen, Rebook
from becode.reminders.enums import Audience
from becode.reminders.registry import declare
from becode.reminders.rules import Offset, Rule


# What is days ahead is one of the day's ordinary messages; on the day itself it goes at once.
def _booked(*kinds: StepKind) -> "QuerySet[Booking]":
    return Booking.objects.booked().filter(slot__kind__in=kinds).for_lists()


def _present(kind: StepKind) -> "QuerySet[StepProgress]":
    return StepProgress.objects.present().in_selection().filter(step__kind=kind).with_step()


declare(
    Rule(
        key="appointment_soon",
        number=4,
        title=_("An info session or interview comes"),
        to=Audience.APPLICANT,
        stops=_("cancelled"),
        says=(AppointmentSoon,),
        milestone=None,
        records=lambda: _booked(StepKind.INFO_SESSION, StepKind.INTERVIEW),
        anchor="slot__starts_at",
        offsets=(Offset(days=-2),),
        notification=AppointmentSoon,
    ),
    Rule(
        key="appointment_today",
        number=4,
        title=_("An info session or interview is today"),
        to=Audience.APPLICANT,
        stops=_("cancelled"),
        says=(AppointmentToday,),
        milestone=None,
        records=lambda: _booked(StepKind.INFO_SESSION, StepKind.INTERVIEW),
        anchor="slot__starts_at",
        offsets=(Offset(hours=-3),),
        notification=AppointmentToday,
    ),
    Rule(
        key="no_show",
        number=5,
        title=_("Missed: book another moment"),
        to=Audience.APPLICANT,
        stops=_("booked again"),
        says=(Rebook,),
        milestone=None,
        records=lambda: StepProgress.objects.missed().with_step(),
        anchor="missed_at",
        offsets=(Offset(days=1), Offset(days=7)),
        notification=Rebook,
    ),
    Rule(
        key="challenge_open",
        number=6,
        title=_("The challenge is not done yet"),
        to=Audience.APPLICANT,
        stops=_("done"),
        says=(ChallengeOpen,),
        milestone=None,
        records=lambda: _present(StepKind.CHALLENGE),
        anchor="reached_at",
        offsets=(Offset(days=3), Offset(days=7)),
        notification=ChallengeOpen,
    ),
    Rule(
        key="challenge_due",
        number=6,
        title=_("The challenge must be in soon"),
        to=Audience.APPLICANT,
        stops=_("done"),
        says=(ChallengeOpen,),
        milestone=None,
        records=lambda: _present(StepKind.CHALLENGE),
        anchor="due_at",
        offsets=(Offset(days=-2),),
        notification=ChallengeOpen,
    ),
    Rule(
        key="selection_day",
        number=7,
        title=_("The selection day comes"),
        to=Audience.APPLICANT,
        stops=_("cancelled"),
        says=(AppointmentSoon,),
        milestone=None,
        records=lambda: _booked(StepKind.SELECTION_DAY),
        anchor="slot__starts_at",
        offsets=(Offset(days=-7), Offset(days=-2)),
        notification=AppointmentSoon,
    ),
    Rule(
        key="selection_day_today",
        number=7,
        title=_("The selection day is today"),
        to=Audience.APPLICANT,
        stops=_("cancelled"),
        says=(AppointmentToday,),
        milestone=None,
        records=lambda: _booked(StepKind.SELECTION_DAY),
        anchor="slot__starts_at",
        offsets=(Offset(hours=-3),),
        notification=AppointmentToday,
    ),
    Rule(
        key="selection_day_tomorrow",
        number=7,
        title=_("The selection day is tomorrow"),
        to=Audience.ASSESSORS,
        stops=_("called off"),
        says=(SelectionDayTomorrow,),
        milestone=None,
        records=lambda: Slot.objects.open().filter(kind=StepKind.SELECTION_DAY).for_lists(),
        anchor="starts_at",
        offsets=(Offset(days=-1),),
        notification=SelectionDayTomorrow,
    ),
)
