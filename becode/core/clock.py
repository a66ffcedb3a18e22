"""The time of the product: the database's clock, which tests, demo and rehearsals may set.

Workflows never read a clock: they are passed `at`. Edges (views, tasks, commands) call `now()`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import DateTimeField, Func, Value
from django.db.models.expressions import Combinable

BRUSSELS = ZoneInfo("Europe/Brussels")
_set_to: ContextVar[datetime | None] = ContextVar("clock_set_to", default=None)


def now() -> datetime:
    """The present moment, aware and in UTC, from the database unless the clock is set."""
    fixed = _set_to.get()
    if fixed is not None:
        return fixed
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        moment: datetime = cursor.fetchone()[0]
    return moment.astimezone(ZoneInfo("UTC"))


def as_column() -> Combinable:
    """What `now()` answers, for a query that is asked anyway: saves a page a query of its own."""
    fixed = _set_to.get()
    if fixed is not None:
        return Value(fixed, output_field=DateTimeField())
    return Func(function="clock_timestamp", output_field=DateTimeField())


def today() -> date:
    """The present calendar day in Brussels."""
    return local_day(now())


def local_day(moment: datetime) -> date:
    """The calendar day of an aware moment in Brussels."""
    return moment.astimezone(BRUSSELS).date()


def at_local(day: date, hour: int = 9, minute: int = 0) -> datetime:
    """The moment at which a Brussels wall clock shows this time on this day, in UTC.

    In the missing hour of March it is the hour after; in October's double hour the first one.
    """
    wall = datetime.combine(day, time(hour, minute), tzinfo=BRUSSELS)
    return wall.astimezone(ZoneInfo("UTC"))


@contextmanager
def set_to(moment: datetime) -> Iterator[None]:
    """Make `now()` answer this aware moment inside the block."""
    if moment.tzinfo is None:
        raise ValueError("the clock is set with an aware datetime")
    token = _set_to.set(moment.astimezone(ZoneInfo("UTC")))
    try:
        yield
    finally:
        _set_to.reset(token)


def days(number: int) -> timedelta:
    return timedelta(days=number)


def hours(number: int) -> timedelta:
    return timedelta(hours=number)
