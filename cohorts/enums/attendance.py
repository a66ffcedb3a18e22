"""Days, check-ins, absences and what is counted from them."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from becode.core.moves import Moves


class LessonPlace(models.TextChoices):
    ON_SITE = "on_site", _("At the campus")
    HOME = "home", _("At home")


class DayPart(models.TextChoices):
    """Which part of a training day there are lessons, or somebody is away."""

    DAY = "day", _("The whole day")
    MORNING = "morning", _("The morning")
    AFTERNOON = "afternoon", _("The afternoon")


class AgendaKind(models.TextChoices):
    WORKSHOP = "workshop", _("Workshop")
    EVALUATION = "evaluation", _("Evaluation")
    VISIT = "visit", _("Visit")
    EVENT = "event", _("Event")


class Moment(models.IntegerChoices):
    """The four check-ins of a day, in their order."""

    ARRIVAL = 1, _("Arrival")
    LUNCH = 2, _("Lunch starts")
    RETURN = 3, _("Back from lunch")
    DEPARTURE = 4, _("Departure")


class CheckInSource(models.TextChoices):
    PHONE = "phone", _("By the learner")
    SHEET = "sheet", _("By a coach, on the class sheet")
    CORRECTION = "correction", _("Corrected by a colleague")
    IMPORTED = "imported", _("Imported")


class AbsenceKind(models.TextChoices):
    """What is filed: a time away, or a day on which somebody came late or left early."""

    AWAY = "away", _("Not there")
    LATE = "late", _("Came late")
    EARLY = "early", pgettext_lazy("absence", "Left early")


class ProofKind(models.TextChoices):
    MEDICAL = "medical", _("Medical certificate")
    ADMINISTRATIVE = "administrative", _("Proof of an office or a court")
    EVENT = "event", _("Attestation of an event")
    EXCEPTIONAL = "exceptional", _("An interview at a company, or another agreed reason")
    DECLARATION = "declaration", _("Own declaration (strike, transport)")


class AbsenceState(models.TextChoices):
    PENDING = "pending", pgettext_lazy("absence", "To be judged")
    ACCEPTED = "accepted", pgettext_lazy("absence", "Justified")
    REJECTED = "rejected", pgettext_lazy("absence", "Not justified")
    WITHDRAWN = "withdrawn", pgettext_lazy("absence", "Taken back")


# A judgement can be changed when a proof comes after all.
ABSENCE_MOVES = Moves(
    {
        AbsenceState.PENDING: [
            AbsenceState.ACCEPTED,
            AbsenceState.REJECTED,
            AbsenceState.WITHDRAWN,
        ],
        AbsenceState.ACCEPTED: [AbsenceState.REJECTED],
        AbsenceState.REJECTED: [AbsenceState.ACCEPTED],
    }
)


class Threshold(models.TextChoices):
    """What raises a flag: unjustified absences counted in days, or the part of all hours missed."""

    TWO = "unjustified_2", _("2 unjustified absences")
    FOUR = "unjustified_4", _("4 unjustified absences")
    SIX = "unjustified_6", _("6 unjustified absences")
    FIFTEEN = "missed_15", _("15% of the hours missed")
    TWENTY = "missed_20", _("20% of the hours missed")


class FlagState(models.TextChoices):
    OPEN = "open", pgettext_lazy("attendance flag", "To be talked about")
    CLOSED = "closed", pgettext_lazy("attendance flag", "Talked about")


FLAG_MOVES = Moves({FlagState.OPEN: [FlagState.CLOSED], FlagState.CLOSED: [FlagState.OPEN]})
