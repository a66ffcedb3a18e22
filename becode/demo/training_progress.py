"""Coaches of the groups, and how far their learners are half-way and at the end."""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from becode.accounts.enums import Role
from becode.accounts.models import User
from becode.core import clock
from becode.core.actors import Actor
from becode.demo.chronicle import office_hours
from becode.demo.groups import GroupLife
from becode.demo.words.progress import COMPETENCES, GOALS, NOTE, STRENGTHS, WORK_POINTS
from becode.demo.world import World
from cohorts.enums import AssessedBy, AssessmentMoment, CoachRole
from cohorts.models import Competence, Evaluation
from cohorts.workflow.accompanying import set_goal, write_note
from cohorts.workflow.coaches import assign_coach
from cohorts.workflow.evaluations import FOLLOWING, competences_of, file_evaluation

ASSIGNED_BEFORE = timedelta(days=21)
# The group that starts soon has no lead coach yet, and one group is not ready half-way.
WITHOUT_COACH = "GNT-Noether-3"
NOT_READY = "GNT-Turing-1"


def add_progress(world: World, lives: Sequence[GroupLife]) -> None:
    """Plan who coaches, and what is handed in at the two moments, up to now.

    The tracks have competences by then: see `add_competences`.
    """
    for life in lives:
        chance = random.Random(life.group.code)
        plan = world.chronicle.plan_if_past
        if life.group.code != WITHOUT_COACH:
            plan(office_hours(chance, life.start_on - ASSIGNED_BEFORE), partial(_assign, life))
        middle = life.start_on + (life.dates.end_on - life.start_on) / 2
        for moment, on in (
            (AssessmentMoment.MID, middle),
            (AssessmentMoment.END, life.dates.end_on),
        ):
            deed = partial(_hand_in, life, chance, moment=moment)
            plan(clock.at_local(on, 16, chance.randint(0, 59)), deed)


def add_competences(world: World) -> None:
    """For tracks that have none of their own."""
    for code, names in COMPETENCES.items():
        track = world.tracks[code]
        if track.competences.exists():
            continue
        Competence.objects.bulk_create(
            Competence(track=track, position=number, name_nl=nl, name_fr=fr, name_en=en)
            for number, (nl, fr, en) in enumerate(names, start=1)
        )


def _colleague(life: GroupLife, role: Role) -> User:
    key = life.world.colleagues.acting(role, life.group.campus).key
    return next(user for user in life.world.colleagues.accounts if user.pk == key)


def _assign(life: GroupLife, at: datetime) -> None:
    for role, as_role in ((Role.COACH, CoachRole.LEAD), (Role.PLACEMENT, CoachRole.INSERTION)):
        assign_coach(
            cohort=life.cohort,
            user=_colleague(life, role),
            role=as_role,
            actor=life.manager,
            at=at,
        )


def _hand_in(life: GroupLife, chance: random.Random, at: datetime, *, moment: str) -> None:
    """Both sides hand in; in one group some have not, and a few notes and goals are made."""
    owed = list(
        Evaluation.objects.owed()
        .filter(enrolment__cohort=life.cohort, enrolment__state__in=FOLLOWING, moment=moment)
        .select_related("enrolment__cohort", "enrolment__person")
        .order_by("enrolment_id", "by")
    )
    coach = _colleague(life, Role.COACH)
    language = life.world.campuses[life.group.campus].languages[0]
    is_mid = moment == AssessmentMoment.MID
    for number, evaluation in enumerate(owed):
        is_coach = evaluation.by == AssessedBy.COACH
        if life.group.code == NOT_READY and number % 5 in (1, 2):
            continue
        file_evaluation(
            evaluation=evaluation,
            marks={
                one.pk: chance.choice((1, 2, 2, 3) if is_mid else (2, 3, 3, 4))
                for one in competences_of(evaluation)
            },
            strengths=STRENGTHS[language] if is_coach else "",
            work_points=WORK_POINTS[language] if is_mid else "",
            actor=life.coach if is_coach else Actor.person(evaluation.enrolment.person),
            at=at,
            user=coach if is_coach else None,
        )
        if is_mid and is_coach and number % 3 == 0:
            learner = evaluation.enrolment
            set_goal(
                enrolment=learner,
                text=GOALS[language],
                until=life.dates.end_on,
                actor=life.coach,
                at=at,
            )
            write_note(enrolment=learner, text=NOTE[language], is_shared=False, author=coach, at=at)
