from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LABELS: dict[str, Promise] = {
    "page.written": _("Page of the site written"),
    "page.reset": _("Page of the site set back to the first text"),
}
