from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LABELS: dict[str, Promise] = {
    "application.owner_changed": _("Another colleague in charge"),
    "applications.exported": _("Applications exported"),
}
