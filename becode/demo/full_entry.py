"""Who the learners of the full world were at the start, and why they came."""

from datetime import datetime, timedelta
from functools import partial

from becode.core import clock
from becode.core.actors import SYSTEM
from becode.demo.applying import Story
from becode.demo.groups import GroupLife
from becode.demo.sketch import Deck
from becode.demo.world import World
from becode.people import vault
from becode.people.enums import ConsentPurpose, SpecialKind
from becode.people.workflow import give_consents
from cohorts.enums import (
    BirthCountry,
    EnrolmentState,
    Housing,
    Intent,
    LabourStatus,
    NationalityGroup,
    Schooling,
)
from cohorts.workflow.entry import answer_intent, fix_entry, write_entry

# In a hundred. docs/domain.md, "Demo data".
SCHOOLING = {
    Schooling.ISCED_0: 3, Schooling.ISCED_1: 9, Schooling.ISCED_2: 24, Schooling.ISCED_3: 36,
    Schooling.ISCED_4: 4, Schooling.ISCED_5: 4, Schooling.ISCED_6: 13, Schooling.ISCED_7: 7,
}  # fmt: skip
# The second says whether they have been without work for more than a year.
LABOUR = {
    (LabourStatus.UNEMPLOYED, True): 34,
    (LabourStatus.UNEMPLOYED, False): 44,
    (LabourStatus.INACTIVE, False): 15,
    (LabourStatus.EMPLOYED, False): 7,
}
# Nationality, own and parents' country of birth: 52 have a background abroad, 12 do not say.
ORIGIN = {
    (NationalityGroup.THIRD, BirthCountry.ABROAD, BirthCountry.ABROAD): 22,
    (NationalityGroup.EU, BirthCountry.ABROAD, BirthCountry.ABROAD): 7,
    (NationalityGroup.BELGIAN, BirthCountry.BELGIUM, BirthCountry.ABROAD): 17,
    (NationalityGroup.BELGIAN, BirthCountry.ABROAD, BirthCountry.ABROAD): 6,
    (NationalityGroup.BELGIAN, BirthCountry.BELGIUM, BirthCountry.BELGIUM): 36,
    (NationalityGroup.UNSAID, BirthCountry.UNSAID, BirthCountry.UNSAID): 12,
}
HOUSING = {Housing.OWN: 49, Housing.FAMILY: 36, Housing.INSECURE: 3, Housing.UNSAID: 12}
DISABILITY = {True: 7, False: 93}
INTENT = {Intent.JOB_IN_FIELD: 78, Intent.STUDY: 9, Intent.ENRICH: 8, Intent.STAY: 5}
DECLARED = {
    "nl": "Ik ben slechthorend aan één oor.",
    "fr": "Je suis malentendant d'une oreille.",
    "en": "I am hard of hearing in one ear.",
}


class Entries:
    """The decks of one half, dealt to its learners in the order in which groups start."""

    def __init__(self, world: World) -> None:
        self.world = world
        chance = world.chance
        self._decks = [
            Deck(chance, shares)
            for shares in (SCHOOLING, LABOUR, ORIGIN, HOUSING, DISABILITY, INTENT)
        ]

    def plan(self, life: GroupLife) -> None:
        """The survey on the first day, the record on the third, fixed after the first week."""
        plan = self.world.chronicle.plan_if_past
        plan(clock.at_local(life.start_on, 15), partial(self._ask, life))
        plan(clock.at_local(life.start_on + timedelta(days=2), 10), partial(self._write, life))
        plan(clock.at_local(life.start_on + timedelta(days=8), 1), partial(self._fix, life))

    def _ask(self, life: GroupLife, at: datetime) -> None:
        intents = self._decks[-1]
        for story in _present(life):
            if self.world.chance.random() < 0.9:
                answer_intent(
                    enrolment=story.enrolment, intent=intents.draw(), actor=story.me, at=at
                )

    def _write(self, life: GroupLife, at: datetime) -> None:
        for story in _present(life):
            schooling, (labour, is_long), origin, housing, is_disabled, _intent = (
                deck.draw() for deck in self._decks
            )
            nationality, own, parents = origin
            days = self.world.chance.randint(370, 1500) if is_long else 40
            if not is_long:
                days = self.world.chance.randint(20, 170)
            write_entry(
                enrolment=story.enrolment,
                answers={
                    "schooling": schooling,
                    "labour_status": labour,
                    "nationality_group": nationality,
                    "born_in": own,
                    "parents_born_in": parents,
                    "housing": housing,
                },
                unemployed_since=life.start_on - timedelta(days=days),
                actor=life.coach,
                at=at,
            )
            if is_disabled:
                _declare(story, at)

    def _fix(self, life: GroupLife, at: datetime) -> None:
        for story in life.stories:
            entry = getattr(story.enrolment, "entry_record", None)
            if entry is not None:
                fix_entry(entry=entry, actor=SYSTEM, at=at)


def _present(life: GroupLife) -> list[Story]:
    for story in life.stories:
        story.enrolment.refresh_from_db()
    return [one for one in life.stories if one.enrolment.state == EnrolmentState.IN_TRAINING]


def _declare(story: Story, at: datetime) -> None:
    """They agree that we use it for support and for totals."""
    language = story.sketch.language
    give_consents(
        person=story.person,
        purposes=[ConsentPurpose.DISABILITY],
        text_version="2026-11",
        language=language,
        channel="form",
        actor=story.me,
        at=at,
    )
    vault.write(
        person=story.person,
        kind=SpecialKind.DISABILITY,
        text=DECLARED[language],
        actor=story.me,
        at=at,
    )
