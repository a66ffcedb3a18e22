from django.utils.translation import gettext_lazy as _

LABELS = {
    "closure.added": _("Closure added"),
    "closure.changed": _("Closure changed"),
    "closure.deleted": _("Closure deleted"),
    "cohort.start_moved": _("Start of the cohort moved"),
    "cohort.dates_moved": _("Dates moved because of a closure"),
    "cohort.days_planned": _("Training days planned"),
    "cohort.hours_changed": _("Hours or room of the cohort changed"),
    "training_day.added": _("Training day added"),
    "training_day.changed": _("Training day changed"),
    "training_day.cancelled": _("Training day called off"),
    "agenda.added": _("Event added to the agenda"),
    "agenda.changed": _("Event on the agenda changed"),
    "agenda.cancelled": _("Event on the agenda called off"),
    "calendar_link.renewed": _("New calendar link made"),
}
