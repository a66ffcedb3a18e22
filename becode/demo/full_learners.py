"""The thousand learners of the full world: each waits for a cohort of their city, in order."""

from datetime import date, datetime, timedelta
from functools import partial

from becode.core import clock
from becode.demo.applying import Story
from becode.demo.chronicle import first_monday, office_hours, waking_hours, working_day
from becode.demo.groups import Group, GroupLife
from becode.demo.world import World
from cohorts.calendar import cohort_dates

PLANNED_BEFORE = timedelta(days=130)
OFFERED_BEFORE = timedelta(days=30)
# Seats are answered and, where nobody wanted them, offered again before the others are asked.
TRIED_BEFORE = timedelta(days=10)
# The first groups of a city find no list: their people applied within these days.
FIRST_WAIT = timedelta(days=70)
# From the form to the decision.
DECIDED_AFTER = (14, 45)


def empty_life(world: World, group: Group) -> GroupLife:
    """A group with its dates and nobody in it."""
    start_on = first_monday(world.today + timedelta(days=group.starts_in))
    track, campus = world.tracks[group.track], world.campuses[group.campus]
    return GroupLife(world, group, start_on, cohort_dates(track, campus, start_on))


def live_all(world: World, groups: list[Group]) -> list[GroupLife]:
    """Plan the lives of the groups of one city, the earliest first, up to now.

    Who is decided about first is offered a seat first: each group takes those who came onto the
    list since the last one was asked.
    """
    lives = []
    asked_on: date | None = None
    for group in groups:
        life = empty_life(world, group)
        offered_on = working_day(life.start_on - OFFERED_BEFORE)
        since = asked_on or offered_on - FIRST_WAIT
        _live(life, since=since + timedelta(days=1), offered_on=offered_on)
        asked_on = offered_on
        lives.append(life)
    return lives


def plan_to_come(world: World, group: Group) -> GroupLife:
    """A group that nobody has a seat in yet."""
    life = empty_life(world, group)
    world.chronicle.plan(office_hours(world.chance, world.days_ago(45)), life.plan_cohort)
    return life


def _live(life: GroupLife, *, since: date, offered_on: date) -> None:
    world, chance, group = life.world, life.world.chance, life.group
    plan = world.chronicle.plan_if_past
    plan(office_hours(chance, life.start_on - PLANNED_BEFORE), life.plan_cohort)
    latest = offered_on - TRIED_BEFORE - timedelta(days=4)
    decided = sorted(
        office_hours(chance, since + timedelta(days=chance.randint(0, (latest - since).days)))
        for _seat in range(group.learners)
    )
    asked_at = clock.at_local(offered_on, 9)
    for number, moment in enumerate(decided):
        story = apply_and_pass(life, decided_at=moment)
        life.stories.append(story)
        offered_at = asked_at + timedelta(minutes=4 * number)
        plan(offered_at, partial(_offer, life, story))
        plan(offered_at + timedelta(minutes=chance.randint(20, 44 * 60)), story.accept)
        if story.sketch.legal_name:
            plan(offered_at + timedelta(hours=47), story.write_legal_name)
    # Those who leave are the last in the list: they are not the last who applied.
    chance.shuffle(life.stories)
    plan(clock.at_local(life.start_on, 9), life.start)
    leavers = life.stories[len(life.stayers) :]
    for story, (_days, reason) in zip(leavers, group.leavers, strict=True):
        left_on = life.left_on(story) or life.start_on
        plan(office_hours(chance, left_on), partial(life.leave, story=story, reason=reason))
    profiles_on = life.start_on + (life.dates.end_on - life.start_on) / 2
    plan(office_hours(chance, profiles_on), life.write_profiles)
    if life.dates.internship_start_on is not None:
        plan(clock.at_local(life.dates.internship_start_on, 8), life.send_on_internship)
    plan(office_hours(chance, life.graduation_on), life.graduate)


def apply_and_pass(life: GroupLife, *, decided_at: datetime) -> Story:
    """Somebody who applied, came through the selection and was admitted at that moment."""
    world, chance = life.world, life.world.chance
    decided_on = clock.local_day(decided_at)
    applied_on = decided_on - timedelta(days=chance.randint(*DECIDED_AFTER))
    code = life.group.campus
    story = Story(
        world,
        world.sketcher.draw(code, on=applied_on),
        world.tracks[life.group.track],
        [code],
    )
    plan_selection(story, applied_on=applied_on, decided_at=decided_at, passed=3)
    world.chronicle.plan(decided_at, story.admit)
    return story


def plan_selection(story: Story, *, applied_on: date, decided_at: datetime, passed: int) -> None:
    """The form, the beginning of the selection, and so many steps that went well before then."""
    world, chance = story.world, story.world.chance
    plan = world.chronicle.plan
    applied_at = world.past(waking_hours(chance, applied_on))
    plan(applied_at, story.apply)
    taken_up_at = applied_at + (decided_at - applied_at) / 6
    plan(taken_up_at, story.take_up)
    rest = decided_at - taken_up_at
    for number in range(passed):
        plan(taken_up_at + rest * (number + 1) / (passed + 1), story.pass_step)


def _offer(life: GroupLife, story: Story, at: datetime) -> None:
    story.offer_seat(at, life.cohort)


def try_in_vain(life: GroupLife, how: str) -> None:
    """Somebody who was offered a seat of this group before the others, and did not take it.

    `how` is declined or expired; they left the list.
    """
    chance, plan = life.world.chance, life.world.chronicle.plan
    offered_on = working_day(life.start_on - OFFERED_BEFORE - TRIED_BEFORE)
    before = chance.randint(3, 20)
    decided_at = office_hours(chance, offered_on - timedelta(days=before + 5))
    story = apply_and_pass(life, decided_at=decided_at)
    offered_at = clock.at_local(offered_on, 9, chance.randint(0, 59))
    plan(offered_at, partial(_offer, life, story))
    if how == "declined":
        reason = chance.choice(("later", "other_training", "other"))
        deed = partial(story.decline, reason=reason, keep_place=False)
        plan(offered_at + timedelta(hours=chance.randint(2, 40)), deed)
        return
    # The end of an offer waits for a working day: over the holidays some days more.
    plan(offered_at + timedelta(days=7), story.let_expire)
    gone_at = offered_at + timedelta(days=8, hours=chance.randint(0, 6))
    plan(gone_at, partial(story.leave_list, campus=life.group.campus))
