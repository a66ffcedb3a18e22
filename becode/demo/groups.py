"""The life of one cohort: planned, filled, started, sent on internship, graduated, closed."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial

from becode.accounts.enums import Role
from becode.core import clock
from becode.core.actors import Actor
from becode.demo.applying import Story
from becode.demo.chronicle import first_monday, office_hours, waking_hours, working_day
from becode.demo.words import learners
from becode.demo.world import World
from cohorts.calendar import CohortDates, cohort_dates
from cohorts.enums import DecidedBy, EnrolmentState
from cohorts.models import Cohort
from cohorts.requirements import can_be_said, standing_of
from cohorts.workflow import cohorts, enrolments
from cohorts.workflow.graduating import check_requirement, waive_requirement
from cohorts.workflow.leaving import leave_early

# Demo learners graduate, whatever the numbers of a school's own requirements say.
WAIVED = "Decided by the team of the campus"


@dataclass(frozen=True, slots=True, kw_only=True)
class JobPlan:
    """A job that a graduate finds, so many days after graduation; 0 days: none."""

    days: int
    contract: str
    evidence: str = "A"
    in_field: bool = True
    hours: int = 100
    at_host: bool = False
    ends_after: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """What is decided about a cohort; `starts_in` days from today, on the next Monday.

    `leavers` are (days after the start, reason); `jobs` are those of the first graduates;
    `twists` are the numbers of learners whose way into a company is told in twists.py.
    """

    code: str
    campus: str
    track: str
    starts_in: int
    seats: int
    learners: int
    leavers: tuple[tuple[int, str], ...] = ()
    jobs: tuple[JobPlan, ...] = ()
    twists: frozenset[int] = frozenset()


@dataclass(slots=True)
class GroupLife:
    """A group as it goes through time; `stories` are the people who got a seat."""

    world: World
    group: Group
    start_on: date
    dates: CohortDates
    stories: list[Story] = field(default_factory=list)
    _cohort: Cohort | None = field(default=None)

    @property
    def cohort(self) -> Cohort:
        assert self._cohort is not None
        return self._cohort

    @property
    def number(self) -> int:
        """Which one of its campus it is, as its code says."""
        return int(self.group.code.rsplit("-", 1)[1])

    @property
    def manager(self) -> Actor:
        return self.world.colleagues.acting(Role.CAMPUS_MANAGER, self.group.campus)

    @property
    def coach(self) -> Actor:
        return self.world.colleagues.acting(Role.COACH, self.group.campus)

    @property
    def stayers(self) -> list[Story]:
        """Those who did not leave: the last in the list of people leave."""
        return self.stories[: len(self.stories) - len(self.group.leavers)]

    def left_on(self, story: Story) -> date | None:
        """When somebody left early; None for those who stay."""
        number = self.stories.index(story) - len(self.stayers)
        if number < 0:
            return None
        day = self.start_on + timedelta(days=self.group.leavers[number][0])
        return working_day(day)

    @property
    def graduation_on(self) -> date:
        """Some days after the internship, or after the training where there is none."""
        last = self.dates.internship_end_on or self.dates.end_on
        return last + timedelta(days=4)

    def plan_cohort(self, at: datetime) -> None:
        self._cohort = cohorts.plan_cohort(
            track=self.world.tracks[self.group.track],
            campus=self.world.campuses[self.group.campus],
            code=self.group.code,
            start_on=self.start_on,
            actor=self.manager,
            at=at,
            seats=self.group.seats,
            is_demo=True,
        )

    def start(self, at: datetime) -> None:
        cohorts.start_cohort(cohort=self.cohort, actor=self.coach, at=at)

    def write_profiles(self, at: datetime) -> None:
        """What companies read: a strength, a project, and what each can do best."""
        chance, track = self.world.chance, self.group.track
        for story in self.stories:
            story.enrolment.refresh_from_db()
            if story.enrolment.state != EnrolmentState.IN_TRAINING:
                continue
            language = self.world.campuses[self.group.campus].languages[0]
            skills = learners.SKILLS[track]
            best = sorted(chance.sample(range(len(skills)), min(6, len(skills))))
            enrolments.write_profile(
                enrolment=story.enrolment,
                profile=" ".join(
                    [
                        chance.choice(learners.THE_PERSON[language]),
                        chance.choice(learners.WHAT_THEY_MADE[track][language]),
                    ]
                ),
                skills=[skills[number] for number in best],
                actor=self.coach,
                at=at,
            )

    def send_on_internship(self, at: datetime) -> None:
        cohorts.send_cohort_on_internship(cohort=self.cohort, actor=self.coach, at=at)

    def leave(self, at: datetime, story: Story, reason: str) -> None:
        leave_early(
            enrolment=story.enrolment,
            on=clock.local_day(at),
            reason=reason,
            decided_by=DecidedBy.LEARNER,
            badge_returned=True,
            actor=self.coach,
            at=at,
        )

    def graduate(self, at: datetime) -> None:
        """Everybody who is still there on that day; then the cohort is closed."""
        for story in self.stayers:
            self._meet_requirements(story, at)
            enrolments.graduate(
                enrolment=story.enrolment, on=clock.local_day(at), actor=self.manager, at=at
            )
        cohorts.complete_cohort(cohort=self.cohort, actor=self.manager, at=at)

    def _meet_requirements(self, story: Story, at: datetime) -> None:
        """Whatever a school that has requirements of its own asks for: seen, or waived."""
        enrolment = story.enrolment
        enrolment.refresh_from_db()
        for one in standing_of(enrolment):
            if one.is_open and can_be_said(one.requirement):
                check_requirement(
                    enrolment=enrolment, requirement=one.requirement, actor=self.coach, at=at
                )
            elif one.is_open:
                waive_requirement(
                    enrolment=enrolment,
                    requirement=one.requirement,
                    note=WAIVED,
                    actor=self.manager,
                    at=at,
                )

    def cancel(self, at: datetime) -> None:
        cohorts.cancel_cohort(cohort=self.cohort, actor=self.manager, at=at)


def live(world: World, group: Group) -> GroupLife:
    """Plan the life of a group up to now: its cohort, its people, its dates."""
    start_on = first_monday(world.today + timedelta(days=group.starts_in))
    track, campus = world.tracks[group.track], world.campuses[group.campus]
    life = GroupLife(world, group, start_on, cohort_dates(track, campus, start_on))
    plan, chance = world.chronicle.plan_if_past, world.chance
    planned_on = min(start_on - timedelta(days=160), world.days_ago(110))
    plan(office_hours(chance, planned_on), life.plan_cohort)
    life.stories = [_learner(life) for _seat in range(group.learners)]
    if not plan(clock.at_local(start_on, 9), life.start):
        return life
    leavers = life.stories[len(life.stayers) :]
    for story, (_days, reason) in zip(leavers, group.leavers, strict=True):
        moment = office_hours(chance, life.left_on(story) or start_on)
        plan(moment, partial(life.leave, story=story, reason=reason))
    profiles_on = start_on + (life.dates.end_on - start_on) / 2
    plan(office_hours(chance, profiles_on), life.write_profiles)
    if life.dates.internship_start_on is not None:
        plan(clock.at_local(life.dates.internship_start_on, 8), life.send_on_internship)
    plan(office_hours(chance, life.graduation_on), life.graduate)
    return life


def _learner(life: GroupLife) -> Story:
    """Somebody who applied, waited, was offered a seat and said yes in time."""
    world, chance = life.world, life.world.chance
    offered_on = min(
        life.start_on - timedelta(days=chance.randint(20, 34)),
        world.days_ago(chance.randint(7, 18)),
    )
    applied_on = offered_on - timedelta(days=chance.randint(32, 100))
    story = Story(
        world,
        world.sketcher.draw(life.group.campus, on=applied_on),
        world.tracks[life.group.track],
        [life.group.campus],
    )
    applied_at = waking_hours(chance, applied_on)
    taken_up_at = office_hours(chance, applied_on + timedelta(days=chance.randint(1, 4)))
    admitted_at = office_hours(chance, applied_on + timedelta(days=chance.randint(10, 24)))
    offered_at = office_hours(chance, offered_on)
    plan = world.chronicle.plan
    plan(applied_at, story.apply)
    plan(taken_up_at, story.take_up)
    plan(admitted_at, story.admit)
    plan(offered_at, lambda at: story.offer_seat(at, life.cohort))
    plan(offered_at + timedelta(minutes=chance.randint(20, 44 * 60)), story.accept)
    if story.sketch.legal_name:
        plan(offered_at + timedelta(hours=47), story.write_legal_name)
    return story
