"""What apps above this one add to a colleague's calendar: visits to interns, for example."""

from collections.abc import Callable, Iterable
from datetime import datetime

from becode.accounts.models import User
from cohorts.feeds.entries import Entry

Source = Callable[[User, datetime], Iterable[Entry]]
_sources: list[Source] = []


def adds_to_calendar(source: Source) -> Source:
    """Register a function `(colleague, at) -> entries`, with a constant number of queries."""
    if source not in _sources:
        _sources.append(source)
    return source


def more_entries(colleague: User, *, at: datetime) -> list[Entry]:
    return [entry for source in _sources for entry in source(colleague, at)]
