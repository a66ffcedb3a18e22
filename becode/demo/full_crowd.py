"""Those of the full world who did not become learners: waiting, refused, gone, on their way."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import partial

from applicants.enums import Priority, RejectionReason, WithdrawalReason
from applicants.models import ApplicationDraft
from applicants.public.drafts import PURPOSE
from applicants.workflow.offers import offer_seat
from applicants.workflow.rounds import suggest
from applicants.workflow.saving import send_draft_link
from becode.accounts.enums import Role
from becode.core.actors import PUBLIC
from becode.core.sealing import new_token, seal, token_digest
from becode.demo import full_shape as shape
from becode.demo import steps
from becode.demo.applying import Story
from becode.demo.chronicle import office_hours, waking_hours
from becode.demo.crowd import Crowd
from becode.demo.full_learners import OFFERED_BEFORE, plan_selection
from becode.demo.groups import GroupLife
from becode.demo.words import motivations
from becode.demo.world import World

# For so many days people have applied.
SINCE = 1090
INELIGIBLE = (
    RejectionReason.NO_RIGHT_TO_WORK,
    RejectionReason.LANGUAGE,
    RejectionReason.LANGUAGE,
    RejectionReason.AVAILABILITY,
)
# Of ten who are rejected: how many steps they had passed, and why.
REJECTED = (
    (2, RejectionReason.SELECTION), (2, RejectionReason.SELECTION), (2, RejectionReason.SELECTION),
    (2, RejectionReason.SELECTION), (2, RejectionReason.SELECTION), (1, RejectionReason.SELECTION),
    (1, RejectionReason.SELECTION), (1, RejectionReason.UNREACHABLE),
    (0, RejectionReason.UNREACHABLE), (0, RejectionReason.OTHER),
)  # fmt: skip
WITH_LINK_EACH = 3


class Others:
    """Plans the people of one half who are no learners; numbers are those of the whole world."""

    def __init__(
        self,
        world: World,
        lives: dict[str, list[GroupLife]],
        to_come: dict[str, GroupLife],
        *,
        kept: int,
    ) -> None:
        """`to_come` are the groups with seats on offer, by city; `kept` of those who are received
        are made elsewhere: see full.py.
        """
        self.world = world
        self.crowd = Crowd(world)
        self._lives = lives
        self._to_come = to_come
        self._kept = kept
        self.rejected: list[Story] = []

    def plan(self) -> None:
        self._received()
        self._in_selection()
        self._waiting()
        self._ineligible()
        self._rejected()
        self._withdrawn()
        self._lapsed()
        self._drafts()

    def _each(self, number: int) -> Iterable[str]:
        """A city for each of so many people of the whole world, those of this half only."""
        shared = shape.share_out(number)
        return [code for code in self._lives for _one in range(shared[code])]

    def _day(self, first: int, last: int) -> int:
        return self.world.chance.randint(first, last)

    def _story(self, campus: str, applied_on: date, *, second: bool | None = None) -> Story:
        world = self.world
        other = shape.SECOND_CHOICE.get(campus)
        if second is None:
            second = world.chance.random() < 0.3
        campuses = [campus, other] if second and other else [campus]
        sketch = world.sketcher.draw(campus, on=applied_on)
        return Story(world, sketch, world.tracks["WEB"], campuses)

    def _on_the_way(self, campus: str, days_ago: int, *, passed: int, lasts: int) -> Story:
        """In selection since some days after the form, with so many steps passed within `lasts`."""
        world = self.world
        applied_on = world.days_ago(days_ago)
        story = self._story(campus, applied_on)
        until = world.past(office_hours(world.chance, applied_on + timedelta(days=lasts)))
        plan_selection(story, applied_on=applied_on, decided_at=until, passed=passed)
        return story

    def _received(self) -> None:
        codes = list(self._each(shape.SUBMITTED - self._kept))
        for code in codes:
            days = self.world.chance.choice((0, 0, 1, 1, 2, 3, 3, 4, 6, 8, 12))
            story = self._story(code, self.world.days_ago(days))
            moment = self.world.past(waking_hours(self.world.chance, self.world.days_ago(days)))
            self.world.chronicle.plan(moment, story.apply)

    def _in_selection(self) -> None:
        """Those before the info session wait, have booked, came or were missed."""
        invited = []
        for code in self._each(shape.IN_SELECTION["info_session"]):
            days = self._day(9, 30)
            story = self._story(code, self.world.days_ago(days))
            applied_at = self.world.past(waking_hours(self.world.chance, self.world.days_ago(days)))
            self.world.chronicle.plan(applied_at, story.apply)
            self.world.chronicle.plan(self.crowd.soon(max(days - 3, 1)), story.take_up)
            invited.append((days, story))
        steps.add_moments(self.crowd)
        steps.lead(self.crowd, invited, steps.STILL_INVITED)
        for kind, passed in (("challenge", 1), ("selection_day", 2)):
            for code in self._each(shape.IN_SELECTION[kind]):
                self._on_the_way(code, self._day(20, 60), passed=passed, lasts=16)

    def _waiting(self) -> None:
        """On the list since the last group was asked, so that nobody was passed over."""
        world = self.world
        for number, code in enumerate(self._each(shape.WAITING)):
            last = self._lives[code][-1]
            oldest = (world.today - last.start_on + OFFERED_BEFORE).days - 3
            decided_on = world.days_ago(self._day(3, max(oldest, 4)))
            decided_at = world.past(office_hours(world.chance, decided_on))
            applied_on = decided_on - timedelta(days=self._day(15, 60))
            story = self._story(code, applied_on)
            plan_selection(story, applied_on=applied_on, decided_at=decided_at, passed=3)
            world.chronicle.plan(decided_at, story.admit)
            if number % 30 == 4:
                self._prioritise(story, number)
            if number == 1:
                world.chronicle.plan(world.at, partial(self._show, "waiting", story))

        for life in self._to_come.values():
            offered_at = world.at - timedelta(hours=self._day(3, 40))
            world.chronicle.plan(offered_at, partial(self._offer_now, life))

    def _offer_now(self, life: GroupLife, at: datetime) -> None:
        """Who is next has a seat on offer, and most of the time to answer is over."""
        for entry in suggest(life.cohort, at=at, number=1):
            admissions = self.world.colleagues.acting(Role.ADMISSIONS, life.group.campus)
            offer_seat(entry=entry, cohort=life.cohort, actor=admissions, at=at)
            self.world.shown["offer"] = entry.application.person

    def _show(self, what: str, story: Story, at: datetime) -> None:
        self.world.shown[what] = story.person

    def _prioritise(self, story: Story, number: int) -> None:
        code, reason = motivations.PRIORITY_REASONS[number % len(motivations.PRIORITY_REASONS)]
        deed = partial(
            story.give_priority,
            priority=Priority.LATER if code == "no_shows" else Priority.FIRST,
            code=code,
            reason=reason,
        )
        self.world.chronicle.plan(self.world.at - timedelta(hours=50), deed)

    def _ineligible(self) -> None:
        """Seen at once from the form."""
        for number, code in enumerate(self._each(shape.INELIGIBLE)):
            days = self._day(20, SINCE)
            applied_on = self.world.days_ago(days)
            story = self._story(code, applied_on)
            plan = self.world.chronicle.plan
            plan(waking_hours(self.world.chance, applied_on), story.apply)
            moment = self.crowd.soon(days - self._day(3, 12))
            plan(moment, partial(story.reject, reason=INELIGIBLE[number % len(INELIGIBLE)]))

    def _rejected(self) -> None:
        for number, code in enumerate(self._each(shape.REJECTED)):
            passed, reason = REJECTED[number % len(REJECTED)]
            days = self._day(60, SINCE)
            story = self._on_the_way(code, days, passed=passed, lasts=30)
            plan = self.world.chronicle.plan
            if passed == 2 and reason == RejectionReason.SELECTION:
                plan(self.crowd.soon(days - 36), story.fail_step)
            plan(self.crowd.soon(days - self._day(42, 50)), partial(story.reject, reason=reason))
            self.rejected.append(story)

    def _withdrawn(self) -> None:
        """Soon after the form, in the selection, or while they waited."""
        reasons = list(WithdrawalReason)
        plan = self.world.chronicle.plan
        for number, code in enumerate(self._each(shape.WITHDRAWN)):
            days, kind = self._day(60, SINCE), number % 3
            while kind == 2 and self._is_asked_between(code, days - 33, days - 57):
                days = self._day(60, SINCE)
            if kind == 0:
                applied_on = self.world.days_ago(days)
                story = self._story(code, applied_on)
                plan(waking_hours(self.world.chance, applied_on), story.apply)
            else:
                story = self._on_the_way(code, days, passed=2 * kind - 1, lasts=30)
            if kind == 2:
                plan(self.crowd.soon(days - 34), story.admit)
            reason = reasons[number % len(reasons)]
            gone_at = self.crowd.soon(days - (8 if kind == 0 else self._day(42, 55)))
            plan(gone_at, partial(story.withdraw, reason=reason))

    def _is_asked_between(self, campus: str, first: int, last: int) -> bool:
        """Whether a group asked the list in these days (ago): who waited then had a seat."""
        asked = [
            (self.world.today - life.start_on + OFFERED_BEFORE).days for life in self._lives[campus]
        ]
        return any(last <= days <= first + 11 for days in asked)

    def _lapsed(self) -> None:
        """Nothing was heard: after the form, after the invitation, after the info session."""
        plan = self.world.chronicle.plan
        for number, code in enumerate(self._each(shape.LAPSED)):
            days = self._day(90, SINCE)
            if number % 5 < 2:
                applied_on = self.world.days_ago(days)
                story = self._story(code, applied_on)
                plan(waking_hours(self.world.chance, applied_on), story.apply)
            else:
                passed = 1 if number % 5 == 4 else 0
                story = self._on_the_way(code, days, passed=passed, lasts=20)
            plan(self.crowd.soon(days - 75), story.lapse)

    def _drafts(self) -> None:
        """Forms that were begun and not sent; some asked for a link to go on elsewhere."""
        for number, code in enumerate(self._each(shape.DRAFTS)):
            sketch = self.world.sketcher.draw(code, on=self.world.today)
            moment = self.world.past(
                waking_hours(self.world.chance, self.world.days_ago(self._day(0, 80)))
            )
            contact = sketch.email if number % WITH_LINK_EACH == 0 else ""
            self.world.chronicle.plan(
                moment, partial(_begin, contact=contact, language=sketch.language)
            )


def _begin(at: datetime, *, contact: str, language: str) -> None:
    """A form in which nothing much is said yet."""
    content: dict[str, object] = {"steps": {}, "began": None, "campaign": ""}
    draft = ApplicationDraft.objects.create(
        digest=token_digest(new_token()),
        sealed=seal(content, purpose=PURPOSE),
        started_at=at,
        touched_at=at,
        language=language,
        is_demo=True,
    )
    if contact:
        send_draft_link(draft=draft, contact=contact, language=language, actor=PUBLIC, at=at)
