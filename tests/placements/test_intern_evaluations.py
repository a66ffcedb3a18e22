"""Evaluations: drafts that keep everything, filing, who reads what, and what needs a talk."""

from datetime import date

import pytest

from becode.core import clock
from becode.core.moves import IllegalMove
from becode.messages.models import Message
from placements.evaluating import columns, due_days, rows
from placements.workflow import intern_evaluations, internships
from tests.placements.interning import fresh

pytestmark = pytest.mark.django_db
SKILLS = ["technical", "autonomy", "communication", "teamwork", "punctuality"]
APRIL = clock.at_local(date(2026, 4, 1), 10)


def file(evaluation, by_pia, *, mark=3, hire="yes", **marks):
    intern_evaluations.file_evaluation(
        evaluation=evaluation,
        marks={**dict.fromkeys(SKILLS, mark), **marks},
        strengths="Calm",
        work_points="",
        action="",
        would_hire=hire,
        filed_by="Chloé Contact",
        actor=by_pia,
        at=APRIL,
    )


def looks():
    return Message.objects.filter(kind="placements.intern_evaluation_needs_a_look").count()


@pytest.mark.parametrize(
    ("start", "end", "moments"),
    [
        (date(2026, 3, 2), date(2026, 5, 29), ["week_1", "week_4", "mid", "end"]),
        (date(2026, 3, 2), date(2026, 4, 10), ["week_1", "week_4", "end"]),
        (date(2026, 3, 2), date(2026, 3, 27), ["week_1", "end"]),
        (date(2026, 3, 2), date(2026, 3, 4), ["week_1", "end"]),
    ],
)
def test_short_internships_have_fewer_moments(start, end, moments):
    days = due_days(start, end)
    assert list(days) == moments
    assert max(days.values()) == end
    assert list(days.values()) == sorted(days.values())


def test_filing_asks_for_every_skill_and_the_question_about_hiring(running, by_pia):
    week_4 = running.evaluations.get(moment="week_4", by="mentor")
    with pytest.raises(IllegalMove, match="each skill"):
        intern_evaluations.file_evaluation(
            evaluation=week_4,
            marks={"technical": 3},
            strengths="",
            work_points="",
            action="",
            would_hire="yes",
            filed_by="Chloé",
            actor=by_pia,
            at=APRIL,
        )
    with pytest.raises(IllegalMove, match="hiring"):
        file(week_4, by_pia, hire="")
    file(week_4, by_pia)
    week_4.refresh_from_db()
    assert (week_4.filed_at, week_4.filed_by) == (APRIL, "Chloé Contact")
    with pytest.raises(IllegalMove, match="does not change"):
        file(week_4, by_pia)


def test_the_first_week_does_not_ask_about_hiring(running, by_pia):
    first = running.evaluations.get(moment="week_1", by="mentor")
    file(first, by_pia, hire="yes")
    first.refresh_from_db()
    assert first.would_hire == ""


def test_not_applicable_is_an_answer(running, by_pia):
    week_4 = running.evaluations.get(moment="week_4", by="mentor")
    file(week_4, by_pia, teamwork=0)
    week_4.refresh_from_db()
    assert week_4.marks["teamwork"] == 0


@pytest.mark.parametrize("mark", [5, -1, "3", None])
def test_other_marks_are_refused(running, by_pia, mark):
    week_4 = running.evaluations.get(moment="week_4", by="mentor")
    with pytest.raises(IllegalMove):
        file(week_4, by_pia, teamwork=mark)


@pytest.mark.parametrize(
    ("by", "mark", "hire", "number"),
    [
        ("mentor", 3, "maybe", 0),
        ("mentor", 3, "yes", 1),
        ("mentor", 3, "no", 1),
        ("mentor", 1, "maybe", 1),
        ("learner", 3, "yes", 0),
        ("learner", 3, "no", 1),
        ("learner", 1, "maybe", 1),
    ],
)
def test_what_needs_a_talk_is_told_at_once(running, pia, by_pia, by, mark, hire, number):
    file(running.evaluations.get(moment="mid", by=by), by_pia, mark=mark, hire=hire)
    assert looks() == number


def test_one_filed_by_mistake_is_opened_again_with_its_words(running, by_pia):
    mid = running.evaluations.get(moment="mid", by="mentor")
    file(mid, by_pia)
    with pytest.raises(IllegalMove, match="why"):
        intern_evaluations.reopen(evaluation=mid, reason=" ", actor=by_pia, at=APRIL)
    intern_evaluations.reopen(evaluation=mid, reason="Wrong intern", actor=by_pia, at=APRIL)
    mid.refresh_from_db()
    assert (mid.filed_at, mid.strengths, mid.marks["technical"]) == (None, "Calm", 3)
    file(mid, by_pia)
    other = running.evaluations.get(moment="end", by="mentor")
    with pytest.raises(IllegalMove):
        intern_evaluations.reopen(evaluation=other, reason="x", actor=by_pia, at=APRIL)


def test_dates_move_what_nobody_filed_and_keep_drafts(running, mentor, by_pia):
    week_4 = running.evaluations.get(moment="week_4", by="mentor")
    file(week_4, by_pia)
    mid = running.evaluations.get(moment="mid", by="mentor")
    intern_evaluations.save_draft(
        evaluation=mid, marks={}, strengths="Begun", work_points="", action=""
    )
    internships.change(
        internship=running,
        start_on=running.start_on,
        end_on=date(2026, 4, 10),
        mentor=mentor,
        actor=by_pia,
        at=APRIL,
    )
    left = running.evaluations.order_by("due_on", "moment", "by")
    assert [(one.moment, one.by) for one in left if one.moment == "mid"] == [("mid", "mentor")]
    assert {one.due_on for one in left if one.moment == "end"} == {date(2026, 4, 10)}
    week_4.refresh_from_db()
    assert week_4.due_on == date(2026, 3, 27)


def test_side_by_side_is_in_order_of_time_the_mentor_first(running, by_pia):
    for moment, by in (("mid", "learner"), ("week_4", "learner"), ("week_4", "mentor")):
        file(running.evaluations.get(moment=moment, by=by), by_pia, mark=2)
    shown = columns(fresh(running).evaluations.filed())
    assert [(one.evaluation.moment, one.evaluation.by) for one in shown] == [
        ("week_4", "mentor"),
        ("week_4", "learner"),
        ("mid", "learner"),
    ]
    assert rows(shown)[0] == ("Technical skill", ["2 · Getting there"] * 3)
