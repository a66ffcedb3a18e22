"""Reminders 4 to 7: booked moments, no-shows, challenges, selection days."""

from dataclasses import replace

from django.db.models import QuerySet
from django.utils.functional import Promise
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


def _booked(*kinds: StepKind) -> "QuerySet[Booking]":
    return Booking.objects.booked().filter(slot__kind__in=kinds).for_lists()


def _present(kind: StepKind) -> "QuerySet[StepProgress]":
    return StepProgress.objects.present().in_selection().filter(step__kind=kind).with_step()


def _appointment(
    *,
    number: int,
    names: tuple[str, str],
    titles: tuple[Promise, Promise],
    kinds: tuple[StepKind, ...],
    days: tuple[int, ...],
) -> tuple[Rule, Rule]:
    """Days before, as one of the day's ordinary messages; three hours before, at once."""
    soon = Rule(
        key=names[0],
        number=number,
        title=titles[0],
        to=Audience.APPLICANT,
        stops=_("cancelled"),
        says=(AppointmentSoon,),
        milestone=None,
        records=lambda: _booked(*kinds),
        anchor="slot__starts_at",
        offsets=tuple(Offset(days=day) for day in days),
        notification=AppointmentSoon,
    )
    return soon, replace(
        soon,
        key=names[1],
        title=titles[1],
        says=(AppointmentToday,),
        offsets=(Offset(hours=-3),),
        notification=AppointmentToday,
    )


declare(
    *_appointment(
        number=4,
        names=("appointment_soon", "appointment_today"),
        titles=(
            _("An info session or interview comes"),
            _("An info session or interview is today"),
        ),
        kinds=(StepKind.INFO_SESSION, StepKind.INTERVIEW),
        days=(-2,),
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
    *_appointment(
        number=7,
        names=("selection_day", "selection_day_today"),
        titles=(_("The selection day comes"), _("The selection day is today")),
        kinds=(StepKind.SELECTION_DAY,),
        days=(-7, -2),
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
