from django.utils.translation import gettext_lazy as _

LABELS = {
    "assessment.assigned": _("Asked to score"),
    "assessment.unassigned": _("No longer asked to score"),
    "assessment.submitted": _("Scored"),
    "assessment.corrected": _("Scores corrected"),
    "eligibility.checked": _("Eligibility checked"),
    "application.reopened": _("Application opened again"),
}
