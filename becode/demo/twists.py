"""Ways into a company that are not straight, and what is open there today."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from becode.core import clock
from becode.demo.applying import Story
from becode.demo.chronicle import office_hours, working_day
from becode.demo.matching import speak_up
from becode.demo.partners import Partner
from becode.demo.placing import Placing
from placements.models import Position
from placements.workflow import during, positions

# Whose internship rests, of those who went there straight.
RESTS = 2


def add_twists(placing: Placing) -> None:
    """For a cohort on internship now: one broken off, one called off, one that starts late.

    They are the learners whom the group's `twists` name, in this order. One of the others rests.
    """
    life = placing.life
    turns = (_broken_off, _called_off, _starts_late)
    for number, turn in zip(sorted(life.group.twists), turns, strict=True):
        partners = placing.partners
        first, second = partners[number % len(partners)], partners[(number + 1) % len(partners)]
        turn(placing, life.stories[number], first, second)
    _rests(placing, life.stories[RESTS])


def _agree(placing: Placing, story: Story, partner: Partner, *, days_ago: int) -> None:
    """Posted, proposed and accepted, from this many days ago.

    Steps are five days apart: office hours move over a long weekend by three at most.
    """
    world = placing.life.world
    steps = (
        (days_ago, partial(placing.post_one, story=story, partner=partner)),
        (days_ago - 5, partial(placing.propose, story=story, partner=partner)),
        (days_ago - 10, partial(placing.accept, story=story, partner=partner)),
    )
    for number, deed in steps:
        world.chronicle.plan(office_hours(world.chance, world.days_ago(number)), deed)


def _broken_off(placing: Placing, story: Story, first: Partner, second: Partner) -> None:
    """It stopped after some weeks; another company has been asked and has not answered."""
    world, first_on = placing.life.world, placing.life.dates.internship_start_on
    assert first_on is not None
    since = (world.today - first_on).days
    plan, chance = world.chronicle.plan, world.chance
    _agree(placing, story, first, days_ago=since + 40)
    plan(
        office_hours(chance, world.days_ago(since + 25)),
        partial(placing.plan_internship, story=story, partner=first, start_on=first_on),
    )
    plan(office_hours(chance, first_on), partial(placing.start, story=story))
    note = "The team was reorganised and nobody could guide the intern any more."
    plan(
        office_hours(chance, world.days_ago(17)),
        partial(placing.break_off, story=story, note=note),
    )
    plan(
        office_hours(chance, world.days_ago(11)),
        partial(placing.post_one, story=story, partner=second),
    )
    plan(
        office_hours(chance, world.days_ago(5)),
        partial(placing.propose, story=story, partner=second),
    )


def _called_off(placing: Placing, story: Story, first: Partner, second: Partner) -> None:
    """The first company called it off before the start; the second one took over, later."""
    world, first_on = placing.life.world, placing.life.dates.internship_start_on
    assert first_on is not None
    since = (world.today - first_on).days
    plan, chance = world.chronicle.plan, world.chance
    _agree(placing, story, first, days_ago=since + 40)
    plan(
        office_hours(chance, world.days_ago(since + 25)),
        partial(placing.plan_internship, story=story, partner=first),
    )
    plan(
        office_hours(chance, world.days_ago(since + 10)),
        partial(placing.cancel, story=story, note="The company moves and has no room."),
    )
    _agree(placing, story, second, days_ago=since)
    start_on = working_day(world.days_ago(since - 20))
    plan(
        office_hours(chance, world.days_ago(since - 15)),
        partial(placing.plan_internship, story=story, partner=second, start_on=start_on),
    )
    plan(office_hours(chance, start_on + timedelta(days=1)), partial(placing.start, story=story))


def _starts_late(placing: Placing, story: Story, first: Partner, second: Partner) -> None:
    """Planned for next week."""
    world = placing.life.world
    _agree(placing, story, first, days_ago=24)
    start_on = working_day(world.today + timedelta(days=8))
    world.chronicle.plan(
        office_hours(world.chance, world.days_ago(9)),
        partial(placing.plan_internship, story=story, partner=first, start_on=start_on),
    )


def _rests(placing: Placing, story: Story) -> None:
    """It began like the others, and rests since last week."""

    def interrupt(at: datetime) -> None:
        during.interrupt(
            internship=story.enrolment.internships.get(),
            start_on=clock.local_day(at),
            reason="A death in the family abroad; back in about three weeks.",
            actor=placing.officer,
            at=at,
        )

    world = placing.life.world
    world.chronicle.plan(clock.at_local(working_day(world.days_ago(8)), 10, 20), interrupt)


def _forgotten(placing: Placing, partner: Partner) -> None:
    """A place that nobody took and the company did not renew."""
    world = placing.life.world

    def post(at: datetime) -> None:
        posted = partner.post(
            track=world.tracks[placing.life.group.track],
            campus=world.campuses[placing.life.group.campus],
            places=1,
            start_on=None,
            at=at,
        )
        ends_at = clock.at_local(clock.local_day(at + positions.OPEN_FOR) + timedelta(days=1), 6)
        world.chronicle.plan(ends_at, partial(expire, posted))

    def expire(position: Position, at: datetime) -> None:
        positions.expire(position=position, at=at)

    world.chronicle.plan(clock.at_local(working_day(world.days_ago(130)), 11, 5), post)


def propose_now(placing: Placing) -> None:
    """For a cohort in training: the first proposals, open, answered, and taken back."""
    world, stories, partners = placing.life.world, placing.life.stayers, placing.partners

    def then(days: int, deed: Callable[..., object], number: int, **also: object) -> None:
        """Plan a deed about the learner and the partner of this number, days ago."""
        story, partner = stories[number], partners[number % len(partners)]
        moment = world.past(office_hours(world.chance, world.days_ago(days)))
        world.chronicle.plan(moment, partial(deed, story=story, partner=partner, **also))

    def post(at: datetime) -> None:
        placing.post_positions(at, places=2)

    _forgotten(placing, partners[-1])
    world.chronicle.plan(office_hours(world.chance, world.days_ago(34)), post)
    speak_up(placing)
    for number, days in ((0, 22), (1, 20), (2, 19), (3, 16), (4, 14), (5, 12), (6, 5), (7, 2)):
        then(days, placing.propose, number)
    then(17, placing.accept, 0)
    then(8, placing.plan_internship, 0)
    then(15, placing.accept, 1)
    then(15, placing.decline, 2, reason="no_mentor")
    then(11, placing.decline, 3, reason="skills")
    then(9, placing.take_back, 4)
    world.chronicle.plan(
        office_hours(world.chance, world.days_ago(6)),
        partial(placing.stop_sharing, story=stories[5]),
    )
