"""Companies, jobs and answers of the full world: what becomes of each is decided beforehand."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from becode.accounts.models import User
from becode.core import clock
from becode.core.actors import Actor
from becode.demo.applying import Story
from becode.demo.chronicle import office_hours, working_day
from becode.demo.full_shape import Ending
from becode.demo.groups import GroupLife
from becode.demo.partners import Partner
from becode.demo.placing import Placing, plan_placing
from becode.demo.words.endings import SCHOOLS, STUDIES
from placements.enums import EvidenceLevel, ExclusionReason, FollowUpState
from placements.models import FollowUp, JobPlacement
from placements.workflow import exclusions, follow_ups, studies

# A cohort of 24 goes to so many companies; the next cohort of the city begins at the next ones.
COMPANIES_EACH = 9
EXCLUDED_FOR = (ExclusionReason.ILL, ExclusionReason.CARE, ExclusionReason.ABROAD)
# Of the questions to those who are no secret, so many in a hundred stay without an answer.
UNANSWERED = 12


@dataclass(slots=True)
class FullPlacing(Placing):
    """The officer's work for a cohort whose graduates end as `endings` say, in their order."""

    endings: list[Ending] = field(default_factory=list)

    @property
    def partners(self) -> list[Partner]:
        found = self.life.world.partners.at_campus(self.life.group.campus)
        begin = COMPANIES_EACH * self.life.number
        return [found[(begin + one) % len(found)] for one in range(COMPANIES_EACH)]

    def ending_of(self, story: Story) -> Ending | None:
        stayers = self.life.stayers
        if not self.endings or story not in stayers:
            return None
        return self.endings[stayers.index(story)]

    def plan_endings(self, at: datetime) -> None:
        """After the graduation: who studies on, and who cannot work."""
        world = self.life.world
        for number, (story, ending) in enumerate(
            zip(self.life.stayers, self.endings, strict=False)
        ):
            if ending.kind == "study":
                start_on = clock.local_day(at) + timedelta(days=world.chance.randint(20, 150))
                moment = office_hours(world.chance, start_on + timedelta(days=4))
                world.chronicle.plan_if_past(moment, partial(self._study, story, number))
            elif ending.kind == "excluded":
                known_on = clock.local_day(at) + timedelta(days=world.chance.randint(40, 170))
                moment = office_hours(world.chance, known_on)
                world.chronicle.plan_if_past(moment, partial(self._exclude, story, number))

    def _study(self, story: Story, number: int, at: datetime) -> None:
        start_on = clock.local_day(at) - timedelta(days=4)
        studies.record_study(
            enrolment=story.enrolment,
            what=STUDIES[number % len(STUDIES)],
            school=SCHOOLS[number % len(SCHOOLS)],
            start_on=start_on,
            end_on=start_on + timedelta(days=280),
            evidence_level=EvidenceLevel.A,
            actor=self.officer,
            at=at,
        )

    def _exclude(self, story: Story, number: int, at: datetime) -> None:
        exclusions.exclude(
            enrolment=story.enrolment,
            reason=EXCLUDED_FOR[number % len(EXCLUDED_FOR)],
            evidence="Letter in the file",
            by=User.objects.get(pk=self.officer.key),
            actor=self.officer,
            at=at,
        )

    def _answer(self, at: datetime, question: FollowUp) -> None:
        """What they really do; some do not answer, and those who are silent never do."""
        question.refresh_from_db()
        if question.state != FollowUpState.PLANNED:
            return
        person = question.enrolment.person
        said = self._would_say(question, at)
        if said is None:
            follow_ups.record_no_answer(follow_up=question, actor=self.officer, at=at)
            return
        me = Actor.person(person)
        follow_ups.answer(follow_up=question, answer=said, actor=me, at=at)
        if said == "something_else":
            follow_ups.tell_more(follow_up=question, is_seeking=False, actor=me, at=at)

    def _would_say(self, question: FollowUp, at: datetime) -> str | None:
        chance = self.life.world.chance
        is_silent = chance.randrange(100) < UNANSWERED
        story = next(one for one in self.life.stories if one.enrolment.pk == question.enrolment_id)
        ending = self.ending_of(story)
        if ending is None:
            return None if is_silent else chance.choice(("seeking", "working", "studying"))
        if ending.kind == "silent" or ending.kind == "excluded":
            return None
        if ending.kind == "not_seeking":
            return "something_else"
        if ending.kind == "study":
            return "studying" if story.enrolment.studies.exists() else "seeking"
        if ending.kind == "seeking" and ending.job is not None:
            return "seeking" if question.months <= 3 else None
        if ending.kind == "seeking":
            return "seeking"
        works = JobPlacement.objects.filter(
            enrolment=story.enrolment, start_on__lte=clock.local_day(at)
        ).exists()
        if is_silent:
            return None
        return "working" if works else "seeking"


def place_all(life: GroupLife, endings: list[Ending]) -> FullPlacing:
    """Plan a cohort's way into companies and beyond, as far as it has come by now."""
    placing = FullPlacing(life, endings=endings)
    plan_placing(placing)
    graduated_at = clock.at_local(working_day(life.graduation_on), 18)
    life.world.chronicle.plan_if_past(graduated_at, placing.plan_endings)
    return placing
