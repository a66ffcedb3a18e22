"""When a list would be empty, if it went on as it did. docs/domain.md, "Waitlists".

The pace is that of the last twelve months, not of the last weeks: seats are given in bursts,
before each start.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applicants.flow import MONTH, MONTHS, Flow
from becode.core.clock import local_day

# Fewer people on and off a list than this say nothing about its pace.
LEAST_MOVES = 5
FARTHEST = 60  # stretches of 30 days; beyond, a day says nothing


@dataclass(frozen=True, slots=True)
class Forecast:
    """`growth`: people more each 30 days, below zero for a list that shrinks; None: unknown.

    `empty_on` is a day for a list that shrinks and would be empty within five years.
    """

    growth: float | None
    empty_on: date | None = None

    @property
    def words(self) -> str:
        """As a line of a table says it."""
        if self.growth is None:
            return _("Not enough past to say")
        if self.growth == 0:
            return _("Stays as long as it is")
        people = max(round(abs(self.growth)), 1)
        if self.growth > 0:
            return ngettext(
                "Grows by about %(count)d a month", "Grows by about %(count)d a month", people
            ) % {"count": people}
        if self.empty_on is None:
            return _("Shrinks, but not empty within five years")
        return _("Empty around %(month)s") % {"month": date_format(self.empty_on, "F Y")}


def forecast(flow: Flow, *, waiting: int, at: datetime) -> Forecast:
    """What becomes of a list with so many people at the pace of its flow."""
    came, went = sum(flow.joined), sum(flow.gone)
    if came + went < LEAST_MOVES:
        return Forecast(None)
    growth = (came - went) / MONTHS
    if growth >= 0 or not waiting:
        return Forecast(growth)
    stretches = waiting / -growth
    if stretches > FARTHEST:
        return Forecast(growth)
    return Forecast(growth, local_day(at + stretches * MONTH))
