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
    "application.enrolled": _("Application led to a seat"),
    "application.back_on_list": _("Back among those who wait"),
    "waitlist.joined": _("Put on a waitlist"),
    "waitlist.left": _("Left a waitlist"),
    "waitlist.closed": _("Place on a waitlist closed"),
    "waitlist.enrolled": _("Place on a waitlist used"),
    "waitlist.priority_changed": _("Priority on a waitlist changed"),
    "offer.made": _("Seat offered"),
    "offer.accepted": _("Seat accepted"),
    "offer.declined": _("Seat declined"),
    "offer.expired": _("Offer not answered in time"),
    "offer.withdrawn": _("Offer taken back"),
}
