from django.db import models
from django.utils.translation import gettext_lazy as _

from becode.core.moves import Moves


class LengthUnit(models.TextChoices):
    MONTHS = "months", _("months")
    WEEKS = "weeks", _("weeks")


class CohortState(models.TextChoices):
    PLANNED = "planned", _("Planned")
    RUNNING = "running", _("In training")
    INTERNSHIP = "internship", _("On internship")
    COMPLETED = "completed", _("Completed")
    CANCELLED = "cancelled", _("Cancelled")


COHORT_MOVES = Moves(
    {
        CohortState.PLANNED: [CohortState.RUNNING, CohortState.CANCELLED],
        CohortState.RUNNING: [CohortState.INTERNSHIP, CohortState.COMPLETED],
        CohortState.INTERNSHIP: [CohortState.COMPLETED],
    }
)


class EnrolmentState(models.TextChoices):
    """`enrolled` has a seat and waits for day one; `withdrawn` left before it or never came.

    `transferred` follows on in another cohort, in an enrolment of its own.
    """

    ENROLLED = "enrolled", _("Enrolled")
    IN_TRAINING = "in_training", _("In training")
    ON_INTERNSHIP = "on_internship", _("On internship")
    GRADUATED = "graduated", _("Graduated")
    LEFT = "left", _("Left early")
    WITHDRAWN = "withdrawn", _("Withdrawn before the start")
    TRANSFERRED = "transferred", _("Moved to another group")


ENROLMENT_MOVES = Moves(
    {
        EnrolmentState.ENROLLED: [
            EnrolmentState.IN_TRAINING,
            EnrolmentState.WITHDRAWN,
            EnrolmentState.TRANSFERRED,
        ],
        EnrolmentState.IN_TRAINING: [
            EnrolmentState.WITHDRAWN,
            EnrolmentState.TRANSFERRED,
            EnrolmentState.ON_INTERNSHIP,
            EnrolmentState.GRADUATED,
            EnrolmentState.LEFT,
        ],
        EnrolmentState.ON_INTERNSHIP: [EnrolmentState.GRADUATED, EnrolmentState.LEFT],
    }
)

# A table of its own: only `enrolments.take_back_no_show` leads back, for a limited time.
CAME_AFTER_ALL_MOVES = Moves(
    {EnrolmentState.WITHDRAWN: [EnrolmentState.ENROLLED, EnrolmentState.IN_TRAINING]}
)

# Only `enrolments.back_from_internship` leads back, where a start was noted by mistake.
BACK_FROM_INTERNSHIP_MOVES = Moves({EnrolmentState.ON_INTERNSHIP: [EnrolmentState.IN_TRAINING]})

# People who are with us now, or will be.
RUNNING = (
    EnrolmentState.ENROLLED,
    EnrolmentState.IN_TRAINING,
    EnrolmentState.ON_INTERNSHIP,
)
# States in which an enrolment holds one of the cohort's seats.
SEATED = (
    EnrolmentState.ENROLLED,
    EnrolmentState.IN_TRAINING,
    EnrolmentState.ON_INTERNSHIP,
    EnrolmentState.GRADUATED,
    EnrolmentState.LEFT,
)


class LeavingReason(models.TextChoices):
    FOUND_JOB = "found_job", _("Found a job")
    HEALTH = "health", _("Health")
    FAMILY = "family", _("Family")
    MONEY = "money", _("Money or benefits")
    TOO_HARD = "too_hard", _("Too difficult")
    NOT_WHAT_EXPECTED = "not_expected", _("Not what they expected")
    ABSENCE = "absence", _("Too many absences")
    NO_SHOW = "no_show", _("Never came")
    OTHER = "other", _("Another reason")


class TransferReason(models.TextChoices):
    """Why somebody moves to another cohort, before others who wait for it."""

    OTHER_CAMPUS = "other_campus", _("Lives or works nearer to the other campus")
    LATER = "later", _("Has to start later, as agreed")
    OTHER_TRACK = "other_track", _("Another training suits better")
    LANGUAGE = "language", _("Follows better in the language of the other group")
    HEALTH_OR_FAMILY = "health_or_family", _("Health or family")
    GROUP_CHANGED = "group_changed", _("Their group was called off or changed")
    OUR_MISTAKE = "our_mistake", _("We made a mistake before")
    OTHER = "other", _("Another reason")
