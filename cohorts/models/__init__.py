"""Tracks, cohorts with their seats and days, and the learners in them."""

from cohorts.models.attendance import (
    Absence,
    AbsenceProof,
    AttendanceFlag,
    Attestation,
    CheckIn,
)
from cohorts.models.cohort import (
    Cohort,
    Enrolment,
    Track,
)
from cohorts.models.day import (
    AgendaItem,
    CalendarLink,
    Phase,
    Room,
    TrainingDay,
)
from cohorts.models.file import (
    EntryRecord,
    FileItem,
    IntentSurvey,
    Laptop,
    LaptopLoan,
)
from cohorts.models.learning import (
    Certificate,
    CoachAssignment,
    Competence,
    Evaluation,
    Exit,
    Goal,
    LearnerNote,
    Requirement,
    RequirementCheck,
)

__all__ = [
    "Absence",
    "AbsenceProof",
    "AgendaItem",
    "AttendanceFlag",
    "Attestation",
    "CalendarLink",
    "Certificate",
    "CheckIn",
    "CoachAssignment",
    "Cohort",
    "Competence",
    "Enrolment",
    "EntryRecord",
    "Evaluation",
    "Exit",
    "FileItem",
    "Goal",
    "IntentSurvey",
    "Laptop",
    "LaptopLoan",
    "LearnerNote",
    "Phase",
    "Requirement",
    "RequirementCheck",
    "Room",
    "Track",
    "TrainingDay",
]
