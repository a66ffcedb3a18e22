"""Making a demo school: erase the last one, live through its history, hand over the keys."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from becode.accounts.models import User
from becode.backoffice.digest import DIGEST
from becode.core import clock
from becode.core.actors import SYSTEM
from becode.demo import colleagues, partners, small
from becode.demo.chronicle import Chronicle, working_day
from becode.demo.erase import erase_demo_data, refuse_other_people
from becode.demo.form import add_form
from becode.demo.outreach import add_outreach
from becode.demo.sketch import Sketcher
from becode.demo.world import World, places
from becode.messages.compose import recording_only
from becode.people.models import Person
from becode.portal.models import AccessLink
from becode.reminders.registry import rules
from becode.reminders.sweep import sweep_rule

FOUNDED_DAYS_AGO = 800
# Reminders of this many last days are in the message log; older ones would only fill it.
SWEPT_DAYS = 14

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Seeded:
    """What a run made: `replaced` people were there before, `logins` may be tried out."""

    people: int
    replaced: int
    logins: list[User]
    shown: dict[str, Person]


@transaction.atomic
def seed_small(*, seed: int, at: datetime, progress: Progress) -> Seeded:
    """Make the small world as it would be at this moment, all or nothing.

    The same seed gives the same people. Raises OtherPeople, MissingPlaces, or IllegalMove where
    a demo account's address belongs to somebody else.
    """
    refuse_other_people()
    progress("taking out the demo data of before")
    replaced = erase_demo_data()
    with recording_only():
        world = found_school(seed=seed, at=at)
        small.populate(world)
        add_form(world)
        add_outreach(world)
        _plan_reminders(world)
        world.chronicle.run(lambda done, known: progress(f"step {done} of {known}"))
        record_due(at)
    contacts = [partner.users[0] for partner in world.partners.all[:2]]
    return finish(replaced=replaced, logins=[*world.colleagues.shown, *contacts], shown=world.shown)


def finish(*, replaced: int, logins: list[User], shown: dict[str, Person]) -> Seeded:
    """What a run made, once links that lead nowhere are gone."""
    # Links in messages that were never sent: nobody knows their secrets.
    AccessLink.objects.filter(person__is_demo=True).delete()
    return Seeded(
        people=Person.objects.filter(is_demo=True).count(),
        replaced=replaced,
        logins=logins,
        shown=shown,
    )


def founding_moment(at: datetime, *, days_ago: int) -> datetime:
    """A morning at which a school began."""
    return clock.at_local(working_day(clock.local_day(at) - timedelta(days=days_ago)), 10)


def found_school(*, seed: int, at: datetime) -> World:
    chance = random.Random(seed)
    founded_at = founding_moment(at, days_ago=FOUNDED_DAYS_AGO)
    campuses, tracks = places()
    staff = colleagues.hire(campuses, at=founded_at)
    return World(
        chance=chance,
        at=at,
        chronicle=Chronicle(until=at),
        sketcher=Sketcher(chance),
        campuses=campuses,
        tracks=tracks,
        colleagues=staff,
        partners=partners.found_partners(campuses, actor=SYSTEM, at=founded_at),
    )


def _plan_reminders(world: World) -> None:
    """The reminders that went out in the last weeks, each morning.

    The mail of the morning counts everybody's work, which takes long: there is the newest alone.
    """
    for days_ago in range(SWEPT_DAYS, 1, -1):
        world.chronicle.plan(clock.at_local(world.days_ago(days_ago), 9, 5), _record_reminders)
    world.chronicle.plan(clock.at_local(world.days_ago(1), 9, 5), record_due)


def record_due(at: datetime) -> None:
    """Record what is due, so that the first real sweep does not send what is past."""
    for rule in rules():
        sweep_rule(rule, at=at)


def _record_reminders(at: datetime) -> None:
    for rule in rules():
        if rule is not DIGEST:
            sweep_rule(rule, at=at)
