"""Those who are not learners: received, in selection, waiting, refused, gone, too young."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import partial

from applicants.enums import Priority, RejectionReason, WithdrawalReason
from applicants.workflow.submitting import InterestAnswers, submit
from becode.core.actors import PUBLIC
from becode.core.forms import Birth
from becode.demo.applying import Story, expire_offers
from becode.demo.chronicle import office_hours, waking_hours
from becode.demo.groups import GroupLife
from becode.demo.words import motivations
from becode.demo.world import World
from cohorts.workflow.first_days import note_no_show

# Where people apply, and where else some of them would go.
SPREAD = ("BXL", "GNT", "BXL", "ANT", "CRL", "BXL", "LIE", "GNT", "BXL", "ANT")
SECOND_CHOICE = {"BXL": "CRL", "ANT": "GNT", "GNT": "BXL", "CRL": "LIE", "LIE": "CRL"}


class Crowd:
    """Makes applicants in every state; each method plans people of one kind."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._number = 0

    def applicant(
        self,
        days_ago: int,
        *,
        campus: str = "",
        track: str = "WEB",
        with_second: bool | None = None,
        **fixed: object,
    ) -> Story:
        """Somebody who applied so many days ago; nothing else has happened to them yet."""
        world, chance = self.world, self.world.chance
        if not campus:
            campus = SPREAD[self._number % len(SPREAD)]
            self._number += 1
        if with_second is None:
            with_second = track == "WEB" and chance.random() < 0.3
        campuses = [campus, SECOND_CHOICE[campus]] if with_second else [campus]
        applied_on = world.days_ago(days_ago)
        sketch = world.sketcher.draw(campus, on=applied_on, **fixed)
        story = Story(world, sketch, world.tracks[track], campuses)
        world.chronicle.plan(world.past(waking_hours(chance, applied_on)), story.apply)
        return story

    def soon(self, days_ago: int) -> datetime:
        """Office hours of a day in the past."""
        world = self.world
        return world.past(office_hours(world.chance, world.days_ago(days_ago)))

    def received(self, days: Sequence[int]) -> None:
        """Nobody has looked at these; some wait for more than five days."""
        for number in days:
            self.applicant(number)

    def in_selection(self, days: Sequence[int]) -> list[tuple[int, Story]]:
        """Each with the days since they applied; three days later they were taken up."""
        stories = []
        for number in days:
            story = self.applicant(number)
            self.world.chronicle.plan(self.soon(max(number - 3, 1)), story.take_up)
            stories.append((number, story))
        return stories

    def waiting(self, campus: str, days: Sequence[int], *, track: str = "WEB") -> list[Story]:
        """People on the list of a campus; the longest waits come first."""
        stories = []
        for number in days:
            story = self.applicant(number, campus=campus, track=track)
            self.world.chronicle.plan(self.soon(number - 3), story.take_up)
            self.world.chronicle.plan(self.soon(number - 14), story.admit)
            stories.append(story)
        return stories

    def prioritise(self, story: Story, number: int, *, priority: int = Priority.FIRST) -> None:
        code, reason = motivations.PRIORITY_REASONS[number]
        self.world.chronicle.plan(
            self.soon(5),
            partial(story.give_priority, priority=priority, code=code, reason=reason),
        )

    def rejected(self, days: Sequence[int]) -> list[Story]:
        """Every reason in turn; some after the selection, some at once."""
        reasons = [reason for reason in RejectionReason if reason != RejectionReason.DUPLICATE]
        stories = []
        for position, number in enumerate(days):
            story, reason = self.applicant(number), reasons[position % len(reasons)]
            if reason != RejectionReason.NO_RIGHT_TO_WORK:
                self.world.chronicle.plan(self.soon(number - 3), story.take_up)
            decided = self.soon(number - self.world.chance.randint(10, 20))
            self.world.chronicle.plan(decided, partial(story.reject, reason=reason))
            stories.append(story)
        return stories

    def withdrawn(self, days: Sequence[int]) -> None:
        """They stopped: soon after the form, in the selection, or while they waited."""
        reasons = list(WithdrawalReason)
        for position, number in enumerate(days):
            story = self.applicant(number)
            steps = (story.take_up, story.admit)[: position % 3]
            for days_later, step in zip((3, 14), steps, strict=False):
                self.world.chronicle.plan(self.soon(number - days_later), step)
            reason = reasons[position % len(reasons)]
            self.world.chronicle.plan(
                self.soon(number - 20), partial(story.withdraw, reason=reason)
            )

    def lapsed(self, days: Sequence[int]) -> None:
        for number in days:
            story = self.applicant(number)
            self.world.chronicle.plan(self.soon(number - 75), story.lapse)

    def offered(self, life: GroupLife, *, hours_left: int, hours: int = 48) -> Story:
        """Somebody with a seat on offer, to be answered within these hours from now."""
        story = self.waiting(life.group.campus, [self.world.chance.randint(60, 110)])[0]
        offered_at = self.world.at - timedelta(hours=hours - hours_left)
        self.world.chronicle.plan(
            offered_at, lambda at: story.offer_seat(at, life.cohort, hours=hours)
        )
        return story

    def answered(self, life: GroupLife, how: str, *, days_ago: int) -> Story:
        """An offer that ended without a yes: declined, left, expired or taken back."""
        story = self.waiting(life.group.campus, [days_ago + self.world.chance.randint(40, 70)])[0]
        plan, offered_at = self.world.chronicle.plan, self.soon(days_ago)
        plan(offered_at, lambda at: story.offer_seat(at, life.cohort))
        if how == "declined":
            plan(offered_at + timedelta(hours=5), partial(story.decline, reason="later"))
        elif how == "left":
            deed = partial(story.decline, reason="other_training", keep_place=False)
            plan(offered_at + timedelta(hours=21), deed)
        elif how == "expired":
            plan(offered_at + timedelta(hours=48, minutes=5), expire_offers)
        else:
            plan(offered_at + timedelta(hours=3), story.take_offer_back)
        return story

    def gave_seat_back(self, life: GroupLife, *, days_ago: int, waits_again: bool) -> None:
        """Enrolled, and then not: stopped for good, or waits again with the old date."""
        story = self._seated(life, days_ago=days_ago)
        plan = self.world.chronicle.plan
        gone_at = self.soon(days_ago - 6)
        if not waits_again:
            plan(gone_at, partial(story.withdraw, reason="found_job"))
            return
        plan(gone_at, story.wait_again)

    def deferred(self, life: GroupLife, *, days_ago: int, agreed: str) -> None:
        """Had a seat, and starts with a later cohort as agreed: then they go first."""
        story = self._seated(life, days_ago=days_ago)
        self.world.chronicle.plan(self.soon(days_ago - 6), partial(story.wait_again, agreed=agreed))

    def moved(self, life: GroupLife, other: GroupLife, *, days_ago: int, reason: str) -> None:
        """Had a seat in one cohort, and has it in another one now."""
        story = self._seated(life, days_ago=days_ago)
        self.world.chronicle.plan(
            self.soon(days_ago - 6), lambda at: story.move_to(at, other.cohort, reason)
        )

    def never_came(self, life: GroupLife) -> None:
        """Said yes, and was not there on the first day; noted the day after."""
        days_ago = (self.world.today - life.start_on).days
        story = self._seated(life, days_ago=days_ago + 20)
        day = office_hours(self.world.chance, life.start_on + timedelta(days=1))
        self.world.chronicle.plan(
            day,
            lambda at: note_no_show(enrolment=story.enrolment, actor=life.coach, at=at),
        )

    def _seated(self, life: GroupLife, *, days_ago: int) -> Story:
        """Somebody who was offered a seat so many days ago and said yes."""
        waited = self.world.chance.randint(40, 70)
        story = self.waiting(life.group.campus, [days_ago + waited], track=life.group.track)[0]
        plan, offered_at = self.world.chronicle.plan, self.soon(days_ago)
        plan(offered_at, lambda at: story.offer_seat(at, life.cohort))
        plan(offered_at + timedelta(hours=6), story.accept)
        return story

    def too_young(self, first_name: str, birth: Birth, *, campus: str, days_ago: int) -> None:
        """On the interest list, with a parent's address."""
        world = self.world
        answers = InterestAnswers(
            first_name=first_name,
            birth_year=birth.year,
            parent_contact=f"parent.{first_name.lower()}@mail.example",
            campus=world.campuses[campus],
            language=world.campuses[campus].languages[0],
            is_demo=True,
        )
        moment = world.past(waking_hours(world.chance, world.days_ago(days_ago)))
        world.chronicle.plan(
            moment, lambda at: submit(draft=None, answers=answers, actor=PUBLIC, at=at)
        )


def born(age: int, on: date, *, days_before: int = 100) -> Birth:
    """The birth of somebody who has this age on a day, and had a birthday so many days before."""
    day = on - timedelta(days=days_before)
    born_on = date(day.year - age, day.month, min(day.day, 28))
    return Birth(born_on, born_on.year)
