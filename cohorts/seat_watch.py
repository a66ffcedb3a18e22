"""Who wants to know, in the same transaction, that the seats of a cohort changed.

Offers live above this app: their app registers here what must happen with them, and nothing in
this app calls up.
"""

from collections.abc import Callable
from datetime import datetime

from becode.core.actors import Actor
from cohorts.models import Cohort

Watcher = Callable[[Cohort, Actor, datetime], None]
_watchers: list[Watcher] = []


def watches_seats(watcher: Watcher) -> Watcher:
    """Register a function that is called with the held cohort after each change of its seats.

    Seats given back, added or taken away, the last day to offer them moved, the cohort called
    off or started. It runs inside the caller's transaction and must not commit.
    """
    _watchers.append(watcher)
    return watcher


def seats_changed(cohort: Cohort, *, actor: Actor, at: datetime) -> None:
    """Tell everybody who watches; the caller holds the cohort."""
    for watcher in _watchers:
        watcher(cohort, actor, at)
