"""Seats and lists under load, each as a ratio to something measured beside it.

1. Saying yes under 40 parallel clients, against a bare view that does one guarded UPDATE and one
   INSERT on the same server and database: posts a second, and the 99th percentile.
2. A position on a list and the next 20 people, with 1,000 and with 100,000 waiting.
3. Filling 20 seats from a list of 100,000, against filling them from 1,000.

Run it with `make bench`; it takes a few minutes and fails when a seat is given twice.
"""

import argparse
import os
import sys
import time
from datetime import datetime
from typing import Any

from benchmarks.database import own_database
from benchmarks.load import Answers, Post, shoot, site

PROCESSES, PEOPLE, SEATS = 40, 500, 20
SIZES = (1_000, 100_000)
TIMES = 30


def main() -> int:
    """Answer the exit code: 0 when every seat was given once."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.seats")
    parser.add_argument("--rounds", type=int, default=3, help="how often 500 people say yes")
    options = parser.parse_args()
    with own_database("becode_bench_seats"):
        from becode.core import clock
        from cohorts.starting import add_starting_places

        add_starting_places()
        right = _accepting(options.rounds)
        _lists(clock.now())
    return 0 if right else 1


# 1. Saying yes -------------------------------------------------------------------------------


def _accepting(rounds: int) -> bool:
    from django.conf import settings
    from django.db import connection

    from becode.core import clock
    from benchmarks import bare
    from benchmarks.accepting import offer_to_everybody
    from cohorts.models import Cohort

    same: dict[str, str] = {"DATABASE_URL": os.environ["DATABASE_URL"]}
    ours = {**same, "DJANGO_SETTINGS_MODULE": "tests.drills.settings"}
    ours["SECRET_KEY"] = settings.SECRET_KEY
    theirs = {**same, "DJANGO_SETTINGS_MODULE": "benchmarks.bare_settings"}
    with connection.cursor() as cursor:
        cursor.execute(bare.TABLES)
    right = True
    print(f"\n{PEOPLE} people say yes to {SEATS} seats, {PROCESSES} clients at once")
    with site("becode.wsgi", **ours) as port, site("benchmarks.bare", **theirs) as bare_port:
        for number in range(rounds + 1):
            key, posts = offer_to_everybody(PEOPLE, seats=SEATS, at=clock.now())
            with connection.cursor() as cursor:
                cursor.execute("INSERT INTO bare_cohort VALUES (%s, %s, 0)", [number, SEATS])
            least = [Post(f"/{number}/{person}/", {}, "") for person in range(PEOPLE)]
            mine = shoot(port, posts, processes=PROCESSES)
            other = shoot(bare_port, least, processes=PROCESSES)
            taken = Cohort.objects.get(pk=key).seats_taken
            good = taken == SEATS and set(mine.statuses) == {302}
            right = right and good
            if number:  # the first one warms both servers
                _say(number, mine, other, good=good)
    return right


def _say(number: int, mine: Answers, bare: Answers, *, good: bool) -> None:
    print(
        f"  round {number}: {mine.per_second:.0f} posts/s, p99 {mine.p99 * 1000:.0f} ms;"
        f" bare {bare.per_second:.0f} posts/s, p99 {bare.p99 * 1000:.0f} ms;"
        f" ratio {mine.per_second / bare.per_second:.2f}{'' if good else '  NOT GOOD'}",
        flush=True,
    )


# 2 and 3. Lists ------------------------------------------------------------------------------


def _lists(at: datetime) -> None:
    from becode.campuses.models import Campus
    from benchmarks.waiting import add_waiting
    from cohorts.models import Track

    track = Track.objects.order_by("pk")[0]
    campuses = list(Campus.objects.order_by("pk")[:2])
    figures = []
    for campus, size in zip(campuses, SIZES, strict=True):
        add_waiting(size, campus=campus, track=track, at=at)
        figures.append(_measure(campus, track, at))
    print(f"\nlist{'':<26} {SIZES[0]:>10,} {SIZES[1]:>10,}  ratio")
    for name in figures[0]:
        small, large = (figure[name] for figure in figures)
        print(f"{name:<30} {small:>7.1f} ms {large:>7.1f} ms  {large / small:>5.1f}")


def _measure(campus: Any, track: Any, at: datetime) -> dict[str, float]:
    """The median milliseconds of each thing that is done with one list."""
    from applicants.models import WaitlistEntry
    from applicants.workflow import rounds, waitlist
    from becode.core import clock
    from becode.core.actors import SYSTEM
    from cohorts.models import Cohort

    waiting = WaitlistEntry.objects.for_list(campus_pk=campus.pk, track_pk=track.pk)
    size = waiting.count()
    last, middle = waiting[size - 1], waiting[size // 2]
    day = clock.local_day(at)
    cohort = Cohort.objects.create(
        track=track,
        campus=campus,
        code=f"FILL-{size}",
        start_on=day + clock.days(60),
        end_on=day + clock.days(260),
        seats=SEATS,
    )
    ready = WaitlistEntry.objects.ready_for(cohort, at=at, on=day)
    figures = {
        "position of the last": _median(lambda: waitlist.position(last)),
        "position in the middle": _median(lambda: waitlist.position(middle)),
        "the next 20 people": _median(lambda: list(ready.with_people()[:20])),
        "20 people suggested": _median(lambda: rounds.suggest(cohort, at=at)),
    }
    started = time.perf_counter()
    chosen = rounds.suggest(cohort, at=at)
    result = rounds.send_round(cohort=cohort, entries=chosen, actor=SYSTEM, at=at)
    figures["filling 20 seats"] = (time.perf_counter() - started) * 1000
    if len(result.offers) != SEATS:
        raise AssertionError(f"{len(result.offers)} seats were offered")
    return figures


def _median(run: Any) -> float:
    run()
    taken = []
    for _number in range(TIMES):
        started = time.perf_counter()
        run()
        taken.append((time.perf_counter() - started) * 1000)
    return sorted(taken)[TIMES // 2]


if __name__ == "__main__":
    sys.exit(main())
