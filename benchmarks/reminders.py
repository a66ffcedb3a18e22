"""Reminders in numbers, each as a ratio to something measured beside it.

1. So many due reminders planned by a sweep and delivered to a local mail server by so many
   processes, against a bare loop of as many SMTP sends by as many processes. Each arrives once,
   or this fails.
2. What a sweep costs with 10,000 and with 1,000,000 learners in the database, of whom equally
   many have a reminder due.

`python -m benchmarks.reminders --due 100000 --people 10000 1000000` takes long and some GB of
disk; without arguments it is smaller, and part of `make bench`.
"""

import argparse
import multiprocessing
import smtplib
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from email.message import EmailMessage
from typing import Any

from benchmarks.database import own_database
from benchmarks.smtp_counter import Counter, smtp_counter

STARTS = date(2026, 5, 11)  # a Monday; a week before it is a working day
DUE_ON = STARTS - timedelta(days=7)
ELSEWHEN = date(2027, 3, 1)
RULE = "cohort_starts"


def main() -> int:
    """Answer the exit code: 0 when every reminder arrived once."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reminders")
    parser.add_argument("--due", type=int, default=1_000, help="reminders planned and delivered")
    parser.add_argument("--processes", type=int, default=2, help="senders, and bare loops")
    parser.add_argument("--people", type=int, nargs="*", default=[10_000, 100_000])
    parser.add_argument("--due-of-people", type=int, default=500)
    options = parser.parse_args()
    right = True
    with own_database("becode_bench_reminders"), smtp_counter() as server:
        if options.due:
            right = _deliver(options.due, options.processes, server)
        costs = [_planning(size, options.due_of_people) for size in options.people]
    if costs:
        print(f"  the last against the first: {costs[-1] / costs[0]:.2f}")
    return 0 if right else 1


# 1. Planned and delivered --------------------------------------------------------------------


def _deliver(number: int, processes: int, server: Counter) -> bool:
    from django.conf import settings

    from becode.core import clock

    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    _learners(due=number, others=0)
    at = clock.at_local(DUE_ON, 9)
    print(f"\n{number:,} reminders, {processes} processes", flush=True)
    planning = _timed(lambda: _sweep(at))
    print(f"  planned:   {planning:8.1f} s, {number / planning:8.0f} a second", flush=True)
    sending = _timed(lambda: _together(processes, _send, at))
    arrived = server.taken()
    print(f"  delivered: {sending:8.1f} s, {number / sending:8.0f} a second", flush=True)
    bare = _timed(lambda: _together(processes, _bare, server.port, number // processes))
    print(f"  bare SMTP: {bare:8.1f} s, {number / bare:8.0f} a second", flush=True)
    print(f"  delivering against bare: {sending / bare:.1f}")
    print(f"  planning and delivering against bare: {(planning + sending) / bare:.1f}")
    twice = sum(1 for times in arrived.values() if times > 1)
    print(f"  lost: {number - len(arrived)}, twice: {twice}")
    return len(arrived) == number and not twice


def _timed(run: Callable[[], Any]) -> float:
    started = time.perf_counter()
    run()
    return time.perf_counter() - started


def _sweep(at: Any) -> int:
    """As the task does it (becode.reminders.tasks), for one rule."""
    from becode.messages.days import release, settling
    from becode.reminders.registry import rules
    from becode.reminders.sweep import sweep_rule

    (rule,) = [one for one in rules() if one.key == RULE]
    with settling():
        planned = sweep_rule(rule, at=at)
    release(at=at)
    return planned


def _together(processes: int, run: Callable[..., None], *values: Any) -> None:
    from django.db import connections

    connections.close_all()
    context = multiprocessing.get_context("fork")
    running = [context.Process(target=run, args=values) for _number in range(processes)]
    for one in running:
        one.start()
    for one in running:
        one.join()
    if any(one.exitcode for one in running):
        raise AssertionError("a process failed")


def _send(at: Any) -> None:
    from becode.messages.deliver import deliver_ready
    from becode.messages.models import Message

    while Message.objects.open().exists():
        deliver_ready(at=at, channels=["email"])


def _bare(port: int, number: int) -> None:
    """The same size of mail by the standard library alone."""
    with smtplib.SMTP("127.0.0.1", port) as session:
        for one in range(number):
            mail = EmailMessage()
            mail["Subject"], mail["From"] = "Your training starts", "school@school.example"
            mail["To"] = f"bare{one}@mail.example"
            mail.set_content("Words. " * 150)
            mail.add_alternative("<p>Words.</p>" * 500, subtype="html")
            session.send_message(mail)


# 2. The cost of planning ---------------------------------------------------------------------


def _planning(people: int, due: int) -> float:
    """The seconds of a sweep that finds `due` new reminders, and print those of the next one."""
    from becode.core import clock

    _empty()
    made = _timed(lambda: _learners(due=due, others=people - due))
    at = clock.at_local(DUE_ON, 9)
    first = _timed(lambda: _sweep(at))
    again = min(_timed(lambda: _sweep(at + timedelta(minutes=1))) for _time in range(3))
    print(
        f"\n{people:>9,} learners (made in {made:.0f} s), {due} due: "
        f"{first:.2f} s for the sweep that plans, {again:.3f} s for the next one",
        flush=True,
    )
    return first


def _empty() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE people_person, cohorts_cohort, messaging_message CASCADE")


def _learners(*, due: int, others: int) -> None:
    """Learners of cohorts of 25: `due` in such as start in a week, `others` in later ones."""
    from django.db import connection

    from cohorts.models import Cohort, Enrolment
    from tests.factories import CohortFactory, EnrolmentFactory

    first = EnrolmentFactory(cohort=CohortFactory(seats=25, start_on=STARTS))
    point = first.person.contact_points.get()
    total, cohort = due + others, first.cohort_id
    _copy(first.person, 2, total, id="%(id)s + n - 1")
    _copy(
        point,
        2,
        total,
        id="%(id)s + n - 1",
        person_id=f"{first.person_id} + n - 1",
        value="'person' || n || '@mail.example'",
        key="'person' || n || '@mail.example'",
    )
    groups = -(-total // 25)
    day = f"CASE WHEN (n - 1) * 25 < {due} THEN DATE '{STARTS}' ELSE DATE '{ELSEWHEN}' END"
    _copy(
        first.cohort,
        2,
        groups,
        id="%(id)s + n - 1",
        code="'BENCH-' || n",
        start_on=day,
        end_on=f"{day} + 200",
        seats_taken="25",
    )
    _copy(
        first,
        2,
        total,
        id="%(id)s + n - 1",
        person_id=f"{first.person_id} + n - 1",
        cohort_id=f"{cohort} + (n - 1) / 25",
    )
    Cohort.objects.filter(pk=cohort).update(seats_taken=25)
    if Enrolment.objects.count() != total:
        raise AssertionError("not as many learners as asked for")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _copy(row: Any, first: int, last: int, **changed: str) -> None:
    """Copies of a row, numbered n from `first` to `last`, with these columns by SQL."""
    from django.db import connection

    table = row._meta.db_table
    columns = [field.column for field in row._meta.concrete_fields]
    values = [changed.get(name, f"source.{name}") % {"id": row.pk} for name in columns]
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")  # no history of made-up rows
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(values)}"
            f" FROM {table} AS source, generate_series({first}, {last}) AS n"
            f" WHERE source.id = {row.pk}"
        )
        cursor.execute("SET session_replication_role = origin")


if __name__ == "__main__":
    sys.exit(main())
