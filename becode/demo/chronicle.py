"""History, in order: what happened is planned in any order and done by its moment.

So numbers rise with time, lists fill and empty as they would, and an audit reads like one.
"""

import heapq
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta

from becode.audit import record
from becode.core import clock
from becode.core.transactions import one_for_all
from becode.messages import compose
from cohorts.calendar import is_training_day

Deed = Callable[[datetime], object]

# How many deeds between two reports of progress, and in one transaction of a long history.
PROGRESS_EVERY = 50
CHUNK = 400
# Messages of a long history that are older have lost their words, as in a school that is as old.
WORDS_KEPT = timedelta(days=60)


class Chronicle:
    """Deeds with their moments, none after `until`: a demo makes no future."""

    def __init__(self, *, until: datetime) -> None:
        self.until = until
        self.done = 0
        self._waiting: list[tuple[datetime, int, Deed]] = []
        self._number = 0

    def plan(self, moment: datetime, deed: Deed) -> None:
        """Do this at that moment; deeds of one moment keep the order in which they came.

        Raises ValueError for a moment in the future: somebody would act before the time.
        """
        if moment > self.until:
            raise ValueError(f"{moment} has not come yet")
        self._number += 1
        heapq.heappush(self._waiting, (moment, self._number, deed))

    def plan_if_past(self, moment: datetime, deed: Deed) -> bool:
        """Plan what has happened by now, leave the future alone; tells which it was."""
        if moment > self.until:
            return False
        self.plan(moment, deed)
        return True

    def run(self, progress: Callable[[int, int], None]) -> None:
        """Do everything, deeds that deeds plan included; `progress` hears (done, known)."""
        while self._waiting:
            self._do_next(progress)

    def run_in_chunks(self, progress: Callable[[int, int], None]) -> None:
        """`run` for thousands of deeds: many in one transaction, which all succeed.

        What they say and write down is written together. A deed that stops keeps earlier chunks.
        """
        while self._waiting:
            with self.chunk():
                for _number in range(CHUNK):
                    if self._waiting:
                        self._do_next(progress)

    @contextmanager
    def chunk(self) -> Iterator[None]:
        """One transaction of a long history."""
        with (
            one_for_all(),
            record.gathered(),
            compose.gathered(words_since=self.until - WORDS_KEPT),
        ):
            yield

    def _do_next(self, progress: Callable[[int, int], None]) -> None:
        moment, _number, deed = heapq.heappop(self._waiting)
        with clock.set_to(moment):
            deed(moment)
        self.done += 1
        if self.done % PROGRESS_EVERY == 0:
            progress(self.done, self.done + len(self._waiting))


def working_day(day: date) -> date:
    """This day, or the next one on which people work."""
    while not is_training_day(day):
        day += timedelta(days=1)
    return day


def office_hours(chance: random.Random, day: date) -> datetime:
    """A moment of a working day, on this day or the next such one."""
    return clock.at_local(working_day(day), chance.randint(9, 16), chance.randint(0, 59))


def waking_hours(chance: random.Random, day: date) -> datetime:
    """When people fill in forms: from breakfast to late in the evening."""
    return clock.at_local(day, chance.randint(7, 22), chance.randint(0, 59))


def first_monday(day: date) -> date:
    """The Monday on or after this day, or the first training day after it."""
    return working_day(day + timedelta(days=-day.weekday() % 7))
