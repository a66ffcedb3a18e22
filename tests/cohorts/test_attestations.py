"""Months: refused while something is open, locked with a paper, a new version after a change."""

import io
from datetime import date, time

import pytest
from openpyxl import load_workbook

from becode.core import clock
from becode.core.actors import SYSTEM, Actor
from becode.core.moves import IllegalMove
from becode.files import store
from cohorts.admin.lock_learner import months_of
from cohorts.models import Attestation, CheckIn
from cohorts.months import cohort_month
from cohorts.workflow.attestations import lock_cohort_month, lock_month
from tests.factories import PersonFactory
from tests.factories_absences import running_cohort
from tests.factories_training import (
    AbsenceFactory,
    LearnerFactory,
    TrainingDayFactory,
    check_in_whole_day,
    local,
)

pytestmark = pytest.mark.django_db
MARCH = date(2026, 3, 1)
AFTER = local(date(2026, 4, 3), time(9))


@pytest.fixture
def cohort(web, brussels):
    cohort = running_cohort(track=web, campus=brussels, code="BXL-1")
    cohort.days.exclude(on__in=[date(2026, 3, 2), date(2026, 3, 3)]).delete()
    return cohort


@pytest.fixture
def anna(cohort):
    person = PersonFactory(first_name="Anna", last_name="#strong[Peeters]")
    anna = LearnerFactory(cohort=cohort, person=person)
    check_in_whole_day(anna, date(2026, 3, 2))
    check_in_whole_day(anna, date(2026, 3, 3), arrival=time(10))
    return anna


def lock(enrolment, carla, at=AFTER, **also):
    return lock_month(enrolment=enrolment, month=MARCH, actor=Actor.user(carla), at=at, **also)


def test_a_settled_month_is_locked_with_its_paper(anna, carla):
    locked = lock(anna, carla)
    amounts = (locked.planned, locked.present, locked.justified, locked.unjustified)
    assert amounts == (840, 780, 0, 60)
    assert [day["unjustified"] for day in locked.days] == [0, 60]
    content = store.read(locked.file)
    assert content.startswith(b"%PDF-")
    assert b"pdfuaid" in content, "readable by a screen reader"


def test_it_is_refused_while_something_is_open_or_to_come(anna, carla):
    with pytest.raises(IllegalMove, match="Not all days"):
        lock(anna, carla, at=local(date(2026, 3, 3), time(12)))
    with pytest.raises(IllegalMove, match="3 March"):
        lock(anna, carla, at=local(date(2026, 3, 4), time(9)))
    AbsenceFactory(enrolment=anna, first_on=date(2026, 3, 3), kind="late")
    with pytest.raises(IllegalMove, match=r"Anna.*3 March"):
        lock(anna, carla)
    assert not Attestation.objects.exists()


def test_only_a_colleague_locks(anna):
    with pytest.raises(IllegalMove):
        lock_month(enrolment=anna, month=MARCH, actor=SYSTEM, at=AFTER)


def test_a_correction_after_locking_makes_a_new_version_with_a_reason(anna, cohort, carla):
    first = lock(anna, carla)
    with pytest.raises(IllegalMove, match="locked already"):
        lock(anna, carla, reason="Again")
    CheckIn.objects.filter(enrolment=anna, on=date(2026, 3, 3), moment=1).update(
        at=local(date(2026, 3, 3), time(9))
    )
    (line,) = cohort_month(cohort, MARCH, AFTER)
    assert line.differs
    with pytest.raises(IllegalMove, match="why"):
        lock(anna, carla)
    second = lock(anna, carla, reason="The phone was empty")
    assert (second.version, second.present, second.reason) == (2, 840, "The phone was empty")
    first.refresh_from_db()
    assert first.present == 780, "the earlier one stays"
    (line,) = cohort_month(cohort, MARCH, AFTER)
    assert (line.locked, line.differs) == (second, False)


def test_a_whole_cohort_in_one_go_leaves_those_who_wait(anna, cohort, carla):
    ben = LearnerFactory(cohort=cohort)
    AbsenceFactory(enrolment=ben, first_on=date(2026, 3, 2))
    late = LearnerFactory(cohort=cohort, started_on=date(2026, 3, 20))
    actor = Actor.user(carla)
    locked = lock_cohort_month(cohort=cohort, month=MARCH, actor=actor, at=AFTER)
    assert [one.enrolment for one in locked] == [anna]
    names = {line.enrolment: line.is_settled for line in cohort_month(cohort, MARCH, AFTER)}
    assert names == {anna: True, ben: False}
    assert late not in names
    with pytest.raises(IllegalMove, match="nothing to lock"):
        lock_cohort_month(cohort=cohort, month=MARCH, actor=actor, at=AFTER)


def test_who_moved_in_mid_month_has_one_for_each_group(anna, web, brussels, carla):
    other = running_cohort(track=web, campus=brussels, code="BXL-2")
    other.days.exclude(on__in=[date(2026, 3, 3)]).delete()
    anna.state, anna.moved_on = "transferred", date(2026, 3, 3)
    anna.save()
    new = LearnerFactory(cohort=other, person=anna.person, started_on=date(2026, 3, 3))
    check_in_whole_day(new, date(2026, 3, 3))
    assert (lock(anna, carla).planned, lock(new, carla).planned) == (420, 420)


def test_a_name_that_no_font_has_says_what_to_do(anna, carla):
    anna.person.legal_name = "\ue000"
    anna.person.save()
    with pytest.raises(IllegalMove, match="Latin letters"):
        lock(anna, carla)


def test_the_sheet_holds_numbers_and_no_formula(anna, cohort, carla, client):
    anna.person.legal_name = "=HYPERLINK(1)"
    anna.person.save()
    lock(anna, carla)
    client.force_login(carla)
    answer = client.get(f"/staff/cohorts/{cohort.pk}/months/2026-03/sheet/")
    rows = list(load_workbook(io.BytesIO(answer.content)).active.iter_rows())
    assert len(rows) == 2
    assert rows[1][0].value == "'=HYPERLINK(1)"
    assert all(cell.data_type != "f" for row in rows for cell in row)
    assert [cell.value for cell in rows[1][3:7]] == [14, 13, 0, 1]


@pytest.mark.parametrize("learners", [1, 9])
def test_a_month_asks_a_constant_number_of_queries(cohort, learners, django_assert_num_queries):
    TrainingDayFactory(cohort=cohort, on=date(2026, 3, 4))
    for _ in range(learners):
        check_in_whole_day(LearnerFactory(cohort=cohort), date(2026, 3, 2))
    with django_assert_num_queries(5):
        assert len(cohort_month(cohort, MARCH, AFTER)) == learners


def address_of(learner, *rest):
    return "/".join(["/staff/cohorts/enrolment", str(learner.pk), *rest, ""])


def test_one_learner_is_locked_from_their_own_page(anna, cohort, carla, signed_in):
    other = LearnerFactory(cohort=cohort)
    check_in_whole_day(other, date(2026, 3, 2))
    client, verb = signed_in(carla), address_of(anna, "do", "lock-month")
    with clock.set_to(AFTER):
        assert verb in client.get(address_of(anna, "change")).content.decode()
        form = client.get(verb).context["form"]
        assert form.fields["month"].choices == [("2026-03", "March 2026")]
        assert form.fields["month"].initial == "2026-03"
        done = client.post(verb, {"month": "2026-03", "reason": ""})
        made = Attestation.objects.get()
        assert done.url == f"/staff/cohorts/attestation/{made.pk}/change/"
        assert (made.enrolment, made.month, made.locked_by) == (anna, MARCH, carla)
        again = client.post(verb, {"month": "2026-03", "reason": ""}, follow=True)
        assert "locked already" in again.content.decode()
        labels = [
            str(words) for _value, words in client.get(verb).context["form"]["month"].field.choices
        ]
        assert labels == ["March 2026 (locked)"]
        assert client.post(verb, {"month": "2026-13", "reason": ""}).status_code == 200
    assert Attestation.objects.count() == 1


def test_months_to_lock_end_with_the_training(anna):
    anna.cohort.end_on = date(2026, 5, 29)
    assert [f"{one:%m}" for one in months_of(anna, until=date(2026, 9, 1))] == ["03", "04", "05"]
    anna.left_on = date(2026, 4, 2)
    assert [f"{one:%m}" for one in months_of(anna, until=date(2026, 9, 1))] == ["03", "04"]
    assert [f"{one:%m}" for one in months_of(anna, until=date(2026, 3, 9))] == ["03"]
