"""The papers of the demo's internships before the start, then visits, evaluations and hours."""

import random
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

from becode.accounts.models import User
from becode.core import clock
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from becode.core.transactions import may_refuse
from becode.demo import agreeing
from becode.demo.chronicle import Chronicle, office_hours
from cohorts.signing import read_signature
from placements.enums import EvaluatedBy, Responsible, Skill, VisitKind
from placements.evaluating import is_asked
from placements.hours import last_planned_day, months_of
from placements.models import Internship, InternshipEvaluation
from placements.readiness import signed_agreements
from placements.workflow import intern_evaluations, intern_months, papers, visits, workstation

PREPARED_BEFORE = timedelta(days=4)
STRENGTHS = {
    EvaluatedBy.MENTOR: (
        "Asks good questions and writes the answers down.",
        "Finishes what was agreed, and says in time when it does not work.",
        "Friendly with customers, calm when something breaks.",
    ),
    EvaluatedBy.LEARNER: (
        "The team explains a lot. I dare to ask.",
        "I wrote my first tests that somebody else uses.",
        "I learned how they plan the week.",
    ),
}
WORK_POINTS = {
    EvaluatedBy.MENTOR: (
        "Smaller steps, and show them earlier.",
        "Speak up in meetings.",
        "Read the error first, then change something.",
    ),
    EvaluatedBy.LEARNER: (
        "I want to plan my day better.",
        "I still need help with databases.",
        "Speaking English in meetings.",
    ),
}


@dataclass(frozen=True, slots=True)
class Paperwork:
    """Who does the papers of one internship: a colleague of the school, one of the company."""

    officer: User
    mentor: User


def make_ready(internship: Internship, who: Paperwork, *, at: datetime) -> None:
    """Everything is in order some days before the start: insurance, Dimona, sheet, agreement."""
    at = at - PREPARED_BEFORE
    papers.change_facts(
        internship=internship,
        changes={
            "insured_by": Responsible.SCHOOL,
            "insurer": "Ethias",
            "policy_number": "45.120.884",
            "insured_until": internship.end_on.replace(month=12, day=31) + timedelta(days=366),
            "dimona_by": Responsible.NOBODY,
            "dimona_note": "Internship within a training contract of the employment service",
        },
        actor=Actor.user(who.officer),
        at=at,
    )
    by_mentor = Actor.user(who.mentor)
    sheet = workstation.fill_in(
        internship=internship,
        facts={
            "screen_work": True,
            "risks": "Long work at a screen.",
            "protection": "",
            "instruction": "Way out, first aid, who to ask.",
            "health_check": False,
            "prevention_adviser": "",
            **workstation.usual_facts(internship),
        },
        actor=by_mentor,
        at=at,
    )
    name = who.mentor.get_full_name() or who.mentor.email
    workstation.sign(
        sheet=sheet,
        name=name,
        signature=read_signature(strokes="", typed=name, agrees=True),
        signer_key=who.mentor.pk,
        seen=workstation.text_of(sheet),
        actor=by_mentor,
        at=at,
    )
    sign_agreement(internship, who, at=at)


def sign_agreement(internship: Internship, who: Paperwork, *, at: datetime) -> None:
    """An agreement that everybody signed on screen; one that exists stays."""
    if internship.pk in signed_agreements([internship.pk]):
        return
    agreeing.sign_all(agreeing.make_agreement(internship, who.officer, at=at), at=at)


def plan_what_follows(
    internship: Internship, who: Paperwork, *, chronicle: Chronicle, chance: random.Random
) -> None:
    """Evaluations, months and a visit, as far as their day has come; a few stay open."""
    for evaluation in internship.evaluations.order_by("due_on", "by"):
        if chance.random() < 0.85:
            moment = office_hours(chance, evaluation.due_on + timedelta(days=chance.randint(0, 3)))
            deed = partial(_evaluate, evaluation=evaluation, who=who, chance=chance)
            chronicle.plan_if_past(moment, deed)
    for month in months_of(internship):
        last = last_planned_day(internship, month)
        if last is not None and chance.random() < 0.9:
            moment = office_hours(chance, last + timedelta(days=chance.randint(1, 4)))
            chronicle.plan_if_past(
                moment, partial(_confirm, internship=internship, month=month, who=who)
            )
    if chance.random() < 0.7:
        on = internship.start_on + timedelta(days=chance.randint(14, 40))
        chronicle.plan_if_past(
            office_hours(chance, on), partial(_visit, internship=internship, who=who)
        )


def _evaluate(
    at: datetime, evaluation: InternshipEvaluation, who: Paperwork, chance: random.Random
) -> None:
    found = InternshipEvaluation.objects.filter(pk=evaluation.pk).first()
    if found is None:
        return  # the internship ended before it was asked
    evaluation = found
    internship = Internship.objects.select_related("enrolment__person").get(
        pk=evaluation.internship_id
    )
    evaluation.internship = internship
    if evaluation.filed_at is not None or not is_asked(internship):
        return
    by = EvaluatedBy(evaluation.by)
    person = internship.enrolment.person
    is_mentor = by == EvaluatedBy.MENTOR
    intern_evaluations.file_evaluation(
        evaluation=evaluation,
        marks={skill: chance.choice((2, 3, 3, 3, 4)) for skill in Skill.values},
        strengths=chance.choice(STRENGTHS[by]),
        work_points=chance.choice(WORK_POINTS[by]),
        action="",
        would_hire=chance.choice(("yes", "maybe", "maybe")),
        filed_by=who.mentor.get_full_name() if is_mentor else person.called,
        actor=Actor.user(who.mentor) if is_mentor else Actor.person(person),
        at=at,
    )


def _confirm(at: datetime, internship: Internship, month: date, who: Paperwork) -> None:
    fresh = Internship.objects.select_related("enrolment__cohort").get(pk=internship.pk)
    try:
        with may_refuse():
            intern_months.confirm(
                internship=fresh,
                month=month,
                said={},
                confirmed_by=who.mentor.get_full_name(),
                actor=Actor.user(who.mentor),
                at=at,
            )
    except IllegalMove:
        return  # it ended before this month


def _visit(at: datetime, internship: Internship, who: Paperwork) -> None:
    visits.note_visit(
        internship=internship,
        by=who.officer,
        kind=VisitKind.VISIT,
        done_on=clock.local_day(at),
        note="Both are content. The mentor has time every day.",
        actor=Actor.user(who.officer),
        at=at,
    )
