"""What the learners of the demo school say about the internship they look for."""

from datetime import datetime
from functools import partial

from becode.core.actors import Actor
from becode.demo.applying import Story
from becode.demo.chronicle import office_hours
from becode.demo.placing import Placing
from becode.demo.words import wishes as words
from placements.models import Position
from placements.workflow import positions, silence, wishes


def speak_up(placing: Placing) -> None:
    """For a cohort in training: what positions ask, and what most learners wish."""
    world = placing.life.world
    plan, chance = world.chronicle.plan, world.chance
    plan(office_hours(chance, world.days_ago(33)), partial(_ask_skills, placing))
    for number, story in enumerate(placing.life.stayers):
        if number % 4 != 3:
            moment = office_hours(chance, world.days_ago(31))
            plan(moment, partial(_wish, placing, number=number, story=story))
    # A company that never answered: its proposal ended by itself.
    story, partner = placing.life.stayers[3], placing.partners[4 % len(placing.partners)]
    asked_at = office_hours(chance, world.days_ago(32))
    plan(asked_at, partial(placing.propose, story=story, partner=partner))
    plan(office_hours(chance, world.days_ago(13)), _end_silent)


def _end_silent(at: datetime) -> None:
    silence.end_silent(at=at)


def _ask_skills(placing: Placing, at: datetime) -> None:
    for number, position in enumerate(_open(placing)):
        positions.edit(
            position=position,
            actor=Actor.user(position.company.contacts.order_by("pk")[0].user),
            at=at,
            changes={
                "skills": list(words.SKILLS[number % len(words.SKILLS)]),
                "telework_days": number % 4,
            },
        )


def _wish(placing: Placing, at: datetime, *, number: int, story: Story) -> None:
    language = story.person.contact_language
    wishes.save_profile(
        enrolment=story.enrolment,
        changes=words.profile(language, number),
        actor=story.me,
        at=at,
    )
    offered = _open(placing)
    for step in range(min(3, len(offered))):
        position = offered[(number + step) % len(offered)]
        wishes.add_wish(enrolment=story.enrolment, position=position, actor=story.me, at=at)
    if number % 5 == 2 and len(offered) > 3:
        wishes.put_aside(
            enrolment=story.enrolment,
            position=offered[(number + 3) % len(offered)],
            why_not=words.WHY_NOT[language],
            actor=story.me,
            at=at,
        )


def _open(placing: Placing) -> list[Position]:
    campus = placing.life.cohort.campus
    found = Position.objects.with_room().internships().filter(campus=campus)
    return list(found.select_related("company").order_by("pk"))
