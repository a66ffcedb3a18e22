"""Many applications at once, spread over states, steps and campuses as in a school's years.

Rows are made in bulk, past the workflows: only how they lie in the database matters here.
"""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from django.db import connection

from applicants.enums import ApplicationState, FilledBy, HeardFrom, ProgressState, StepKind
from applicants.models import Application, CampusChoice, SelectionStep, StepProgress
from becode.accounts.models import User
from becode.campuses.models import Campus
from becode.core.normalise import search_pieces, sort_name
from becode.people.models import ContactPoint, Person
from cohorts.models import Track

APART = 1_000_000  # between the keys of a row and of its first copy
_FIRST_NAMES = (
    "Amina Bram Chloé Daan Emma Fatima Giulia Hassan Ilse Jonas Karim Lina Mohamed Noor "
    "Olena Pieter Quinten Rania Sofia Tariq Ursula Victor Wout Xavier Youssef Zoë Мария "
    "محمد"
)
_LAST_NAMES = (
    "Peeters Janssens Maes Jacobs Mertens Willems Claes Goossens Wouters Haddad Diallo "
    "Nguyen Özil Kowalski Ivanova Rossi García Bakker Dubois Lambert Dupont Martin Simon "
    "Laurent Leroy Benali Yilmaz Traoré Mbeki Silva"
)
# Most are decided long ago; about one in eight is open.
STATES = {
    ApplicationState.SUBMITTED: 3,
    ApplicationState.IN_SELECTION: 5,
    ApplicationState.ADMITTED: 4,
    ApplicationState.ENROLLED: 33,
    ApplicationState.REJECTED: 30,
    ApplicationState.WITHDRAWN: 15,
    ApplicationState.LAPSED: 10,
}
PROGRESS = [ProgressState.TO_DO, ProgressState.BOOKED, ProgressState.MISSED, ProgressState.DONE]


def add_steps() -> None:
    """Every kind of step, for every track."""
    SelectionStep.objects.bulk_create(
        SelectionStep(track=track, kind=kind, position=position)
        for track in Track.objects.order_by("pk")
        for position, kind in enumerate(StepKind.values, start=1)
    )


def add_applications(number: int, *, at: datetime) -> None:
    """`number` applications of as many people, made one by one: the pattern of all others."""
    dice = random.Random(1)  # the same crowd each time
    places = list(Campus.objects.order_by("pk"))
    tracks = list(Track.objects.order_by("pk"))
    owners = list(User.objects.order_by("pk"))
    with _without_triggers():
        people = Person.objects.bulk_create(_people(range(number), dice, at))
        ContactPoint.objects.bulk_create(_points(people, range(number)))
        applications = Application.objects.bulk_create(
            _application(person, dice, at, places, tracks, owners) for person in people
        )
        CampusChoice.objects.bulk_create(_choices(applications, dice, places))
        steps = list(SelectionStep.objects.order_by("pk"))
        StepProgress.objects.bulk_create(_progress(applications, dice, at, steps))


def multiply(times: int) -> None:
    """Have every application `times` times, inside the database: other people, other moments."""
    copied = (Person, ContactPoint, Application, CampusChoice, StepProgress)
    with _without_triggers(), connection.cursor() as cursor:
        for model in copied:
            fields = model._meta.concrete_fields
            names = ", ".join(f'"{field.column}"' for field in fields)
            values = ", ".join(_copied(field, copied) for field in fields)
            cursor.execute(
                f"INSERT INTO {model._meta.db_table} ({names}) SELECT {values}"
                f" FROM {model._meta.db_table}, generate_series(1, %s) AS n",
                [times - 1],
            )


def _copied(field: Any, copied: tuple[Any, ...]) -> str:
    """What the copy number n holds in a column, in SQL."""
    column = f'"{field.column}"'
    if field.primary_key or (field.related_model in copied and column != '"merged_into_id"'):
        return f"{column} + n * {APART}"
    if field.name in ("value", "key"):
        return (
            f"CASE WHEN kind = 'phone' THEN '+324' || lpad(n::text, 2, '0') || right({column}, 6)"
            f" ELSE n || {column} END"
        )
    if field.name in ("submitted_at", "reached_at", "eligible_at", "judged_at"):
        return f"{column} - n * interval '7 minutes'"
    return column


@contextmanager
def _without_triggers() -> Iterator[None]:
    """The history of each row is written by triggers; no page measured here reads it."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        try:
            yield
        finally:
            cursor.execute("SET session_replication_role = DEFAULT")


def _people(keys: range, dice: random.Random, at: datetime) -> Iterator[Person]:
    for key in keys:
        first, last = dice.choice(_FIRST_NAMES.split()), dice.choice(_LAST_NAMES.split())
        yield Person(
            first_name=first,
            last_name=f"{last} {_word(key)}",
            sort_name=sort_name(f"{last} {_word(key)}", first),
            search_pieces=_pieces(first, last, _word(key)),
            birth_year=1970 + key % 35,
            contact_language=dice.choice(["nl", "fr", "en"]),
            created_at=at,
        )


@cache
def _pieces(*words: str) -> list[str]:
    return search_pieces(*words)


def _word(key: int) -> str:
    """One of 676 second family names."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    return f"Van{letters[key % 26]}e{letters[key // 26 % 26]}"


def _points(people: list[Person], keys: range) -> Iterator[ContactPoint]:
    for person, key in zip(people, keys, strict=True):
        mail, phone = f"person{key}@mail.example", f"+32470{key:06d}"
        if key % 5:
            yield ContactPoint(person=person, kind="email", value=mail, key=mail, is_preferred=True)
        yield ContactPoint(person=person, kind="phone", value=phone, key=phone)


def _application(
    person: Person,
    dice: random.Random,
    at: datetime,
    places: list[Campus],
    tracks: list[Track],
    owners: list[User],
) -> Application:
    state = dice.choices(list(STATES), list(STATES.values()))[0]
    is_open = state in list(STATES)[:3]
    submitted = at - timedelta(minutes=dice.randrange(60 * 24 * (60 if is_open else 1_100)))
    decided = None if is_open else submitted + timedelta(days=20)
    filled_by = dice.choices([FilledBy.SELF, FilledBy.COUNSELLOR], [9, 1])[0]
    return Application(
        person=person,
        track=dice.choice(tracks),
        campus=dice.choice(places),
        state=state,
        language=dice.choice(["nl", "fr", "en"]),
        motivation="I want to learn. " * 12,
        heard_from=dice.choice(HeardFrom.values),
        source=dice.choices(["form", "staff", "import"], [8, 1, 1])[0],
        submitted_at=submitted,
        eligible_at=submitted if state == ApplicationState.ADMITTED else None,
        decided_at=decided,
        rejection_reason="selection" if state == ApplicationState.REJECTED else "",
        owner=dice.choice([None, *owners]),
        filled_by=filled_by,
    )


def _choices(
    applications: list[Application], dice: random.Random, places: list[Campus]
) -> Iterator[CampusChoice]:
    for application in applications:
        yield CampusChoice(application=application, campus_id=application.campus_id, rank=1)
        others = [place for place in places if place.pk != application.campus_id]
        if dice.random() < 0.3:
            yield CampusChoice(application=application, campus=dice.choice(others), rank=2)


def _progress(
    applications: list[Application], dice: random.Random, at: datetime, steps: list[SelectionStep]
) -> Iterator[StepProgress]:
    """The steps behind and the present one; one in ten in selection waits for the decision."""
    by_track: dict[Any, list[SelectionStep]] = {}
    for step in steps:
        by_track.setdefault(step.track_id, []).append(step)
    for application in applications:
        if application.state == ApplicationState.SUBMITTED or application.submitted_at is None:
            continue
        own = by_track[application.track_id]
        present = dice.randrange(len(own)) if application.state == "in_selection" else len(own)
        undecided = dice.random() < 0.1
        for number, step in enumerate(own[: present + 1]):
            reached = min(application.submitted_at + timedelta(days=2 * number), at)
            is_present = number == present and not undecided
            yield StepProgress(
                application=application,
                step=step,
                state=dice.choice(PROGRESS) if is_present else ProgressState.PASSED,
                reached_at=reached,
                judged_at=None if is_present else reached,
            )
