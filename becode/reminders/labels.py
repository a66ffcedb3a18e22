from django.utils.translation import gettext_lazy as _

LABELS = {
    "rule.set": _("Reminder set"),
    "rule.restored": _("Reminder set back to the default"),
}
