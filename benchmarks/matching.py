"""Who fits where: 500 learners beside 300 positions, and what a bare loop over the rows costs.

    python -m benchmarks.matching

The page compares every learner with every position and puts twenty of them into words. Beside it
stands the least that any program would do: the same rows, fetched as plain values, and a loop of
two comparisons a pair.
"""

import json
import time
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from benchmarks.database import own_database

LEARNERS, POSITIONS, COMPANIES, TIMES = 500, 300, 60, 5
SKILLS = ("Python", "SQL", "HTML", "React", "Git", "Linux", "PHP", "Testing")
PROVINCES = ("brussels", "antwerp", "liege", "namur")


def main() -> None:
    with own_database("becode_benchmark_matching"):
        import django.test.utils  # after django.setup

        django.test.utils.setup_test_environment(debug=False)
        world = _world()
        figures = {
            "learners": LEARNERS,
            "positions": POSITIONS,
            "pairs": LEARNERS * POSITIONS,
            "board": _measure(lambda: _board(world)),
            "page over HTTP": _measure(lambda: _page(world)),
            "bare loop": _measure(lambda: _bare(world)),
        }
        own = "seconds of this process"
        ratio = figures["board"][own] / figures["bare loop"][own]  # type: ignore[index]
        figures["board, as a multiple of the bare loop"] = round(ratio, 1)
        print(json.dumps(figures, indent=2))


def _measure(deed: Callable[[], Any]) -> dict[str, float | int]:
    """The median of some runs, by the clock and of this process alone (a machine may be busy);
    the queries of one run, and the memory that one takes at most.
    """
    deed()
    seconds, worked = [], []
    for _time in range(TIMES):
        begin, work_begin = time.perf_counter(), time.process_time()
        deed()
        worked.append(time.process_time() - work_begin)
        seconds.append(time.perf_counter() - begin)
    with _counted() as queries:
        deed()
    tracemalloc.start()
    deed()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return {
        "seconds": round(sorted(seconds)[TIMES // 2], 3),
        "seconds of this process": round(sorted(worked)[TIMES // 2], 3),
        "queries": len(queries),
        "peak MB": round(peak / 1e6, 1),
    }


@contextmanager
def _counted() -> Iterator[list[str]]:
    """Every statement inside the block; also those of a request, which empties Django's own log."""
    from django.db import connection

    asked: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        asked.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield asked


def _world() -> dict[str, Any]:
    """One campus, four cohorts, everybody with languages, skills, wishes and a proposal."""
    from becode.accounts.models import User
    from becode.campuses.models import Campus
    from becode.people.models import Consent, LanguageSkill, Person
    from cohorts.models import Cohort, Enrolment, Track
    from placements.models import Company, LearnerProfile, Position, Proposal, Wish

    at = datetime.now(UTC)
    campus = Campus.objects.create(
        code="BXL",
        name="Brussels",
        city_nl="Brussel",
        city_fr="Bruxelles",
        city_en="Brussels",
        region="brussels",
        languages=["fr"],
    )
    tracks = [
        Track.objects.create(code=code, name_nl=code, name_fr=code, name_en=code)
        for code in ("WEB", "AI")
    ]
    cohorts = [
        Cohort.objects.create(
            track=tracks[number % 2],
            campus=campus,
            code=f"BXL-{number}",
            state="running",
            seats=LEARNERS,
            start_on=at.date() - timedelta(days=150),
            end_on=at.date() + timedelta(days=30 * number + 20),
            internship_start_on=at.date() + timedelta(days=30 * number + 30),
            internship_end_on=at.date() + timedelta(days=30 * number + 120),
        )
        for number in range(4)
    ]
    people = Person.objects.bulk_create(
        Person(first_name=f"Person {n}", last_name="L", sort_name=f"l person {n}", created_at=at)
        for n in range(LEARNERS)
    )
    enrolments = Enrolment.objects.bulk_create(
        Enrolment(
            person=person,
            cohort=cohorts[n % 4],
            state="in_training",
            enrolled_at=at,
            profile="Builds with care.",
            skills=[SKILLS[n % 8], SKILLS[(n + 3) % 8]],
        )
        for n, person in enumerate(people)
    )
    Consent.objects.bulk_create(
        Consent(
            person=person,
            purpose="share_profile",
            text_version="1",
            language="fr",
            channel="form",
            given_at=at,
        )
        for person in people
    )
    LanguageSkill.objects.bulk_create(
        LanguageSkill(person=person, language=language, lesson_level=("yes", "a_little")[n % 2])
        for n, person in enumerate(people)
        for language in ("fr", "en")
    )
    LearnerProfile.objects.bulk_create(
        LearnerProfile(enrolment=one, provinces=[PROVINCES[n % 4]], telework="some", changed_at=at)
        for n, one in enumerate(enrolments)
    )
    companies = Company.objects.bulk_create(
        Company(name=f"Company {n}", postcode=("1000", "2000", "4000")[n % 3], created_at=at)
        for n in range(COMPANIES)
    )
    positions = Position.objects.bulk_create(
        Position(
            company=companies[n % COMPANIES],
            title=f"Developer {n}",
            tasks="Build.",
            track=tracks[n % 2],
            campus=campus,
            site="Rue Neuve 1",
            languages=[("fr", "nl", "en")[n % 3]],
            skills=[SKILLS[n % 8], SKILLS[(n + 1) % 8]],
            telework_days=n % 5,
            places=3,
            start_on=at.date() + timedelta(days=30 + n % 90),
            posted_at=at,
        )
        for n in range(POSITIONS)
    )
    Wish.objects.bulk_create(
        Wish(enrolment=one, position=positions[(n + rank) % POSITIONS], rank=rank, at=at)
        for n, one in enumerate(enrolments)
        for rank in range(1, 6)
    )
    Proposal.objects.bulk_create(
        Proposal(enrolment=one, position=positions[n % POSITIONS], proposed_at=at)
        for n, one in enumerate(enrolments)
        if n % 3 == 0
    )
    officer = User.objects.create(email="a@b.example", name="Officer", roles=["placement"])
    return {"officer": officer, "campus": campus, "day": at.date()}


def _board(world: dict[str, Any]) -> None:
    from cohorts.models import Enrolment
    from placements.fitting.board import board
    from placements.models import Position

    shown = board(
        Enrolment.objects.visible_to(world["officer"]),
        Position.objects.visible_to(world["officer"]),
        on=world["day"],
    )
    assert (shown.searching, shown.positions) == (LEARNERS, POSITIONS)


def _page(world: dict[str, Any]) -> None:
    from django.test import Client
    from django.urls import reverse

    client = world.setdefault("client", Client())
    if "signed_in" not in world:
        client.force_login(world["officer"])
        world["signed_in"] = True
    assert client.get(reverse("admin:matching")).status_code == 200


def _bare(world: dict[str, Any]) -> None:
    from cohorts.models import Enrolment
    from placements.models import Position

    learners = list(Enrolment.objects.values_list("pk", "cohort__track_id", "skills"))
    positions = list(Position.objects.values_list("pk", "track_id", "skills"))
    found = 0
    for _key, track, skills in learners:
        for _other, wanted, asked in positions:
            found += (track == wanted) + (skills == asked)
    assert found > 0


if __name__ == "__main__":
    main()
