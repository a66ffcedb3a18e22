"""When a cohort ends, and when its internship is: docs/domain.md, "Calendar of a cohort"."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from becode.campuses.models import Campus, Closure
from becode.core.moves import IllegalMove
from becode.core.public_holidays import public_holidays
from cohorts.enums import LengthUnit
from cohorts.models import Track

ONE_DAY = timedelta(days=1)
# A closure typed with a wrong year would otherwise push the end beyond all sense.
LONGEST_EXTENSION = timedelta(days=3 * 366)


@dataclass(frozen=True, slots=True)
class CohortDates:
    """The dates of one cohort; `lost` counts the training days that closures took."""

    start_on: date
    end_on: date
    internship_start_on: date | None
    internship_end_on: date | None
    lost: int


def is_training_day(day: date) -> bool:
    """Monday to Friday, no public holiday. Closures are a matter of each campus."""
    return day.weekday() < 5 and day not in public_holidays(day.year)


def closed_days(campus: Campus, *, since: date, until: date) -> frozenset[date]:
    """All days in the period on which this campus, or the whole school, is closed."""
    closures = Closure.objects.filter(
        Q(campus=campus) | Q(campus__isnull=True), start_on__lte=until, end_on__gte=since
    )
    return days_within(closures.order_by("start_on", "pk"), since=since, until=until)


def days_within(closures: Iterable[Closure], *, since: date, until: date) -> frozenset[date]:
    """All days of these closures in the period, without a query of its own."""
    days: set[date] = set()
    for closure in closures:
        day, last = max(closure.start_on, since), min(closure.end_on, until)
        while day <= last:
            days.add(day)
            day += ONE_DAY
    return frozenset(days)


def cohort_dates(track: Track, campus: Campus, start_on: date) -> CohortDates:
    """The dates of a cohort of this track, at this campus, that starts on this day."""
    nominal = nominal_end(track, start_on)
    closed = closed_days(campus, since=start_on, until=nominal + LONGEST_EXTENSION)
    return dates_with(track, start_on, closed)


def dates_with(track: Track, start_on: date, closed: Collection[date]) -> CohortDates:
    """The dates of a cohort, where these are the closed days from the start on."""
    end_on, lost = training_end(start_on, nominal_end(track, start_on), closed)
    internship = internship_period(end_on, track.internship_months)
    return CohortDates(start_on, end_on, *internship, lost=lost)


def nominal_end(track: Track, start_on: date) -> date:
    """The last training day before the start plus the track's length, closures left aside."""
    length = (
        relativedelta(months=track.length)
        if track.length_unit == LengthUnit.MONTHS
        else relativedelta(weeks=track.length)
    )
    return max(_last_training_day_before(start_on + length), start_on)


def training_end(start_on: date, nominal: date, closed: Collection[date]) -> tuple[date, int]:
    """The last training day, and how many training days closures took until then.

    Each one lost is given back after `nominal`, on a day that is open.
    Raises IllegalMove when the closures leave no end in sight.
    """
    lost = 0
    day = start_on
    while day <= nominal:
        lost += is_training_day(day) and day in closed
        day += ONE_DAY
    owed, end_on = lost, nominal
    while owed:
        end_on += ONE_DAY
        if end_on > nominal + LONGEST_EXTENSION:
            raise IllegalMove(_("The closures leave no training days. Look at their dates."))
        owed -= is_training_day(end_on) and end_on not in closed
    return end_on, lost


def internship_period(end_on: date, months: int) -> tuple[date | None, date | None]:
    """From the first working day after the training, for this many months; none for 0."""
    if not months:
        return None, None
    first = end_on + ONE_DAY
    while not is_training_day(first):
        first += ONE_DAY
    return first, _last_training_day_before(first + relativedelta(months=months))


def _last_training_day_before(day: date) -> date:
    day -= ONE_DAY
    while not is_training_day(day):
        day -= ONE_DAY
    return day
