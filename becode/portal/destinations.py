"""Where a personal link leads after its button: a page of the person's own, and nowhere else."""

import re

from django.urls import NoReverseMatch, Resolver404, resolve, reverse

# The short names that messages put into `?next=`.
NAMES = {
    "offer": "applicants:my:offer",
    "details": "portal:my:details",
    "withdraw": "applicants:my:withdraw",
    "waiting": "applicants:my:waiting",
    "check_in": "cohorts:my:check_in",
    "profile": "placements:my:profile",
}
_OWN_PAGE = re.compile(r"/(nl|fr|en)/my/[\w/-]*")


def destination(wanted: str) -> str:
    """The address behind a name of the table, or an own page given whole; else the home page."""
    home = reverse("portal:my:home")
    if wanted in NAMES:
        try:
            return reverse(NAMES[wanted])
        except NoReverseMatch:
            return home
    if not _OWN_PAGE.fullmatch(wanted):
        return home
    try:
        resolve(wanted)
    except Resolver404:
        return home
    return wanted
