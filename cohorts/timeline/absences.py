"""The words of reason codes about absences and flags."""

from becode.backoffice.timeline import explain_reasons
from cohorts.enums import AbsenceKind, Threshold

explain_reasons(AbsenceKind, Threshold)
