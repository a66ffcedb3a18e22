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
