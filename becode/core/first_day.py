"""The first of a month in French: 1er décembre, not 1 décembre.

Every date of the product is written by Django's DateFormat: those of the `date` filter, of
`date_format`, of the admin, of papers and of messages. Its formats have no words for a day that is
written otherwise than the others. So it is replaced, once, by one that knows.
"""

import re
from datetime import date
from typing import Final

from django.utils import dateformat
from django.utils.translation import get_language

# A day that a month follows; a day alone, in a calendar, stays a number.
_DAY_AND_MONTH: Final = re.compile(r"(?<!\\)j(?= [bEFMN])")


class DateFormat(dateformat.DateFormat):
    def format(self, formatstr: str) -> str:
        is_first = isinstance(self.data, date) and self.data.day == 1
        if is_first and (get_language() or "").startswith("fr"):
            formatstr = _DAY_AND_MONTH.sub(r"j\\e\\r", str(formatstr))
        return super().format(formatstr)


def teach() -> None:
    """Called when the product starts."""
    dateformat.DateFormat = DateFormat  # type: ignore[misc]
