from django.utils.translation import gettext_lazy as _

LABELS = {
    "person.signed_in": _("Signed in to their own page"),
}
