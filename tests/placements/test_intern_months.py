"""The hours of a month: prefilled, confirmed in one tap, corrected with a reason."""

from datetime import date, timedelta

import pytest

from becode.core import clock
from becode.core.moves import IllegalMove
from placements.hours import days_of, last_planned_day, months_of, usual_week
from placements.intern_months import Said, to_confirm
from placements.models import Internship, InternshipAbsence, InternshipMonth, Interruption
from placements.workflow import during, intern_absences, intern_months, papers
from tests import factories
from tests.placements.interning import fresh, running_at

pytestmark = pytest.mark.django_db
MARCH, APRIL, MAY = date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1)
DAY = 7 * 60


@pytest.fixture
def april_over():
    return clock.at_local(date(2026, 4, 30), 16)


def confirm(internship, month, by_pia, at, said=None, **more):
    return intern_months.confirm(
        internship=fresh(internship),
        month=month,
        said=said or {},
        confirmed_by="Chloé Contact",
        actor=by_pia,
        at=at,
        **more,
    )


def days_in(internship, month):
    return days_of(
        internship,
        month,
        absences=internship.absences.all(),
        interruptions=internship.interruptions.all(),
    )


def test_a_month_has_the_days_of_the_week_and_names_its_holidays(running):
    """April 2026: 22 weekdays, Easter Monday on the 6th."""
    days = days_in(running, APRIL)
    assert (len(days), sum(day.planned for day in days)) == (22, 21 * DAY)
    assert [(day.on, day.reason) for day in days if day.reason] == [(date(2026, 4, 6), "holiday")]


def test_a_period_over_the_end_of_a_month_gives_each_month_its_part(position, yasmin, mentor, at):
    internship = running_at(
        position, yasmin, mentor, at=at, start_on=date(2026, 3, 2), end_on=date(2026, 4, 1)
    )
    assert [len(days_in(internship, month)) for month in months_of(internship)] == [22, 1]
    assert last_planned_day(internship, APRIL) == date(2026, 4, 1)


def test_a_month_without_a_day_of_the_week_is_no_month(running):
    running.schedule = {"0": ["09:00", "17:00", 60]}
    running.start_on, running.end_on = date(2026, 5, 30), date(2026, 6, 8)
    assert list(months_of(running)) == [date(2026, 6, 1)]


@pytest.mark.parametrize("sunday", [date(2026, 3, 29), date(2026, 10, 25)])
def test_the_night_the_clocks_change_adds_and_takes_nothing(running, sunday):
    running.schedule = {"6": ["00:00", "08:00", 30]}
    running.start_on, running.end_on = sunday, sunday
    days = days_in(running, sunday.replace(day=1))
    assert [(day.on, day.planned) for day in days] == [(sunday, 450)]


def test_confirming_takes_what_is_known(running, by_pia, at, april_over):
    InternshipAbsence.objects.create(
        internship=running,
        first_on=date(2026, 4, 13),
        last_on=date(2026, 4, 14),
        reason="ill",
        reported_at=at,
    )
    InternshipAbsence.objects.create(
        internship=running,
        first_on=date(2026, 4, 20),
        last_on=date(2026, 4, 20),
        reason="school_day",
        reported_at=at,
    )
    made = confirm(running, APRIL, by_pia, april_over)
    assert (made.version, made.planned, made.present) == (1, 20 * DAY, 18 * DAY)
    assert made.confirmed_by == "Chloé Contact"


def test_days_can_be_changed_and_holidays_stay(running, by_pia, april_over):
    said = {
        date(2026, 4, 1): Said("shorter", 180),
        date(2026, 4, 2): Said("closed"),
        date(2026, 4, 3): Said("unknown"),
        date(2026, 4, 6): Said(""),
        date(2026, 4, 7): Said("shorter", 9999),
    }
    made = confirm(running, APRIL, by_pia, april_over, said)
    days = {day["on"]: (day["planned"], day["present"], day["reason"]) for day in made.days}
    assert days["2026-04-01"] == (DAY, 180, "shorter")
    assert days["2026-04-02"] == (0, 0, "closed")
    assert days["2026-04-03"] == (DAY, 0, "unknown")
    assert days["2026-04-06"] == (0, 0, "holiday")
    assert days["2026-04-07"] == (DAY, DAY, "shorter")


def test_a_month_is_confirmed_on_its_last_day_with_hours_not_before(running, by_pia):
    early = clock.at_local(date(2026, 4, 29), 16)
    with pytest.raises(IllegalMove, match="not over"):
        confirm(running, APRIL, by_pia, early)
    assert confirm(running, APRIL, by_pia, clock.at_local(date(2026, 4, 30), 0)).version == 1


def test_a_correction_is_a_new_version_with_a_reason(running, by_pia, april_over):
    first = confirm(running, APRIL, by_pia, april_over)
    with pytest.raises(IllegalMove, match="what was wrong"):
        confirm(running, APRIL, by_pia, april_over)
    said = {date(2026, 4, 8): Said("ill")}
    second = confirm(running, APRIL, by_pia, april_over, said, reason="Was ill on the 8th")
    kept = InternshipMonth.objects.get(pk=first.pk)
    assert (second.version, second.present) == (2, first.present - DAY)
    assert (kept.version, kept.present, kept.reason) == (1, 21 * DAY, "")


def test_a_correction_can_give_a_closed_day_back(running, by_pia, april_over):
    confirm(running, APRIL, by_pia, april_over, {date(2026, 4, 8): Said("closed")})
    said = {date(2026, 4, 8): Said("")}
    second = confirm(running, APRIL, by_pia, april_over, said, reason="We were open")
    assert (second.planned, second.present) == (21 * DAY, 21 * DAY)


def test_new_hours_leave_the_days_before_as_they_were(running, by_pia, at, april_over):
    half = {str(day): ["09:00", "13:00", 0] for day in range(5)}
    papers.change_week(internship=running, week=half, since=date(2026, 4, 13), actor=by_pia, at=at)
    days = {day.on: day.planned for day in days_in(fresh(running), APRIL)}
    assert (days[date(2026, 4, 10)], days[date(2026, 4, 13)]) == (DAY, 240)
    other = {str(day): ["09:00", "12:00", 0] for day in range(5)}
    papers.change_week(internship=running, week=other, since=date(2026, 4, 20), actor=by_pia, at=at)
    days = {day.on: day.planned for day in days_in(fresh(running), APRIL)}
    assert [days[date(2026, 4, number)] for number in (10, 13, 20)] == [DAY, 240, 180]
    made = confirm(running, APRIL, by_pia, april_over)
    papers.change_week(
        internship=running, week=half, since=date(2026, 4, 1), actor=by_pia, at=april_over
    )
    made.refresh_from_db()
    assert made.planned == 7 * DAY + 5 * 240 + 9 * 180, "what is confirmed stays"


@pytest.mark.parametrize(
    ("week", "words"),
    [
        ({}, "at least one day"),
        ({"0": ["17:00", "09:00", 0]}, "ends after it begins"),
        ({"0": ["09:00", "10:00", 60]}, "ends after it begins"),
        ({str(day): ["08:00", "19:00", 0] for day in range(5)}, "50 hours"),
    ],
)
def test_weeks_that_nobody_can_work_are_refused(to_start, by_pia, at, week, words):
    with pytest.raises(IllegalMove, match=words):
        papers.change_week(internship=to_start, week=week, actor=by_pia, at=at)
    to_start.refresh_from_db()
    assert len(to_start.schedule) == 5


def test_an_interruption_inside_a_month_takes_its_days(running, by_pia, april_over):
    Interruption.objects.create(
        internship=running, start_on=date(2026, 4, 7), end_on=date(2026, 4, 10), reason="agreed"
    )
    made = confirm(running, APRIL, by_pia, april_over)
    assert made.planned == 17 * DAY
    assert [day["reason"] for day in made.days].count("rests") == 4


def test_months_wait_from_their_last_day_on_also_after_an_early_end(running, by_pia, at):
    assert to_confirm(running, [], on=date(2026, 3, 30)) == []
    assert to_confirm(running, [], on=date(2026, 3, 31)) == [MARCH]
    confirm(running, MARCH, by_pia, clock.at_local(date(2026, 4, 1)))
    during.break_off(
        internship=running,
        early_end="company",
        ended_on=date(2026, 4, 15),
        actor=by_pia,
        at=clock.at_local(date(2026, 4, 16)),
    )
    running = fresh(running)
    assert to_confirm(running, list(running.months.all()), on=date(2026, 4, 16)) == [APRIL]
    made = confirm(running, APRIL, by_pia, clock.at_local(date(2026, 4, 16)))
    assert made.planned == 10 * DAY


def test_who_changes_company_in_mid_month_has_hours_at_both(running, yasmin, mentor, by_pia, at):
    during.break_off(
        internship=running,
        early_end="host_change",
        ended_on=date(2026, 4, 15),
        actor=by_pia,
        at=clock.at_local(date(2026, 4, 16)),
    )
    yasmin.refresh_from_db()
    second = running_at(
        factories.PositionFactory(company=mentor.company),
        yasmin,
        mentor,
        at=clock.at_local(date(2026, 4, 20), 9),
        start_on=date(2026, 4, 20),
        end_on=date(2026, 6, 5),
    )
    over = clock.at_local(date(2026, 4, 30), 16)
    parts = [confirm(one, APRIL, by_pia, over).planned for one in (running, second)]
    assert parts == [10 * DAY, 9 * DAY]


def test_an_absence_tells_the_coach_at_once_and_shows_in_the_month(
    running, carla, by_pia, at, april_over
):
    from becode.messages.models import Message
    from cohorts.models import CoachAssignment

    CoachAssignment.objects.create(cohort=running.enrolment.cohort, user=carla, role="lead")
    intern_absences.report_absence(
        internship=running,
        first_on=date(2026, 4, 8),
        last_on=date(2026, 4, 8),
        reason="ill",
        by_company=True,
        actor=by_pia,
        at=at,
    )
    told = Message.objects.get(kind="placements.intern_absent")
    assert (told.address, told.due_at, told.urgent) == (carla.email, at, True)
    assert confirm(running, APRIL, by_pia, april_over).present == 20 * DAY


def test_each_side_tells_a_day_once(running, by_pia, at):
    facts = {"first_on": date(2026, 3, 4), "last_on": date(2026, 3, 6), "reason": "ill"}
    for by_company in (True, False):
        intern_absences.report_absence(
            internship=running, by_company=by_company, actor=by_pia, at=at, **facts
        )
    with pytest.raises(IllegalMove, match="already"):
        intern_absences.report_absence(
            internship=running,
            by_company=True,
            actor=by_pia,
            at=at,
            first_on=date(2026, 3, 6),
            last_on=date(2026, 3, 9),
            reason="ill",
        )
    assert running.absences.count() == 2


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2026, 2, 27), date(2026, 3, 3), "period"),
        (date(2026, 5, 29), date(2026, 5, 30), "period"),
        (date(2026, 3, 5), date(2026, 3, 4), "before the first day"),
    ],
)
def test_absences_lie_in_the_internship(running, by_pia, at, first, last, words):
    with pytest.raises(IllegalMove, match=words):
        intern_absences.report_absence(
            internship=running,
            first_on=first,
            last_on=last,
            reason="ill",
            by_company=True,
            actor=by_pia,
            at=at,
        )


def test_an_absence_is_taken_back_until_the_month_is_confirmed(running, by_pia, at, april_over):
    facts = {"reason": "ill", "by_company": True, "actor": by_pia, "at": at}
    day = date(2026, 4, 8)
    absence = intern_absences.report_absence(internship=running, first_on=day, last_on=day, **facts)
    with pytest.raises(IllegalMove, match="why"):
        intern_absences.take_back_absence(absence=absence, reason=" ", actor=by_pia, at=at)
    intern_absences.take_back_absence(absence=absence, reason="Wrong intern", actor=by_pia, at=at)
    assert not running.absences.exists()
    again = intern_absences.report_absence(internship=running, first_on=day, last_on=day, **facts)
    confirm(running, APRIL, by_pia, april_over)
    with pytest.raises(IllegalMove, match="Correct the month"):
        intern_absences.take_back_absence(absence=again, reason="Late", actor=by_pia, at=april_over)


def test_an_internship_without_hours_of_its_own_has_those_of_the_cohort(running):
    Internship.objects.filter(pk=running.pk).update(schedule={})
    running = fresh(running)
    days = days_in(running, APRIL)
    assert usual_week(running.enrolment.cohort)["0"] == ["09:00", "17:00", 60]
    assert sum(day.planned for day in days) == 21 * DAY
    assert timedelta(minutes=days[0].planned) == timedelta(hours=7)
