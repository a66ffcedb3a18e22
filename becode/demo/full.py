"""The full world: 4,000 applications, 1,000 learners in 42 cohorts, 350 placed of those matured.

Numbers: full_shape.py. It comes in two halves that may be made at the same time, and an end that
looks at both. The same seed gives the same people, whichever half is ready first.
"""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from becode.accounts.enums import Role
from becode.accounts.models import User
from becode.demo import full_shape as shape
from becode.demo import small
from becode.demo.contacts import add_contacts
from becode.demo.crowd import Crowd
from becode.demo.deciding import add_decisions
from becode.demo.form import add_form
from becode.demo.frameworks import add_frameworks
from becode.demo.full_crowd import Others
from becode.demo.full_entry import Entries
from becode.demo.full_learners import empty_life, live_all, plan_to_come, try_in_vain
from becode.demo.full_papers import add_papers
from becode.demo.full_placing import place_all
from becode.demo.full_twists import add_twists
from becode.demo.groups import Group, GroupLife
from becode.demo.outreach import add_outreach
from becode.demo.rules import add_rules
from becode.demo.training_absences import lock_first_months
from becode.demo.training_calendar import add_calendar
from becode.demo.training_file import add_requirements
from becode.demo.training_progress import add_progress
from becode.demo.world import World
from cohorts.models import Cohort
from cohorts.workflow.flags import raise_all

# Of those who are received, so many are told of in `add_rest`: the people whom forms forget,
# a pair of doubles, one whom a colleague met and one who was referred.
KEPT = 12


def cohorts_of(seed: int) -> shape.Cohorts:
    """The plan of all cohorts, which both halves read."""
    return shape.plan_cohorts(random.Random(f"{seed}:cohorts"))


def populate_half(world: World, number: int, *, seed: int) -> None:
    """Plan the history of one half, up to now."""
    plan = cohorts_of(seed)
    campuses = shape.HALVES[number]
    world.sketcher.deal_genders(_shares(shape.WOMEN_AMONG_LEARNERS, number, plan))
    entries = Entries(world)
    lives: dict[str, list[GroupLife]] = {}
    for code in campuses:
        lives[code] = live_all(world, plan.groups[code])
    everybody = [life for code in campuses for life in lives[code]]
    add_progress(world, everybody)
    placings = []
    for life in sorted(everybody, key=lambda one: one.start_on):
        entries.plan(life)
        placings.append(place_all(life, plan.endings[life.group.code]))
    world.sketcher.deal_genders(shape.WOMEN_AMONG_OTHERS)
    _in_vain(world, lives, plan)
    to_come = {
        code: plan_to_come(world, _to_come(code, len(plan.groups[code]))) for code in campuses
    }
    others = Others(world, lives, to_come, kept=KEPT + 1)
    others.plan()
    if number == 0:
        add_twists(world, lives[campuses[0]], placings)
        again = others.rejected[1]
        world.chronicle.plan(world.at - timedelta(hours=30), again.apply)
    world.chronicle.plan(world.at, partial(add_papers, world, everybody))


def _shares(everybody: dict[str, int], number: int, plan: shape.Cohorts) -> dict[str, int]:
    """A deck for the learners of one half: both decks together have exactly these cards."""
    learners = [
        sum(group.learners for code in campuses for group in plan.groups[code])
        for campuses in shape.HALVES
    ]
    whole = sum(learners)
    first = {key: count * learners[0] // whole for key, count in everybody.items()}
    biggest = max(first, key=lambda key: first[key])
    first[biggest] += learners[0] - sum(first.values())
    if number == 0:
        return first
    return {key: count - first[key] for key, count in everybody.items()}


def _in_vain(world: World, lives: dict[str, list[GroupLife]], plan: shape.Cohorts) -> None:
    """Offers that were declined or expired, over all groups that have started.

    Numbered over the whole world, so that both halves agree who makes which.
    """
    everywhere = [group for code in shape.SHARES for group in plan.groups[code]]
    mine = {life.group.code: life for code in lives for life in lives[code]}
    for number in range(shape.OFFER_DECLINED + shape.OFFER_EXPIRED):
        life = mine.get(everywhere[number % len(everywhere)].code)
        if life is not None:
            try_in_vain(life, "declined" if number < shape.OFFER_DECLINED else "expired")


def _to_come(campus: str, before: int) -> Group:
    pioneer = shape.PIONEERS[before % len(shape.PIONEERS)]
    return Group(
        code=f"{campus}-{pioneer}-{before + 1}",
        campus=campus,
        track="WEB",
        starts_in=shape.TO_COME[campus],
        seats=shape.SEATS,
        learners=0,
    )


def lives_now(world: World, *, seed: int) -> dict[str, GroupLife]:
    """All groups as they are after both halves, without their people."""
    plan = cohorts_of(seed)
    groups: Sequence[Group] = [
        group
        for code in shape.SHARES
        for group in [*plan.groups[code], _to_come(code, len(plan.groups[code]))]
    ]
    known = {one.code: one for one in Cohort.objects.filter(is_demo=True).order_by("pk")}
    lives = {}
    for group in groups:
        life = empty_life(world, group)
        life._cohort = known[group.code]
        lives[group.code] = life
    return lives


def populate_rest(world: World, *, seed: int) -> None:
    """Plan what looks at everybody, and the people who are told of one by one."""
    crowd = Crowd(world)
    add_rules(crowd)
    small.add_unusual(crowd)
    small.add_too_young(crowd)
    add_contacts(crowd)
    add_form(world)
    add_outreach(world)
    add_decisions(world)
    add_calendar(world, lives_now(world, seed=seed))
    world.chronicle.plan(world.at, partial(_finish, world))


def _finish(world: World, at: datetime) -> None:
    officer = world.colleagues.acting(Role.PLACEMENT, "BXL")
    add_frameworks(world.partners.all, owner=User.objects.get(pk=officer.key), at=at)
    raise_all(at=at)
    lock_first_months(world, at)
    add_requirements(world)
