from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LABELS: dict[str, Promise] = {
    "import.received": _("Spreadsheet received"),
    "import.matched": _("Columns of a spreadsheet matched"),
    "import.finished": _("Spreadsheet imported"),
}
