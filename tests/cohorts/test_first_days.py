"""Who did not come on the first day makes room, for three training days and with a way back."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from becode.audit.models import AuditEntry
from becode.campuses.models import Closure
from becode.core import clock
from becode.core.actors import SYSTEM
from becode.core.moves import IllegalMove
from cohorts.enums import CohortState, EnrolmentState, LeavingReason
from cohorts.models import Cohort
from cohorts.seats import NoSeat
from cohorts.workflow.enrolments import withdraw_enrolment
from cohorts.workflow.first_days import note_no_show, take_back_no_show
from tests.factories import CohortFactory, EnrolmentFactory

pytestmark = pytest.mark.django_db
FIRST = date(2026, 5, 4)  # a Monday
LIST = "admin:cohorts_enrolment_changelist"


def on(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=UTC)


DAY_ONE = on(FIRST)


@pytest.fixture
def running(web, brussels):
    return CohortFactory(
        track=web, campus=brussels, seats=2, start_on=FIRST, state=CohortState.RUNNING
    )


@pytest.fixture
def learner(running):
    return EnrolmentFactory(cohort=running, state=EnrolmentState.IN_TRAINING, started_on=FIRST)


def test_the_seat_is_free_and_the_reason_written_down(running, learner):
    note_no_show(enrolment=learner, actor=SYSTEM, at=DAY_ONE)
    running.refresh_from_db()
    assert (learner.state, learner.leaving_reason, learner.started_on, running.seats_taken) == (
        "withdrawn",
        "no_show",
        None,
        0,
    )
    entry = AuditEntry.objects.about(learner).get()
    assert (entry.label, entry.reason_code) == ("enrolment.no_show", "no_show")


def test_a_cohort_that_nobody_started_yet_has_its_first_day_too(running):
    Cohort.objects.update(state=CohortState.PLANNED)
    learner = EnrolmentFactory(cohort=running)
    note_no_show(enrolment=learner, actor=SYSTEM, at=DAY_ONE)
    assert learner.state == "withdrawn"


@pytest.mark.parametrize(
    ("day", "is_possible"),
    [
        (FIRST - timedelta(days=3), False),
        (FIRST + timedelta(days=3), True),
        (FIRST + timedelta(days=4), False),
    ],
)
def test_from_the_first_day_until_three_training_days_after_it(learner, day, is_possible):
    if is_possible:
        note_no_show(enrolment=learner, actor=SYSTEM, at=on(day))
        return
    with pytest.raises(IllegalMove):
        note_no_show(enrolment=learner, actor=SYSTEM, at=on(day))


def test_days_without_lessons_do_not_count(learner, brussels):
    Closure.objects.create(
        campus=brussels, start_on=FIRST + timedelta(days=1), end_on=FIRST + timedelta(days=4)
    )
    note_no_show(enrolment=learner, actor=SYSTEM, at=on(FIRST + timedelta(days=9)))
    assert learner.state == "withdrawn"


def test_for_who_joins_late_their_own_first_day_counts(learner):
    learner.started_on = FIRST + timedelta(days=14)
    learner.save()
    note_no_show(enrolment=learner, actor=SYSTEM, at=on(FIRST + timedelta(days=15)))
    assert learner.state == "withdrawn"


@pytest.mark.parametrize("state", ["left", "on_internship", "transferred", "withdrawn"])
def test_nobody_else(running, state):
    learner = EnrolmentFactory(cohort=running, state=state)
    with pytest.raises(IllegalMove):
        note_no_show(enrolment=learner, actor=SYSTEM, at=DAY_ONE)


def test_not_in_a_cohort_that_is_on_internship(learner):
    Cohort.objects.update(state=CohortState.INTERNSHIP)
    with pytest.raises(IllegalMove):
        note_no_show(enrolment=learner, actor=SYSTEM, at=DAY_ONE)


def test_a_seat_is_given_back_before_the_start_only(learner):
    with pytest.raises(IllegalMove):
        withdraw_enrolment(enrolment=learner, actor=SYSTEM, at=DAY_ONE)


class TestTheWayBack:
    def test_they_have_the_seat_again(self, running, learner):
        note_no_show(enrolment=learner, actor=SYSTEM, at=DAY_ONE)
        take_back_no_show(enrolment=learner, actor=SYSTEM, at=DAY_ONE)
        running.refresh_from_db()
        assert (learner.state, learner.leaving_reason, learner.started_on) == (
            "in_training",
            "",
            FIRST,
        )
        assert running.seats_taken == 1

    def test_not_when_others_have_all_the_seats(self, running, learner):
        note_no_show(enrolment=learner, actor=SYSTEM, at=DAY_ONE)
        for _ in range(2):
            running.refresh_from_db()
            EnrolmentFactory(cohort=running)
        with pytest.raises(NoSeat):
            take_back_no_show(enrolment=learner, actor=SYSTEM, at=DAY_ONE)

    def test_not_when_they_have_a_seat_elsewhere(self, learner):
        note_no_show(enrolment=learner, actor=SYSTEM, at=DAY_ONE)
        EnrolmentFactory(person=learner.person)
        with pytest.raises(IllegalMove):
            take_back_no_show(enrolment=learner, actor=SYSTEM, at=DAY_ONE)

    def test_not_for_a_seat_that_was_given_back(self, running):
        gone = EnrolmentFactory(cohort=running, state="withdrawn")
        with pytest.raises(IllegalMove):
            take_back_no_show(enrolment=gone, actor=SYSTEM, at=DAY_ONE)

    def test_not_after_the_first_days(self, learner):
        note_no_show(enrolment=learner, actor=SYSTEM, at=DAY_ONE)
        with pytest.raises(IllegalMove):
            take_back_no_show(enrolment=learner, actor=SYSTEM, at=on(FIRST + timedelta(days=8)))


class TestOnTheRoster:
    @pytest.fixture(autouse=True)
    def _on_day_one(self):
        with clock.set_to(DAY_ONE):
            yield

    def test_several_at_once_and_undone(self, carla, signed_in, running, learner):
        late = EnrolmentFactory(
            cohort=running,
            state=EnrolmentState.IN_TRAINING,
            started_on=FIRST - timedelta(days=1),
        )
        staff = signed_in(carla)
        chosen = [learner.pk, late.pk]
        page = staff.post(
            reverse(LIST), {"action": "verb_no-show", "_selected_action": chosen}
        ).content.decode()
        assert learner.person.full_name in page
        staff.post(reverse("admin:cohorts_enrolment_bulk", args=["no-show"]), {"chosen": chosen})
        for one in (learner, late):
            one.refresh_from_db()
            assert (one.state, one.leaving_reason) == ("withdrawn", LeavingReason.NO_SHOW)
        undo = staff.get(reverse(LIST)).context["run_to_undo"]
        staff.post(undo.url)
        late.refresh_from_db()
        assert (late.state, late.started_on) == ("in_training", FIRST - timedelta(days=1))

    def test_one_by_one_with_the_way_back_on_the_page(self, carla, signed_in, learner):
        staff = signed_in(carla)
        for verb, state in (("no-show", "withdrawn"), ("came", "in_training")):
            page = staff.get(reverse("admin:cohorts_enrolment_change", args=[learner.pk]))
            address = reverse("admin:cohorts_enrolment_do", args=[learner.pk, verb])
            assert address in page.content.decode()
            staff.post(address)
            learner.refresh_from_db()
            assert learner.state == state

    def test_the_page_of_the_cohort_leads_there(self, carla, signed_in, running, learner):
        page = signed_in(carla).get(reverse("admin:cohorts_cohort_change", args=[running.pk]))
        address = reverse("admin:cohorts_enrolment_do", args=[learner.pk, "no-show"])
        assert address in page.content.decode()

    def test_who_never_came_is_not_on_the_roster(self, carla, signed_in, running, learner):
        note_no_show(enrolment=learner, actor=SYSTEM, at=DAY_ONE)
        page = signed_in(carla).get(reverse("admin:cohorts_cohort_change", args=[running.pk]))
        assert learner.person.full_name not in page.content.decode()
