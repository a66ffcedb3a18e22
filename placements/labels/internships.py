from django.utils.translation import gettext_lazy as _

LABELS = {
    "internship.planned": _("Internship planned"),
    "internship.changed": _("Internship changed"),
    "internship.started": _("Internship started"),
    "internship.completed": _("Internship completed"),
    "internship.broken_off": _("Internship broken off"),
    "internship.cancelled": _("Internship cancelled"),
    "internship.hire_answered": _("Company said whether it would hire the intern"),
}
