from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from becode.core.moves import Moves


class StepKind(models.TextChoices):
    """docs/domain.md, "Application states": the steps between the form and the decision."""

    INFO_SESSION = "info_session", _("Info session")
    CHALLENGE = "challenge", _("Online challenge")
    SELECTION_DAY = "selection_day", _("Selection day")
    INTERVIEW = "interview", _("Interview")
    DOCUMENT_CHECK = "document_check", _("Document check")


# Steps for which somebody books a moment.
BOOKED_KINDS = (StepKind.INFO_SESSION, StepKind.SELECTION_DAY, StepKind.INTERVIEW)


class ProgressState(models.TextChoices):
    """Where an application stands in one step; `to_do` also means: to be booked."""

    TO_DO = "to_do", _("To do")
    BOOKED = "booked", _("Booked")
    MISSED = "missed", _("Not there")
    DONE = "done", _("Done, to be judged")
    PASSED = "passed", _("Passed")
    FAILED = "failed", _("Not passed")
    SKIPPED = "skipped", _("Skipped")


PROGRESS_MOVES = Moves(
    {
        ProgressState.TO_DO: [
            ProgressState.BOOKED,
            ProgressState.DONE,
            ProgressState.PASSED,
            ProgressState.FAILED,
            ProgressState.SKIPPED,
        ],
        ProgressState.BOOKED: [
            ProgressState.TO_DO,
            ProgressState.MISSED,
            ProgressState.DONE,
            ProgressState.PASSED,
            ProgressState.FAILED,
            ProgressState.SKIPPED,
        ],
        ProgressState.MISSED: [
            ProgressState.TO_DO,
            ProgressState.BOOKED,
            ProgressState.DONE,
            ProgressState.PASSED,
            ProgressState.FAILED,
            ProgressState.SKIPPED,
        ],
        ProgressState.DONE: [
            ProgressState.BOOKED,
            ProgressState.MISSED,
            ProgressState.PASSED,
            ProgressState.FAILED,
            ProgressState.SKIPPED,
        ],
        # A judgement can be taken back while the next step has not begun.
        ProgressState.PASSED: [ProgressState.DONE, ProgressState.TO_DO],
        ProgressState.FAILED: [ProgressState.DONE, ProgressState.TO_DO],
        ProgressState.SKIPPED: [ProgressState.TO_DO],
    }
)
# An application is in at most one of these at a time: its present step.
PRESENT_PROGRESS_STATES = (
    ProgressState.TO_DO,
    ProgressState.BOOKED,
    ProgressState.MISSED,
    ProgressState.DONE,
)
# A colleague has said what came of the step.
JUDGED_PROGRESS_STATES = (ProgressState.PASSED, ProgressState.FAILED)


class SlotState(models.TextChoices):
    OPEN = "open", pgettext_lazy("moment", "Open")
    HELD = "held", _("Held")
    CANCELLED = "cancelled", _("Cancelled")


SLOT_MOVES = Moves(
    {
        SlotState.OPEN: [SlotState.HELD, SlotState.CANCELLED],
        SlotState.HELD: [SlotState.OPEN],
    }
)


class BookingState(models.TextChoices):
    BOOKED = "booked", _("Booked")
    MOVED = "moved", _("Moved to another moment")
    CANCELLED = "cancelled", _("Cancelled")
    ATTENDED = "attended", _("Was there")
    MISSED = "missed", _("Was not there")


# Staff may correct who was there; a place that was given back stays given back.
BOOKING_MOVES = Moves(
    {
        BookingState.BOOKED: [
            BookingState.MOVED,
            BookingState.CANCELLED,
            BookingState.ATTENDED,
            BookingState.MISSED,
        ],
        BookingState.ATTENDED: [BookingState.MISSED, BookingState.BOOKED],
        BookingState.MISSED: [BookingState.ATTENDED, BookingState.BOOKED],
    }
)
# Bookings that hold one of a slot's places.
SEATED_BOOKING_STATES = (BookingState.BOOKED, BookingState.ATTENDED, BookingState.MISSED)


class AssessmentState(models.TextChoices):
    ASSIGNED = "assigned", _("To be scored")
    SUBMITTED = "submitted", _("Scored")


# Handed in once; a correction keeps the state.
ASSESSMENT_MOVES = Moves(
    {
        AssessmentState.ASSIGNED: [AssessmentState.SUBMITTED],
        AssessmentState.SUBMITTED: [AssessmentState.SUBMITTED],
    }
)


class RuleKind(models.TextChoices):
    """What a track asks of everybody. There is no rule about who somebody is."""

    MINIMUM_AGE = "minimum_age", _("Minimum age")
    RIGHT_TO_WORK = "right_to_work", _("Right to work until the end")
    LANGUAGE_LEVEL = "language_level", _("Can follow a lesson in a language of the campus")
    JOBSEEKER = "jobseeker", _("Registered as a jobseeker")
    AVAILABILITY = "availability", _("Is there every day")
    OTHER = "other", _("Something else")


class CheckOutcome(models.TextChoices):
    UNKNOWN = "unknown", _("Not checked yet")
    MET = "met", _("Met")
    NOT_MET = "not_met", _("Not met")
    WAIVED = "waived", _("Not needed")
