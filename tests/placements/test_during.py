"""While it runs: rest, another end, an early one; and what was noted wrongly is put right."""

from datetime import date

import pytest

from becode.core import clock
from becode.core.invariants import invariants
from becode.core.moves import IllegalMove
from becode.messages.models import Message
from cohorts.enums import RequirementKind
from cohorts.models import CoachAssignment, Requirement
from cohorts.workflow.leaving import leave_early
from placements.models import Internship
from placements.requirements import _internship as counts_internship
from placements.workflow import during, intern_evaluations, internships, papers, proposals, visits
from tests import factories
from tests.factories_placements import in_order, signed_agreement
from tests.placements.conftest import both_agree
from tests.placements.interning import fresh

pytestmark = pytest.mark.django_db
DAY_10 = clock.at_local(date(2026, 3, 10), 12)


def broken(at):
    """The rules of internships that a row breaks; places are not counted here."""
    return {
        rule.key: count
        for rule in invariants()
        if "internships" in rule.key and (count := rule.count(at=at))
    }


def told(kind):
    return sorted(Message.objects.filter(kind=kind).values_list("address", flat=True))


def test_it_rests_and_goes_on_with_the_lost_days_at_the_end(running, by_pia):
    during.interrupt(
        internship=running, start_on=date(2026, 3, 9), reason="Move", actor=by_pia, at=DAY_10
    )
    assert (running.state, broken(DAY_10)) == ("interrupted", {})
    later = clock.at_local(date(2026, 3, 16), 12)
    end = during.resume(
        internship=running, on=date(2026, 3, 16), gives_back=True, actor=by_pia, at=later
    )
    rest = running.interruptions.get()
    assert (rest.end_on, running.state) == (date(2026, 3, 15), "running")
    assert end == date(2026, 6, 5), "five working days more"
    running.refresh_from_db()
    assert running.end_on == date(2026, 6, 5)
    due = running.evaluations.filter(moment="end").values_list("due_on", flat=True)
    assert set(due) == {date(2026, 6, 5)}


def test_days_of_rest_to_come_keep_it_running(running, by_pia, at):
    during.interrupt(
        internship=running,
        start_on=date(2026, 4, 13),
        end_on=date(2026, 4, 17),
        reason="Holiday of the host",
        actor=by_pia,
        at=at,
    )
    running.refresh_from_db()
    assert (running.state, broken(at)) == ("running", {})
    with pytest.raises(IllegalMove, match="already"):
        during.interrupt(
            internship=running,
            start_on=date(2026, 4, 17),
            end_on=date(2026, 4, 20),
            reason="Twice",
            actor=by_pia,
            at=at,
        )


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (date(2026, 3, 11), None, "last day too"),
        (date(2026, 2, 27), None, "period"),
        (date(2026, 6, 1), date(2026, 6, 3), "period"),
        (date(2026, 3, 10), date(2026, 3, 9), "before the first day"),
    ],
)
def test_a_rest_has_days_that_make_sense(running, by_pia, start, end, words):
    with pytest.raises(IllegalMove, match=words):
        during.interrupt(
            internship=running, start_on=start, end_on=end, reason="x", actor=by_pia, at=DAY_10
        )
    assert not running.interruptions.exists()


def test_a_rest_that_was_none_is_taken_back(running, by_pia):
    rest = during.interrupt(
        internship=running, start_on=date(2026, 3, 9), reason="Move", actor=by_pia, at=DAY_10
    )
    during.drop_interruption(interruption=rest, reason="Another intern", actor=by_pia, at=DAY_10)
    running.refresh_from_db()
    assert (running.state, running.correction) == ("running", "Another intern")
    assert broken(DAY_10) == {}


def test_a_new_last_day_is_told_moves_evaluations_and_asks_for_an_amendment(running, chloe, by_pia):
    assert not papers.amendment_due(running)
    with pytest.raises(IllegalMove, match="why"):
        during.move_end(
            internship=running, end_on=date(2026, 6, 12), reason="", actor=by_pia, at=DAY_10
        )
    during.move_end(
        internship=running, end_on=date(2026, 6, 12), reason="Project", actor=by_pia, at=DAY_10
    )
    assert told("placements.internship_end_moved_company") == [chloe.email]
    assert told("placements.internship_end_moved_learner") == ["canary-mail@mail.example"]
    assert papers.amendment_due(running)
    later = clock.at_local(date(2026, 3, 12))
    signed_agreement(running, at=later)
    assert not papers.amendment_due(running)


@pytest.mark.parametrize("day", [date(2026, 3, 9), date(2026, 5, 29)])
def test_the_last_day_moves_to_another_day_to_come(running, by_pia, day):
    with pytest.raises(IllegalMove):
        during.move_end(internship=running, end_on=day, reason="x", actor=by_pia, at=DAY_10)


def test_who_is_hired_has_done_the_internship(running, yasmin, by_pia, web):
    during.break_off(
        internship=running,
        early_end="hired",
        ended_on=date(2026, 3, 9),
        actor=by_pia,
        at=DAY_10,
    )
    running.refresh_from_db()
    assert (running.state, running.early_end) == ("completed", "hired")
    asked = Requirement.objects.create(track=web, position=1, kind=RequirementKind.INTERNSHIP)
    assert counts_internship(asked, [yasmin])[yasmin.pk].is_met
    assert set(running.evaluations.filter(moment="end").values_list("due_on", flat=True)) == {
        date(2026, 3, 9)
    }


def test_another_reason_needs_words(running, by_pia):
    with pytest.raises(IllegalMove, match="why"):
        during.break_off(internship=running, early_end="other", actor=by_pia, at=DAY_10)
    running.refresh_from_db()
    assert running.state == "running"


def test_a_host_change_goes_on_at_the_other_company_until_the_agreed_end(
    running, yasmin, brussels, by_pia
):
    during.break_off(
        internship=running,
        early_end="host_change",
        ended_on=date(2026, 3, 6),
        actor=by_pia,
        at=DAY_10,
    )
    other = factories.PositionFactory(campus=brussels)
    proposal = proposals.propose(enrolment=yasmin, position=other, actor=by_pia, at=DAY_10)
    both_agree(proposal, by_pia, DAY_10)
    made = internships.plan(proposal=proposal, actor=by_pia, at=DAY_10)
    assert made.follows == running
    assert (made.start_on, made.end_on) == (date(2026, 3, 9), date(2026, 5, 29))


def test_leaving_the_training_ends_what_runs_and_cancels_what_is_planned(
    running, yasmin, mieke, cohort, by_pia, position
):
    leave_early(
        enrolment=yasmin,
        on=date(2026, 3, 9),
        reason="health",
        decided_by="learner",
        actor=by_pia,
        at=DAY_10,
    )
    running.refresh_from_db()
    facts = (running.state, running.early_end, running.ended_on)
    assert facts == ("broken_off", "training", date(2026, 3, 9))
    assert not running.evaluations.open().exists()
    assert told("placements.internship_ended_learner") == []
    assert len(told("placements.internship_ended_company")) == 1


def test_leaving_before_the_first_day_gives_the_place_back(to_start, yasmin, position, by_pia, at):
    position.places_taken = 1
    position.save()
    leave_early(
        enrolment=yasmin,
        on=at.date(),
        reason="family",
        decided_by="learner",
        actor=by_pia,
        at=at,
    )
    to_start.refresh_from_db()
    position.refresh_from_db()
    assert (to_start.state, position.places_taken) == ("cancelled", 0)


def test_a_start_by_mistake_is_taken_back_and_starts_no_more_by_itself(running, yasmin, by_pia):
    internships.take_back_start(
        internship=running, reason="She never came", actor=by_pia, at=DAY_10.replace(day=3)
    )
    yasmin.refresh_from_db()
    running.refresh_from_db()
    assert (running.state, yasmin.state) == ("planned", "in_training")
    assert not running.evaluations.exists()
    assert internships.start_what_is_ready(at=DAY_10.replace(day=4)) == 0
    internships.start(internship=fresh(running), actor=by_pia, at=DAY_10.replace(day=4))
    assert running.evaluations.count() == 8


def test_a_start_is_not_taken_back_after_a_week_or_an_evaluation(running, mentor, by_pia):
    with pytest.raises(IllegalMove, match="week ago"):
        internships.take_back_start(internship=running, reason="x", actor=by_pia, at=DAY_10)
    intern_evaluations.file_evaluation(
        evaluation=running.evaluations.get(moment="week_1", by="mentor"),
        marks=dict.fromkeys(
            ["technical", "autonomy", "communication", "teamwork", "punctuality"], 3
        ),
        strengths="",
        work_points="",
        action="",
        filed_by="Chloé",
        actor=by_pia,
        at=DAY_10.replace(day=5),
    )
    with pytest.raises(IllegalMove, match="evaluated"):
        internships.take_back_start(
            internship=running, reason="x", actor=by_pia, at=DAY_10.replace(day=6)
        )


def test_an_end_by_mistake_is_taken_back(running, by_pia):
    during.break_off(internship=running, early_end="company", actor=by_pia, at=DAY_10)
    during.take_up_again(internship=running, reason="Wrong learner", actor=by_pia, at=DAY_10)
    running.refresh_from_db()
    facts = (running.state, running.ended_on, running.early_end, running.correction)
    assert facts == ("running", None, "", "Wrong learner")
    assert broken(DAY_10) == {}


def test_it_is_not_taken_up_again_beside_another_one(running, yasmin, brussels, by_pia):
    during.break_off(internship=running, early_end="host_change", actor=by_pia, at=DAY_10)
    other = factories.PositionFactory(campus=brussels)
    proposal = proposals.propose(enrolment=yasmin, position=other, actor=by_pia, at=DAY_10)
    both_agree(proposal, by_pia, DAY_10)
    internships.plan(proposal=proposal, actor=by_pia, at=DAY_10)
    with pytest.raises(IllegalMove, match="internship already"):
        during.take_up_again(internship=running, reason="x", actor=by_pia, at=DAY_10)


def test_day_and_reason_of_an_end_are_corrected(running, by_pia):
    during.break_off(internship=running, early_end="company", actor=by_pia, at=DAY_10)
    during.correct_end(
        internship=running,
        ended_on=date(2026, 3, 6),
        early_end="learner",
        reason="Heard it wrong",
        actor=by_pia,
        at=DAY_10,
    )
    running.refresh_from_db()
    facts = (running.ended_on, running.early_end, running.correction)
    assert facts == (date(2026, 3, 6), "learner", "Heard it wrong")
    with pytest.raises(IllegalMove, match="not completed"):
        during.correct_end(
            internship=running,
            ended_on=date(2026, 3, 6),
            early_end="hired",
            reason="x",
            actor=by_pia,
            at=DAY_10,
        )


def test_another_mentor_ends_the_links_of_the_first(running, mentor, zenith, by_pia):
    from placements.models import GuestLink
    from placements.workflow.links import make_link

    token = make_link(purpose="month", at=DAY_10, days=30, contact=mentor, internship=running)
    other = factories.CompanyContactFactory(company=zenith)
    internships.change(
        internship=running,
        start_on=running.start_on,
        end_on=running.end_on,
        mentor=other,
        actor=by_pia,
        at=DAY_10,
    )
    assert not GuestLink.objects.of_token(token, purpose="month", at=DAY_10).exists()


def test_visits_are_planned_moved_done_and_stand_in_the_calendar(running, pia, by_pia, client):
    from cohorts.feeds.building import calendar_of
    from cohorts.feeds.links import COACH, Feed

    CoachAssignment.objects.create(cohort=running.enrolment.cohort, user=pia, role="insertion")
    visit = visits.plan_visit(
        internship=running,
        by=pia,
        planned_at=clock.at_local(date(2026, 3, 30), 14),
        kind="visit",
        actor=by_pia,
        at=DAY_10,
    )
    feed = calendar_of(Feed(COACH, pia.pk), at=DAY_10).decode()
    assert "intern at Zenith" in feed
    assert "20260330T140000" in feed
    assert "Yasmin" not in feed
    visits.move_visit(
        visit=visit,
        planned_at=clock.at_local(date(2026, 3, 31), 9),
        by=pia,
        actor=by_pia,
        at=DAY_10,
    )
    assert "20260331T090000" in calendar_of(Feed(COACH, pia.pk), at=DAY_10).decode()
    day = date(2026, 4, 1)
    assert list(Internship.objects.unvisited()) == [running]
    assert list(Internship.objects.to_visit(day, after_days=28)) == []
    visits.finish_visit(
        visit=visit, done_on=day, note="Fine", actor=by_pia, at=clock.at_local(day, 12)
    )
    assert list(Internship.objects.visited()) == [running]
    with pytest.raises(IllegalMove, match="done"):
        visits.drop_visit(visit=visit, actor=by_pia, at=DAY_10)


def test_who_was_never_visited_shows_after_four_weeks(running, pia, by_pia):
    day = date(2026, 3, 30)
    assert list(Internship.objects.to_visit(date(2026, 3, 29), after_days=28)) == []
    assert list(Internship.objects.to_visit(day, after_days=28)) == [running]
    visit = visits.plan_visit(
        internship=running,
        by=pia,
        planned_at=clock.at_local(date(2026, 4, 2), 14),
        kind="call",
        actor=by_pia,
        at=DAY_10,
    )
    assert list(Internship.objects.to_visit(day, after_days=28)) == []
    visits.drop_visit(visit=visit, actor=by_pia, at=DAY_10)
    assert list(Internship.objects.to_visit(day, after_days=28)) == [running]


def test_facts_are_changed_and_those_of_the_agreement_ask_for_an_amendment(running, by_pia, at):
    papers.change_facts(internship=running, changes={"policy_number": "2"}, actor=by_pia, at=DAY_10)
    assert not papers.amendment_due(running)
    papers.change_facts(internship=running, changes={"telework_days": 2}, actor=by_pia, at=DAY_10)
    assert (running.telework_days, papers.amendment_due(running)) == (2, True)


def test_without_a_signed_agreement_there_is_nothing_to_amend(to_start, by_pia, at):
    papers.change_facts(internship=to_start, changes={"telework_days": 2}, actor=by_pia, at=at)
    assert not papers.amendment_due(to_start)
    in_order(to_start, at=at)
    assert not papers.amendment_due(to_start)
