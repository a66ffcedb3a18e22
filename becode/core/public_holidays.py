"""The public holidays of Belgium. Source: docs/domain.md, "Calendar of a cohort"."""

from datetime import date
from functools import cache

from holidays.countries import Belgium


@cache
def public_holidays(year: int) -> frozenset[date]:
    """Those of a year, as days."""
    return frozenset(Belgium(years=year))
