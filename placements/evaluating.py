"""What is asked about an internship, and when. docs/domain.md, "Internships"."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from placements.enums import (
    EarlyEnd,
    EvaluatedBy,
    EvaluationMoment,
    InternshipState,
    Skill,
    WouldHire,
)
from placements.models import Internship, InternshipEvaluation

NOT_APPLICABLE = 0
MARKS = (NOT_APPLICABLE, 1, 2, 3, 4)
MARK_WORDS: dict[int, str | Promise] = {
    1: _("Not good yet"),
    2: _("Getting there"),
    3: _("Good"),
    4: _("Very good"),
    NOT_APPLICABLE: _("Does not apply"),
}
# Moments that would be closer together than this are one: the later one is left out.
APART = timedelta(days=10)
ASKED_IN = (InternshipState.RUNNING, InternshipState.INTERRUPTED, InternshipState.COMPLETED)


def due_days(start_on: date, end_on: date) -> dict[str, date]:
    """When each moment is due; a short internship has fewer, the first week and the end always.

    Five days after the start, the end of the fourth week, the middle, the last day.
    """
    days: dict[str, date] = {EvaluationMoment.WEEK_1: min(start_on + timedelta(days=5), end_on)}
    for moment, on in (
        (EvaluationMoment.WEEK_4, start_on + timedelta(days=25)),
        (EvaluationMoment.MID, start_on + (end_on - start_on) / 2),
    ):
        if max(days.values()) + APART <= on <= end_on - APART:
            days[moment] = on
    days[EvaluationMoment.END] = end_on
    return days


def asks_about_hiring(evaluation: InternshipEvaluation) -> bool:
    """From week 4 on."""
    return evaluation.moment != EvaluationMoment.WEEK_1


def is_asked(internship: Internship) -> bool:
    """Whether evaluations can be filled in now: it runs or was done, also by a hire.

    What broke off may still be evaluated at its end, unless the training was left.
    """
    if internship.state == InternshipState.BROKEN_OFF:
        return internship.early_end != EarlyEnd.TRAINING
    return internship.state in ASKED_IN


def needs_a_look(evaluation: InternshipEvaluation) -> bool:
    """Whether somebody at school should talk about it: a lowest mark, a no, or a yes to hiring."""
    if 1 in evaluation.marks.values() or evaluation.would_hire == WouldHire.NO:
        return True
    return evaluation.by == EvaluatedBy.MENTOR and evaluation.would_hire == WouldHire.YES


class Column(NamedTuple):
    """One evaluation beside others."""

    evaluation: InternshipEvaluation
    title: str
    who: str


def columns(filed: Iterable[InternshipEvaluation]) -> list[Column]:
    """Filed ones in order of time, the mentor's before the learner's."""
    order = list(EvaluationMoment)
    ordered = sorted(
        filed,
        key=lambda one: (
            order.index(EvaluationMoment(one.moment)),
            one.by != EvaluatedBy.MENTOR,
        ),
    )
    return [Column(one, one.get_moment_display(), one.get_by_display()) for one in ordered]


def rows(shown: Iterable[Column]) -> list[tuple[str, list[str]]]:
    """Each skill with its mark in each column, in words."""
    seen = list(shown)
    return [
        (str(skill.label), [mark_words(column.evaluation, skill) for column in seen])
        for skill in Skill
    ]


def mark_words(evaluation: InternshipEvaluation, skill: str) -> str:
    mark = evaluation.marks.get(skill)
    if mark is None:
        return "–"
    words = str(MARK_WORDS[mark])
    return f"{mark} · {words}" if mark else words
