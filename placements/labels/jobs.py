from django.utils.translation import gettext_lazy as _

LABELS = {
    "job.recorded": _("Job recorded"),
    "job.reported": _("Job reported"),
    "job.evidence": _("Evidence of a job recorded"),
    "job.ended": _("End of a job recorded"),
    "follow_up.answered": _("Follow-up answered"),
    "follow_up.no_answer": _("Follow-up: no answer"),
    "follow_up.opted_out": _("Does not want follow-up questions"),
}
