"""The staff theme: our colours and the navigation by work."""

from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _

UNFOLD = {
    "SITE_TITLE": "BeCode",
    "SITE_HEADER": "BeCode",
    "SITE_SUBHEADER": _("School administration"),
    "SITE_URL": "/",
    "SITE_SYMBOL": "school",
    "SHOW_HISTORY": False,
    "SHOW_VIEW_ON_SITE": False,
    "SHOW_BACK_BUTTON": True,
    "ENVIRONMENT": "becode.backoffice.theme.environment",
    "STYLES": [lambda request: static("becode/staff.css")],
    "SIDEBAR": {
        "show_search": False,
        "show_all_applications": False,
        "navigation": "becode.backoffice.theme.navigation",
    },
    "COMMAND": {"search_models": "becode.backoffice.theme.searchable", "show_history": False},
    "BORDER_RADIUS": "8px",
}
