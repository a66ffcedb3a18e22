"""What the codes of coaches, evaluations and notes mean, on the timeline."""

from becode.audit.models import AuditEntry
from becode.backoffice.timeline import tells
from cohorts.enums import AssessedBy, AssessmentMoment, CoachRole


def _role(entry: AuditEntry) -> str:
    return str(dict(CoachRole.choices).get(entry.reason_code, ""))


def _evaluation(entry: AuditEntry) -> str:
    moment = dict(AssessmentMoment.choices).get(str(entry.keys.get("moment", "")), "")
    by = dict(AssessedBy.choices).get(entry.reason_code, "")
    return f"{moment} · {by}"


tells("cohort.coach_assigned", _role)
tells("cohort.coach_ended", _role)
tells("evaluation.filed", _evaluation)
