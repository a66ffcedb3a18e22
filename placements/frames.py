"""Which legal frame and which language belong to the place of an internship.

docs/domain.md, "Belgian frames" and "Internships".
"""

import re

from becode.campuses.enums import Region
from placements.enums import LegalFrame
from placements.models import Internship

_FRAMES = {
    Region.FLANDERS: LegalFrame.TRAINING_CONTRACT,
    Region.WALLONIA: LegalFrame.FOREM,
    Region.BRUSSELS: LegalFrame.BRUSSELS,
}
_LANGUAGES = {Region.FLANDERS: "nl", Region.WALLONIA: "fr"}
# A postcode in an address written as one line: "Kerkstraat 12, 9000 Gent".
_POSTCODE = re.compile(r"\b([1-9]\d{3})\s+\D")


def region_of_postcode(postcode: str) -> Region | None:
    """The region of a Belgian postcode of four digits; None for anything else."""
    if not re.fullmatch(r"[1-9]\d{3}", postcode):
        return None
    number = int(postcode)
    if number < 1300:
        return Region.BRUSSELS
    if number < 1500 or 4000 <= number < 8000:
        return Region.WALLONIA
    return Region.FLANDERS


def region_of(internship: Internship) -> Region:
    """The region of the place of work; where no postcode tells, that of the nearest campus."""
    if internship.establishment is not None:
        postcode = internship.establishment.postcode
    else:
        found = _POSTCODE.search(internship.position.site)
        postcode = found[1] if found else ""
    return region_of_postcode(postcode) or Region(internship.position.campus.region)


def usual_frame(internship: Internship) -> LegalFrame:
    return _FRAMES[region_of(internship)]


def language_of_papers(internship: Internship) -> str:
    """Dutch in Flanders, French in Wallonia; in Brussels the learner's own of the two."""
    fixed = _LANGUAGES.get(region_of(internship))
    if fixed:
        return fixed
    own = internship.enrolment.person.contact_language
    return own if own in ("nl", "fr") else "fr"
