from django.utils.translation import gettext_lazy as _

LABELS = {
    "person.signed_in": _("Signed in to their own page"),
    "person.stays_signed_in": _("Stays signed in on a device"),
    "person.signed_out": _("Signed out on all devices"),
}
