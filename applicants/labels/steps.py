from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LABELS: dict[str, Promise] = {
    "step.reached": _("Reached a step of the selection"),
    "step.reopened": _("Step of the selection opened again"),
    "step.done": _("Step of the selection done"),
    "step.passed": _("Step of the selection passed"),
    "step.failed": _("Step of the selection not passed"),
    "step.skipped": _("Step of the selection skipped"),
    "step.judgement_undone": _("Judgement of a step taken back"),
    "booking.made": _("Moment booked"),
    "booking.moved": _("Booked moment given up for another one"),
    "booking.cancelled": _("Booked moment cancelled"),
    "booking.attended": _("Was there"),
    "booking.missed": _("Was not there"),
    "booking.unnoted": _("Attendance taken back"),
    "alert.asked": _("Wants an earlier place"),
    "alert.ended": _("Wants no earlier place any more"),
    "slot.added": _("Moment planned"),
    "slot.changed": _("Moment changed"),
    "slot.cancelled": _("Moment called off"),
    "slot.held": _("Moment took place"),
    "slot.reopened": _("Moment opened again"),
}
