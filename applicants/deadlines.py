"""Until when an offer can be answered. docs/domain.md, "Waitlists"."""

from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta

from becode.core.clock import BRUSSELS, at_local, local_day
from cohorts.calendar import ONE_DAY, closed_days, is_training_day
from cohorts.models import Cohort

NIGHT_FROM, NIGHT_UNTIL = time(20), time(8)
NOON = 12
# Closures longer than this would leave an offer open for ever.
FARTHEST = timedelta(days=60)


def end_of_offer(offered_at: datetime, hours: int, closed: Collection[date] = ()) -> datetime:
    """`hours` after the offer, or 12:00 of the next working day when that is a bad moment.

    Bad are the night (20:00 to 08:00 in Brussels), weekends, public holidays and the `closed`
    days of the campus: nobody could call us then.
    """
    end = offered_at.astimezone(UTC) + timedelta(hours=hours)  # hours that pass, not wall clock
    local = end.astimezone(BRUSSELS)
    day = local.date()
    if _is_working_day(day, closed) and NIGHT_UNTIL <= local.time() < NIGHT_FROM:
        return end
    if local.time() >= NIGHT_UNTIL or not _is_working_day(day, closed):
        day += ONE_DAY
    last = day + FARTHEST
    while not _is_working_day(day, closed) and day < last:
        day += ONE_DAY
    return at_local(day, NOON)


def end_for(cohort: Cohort, *, at: datetime, hours: int | None = None) -> datetime:
    """Until when an offer of this cohort that is made now can be answered; one query."""
    today = local_day(at)
    closed = closed_days(cohort.campus, since=today, until=today + 2 * FARTHEST)
    return end_of_offer(at, cohort.offer_hours if hours is None else hours, closed)


def _is_working_day(day: date, closed: Collection[date]) -> bool:
    return is_training_day(day) and day not in closed
