"""The pages of admissions at 1,000 and at 100,000 applications, side by side.

Prints the p95 of each page in milliseconds and its number of queries, for a colleague of one
campus and for one of all campuses. Fails when a page needs 20 queries or more, or more at the
larger size. Run it with `make bench`; it takes a few minutes.
"""

import argparse
import sys
import time
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from benchmarks.database import own_database

SIZES = (1_000, 100_000)
TIMES = 20
MOST_QUERIES = 20


@dataclass(frozen=True)
class Figure:
    """One page at one size: the 95th percentile of its times, and its queries."""

    p95: float
    queries: int


def main() -> int:
    """Answer the exit code: 0 when every page keeps the promise."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.intake")
    parser.add_argument("--times", type=int, default=TIMES, help="how often each page is opened")
    options = parser.parse_args()
    with own_database("becode_bench"):
        return _measure_all(options.times)


def _measure_all(times: int) -> int:
    from becode.core import clock
    from benchmarks import crowd
    from cohorts.starting import add_starting_places

    at = clock.now()
    add_starting_places()
    crowd.add_steps()
    visitors = _visitors()
    figures: dict[tuple[str, str], list[Figure]] = {}
    for size in SIZES:
        started = time.monotonic()
        if size == SIZES[0]:
            crowd.add_applications(size, at=at - timedelta(hours=1))
        else:
            crowd.multiply(size // SIZES[0])
        _settle()
        took = time.monotonic() - started
        print(f"{size:,} applications are there after {took:.0f} s", flush=True)
        for who, client in visitors.items():
            for page, url in _pages().items():
                figure = _figure(client, url, times)
                figures.setdefault((page, who), []).append(figure)
                print(f"  {page}, {who}: {figure.p95:.0f} ms, {figure.queries} queries", flush=True)
    return _report(figures)


def _visitors() -> dict[str, Any]:
    """A colleague of one campus and one of all, signed in."""
    from django.test import Client

    from becode.accounts.enums import Role
    from becode.accounts.models import User
    from becode.campuses.models import Campus

    clients = {}
    for who, codes in (("one campus", ["BXL"]), ("all campuses", [])):
        user = User.objects.create(
            name=f"Admissions of {who}",
            email=f"{who.replace(' ', '-')}@school.example",
            language="en",
            roles=[Role.ADMISSIONS],
        )
        user.campuses.set(Campus.objects.filter(code__in=codes))
        clients[who] = Client()
        clients[who].force_login(user)
    return clients


def _pages() -> dict[str, str]:
    from django.urls import reverse

    from applicants.models import Application

    table = reverse("admin:applicants_application_changelist")
    some: Any = Application.objects.filter(campus__code="BXL", state="in_selection")
    key = some.order_by("pk").values_list("pk", flat=True).first()
    return {
        "board": reverse("admin:board"),
        "board, mine of a week": f"{reverse('admin:board')}?owner=me&waiting=7",
        "table": table,
        "table, one stage": f"{table}?stage=interview&columns=number,person,since,phone",
        "search by name": f"{table}?q=haddad",
        "search by phone": f"{table}?q=0470+00+01+23",
        "search people": f"{reverse('admin:search_people')}?q=benali",
        "application": reverse("admin:applicants_application_change", args=[key]),
    }


def _settle() -> None:
    """What the database's own housekeeping would have done by the next morning."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _figure(client: Any, url: str, times: int) -> Figure:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    _open(client, url)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        _open(client, url)
    queries = len(captured)  # counted now: the next request empties the log
    taken = sorted(_open(client, url) for _number in range(times))
    return Figure(p95=taken[int(times * 0.95)] * 1000, queries=queries)


def _open(client: Any, url: str) -> float:
    """Seconds until the whole page is there."""
    started = time.perf_counter()
    answer = client.get(url)
    took = time.perf_counter() - started
    if answer.status_code != 200:
        raise AssertionError(f"{url} answered {answer.status_code}")
    return took


def _report(figures: dict[tuple[str, str], list[Figure]]) -> int:
    small, large = (f"{size:,}" for size in SIZES)
    print(f"\n{'page':<22} {'for':<13} {'p95 ' + small:>12} {'p95 ' + large:>14}  ratio  queries")
    wrong = []
    for (page, who), (before, after) in figures.items():
        queries = f"{before.queries} → {after.queries}"
        print(
            f"{page:<22} {who:<13} {before.p95:>9.0f} ms {after.p95:>11.0f} ms"
            f" {after.p95 / before.p95:>6.1f}  {queries}"
        )
        if after.queries != before.queries or not 0 < after.queries < MOST_QUERIES:
            wrong.append(f"{page}, {who}: {queries} queries")
    for line in wrong:
        print(f"NOT GOOD: {line}", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
