"""Ways of the full world that are not straight: one of each, at the first city."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import partial

from becode.accounts.enums import Role
from becode.accounts.models import User
from becode.core import clock
from becode.core.actors import Actor
from becode.demo import agreeing
from becode.demo.chronicle import office_hours, working_day
from becode.demo.full_placing import FullPlacing
from becode.demo.groups import GroupLife
from becode.demo.world import World
from cohorts.enums import EnrolmentState
from placements.enums import InternshipState, Responsible
from placements.models import Internship
from placements.workflow import internships, papers

MOVED_DAYS_AGO = 20
STOPPED_DAYS_AGO = 6
# Learners of the group by number; none of them leaves.
MOVES, STOPS_SHARING, SHOWN = 2, 5, 7


def add_twists(world: World, lives: Sequence[GroupLife], placings: Sequence[FullPlacing]) -> None:
    """A transfer, a consent that is taken back, an agreement unsigned on the first day.

    `lives` are those of one city, the earliest first; the last three are in training.
    """
    ending, middle, latest = lives[-3:]
    plan, chance = world.chronicle.plan, world.chance
    moves = middle.stayers[MOVES]
    plan(
        office_hours(chance, world.days_ago(MOVED_DAYS_AGO)),
        lambda at: moves.move_to(at, latest.cohort, "health_or_family"),
    )
    placing = next(one for one in placings if one.life is middle)
    plan(
        world.past(office_hours(chance, world.days_ago(STOPPED_DAYS_AGO))),
        partial(placing.stop_sharing, story=middle.stayers[STOPS_SHARING]),
    )
    plan(world.at - timedelta(hours=3), partial(_unsigned_today, world, ending))
    plan(world.at, partial(_show, world, latest))


def _show(world: World, life: GroupLife, at: datetime) -> None:
    world.shown["learner"] = life.stayers[SHOWN].person


def _unsigned_today(world: World, life: GroupLife, at: datetime) -> None:
    """Their company wants them earlier: today, and nobody has signed the agreement."""
    planned = Internship.objects.filter(
        enrolment__cohort=life.cohort,
        enrolment__state=EnrolmentState.IN_TRAINING,
        state=InternshipState.PLANNED,
    )
    internship = planned.select_related("enrolment__person", "enrolment__cohort__campus").first()
    if internship is None:
        return  # on this day nobody of the group has a place yet
    first_on = _today(at)
    officer = _officer(world, life)
    internships.change(
        internship=internship,
        start_on=first_on,
        end_on=internship.end_on,
        mentor=internship.mentor,
        actor=Actor.user(officer),
        at=at,
    )
    internship.refresh_from_db(fields=["start_on"])
    papers.change_facts(
        internship=internship,
        changes={
            "insured_by": Responsible.SCHOOL,
            "insurer": "Ethias",
            "policy_number": "45.120.884",
            "insured_until": first_on + timedelta(days=366),
            "dimona_by": Responsible.NOBODY,
            "dimona_note": "Internship within a training contract of the employment service",
        },
        actor=Actor.user(officer),
        at=at,
    )
    agreeing.make_agreement(internship, officer, at=at - timedelta(days=3))


def _today(at: datetime) -> date:
    """The day of this moment, or the next one on which people work."""
    return working_day(clock.local_day(at))


def _officer(world: World, life: GroupLife) -> User:
    return User.objects.get(pk=world.colleagues.acting(Role.PLACEMENT, life.group.campus).key)
