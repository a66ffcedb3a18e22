from django.utils.translation import gettext_lazy as _

LABELS = {
    "track.changed": _("Track changed"),
    "cohort.planned": _("Cohort planned"),
    "cohort.changed": _("Cohort changed"),
    "cohort.seats_changed": _("Number of seats changed"),
    "cohort.cascade_changed": _("What happens with freed seats changed"),
    "cohort.started": _("Cohort started"),
    "cohort.on_internship": _("Cohort went on internship"),
    "cohort.completed": _("Cohort completed"),
    "cohort.cancelled": _("Cohort cancelled"),
    "enrolment.created": _("Enrolled in a cohort"),
    "enrolment.withdrawn": _("Gave the seat back before the start"),
    "enrolment.no_show": _("Did not come on the first day"),
    "enrolment.came_after_all": _("Came after all: has the seat again"),
    "enrolment.moved_here": _("Came from another cohort"),
    "enrolment.transferred": _("Moved to another cohort"),
    "enrolment.started": _("Started the training"),
    "enrolment.on_internship": _("Went on internship"),
    "enrolment.graduated": _("Graduated"),
    "enrolment.left": _("Left the training early"),
    "enrolment.profile_changed": _("Profile for companies changed"),
}
