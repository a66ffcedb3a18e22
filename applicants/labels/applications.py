from django.utils.translation import gettext_lazy as _

LABELS = {
    "application.submitted": _("Application received"),
    "application.repeated": _("Form sent again for an open application"),
    "interest.registered": _("Put on the interest list"),
    "application.taken_up": _("Selection began"),
    "application.admitted": _("Admitted"),
    "application.rejected": _("Not accepted"),
    "application.withdrawn": _("Application withdrawn"),
    "application.lapsed": _("Application lapsed"),
    "application.unmerged": _("Open again after a merge was undone"),
    "application.enrolled": _("Application led to a seat"),
    "application.back_on_list": _("Back among those who wait"),
}
