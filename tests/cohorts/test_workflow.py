"""Cohorts and places in them change by verbs only, and each verb writes itself down."""

from datetime import date, timedelta

import pytest

from becode.audit.models import AuditEntry
from becode.core.actors import SYSTEM
from becode.core.moves import IllegalMove
from cohorts.enums import CohortState, EnrolmentState
from cohorts.models import Cohort, Enrolment
from cohorts.seats import NoSeat
from cohorts.workflow import cohorts, enrolments
from tests.factories import CohortFactory, EnrolmentFactory, PersonFactory

pytestmark = pytest.mark.django_db


def labels(record):
    return list(AuditEntry.objects.about(record).values_list("label", flat=True))


@pytest.fixture
def cohort(web, brussels):
    return CohortFactory(track=web, campus=brussels, seats=2)


def plan(web, brussels, at, **changes):
    given = {"code": "BXL-Bouman-2.22", "start_on": date(2026, 5, 4), "seats": 20, **changes}
    return cohorts.plan_cohort(track=web, campus=brussels, actor=SYSTEM, at=at, **given)


def test_planning_computes_the_dates(web, brussels, at):
    cohort = plan(web, brussels, at)
    assert (cohort.end_on, cohort.internship_start_on, cohort.internship_end_on) == (
        date(2026, 12, 3),
        date(2026, 12, 4),
        date(2027, 3, 3),
    )
    assert labels(cohort) == ["cohort.planned"]


@pytest.mark.parametrize("day", [date(2026, 5, 2), date(2026, 5, 1)])
def test_a_cohort_starts_on_a_training_day(web, brussels, at, day):
    with pytest.raises(IllegalMove):
        plan(web, brussels, at, start_on=day)


def test_a_code_is_used_once(web, brussels, at):
    plan(web, brussels, at)
    with pytest.raises(IllegalMove):
        plan(web, brussels, at)


def test_a_second_click_finds_the_code_in_use(web, brussels, at, monkeypatch):
    """Both looked before either had planned it."""
    real = cohorts.cohort_dates

    def the_other_is_first(*args):
        if not Cohort.objects.exists():
            CohortFactory(track=web, campus=brussels, code="BXL-Bouman-2.22")
        return real(*args)

    monkeypatch.setattr(cohorts, "cohort_dates", the_other_is_first)
    with pytest.raises(IllegalMove, match="with this code"):
        plan(web, brussels, at)


def test_a_seat_is_taken_and_counted(cohort, at):
    enrolment = enrolments.take_seat(cohort=cohort, person=PersonFactory(), actor=SYSTEM, at=at)
    cohort.refresh_from_db()
    assert (enrolment.state, cohort.seats_taken) == ("enrolled", 1)
    assert labels(enrolment) == ["enrolment.created"]


def test_the_last_seat_is_the_last(cohort, at):
    for _ in range(2):
        enrolments.take_seat(cohort=cohort, person=PersonFactory(), actor=SYSTEM, at=at)
    with pytest.raises(NoSeat):
        enrolments.take_seat(cohort=cohort, person=PersonFactory(), actor=SYSTEM, at=at)
    cohort.refresh_from_db()
    assert (cohort.seats_taken, Enrolment.objects.count()) == (2, 2)


def test_nobody_sits_in_two_cohorts(cohort, at):
    enrolment = EnrolmentFactory()
    with pytest.raises(IllegalMove):
        enrolments.take_seat(cohort=cohort, person=enrolment.person, actor=SYSTEM, at=at)
    cohort.refresh_from_db()
    assert cohort.seats_taken == 0


def test_a_started_cohort_takes_nobody(cohort, at):
    Cohort.objects.update(state=CohortState.RUNNING)
    cohort.refresh_from_db()
    with pytest.raises(IllegalMove):
        enrolments.take_seat(cohort=cohort, person=PersonFactory(), actor=SYSTEM, at=at)


def test_withdrawing_before_the_start_frees_the_seat(cohort, at):
    enrolment = EnrolmentFactory(cohort=cohort)
    enrolments.withdraw_enrolment(enrolment=enrolment, actor=SYSTEM, at=at)
    cohort.refresh_from_db()
    assert (enrolment.state, cohort.seats_taken) == ("withdrawn", 0)
    with pytest.raises(IllegalMove):
        enrolments.withdraw_enrolment(enrolment=enrolment, actor=SYSTEM, at=at)
    cohort.refresh_from_db()
    assert cohort.seats_taken == 0


def test_seats_never_drop_below_those_taken(cohort, at):
    EnrolmentFactory(cohort=cohort)
    EnrolmentFactory(cohort=cohort)
    with pytest.raises(IllegalMove):
        cohorts.change_seats(cohort=cohort, seats=1, actor=SYSTEM, at=at)
    changed = cohorts.change_seats(cohort=cohort, seats=3, offer_ceiling=5, actor=SYSTEM, at=at)
    assert (changed.seats, changed.ceiling, labels(cohort)) == (3, 5, ["cohort.seats_changed"])


def test_a_ceiling_below_the_seats_is_refused(cohort, at):
    with pytest.raises(IllegalMove):
        cohorts.change_seats(cohort=cohort, seats=3, offer_ceiling=2, actor=SYSTEM, at=at)


def test_a_cohort_starts_on_its_first_day_and_not_before(cohort, at):
    enrolment = EnrolmentFactory(cohort=cohort)
    gone = EnrolmentFactory(cohort=cohort, state=EnrolmentState.WITHDRAWN)
    with pytest.raises(IllegalMove):
        cohorts.start_cohort(cohort=cohort, actor=SYSTEM, at=at)
    on_day_one = at + (cohort.start_on - at.date())
    assert cohorts.start_cohort(cohort=cohort, actor=SYSTEM, at=on_day_one) == 1
    enrolment.refresh_from_db()
    gone.refresh_from_db()
    assert (cohort.state, enrolment.state, enrolment.started_on, gone.state) == (
        "running",
        "in_training",
        cohort.start_on,
        "withdrawn",
    )


def test_a_whole_cohort_goes_on_internship_and_is_completed(cohort, at):
    staying, leaving = EnrolmentFactory(cohort=cohort), EnrolmentFactory(cohort=cohort)
    day_one = at + timedelta(days=70)
    cohorts.start_cohort(cohort=cohort, actor=SYSTEM, at=day_one)
    later = day_one + timedelta(days=100)
    enrolments.leave(enrolment=leaving, on=later.date(), reason="health", actor=SYSTEM, at=later)
    assert cohorts.send_cohort_on_internship(cohort=cohort, actor=SYSTEM, at=later) == 1
    with pytest.raises(IllegalMove):
        cohorts.complete_cohort(cohort=cohort, actor=SYSTEM, at=later)
    enrolments.graduate(enrolment=staying, on=later.date(), actor=SYSTEM, at=later)
    cohorts.complete_cohort(cohort=cohort, actor=SYSTEM, at=later)
    cohort.refresh_from_db()
    assert (cohort.state, cohort.seats_taken) == ("completed", 2)
    assert labels(staying) == [
        "enrolment.started",
        "enrolment.on_internship",
        "enrolment.graduated",
    ]
    assert AuditEntry.objects.about(leaving).last().reason_code == "health"


def test_one_learner_may_go_on_internship_alone_and_twice_is_once(cohort, at):
    enrolment = EnrolmentFactory(cohort=cohort, state=EnrolmentState.IN_TRAINING)
    enrolments.send_on_internship(enrolment=enrolment, actor=SYSTEM, at=at)
    enrolments.send_on_internship(enrolment=enrolment, actor=SYSTEM, at=at)
    assert labels(enrolment) == ["enrolment.on_internship"]


@pytest.mark.parametrize("state", ["enrolled", "graduated", "left", "withdrawn"])
def test_graduating_needs_somebody_in_training(cohort, at, state):
    extra = {"graduated_on": at.date()} if state == "graduated" else {}
    enrolment = EnrolmentFactory(cohort=cohort, state=state, **extra)
    with pytest.raises(IllegalMove):
        enrolments.graduate(enrolment=enrolment, on=at.date(), actor=SYSTEM, at=at)
    assert labels(enrolment) == []


@pytest.mark.parametrize("days", [1, -20])
def test_a_day_to_come_or_before_the_start_is_refused(cohort, at, days):
    enrolment = EnrolmentFactory(
        cohort=cohort, state=EnrolmentState.IN_TRAINING, started_on=at.date() - timedelta(days=10)
    )
    on = at.date() + timedelta(days=days)
    with pytest.raises(IllegalMove):
        enrolments.graduate(enrolment=enrolment, on=on, actor=SYSTEM, at=at)
    with pytest.raises(IllegalMove):
        enrolments.leave(enrolment=enrolment, on=on, reason="other", actor=SYSTEM, at=at)


def test_a_cohort_with_people_is_not_called_off(cohort, at):
    enrolment = EnrolmentFactory(cohort=cohort)
    with pytest.raises(IllegalMove):
        cohorts.cancel_cohort(cohort=cohort, actor=SYSTEM, at=at)
    enrolments.withdraw_enrolment(enrolment=enrolment, actor=SYSTEM, at=at)
    cohorts.cancel_cohort(cohort=cohort, actor=SYSTEM, at=at)
    assert (cohort.state, labels(cohort)) == ("cancelled", ["cohort.cancelled"])


def test_the_profile_for_companies_is_written_down(cohort, at):
    enrolment = EnrolmentFactory(cohort=cohort)
    enrolments.write_profile(
        enrolment=enrolment, profile="Builds pages.", skills=["HTML"], actor=SYSTEM, at=at
    )
    enrolment.refresh_from_db()
    assert (enrolment.profile, enrolment.skills) == ("Builds pages.", ["HTML"])
    assert labels(enrolment) == ["enrolment.profile_changed"]
