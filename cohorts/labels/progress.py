from django.utils.translation import gettext_lazy as _

LABELS = {
    "cohort.coach_assigned": _("Coach assigned to a cohort"),
    "cohort.coach_ended": _("Coach of a cohort ended"),
    "cohort.message_sent": _("Message sent to learners of a cohort"),
    "evaluation.planned": _("Evaluations planned"),
    "evaluation.filed": _("Evaluation filed"),
    "learner.note_written": _("Note about a learner written"),
    "learner.note_shared": _("Note shared with the learner"),
    "learner.goal_set": _("Goal agreed"),
    "learner.goal_reached": _("Goal reached"),
    "learner.goal_dropped": _("Goal dropped"),
    "learner.goal_opened": _("Goal taken up again"),
}
