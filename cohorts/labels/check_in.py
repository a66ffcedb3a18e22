from django.utils.translation import gettext_lazy as _

LABELS = {
    "class_sheet.filled": _("Class sheet filled in"),
    "check_in.corrected": _("Check-in corrected"),
}
