"""The messages of the training; each module has those of its own subject."""

from cohorts.notifications import absences, check_in, file
from cohorts.notifications.calendar import DatesChanged
from cohorts.notifications.cohorts import CohortStarts
from cohorts.notifications.progress import CohortMessage, EvaluationDueCoach, EvaluationDueLearner

ALL = (
    CohortStarts,
    DatesChanged,
    *check_in.ALL,
    *absences.ALL,
    *file.ALL,
    CohortMessage,
    EvaluationDueCoach,
    EvaluationDueLearner,
)
