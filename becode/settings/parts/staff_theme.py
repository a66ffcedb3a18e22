"""The staff theme: our colours and the navigation by work."""

from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _

UNFOLD = {
    "SITE_TITLE": "BeCode",
    "SITE_HEADER": "BeCode",
    "SITE_SUBHEADER": _("School administration"),
    "SITE_URL": "/",
    "SITE_ICON": lambda request: static("becode/mark.svg"),
    "SHOW_HISTORY": False,
    "SHOW_VIEW_ON_SITE": False,
    "SHOW_BACK_BUTTON": True,
    "ENVIRONMENT": "becode.backoffice.theme.environment",
    "STYLES": [lambda request: static("becode/staff.css")],
    "SCRIPTS": [lambda request: static("becode/staff.js")],
    "SIDEBAR": {
        "show_search": False,
        "show_all_applications": False,
        "navigation": "becode.backoffice.theme.navigation",
    },
    # The sidebar's foot is our own (templates/unfold/helpers/navigation_user.html).
    "COMMAND": {"search_models": "becode.backoffice.theme.searchable", "show_history": False},
    "BORDER_RADIUS": "8px",
    "SITE_FAVICONS": [
        {
            "rel": "icon",
            "type": "image/svg+xml",
            "href": lambda request: static("becode/mark.svg"),
        },
    ],
    # Pine, and a grey with a breath of it: the tokens of static/becode/site.css.
    "COLORS": {
        "base": {
            "50": "oklch(98.5% .004 150)",
            "100": "oklch(96.5% .006 150)",
            "200": "oklch(92.5% .009 150)",
            "300": "oklch(86.5% .012 150)",
            "400": "oklch(70.5% .016 155)",
            "500": "oklch(52% .02 158)",
            "600": "oklch(43.5% .022 160)",
            "700": "oklch(36% .023 162)",
            "800": "oklch(27% .024 165)",
            "900": "oklch(20.5% .024 167)",
            "950": "oklch(14% .02 168)",
        },
        "primary": {
            "50": "oklch(97.5% .02 165)",
            "100": "oklch(94.5% .04 165)",
            "200": "oklch(89% .07 165)",
            "300": "oklch(81% .1 165)",
            "400": "oklch(70% .115 165)",
            "500": "oklch(55% .105 166)",
            "600": "oklch(43% .088 166)",
            "700": "oklch(38% .078 167)",
            "800": "oklch(32.5% .066 167)",
            "900": "oklch(28% .056 168)",
            "950": "oklch(21% .04 168)",
        },
        "font": {
            "subtle-light": "var(--color-base-500)",
            "subtle-dark": "var(--color-base-400)",
            "default-light": "var(--color-base-600)",
            "default-dark": "var(--color-base-300)",
            "important-light": "var(--color-base-900)",
            "important-dark": "var(--color-base-100)",
        },
    },
}
