"""The vocabulary of the questions asked of cohorts and learners."""

from cohorts.querysets.attendance import (
    AbsenceQuerySet,
    AttestationQuerySet,
    CheckInQuerySet,
    FlagQuerySet,
    OfLearners,
)
from cohorts.querysets.cohort import (
    HOLDS_A_SEAT,
    CohortQuerySet,
    EnrolmentQuerySet,
    TrackQuerySet,
)
from cohorts.querysets.day import (
    AgendaQuerySet,
    TrainingDayQuerySet,
)
from cohorts.querysets.learning import (
    CertificateQuerySet,
    CoachQuerySet,
    EvaluationQuerySet,
    FileItemQuerySet,
    LaptopQuerySet,
    LearnerNoteQuerySet,
    LoanQuerySet,
)

__all__ = [
    "HOLDS_A_SEAT",
    "AbsenceQuerySet",
    "AgendaQuerySet",
    "AttestationQuerySet",
    "CertificateQuerySet",
    "CheckInQuerySet",
    "CoachQuerySet",
    "CohortQuerySet",
    "EnrolmentQuerySet",
    "EvaluationQuerySet",
    "FileItemQuerySet",
    "FlagQuerySet",
    "LaptopQuerySet",
    "LearnerNoteQuerySet",
    "LoanQuerySet",
    "OfLearners",
    "TrackQuerySet",
    "TrainingDayQuerySet",
]
