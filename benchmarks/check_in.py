"""The burst at the door: 1,000 learners check in at once, as a ratio to a bare view.

The bare view writes one row on the same server and database. Run it with `make bench`, or smaller
by hand: `python -m benchmarks.check_in --learners 100 --rounds 1`. It fails when a check-in is
missing, or when the burst takes longer than the minute that there is.
"""

import argparse
import os
import secrets
import sys
from datetime import datetime, time
from typing import Any

from benchmarks.database import own_database
from benchmarks.load import Answers, Post, shoot, site

LEARNERS, PROCESSES, CLASS = 1_000, 40, 24
MINUTE = 60.0


def main() -> int:
    """Answer the exit code: 0 when everybody was noted once, within the minute."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.check_in")
    parser.add_argument("--learners", type=int, default=LEARNERS)
    parser.add_argument("--clients", type=int, default=PROCESSES, help="how many ask at once")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with own_database("becode_bench_check_in"):
        from cohorts.starting import add_starting_places

        add_starting_places()
        right = _burst(options.learners, clients=options.clients, rounds=options.rounds)
    return 0 if right else 1


def _burst(learners: int, *, clients: int, rounds: int) -> bool:
    from django.conf import settings
    from django.db import connection

    from becode.core import clock
    from benchmarks import bare
    from cohorts.models import CheckIn

    same: dict[str, str] = {"DATABASE_URL": os.environ["DATABASE_URL"]}
    ours = {**same, "DJANGO_SETTINGS_MODULE": "tests.drills.settings"}
    ours["SECRET_KEY"] = settings.SECRET_KEY
    theirs = {**same, "DJANGO_SETTINGS_MODULE": "benchmarks.bare_settings"}
    with connection.cursor() as cursor:
        cursor.execute(bare.TABLES)
    right = True
    print(f"\n{learners} learners check in, {clients} clients at once")
    with site("becode.wsgi", **ours) as port, site("benchmarks.bare", **theirs) as bare_port:
        for number in range(rounds + 1):
            people = class_rooms(learners, at=clock.now())
            before = CheckIn.objects.count()
            mine = shoot(port, presses(people, at=clock.now()), processes=clients)
            least = [Post(f"/{person}/", {}, "") for person in range(learners)]
            other = shoot(bare_port, least, processes=clients)
            made = CheckIn.objects.count() - before
            good = made == learners and set(mine.statuses) == {302} and mine.seconds < MINUTE
            right = right and good
            if number:  # the first one warms both servers
                _say(number, mine, other, good=good)
    return right


def _say(number: int, mine: Answers, bare: Answers, *, good: bool) -> None:
    print(
        f"  round {number}: {mine.seconds:.1f} s, {mine.per_second:.0f} posts/s,"
        f" p99 {mine.p99 * 1000:.0f} ms; bare {bare.per_second:.0f} posts/s,"
        f" p99 {bare.p99 * 1000:.0f} ms;"
        f" ratio {mine.per_second / bare.per_second:.2f}{'' if good else '  NOT GOOD'}",
        flush=True,
    )


def class_rooms(learners: int, *, at: datetime) -> list[Any]:
    """So many new learners in classes of 24 whose lessons begin now: their enrolments."""
    from becode.campuses.models import Campus
    from becode.core import clock
    from becode.people.models import Person
    from cohorts.models import Cohort, Enrolment, Track, TrainingDay

    campus, track = Campus.objects.order_by("pk")[0], Track.objects.order_by("pk")[0]
    today, hour = clock.local_day(at), at.astimezone(clock.BRUSSELS).hour
    start_on = today - clock.days(30)
    cohorts = Cohort.objects.bulk_create(
        Cohort(
            track=track,
            campus=campus,
            code=f"DOOR-{secrets.token_hex(4)}",
            state="running",
            start_on=start_on,
            end_on=today + clock.days(200),
        )
        for _class in range(-(-learners // CLASS))
    )
    TrainingDay.objects.bulk_create(
        TrainingDay(
            cohort=cohort, on=today, part="morning", arrive_by=time(hour), lunch_from=time(23, 59)
        )
        for cohort in cohorts
    )
    persons = Person.objects.bulk_create(
        Person(first_name=f"Person {number}", sort_name=f"person {number}", created_at=at)
        for number in range(learners)
    )
    return Enrolment.objects.bulk_create(
        Enrolment(
            person=person,
            cohort=cohorts[number // CLASS],
            state="in_training",
            enrolled_at=at,
            started_on=start_on,
        )
        for number, person in enumerate(persons)
    )


def presses(enrolments: list[Any], *, at: datetime) -> list[Post]:
    """The button of each, pressed by a signed-in browser with the code of this minute."""
    from django.conf import settings
    from django.contrib.sessions.backends.db import SessionStore
    from django.urls import reverse
    from django.utils import translation

    from cohorts.room_code import room_code

    with translation.override("fr"):
        path = reverse("cohorts:my:check_in")
    sessions = []
    for enrolment in enrolments:
        session, token = SessionStore(), secrets.token_hex(16)
        session["person"] = {"key": enrolment.person_id, "at": at.isoformat()}
        session.create()
        sessions.append((enrolment, session.session_key, token))
    from becode.core import clock

    now = clock.now()  # making the sessions took a while
    posts = []
    for enrolment, key, token in sessions:
        cookies = f"{settings.SESSION_COOKIE_NAME}={key}; {settings.CSRF_COOKIE_NAME}={token}"
        code = room_code(enrolment.cohort_id, at=now)
        body = f"csrfmiddlewaretoken={token}&moment=1&place=on_site&code={code}"
        headers = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}
        posts.append(Post(path, headers, body))
    return posts


if __name__ == "__main__":
    sys.exit(main())
