"""Making the full demo school, in two processes side by side where the machine has two cores."""

import gc
import multiprocessing
import os
import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from multiprocessing.connection import Connection, wait

from django.db import connections, transaction

from becode.campuses.models import Campus
from becode.core.actors import SYSTEM
from becode.demo import colleagues, full, partners
from becode.demo.chronicle import Chronicle
from becode.demo.erase import erase_demo_data, refuse_other_people
from becode.demo.full_shape import HALVES
from becode.demo.seeding import Progress, Seeded, finish, founding_moment, record_due
from becode.demo.sketch import Sketcher
from becode.demo.training_progress import add_competences
from becode.demo.words.more_companies import companies_at
from becode.demo.world import World, places
from becode.messages.compose import recording_only
from becode.people.models import Person
from cohorts.models import Track

FOUNDED_DAYS_AGO = 1240
COMPANIES = {"BXL": 42, "GNT": 28, "ANT": 28, "CRL": 21, "LIE": 21}
# Addresses and numbers of the halves are never the same, nor those of the people told of apart.
DOMAINS, FIRST_PHONES = ("inbox.example", "post.example"), (0, 4000)
REST_PHONES = 8000


class HalfFailed(Exception):
    """One of the processes stopped; its own words are in the message."""


@dataclass(frozen=True, slots=True)
class _Said:
    """What a process tells the first one: how far it is, or at the end whom it can show."""

    half: int
    done: int = 0
    known: int = 0
    shown: dict[str, int] | None = None
    error: str = ""


Tell = Callable[[_Said], None]


def seed_full(
    *, seed: int, at: datetime, progress: Progress, processes: int | None = None
) -> Seeded:
    """Make the full world as it would be at this moment; some minutes.

    The same seed gives the same people, in one process or two (`processes`; by default two where
    there are two cores). Hundreds of acts share a transaction: a run that stops leaves a part,
    which the next run replaces. Raises OtherPeople, MissingPlaces, HalfFailed, or IllegalMove
    where a demo account's address belongs to somebody else.
    """
    refuse_other_people()
    progress("taking out the demo data of before")
    replaced = erase_demo_data()
    with recording_only():
        school = _found_school(seed=seed, at=at)
        if processes is None:
            processes = min(os.cpu_count() or 1, len(HALVES))
        make = _side_by_side if processes > 1 else _one_by_one
        shown = make(school, seed=seed, progress=progress)
        rest = replace(school, chronicle=Chronicle(until=at), shown={})
        with transaction.atomic():
            full.populate_rest(rest, seed=seed)
            rest.chronicle.run(lambda done, known: progress(f"the last things, {done} of {known}"))
        progress("what is due now was told already")
        record_due(at)
    people = Person.objects.in_bulk([*shown.values()])
    return finish(
        replaced=replaced,
        logins=[*school.colleagues.shown, *(one.users[0] for one in school.partners.all[:2])],
        shown={what: people[key] for what, key in shown.items()} | rest.shown,
    )


def _found_school(*, seed: int, at: datetime) -> World:
    """Colleagues, companies and what both halves read; nobody has applied yet."""
    chronicle = Chronicle(until=at)
    campuses, tracks = places()
    with chronicle.chunk():
        return _with_colleagues(chronicle, campuses, tracks, seed=seed)


def _with_colleagues(
    chronicle: Chronicle, campuses: dict[str, Campus], tracks: dict[str, Track], *, seed: int
) -> World:
    at = chronicle.until
    founded_at = founding_moment(at, days_ago=FOUNDED_DAYS_AGO)
    staff = colleagues.hire(campuses, at=founded_at)
    chance = random.Random(f"{seed}:rest")
    found: list[partners.Partner] = []
    for code, number in COMPANIES.items():
        found += partners.found_partners(
            campuses,
            actor=SYSTEM,
            at=founded_at,
            companies_words=companies_at(code, number),
            first_number=len(found),
        ).all
    world = World(
        chance=chance,
        at=at,
        chronicle=chronicle,
        sketcher=Sketcher(chance, first_phone=REST_PHONES),
        campuses=campuses,
        tracks=tracks,
        colleagues=staff,
        partners=partners.Partners(found),
    )
    add_competences(world)
    return world


def _half_of(school: World, number: int, *, seed: int) -> World:
    chance = random.Random(f"{seed}:half:{number}")
    return replace(
        school,
        chance=chance,
        chronicle=Chronicle(until=school.at),
        sketcher=Sketcher(chance, domain=DOMAINS[number], first_phone=FIRST_PHONES[number]),
        campuses={code: school.campuses[code] for code in HALVES[number]},
        shown={},
    )


def _make_half(school: World, number: int, *, seed: int, tell: Tell) -> dict[str, int]:
    """Live through one half; the keys of the people whose pages are worth a look."""
    world = _half_of(school, number, seed=seed)
    full.populate_half(world, number, seed=seed)
    world.chronicle.run_in_chunks(lambda done, known: tell(_Said(number, done, known)))
    return {what: person.pk for what, person in world.shown.items()}


def _one_by_one(school: World, *, seed: int, progress: Progress) -> dict[str, int]:
    tell = _teller(progress)
    shown: dict[str, int] = {}
    for number in range(len(HALVES)):
        shown |= _make_half(school, number, seed=seed, tell=tell)
    return shown


def _side_by_side(school: World, *, seed: int, progress: Progress) -> dict[str, int]:
    """One process a half; a connection to the database cannot be shared, so each has its own."""
    connections.close_all()
    fork = multiprocessing.get_context("fork")
    running, ends = [], []
    for number in range(len(HALVES)):
        near, far = fork.Pipe(duplex=False)
        process = fork.Process(target=_in_process, args=(school, number, seed, far))
        process.start()
        far.close()
        running.append(process)
        ends.append(near)
    tell, failed = _teller(progress), ""
    shown: dict[str, int] = {}
    while ends:
        for end in wait(ends):
            assert isinstance(end, Connection)
            try:
                said: _Said = end.recv()
            except EOFError:
                ends.remove(end)
                continue
            failed = failed or said.error
            shown |= said.shown or {}
            tell(said)
    for process in running:
        process.join()
    if failed or any(process.exitcode for process in running):
        raise HalfFailed(failed or "a process ended before its time")
    return shown


def _in_process(school: World, number: int, seed: int, out: Connection) -> None:
    # What was made so far stays; what is made from now on is mostly no cycle.
    gc.freeze()
    gc.set_threshold(50_000, 50, 50)
    try:
        with recording_only():
            shown = _make_half(school, number, seed=seed, tell=out.send)
        out.send(_Said(number, shown=shown))
    except Exception as error:
        out.send(_Said(number, error=f"{type(error).__name__}: {error}"))
        raise
    finally:
        connections.close_all()
        out.close()


def _teller(progress: Progress) -> Tell:
    """Adds up what the halves tell."""
    steps: dict[int, tuple[int, int]] = {}

    def tell(said: _Said) -> None:
        if said.known:
            steps[said.half] = (said.done, said.known)
        if steps:
            done, known = (sum(column) for column in zip(*steps.values(), strict=True))
            progress(f"step {done} of {known}")

    return tell
