"""In which province a Belgian place is: docs/domain.md, "Matching"."""

import re

from placements.enums import Province
from placements.models import Position

# The last postcode of each stretch; a province may have several.
_ENDS: tuple[tuple[int, Province], ...] = (
    (1299, Province.BRUSSELS),
    (1499, Province.WALLOON_BRABANT),
    (1999, Province.FLEMISH_BRABANT),
    (2999, Province.ANTWERP),
    (3499, Province.FLEMISH_BRABANT),
    (3999, Province.LIMBURG),
    (4999, Province.LIEGE),
    (5999, Province.NAMUR),
    (6599, Province.HAINAUT),
    (6999, Province.LUXEMBOURG),
    (7999, Province.HAINAUT),
    (8999, Province.WEST_FLANDERS),
    (9992, Province.EAST_FLANDERS),
)
_POSTCODE = re.compile(r"(?<![\d.])([1-9]\d{3})(?![\d.])")


def province_of(postcode: str) -> Province | None:
    """The province of a postcode; None for what is none."""
    if not (postcode.isascii() and postcode.isdecimal() and len(postcode) == 4):
        return None
    number = int(postcode)
    if number < 1000:
        return None
    return next((province for last, province in _ENDS if number <= last), None)


def province_of_position(position: Position) -> Province | None:
    """Where the work is: the establishment, else a postcode in the written place, else the
    company's own postcode. No query where `establishment` and `company` are joined.
    """
    if position.establishment is not None:
        return province_of(position.establishment.postcode)
    # A house number can look like a postcode: the town stands at the end.
    written = _POSTCODE.findall(position.site)
    return province_of(written[-1] if written else position.company.postcode)
