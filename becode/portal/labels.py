from django.utils.translation import gettext_lazy as _

LABELS = {
    "person.signed_in": _("Signed in to their own page"),
    "person.signed_out": _("Signed out on all devices"),
}
