"""Rooms, phases and an agenda: what the calendar of a demo school shows."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from becode.accounts.enums import Role
from becode.campuses.models import Campus
from becode.core import clock
from becode.demo.groups import GroupLife
from becode.demo.world import World
from cohorts.calendar import ONE_DAY, is_training_day
from cohorts.enums import AgendaKind
from cohorts.models import Cohort, Phase, Room
from cohorts.workflow.agenda import Event, add_item, cancel_item
from cohorts.workflow.days import Hours, change_hours
from cohorts.workflow.moving import MOVABLE

# Two groups of Brussels share a room for some weeks: the year of the campus says so.
ROOMS = {
    "BXL": (("Lovelace", 26), ("Turing", 14)),
    "GNT": (("Hopper", 22), ("Noether", 12)),
    "ANT": (("Lamarr", 20),),
    "CRL": (("Franklin", 16),),
    "LIE": (("Germain", 16),),
}
PHASES = (
    ("Basis", "Bases", "Basics", 8),
    ("Verdieping", "Approfondissement", "Going deeper", 12),
    ("Project", "Projet", "Project", 10),
)
# In how many days, at what hour, what; title and note by language of the campus.
EVENTS = (
    (
        3,
        14,
        AgendaKind.WORKSHOP,
        {
            "nl": ("Workshop cv", "Breng je cv mee, op papier of op je laptop."),
            "fr": ("Atelier CV", "Apportez votre CV, sur papier ou sur votre ordinateur."),
            "en": ("CV workshop", "Bring your CV, on paper or on your laptop."),
        },
    ),
    (
        9,
        10,
        AgendaKind.VISIT,
        {
            "nl": ("Bedrijfsbezoek", ""),
            "fr": ("Visite d’entreprise", ""),
            "en": ("Company visit", ""),
        },
    ),
    (
        16,
        9,
        AgendaKind.EVALUATION,
        {"nl": ("Evaluatie", ""), "fr": ("Évaluation", ""), "en": ("Evaluation", "")},
    ),
)
OPEN_DOOR = {"nl": "Opendeurdag", "fr": "Portes ouvertes", "en": "Open door"}


def add_calendar(world: World, lives: Mapping[str, GroupLife]) -> None:
    """Plan it for the present of the demo, when its cohorts are what they are."""
    world.chronicle.plan(world.at, lambda at: _fill(world, lives, at))


def _fill(world: World, lives: Mapping[str, GroupLife], at: datetime) -> None:
    rooms = {
        code: [
            Room.objects.get_or_create(
                campus=world.campuses[code], name=name, defaults={"places": places}
            )[0]
            for name, places in named
        ]
        for code, named in ROOMS.items()
    }
    web = world.tracks["WEB"]
    if not web.phases.exists():
        for position, (dutch, french, english, weeks) in enumerate(PHASES, start=1):
            Phase.objects.create(
                track=web,
                position=position,
                name_nl=dutch,
                name_fr=french,
                name_en=english,
                weeks=weeks,
            )
    for life in lives.values():
        cohort = Cohort.objects.get(pk=life.cohort.pk)
        if cohort.state in MOVABLE:
            room = rooms[life.group.campus][0 if life.group.track == "WEB" else -1]
            _settle(life, cohort, room, at)
    _campus_day(world, at)


def _settle(life: GroupLife, cohort: Cohort, room: Room, at: datetime) -> None:
    """A room, Fridays at home, and what happens in the next weeks."""
    change_hours(
        cohort=cohort,
        hours=Hours(cohort.arrive_by, cohort.lunch_from, cohort.lunch_until, cohort.leave_from),
        grace_minutes=cohort.grace_minutes,
        home_weekdays=[4],
        room=room,
        actor=life.manager,
        at=at,
    )
    first = max(clock.local_day(at), cohort.start_on)
    campus = life.world.campuses[life.group.campus]
    for days, hour, kind, words in EVENTS:
        title, note = words[_language_of(campus)]
        day = first + timedelta(days=days)
        while not is_training_day(day):
            day += ONE_DAY
        begins = clock.at_local(day, hour)
        item = add_item(
            event=Event(
                campus=campus,
                cohort=cohort,
                kind=kind,
                title=title,
                starts_at=begins,
                ends_at=begins + timedelta(hours=2),
                room=None if kind == AgendaKind.VISIT else room,
                note=note,
            ),
            actor=life.coach,
            at=at,
            is_demo=True,
        )
        if kind == AgendaKind.VISIT and life.group.track != "WEB":
            cancel_item(item=item, actor=life.coach, at=at)


def _language_of(campus: Campus) -> str:
    """The language of the campus that its agenda is written in, the best one first."""
    return next((code for code in campus.languages if code in OPEN_DOOR), "en")


def _campus_day(world: World, at: datetime) -> None:
    """Something for everybody at one campus."""
    day = clock.local_day(at) + timedelta(days=20)
    while not is_training_day(day):
        day += ONE_DAY
    begins = clock.at_local(day, 16)
    campus = world.campuses["BXL"]
    add_item(
        event=Event(
            campus=campus,
            cohort=None,
            kind=AgendaKind.EVENT,
            title=OPEN_DOOR[_language_of(campus)],
            starts_at=begins,
            ends_at=begins + timedelta(hours=3),
        ),
        actor=world.colleagues.acting(Role.CAMPUS_MANAGER, "BXL"),
        at=at,
        is_demo=True,
    )
