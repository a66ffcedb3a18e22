"""Internships: every verb, legal and illegal, and the period they get by default."""

from datetime import date, timedelta

import pytest
from icalendar import Calendar

from becode.core import clock
from becode.core.clock import BRUSSELS
from becode.core.moves import IllegalMove
from becode.messages.models import Message
from placements.models import Internship
from placements.workflow import during, internships, proposals
from placements.workflow.internships import default_period
from tests.factories_placements import in_order
from tests.placements.conftest import both_agree

pytestmark = pytest.mark.django_db


@pytest.fixture
def accepted(yasmin, position, by_pia, at):
    proposal = proposals.propose(enrolment=yasmin, position=position, actor=by_pia, at=at)
    both_agree(proposal, by_pia, at)
    return proposal


@pytest.fixture
def planned(accepted, chloe, by_pia, at):
    return internships.plan(
        proposal=accepted, actor=by_pia, at=at, start_on=date(2026, 3, 2), end_on=date(2026, 5, 29)
    )


@pytest.fixture
def running(planned, by_pia, at):
    in_order(planned, at=at)
    internships.start(internship=planned, actor=by_pia, at=at)
    return planned


def test_the_default_period_is_that_of_the_cohort(yasmin):
    cohort = yasmin.cohort
    cohort.internship_start_on, cohort.internship_end_on = date(2026, 12, 7), date(2027, 3, 5)
    period = default_period(yasmin)
    assert (period.start_on, period.end_on) == (date(2026, 12, 7), date(2027, 3, 5))


def test_without_one_it_is_three_months_from_the_monday_after_the_training(yasmin):
    yasmin.cohort.internship_start_on = yasmin.cohort.internship_end_on = None
    yasmin.cohort.end_on = date(2026, 12, 4)
    period = default_period(yasmin)
    assert (period.start_on, period.end_on) == (date(2026, 12, 7), date(2027, 3, 6))
    period = default_period(yasmin, start_on=date(2026, 12, 14))
    assert (period.start_on, period.end_on) == (date(2026, 12, 14), date(2027, 3, 13))


def test_plan_tells_the_learner_and_the_company(planned, chloe):
    kinds = Message.objects.filter(kind__startswith="placements.internship_planned")
    assert sorted(kinds.values_list("kind", "address")) == [
        ("placements.internship_planned_company", chloe.email),
        ("placements.internship_planned_learner", "canary-mail@mail.example"),
    ]


def test_plan_puts_the_first_day_into_both_calendars(planned):
    rows = Message.objects.filter(kind__startswith="placements.internship_planned")
    events = [Calendar.from_ical(row.calendar).walk("VEVENT")[0] for row in rows.order_by("kind")]
    assert {event["UID"] for event in events} == {f"internship-{planned.pk}@localhost"}
    assert {event.decoded("DTSTART").astimezone(BRUSSELS).date() for event in events} == {
        planned.start_on
    }
    company, learner = (event["SUMMARY"] for event in events)
    assert planned.enrolment.person.called in company
    assert planned.company.name in learner


def test_plan_needs_an_accepted_proposal_once(accepted, planned, by_pia, at):
    with pytest.raises(IllegalMove):
        internships.plan(proposal=accepted, actor=by_pia, at=at)
    assert Internship.objects.count() == 1


def test_plan_refuses_dates_the_wrong_way_round(accepted, by_pia, at):
    with pytest.raises(IllegalMove, match="before the first day"):
        internships.plan(
            proposal=accepted,
            actor=by_pia,
            at=at,
            start_on=date(2026, 3, 2),
            end_on=date(2026, 3, 1),
        )


def test_start_sends_the_learner_on_internship(running, yasmin):
    yasmin.refresh_from_db()
    assert (running.state, yasmin.state) == ("running", "on_internship")


def test_start_waits_for_the_first_day(planned, by_pia, at):
    with pytest.raises(IllegalMove, match=r"It starts on 2 \w+ 2026"):
        internships.start(internship=planned, actor=by_pia, at=at - timedelta(days=1))


def test_start_is_refused_for_who_left(planned, yasmin, by_pia, at):
    type(yasmin).objects.filter(pk=yasmin.pk).update(state="left", left_on=at.date())
    with pytest.raises(IllegalMove, match="not with us"):
        internships.start(internship=planned, actor=by_pia, at=at)
    planned.refresh_from_db()
    assert planned.state == "planned"


def test_complete_keeps_the_real_last_day(running, by_pia, at):
    later = clock.at_local(date(2026, 6, 1))
    internships.complete(internship=running, actor=by_pia, at=later)
    assert (running.state, running.ended_on) == ("completed", date(2026, 5, 29))


def test_the_real_last_day_is_not_in_the_future(running, by_pia, at):
    with pytest.raises(IllegalMove, match="future"):
        internships.complete(internship=running, actor=by_pia, at=at, ended_on=date(2026, 3, 3))


def test_break_off_needs_a_note_and_leaves_the_learner_free(running, yasmin, position, by_pia, at):
    with pytest.raises(IllegalMove, match="why"):
        during.break_off(internship=running, note=" ", actor=by_pia, at=at)
    during.break_off(internship=running, note="The team moved", actor=by_pia, at=at)
    position.refresh_from_db()
    assert (running.state, running.ended_on) == ("broken_off", at.date())
    assert (position.places_taken, position.state) == (1, "filled")
    assert not yasmin.proposals.holding_a_place().exists()


def test_cancel_frees_the_place(planned, position, by_pia, at):
    internships.cancel(internship=planned, actor=by_pia, at=at)
    planned.refresh_from_db()
    position.refresh_from_db()
    assert (planned.state, planned.proposal.state) == ("cancelled", "withdrawn")
    assert (position.places_taken, position.state) == (0, "open")


@pytest.mark.parametrize("verb", ["start", "complete", "break_off", "cancel"])
@pytest.mark.parametrize("end", ["completed", "broken_off", "cancelled"])
def test_what_is_over_stays_over(planned, by_pia, at, verb, end):
    Internship.objects.filter(pk=planned.pk).update(state=end)
    planned.refresh_from_db()
    words = {"note": "why"} if verb == "break_off" else {}
    module = during if verb == "break_off" else internships
    with pytest.raises(IllegalMove):
        getattr(module, verb)(internship=planned, actor=by_pia, at=at, **words)
    planned.refresh_from_db()
    assert planned.state == end


def test_change_keeps_the_first_day_of_a_running_one(running, chloe, by_pia, at):
    mentor = chloe.company_contact
    with pytest.raises(IllegalMove, match="first day"):
        internships.change(
            internship=running,
            start_on=date(2026, 3, 3),
            end_on=date(2026, 6, 1),
            actor=by_pia,
            at=at,
        )
    internships.change(
        internship=running,
        start_on=date(2026, 3, 2),
        end_on=date(2026, 6, 1),
        mentor=mentor,
        actor=by_pia,
        at=at,
    )
    running.refresh_from_db()
    assert (running.end_on, running.mentor) == (date(2026, 6, 1), mentor)
