"""Moments in the past and the coming weeks, and people in every state of the selection."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from functools import partial

from applicants.enums import StepKind
from applicants.models import Slot, StepProgress
from applicants.workflow import booking, selecting, slots
from becode.accounts.enums import Role
from becode.accounts.models import User
from becode.core import clock
from becode.core.actors import ActorKind
from becode.demo.applying import Story
from becode.demo.chronicle import working_day
from becode.demo.crowd import Crowd
from becode.demo.world import World

Life = Callable[[Crowd, Story, int], object]

PLANNED_DAYS_AGO = 40
LAST_WEEK, YESTERDAY = -6, -1
# Days from today of the moments of each campus; the last is a selection day.
INFO_DAYS = (LAST_WEEK, YESTERDAY, 4, 11)
SELECTION_DAY = 17


def add_selection(crowd: Crowd, stories: Sequence[tuple[int, Story]]) -> None:
    """Plan moments at every campus, and lead those in selection (days ago, story) through them."""
    add_moments(crowd)
    lead(crowd, stories, (_waits, _comes_soon, _passed, _missed, _came, _comes_soon, _not_noted))


def add_moments(crowd: Crowd) -> None:
    """Plan what people can book at every campus."""
    world = crowd.world
    for code in world.campuses:
        world.chronicle.plan(
            clock.at_local(world.days_ago(PLANNED_DAYS_AGO), 10),
            partial(_plan_moments, world, code),
        )


def lead(crowd: Crowd, stories: Sequence[tuple[int, Story]], lives: Sequence[Life]) -> None:
    """Each (days ago, story) through one of these, in turn."""
    for number, (days_ago, story) in enumerate(stories):
        lives[number % len(lives)](crowd, story, days_ago)


def _plan_moments(world: World, code: str, at: datetime) -> None:
    campus = world.campuses[code]
    host = world.colleagues.acting(Role.ADMISSIONS, code)
    colleague = User.objects.get(pk=host.key) if host.kind == ActorKind.USER else None
    kinds = [(StepKind.INFO_SESSION, days, time(14), time(16), 12) for days in INFO_DAYS]
    kinds.append((StepKind.SELECTION_DAY, SELECTION_DAY, time(9, 30), time(13), 10))
    for kind, days, begins, ends, capacity in kinds:
        plan = slots.SlotPlan(
            kind=kind,
            campus=campus,
            track=None,
            begins=begins,
            ends=ends,
            capacity=capacity,
            language=campus.languages[0],
            host=colleague,
        )
        made = slots.add_slots(plan=plan, on=_day(world, days), actor=host, at=at)
        Slot.objects.filter(pk__in=[slot.pk for slot in made]).update(is_demo=True)


def _day(world: World, days: int) -> date:
    """The working day on or after; for past ones on or before, so that they stay past."""
    day = world.today + timedelta(days=days)
    if days >= 0:
        return working_day(day)
    while working_day(day) != day:
        day -= timedelta(days=1)
    return day


def _waits(crowd: Crowd, story: Story, days_ago: int) -> None:
    """Was invited and has not chosen a moment yet."""


def _comes_soon(crowd: Crowd, story: Story, days_ago: int) -> None:
    crowd.world.chronicle.plan(
        _after_take_up(crowd, days_ago), lambda at: _book(story, INFO_DAYS[2], at)
    )


def _not_noted(crowd: Crowd, story: Story, days_ago: int) -> None:
    """Was expected yesterday; nobody has noted it."""
    crowd.world.chronicle.plan(
        _after_take_up(crowd, days_ago), lambda at: _book(story, YESTERDAY, at)
    )


def _came(crowd: Crowd, story: Story, days_ago: int) -> None:
    _attend(crowd, story, days_ago, attended=True)


def _missed(crowd: Crowd, story: Story, days_ago: int) -> None:
    _attend(crowd, story, days_ago, attended=False)


def _passed(crowd: Crowd, story: Story, days_ago: int) -> None:
    """Came last week, and has the challenge before them."""
    noted_at = _attend(crowd, story, days_ago, attended=True)
    crowd.world.chronicle.plan(
        noted_at,
        lambda at: selecting.pass_step(progress=_step(story), actor=story.admissions, at=at),
    )


def _after_take_up(crowd: Crowd, days_ago: int) -> datetime:
    """The evening of the day on which `Crowd.in_selection` had them taken up."""
    world = crowd.world
    return world.past(clock.at_local(working_day(world.days_ago(days_ago - 3)), 17))


def _attend(crowd: Crowd, story: Story, days_ago: int, *, attended: bool) -> datetime:
    """Booked last week's moment, and it was noted; returns when."""
    plan, booked_at = crowd.world.chronicle.plan, _after_take_up(crowd, days_ago)
    noted_at = max(clock.at_local(_day(crowd.world, LAST_WEEK), 16, 30), booked_at)
    plan(booked_at, lambda at: _book(story, LAST_WEEK, at))
    plan(noted_at, lambda at: _note(story, at, attended=attended))
    return noted_at


def _step(story: Story) -> StepProgress:
    return story.application.progress.present().with_step().get()


def _book(story: Story, days: int, at: datetime) -> None:
    day = clock.at_local(_day(story.world, days), 14)
    slot = Slot.objects.get(
        campus=story.world.campuses[story.campuses[0]],
        kind=StepKind.INFO_SESSION,
        starts_at=day,
        is_demo=True,
    )
    booking.book(progress=_step(story), slot=slot, actor=story.admissions, at=at)


def _note(story: Story, at: datetime, *, attended: bool) -> None:
    booked = _step(story).bookings.booked().get()
    booking.note_attendance(booking=booked, attended=attended, actor=story.admissions, at=at)


# Ways in which somebody still is before the first step.
STILL_INVITED: tuple[Life, ...] = (
    _waits, _comes_soon, _missed, _waits, _came, _waits, _not_noted, _waits,
)  # fmt: skip
