"""Proofs of absences go once the hours are settled; what was judged stays."""

from datetime import date, timedelta

import pytest

from becode.audit.models import AuditEntry
from becode.files import store
from becode.files.models import StoredFile
from becode.files.orphans import forget_orphans
from becode.schedule import SCHEDULE
from cohorts.models import Absence, Attestation
from cohorts.tasks import forget_absence_proofs as task
from cohorts.workflow.forgetting import KEPT_AFTER_LOCK, KEPT_AT_MOST, forget_absence_proofs
from tests.factories_absences import photo, running_cohort
from tests.factories_training import AbsenceFactory, LearnerFactory

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def anna(web, brussels):
    return LearnerFactory(cohort=running_cohort(track=web, campus=brussels))


@pytest.fixture
def absence(anna, at):
    """From the last day of March to the first of April, accepted, with a proof."""
    made = AbsenceFactory(
        enrolment=anna,
        first_on=date(2026, 3, 31),
        last_on=date(2026, 4, 1),
        state="accepted",
        judged_at=at,
        proof_at=at,
    )
    made.proofs.create(file=store.keep(photo(), at=at), received_at=at)
    return made


def lock(anna, carla, at, month, version=1):
    amounts = {"planned": 60, "present": 60, "justified": 0, "unjustified": 0}
    Attestation.objects.create(
        enrolment=anna,
        month=month,
        version=version,
        days=[],
        locked_at=at,
        locked_by=carla,
        reason="" if version == 1 else "Corrected",
        **amounts,
    )


def test_they_go_after_the_last_of_the_months_was_locked(absence, anna, carla, at):
    in_april = at + 40 * DAY
    lock(anna, carla, in_april, date(2026, 3, 1))
    assert forget_absence_proofs(at=in_april + KEPT_AFTER_LOCK) == 0, "April is not locked"
    in_may = in_april + 20 * DAY
    lock(anna, carla, in_may, date(2026, 4, 1))
    assert forget_absence_proofs(at=in_may + KEPT_AFTER_LOCK - DAY) == 0
    file = StoredFile.objects.get()
    assert forget_absence_proofs(at=in_may + KEPT_AFTER_LOCK) == 1
    assert (absence.proofs.count(), StoredFile.objects.count()) == (0, 0)
    kept = Absence.objects.get()
    assert (kept.state, kept.proof_at) == ("accepted", at)
    entry = AuditEntry.objects.get(label="absence.proofs_forgotten")
    assert (entry.subject_key, entry.keys) == (absence.pk, {"files": 1})
    forget_orphans(at=in_may + 400 * DAY)
    with pytest.raises(FileNotFoundError):
        store.read(file)
    assert forget_absence_proofs(at=in_may + 2 * KEPT_AFTER_LOCK) == 0


def test_a_month_that_is_locked_again_begins_anew(absence, anna, carla, at):
    lock(anna, carla, at, date(2026, 3, 1))
    lock(anna, carla, at, date(2026, 4, 1))
    again = at + 80 * DAY
    lock(anna, carla, again, date(2026, 4, 1), version=2)
    assert forget_absence_proofs(at=at + KEPT_AFTER_LOCK + DAY) == 0
    assert forget_absence_proofs(at=again + KEPT_AFTER_LOCK) == 1


@pytest.mark.parametrize("state", ["withdrawn", "accepted"])
def test_without_a_lock_they_go_a_year_after_the_last_day(absence, at, state):
    Absence.objects.filter(pk=absence.pk).update(state=state)
    over = at + (absence.last_on - at.date()) + KEPT_AT_MOST
    assert forget_absence_proofs(at=over - DAY) == 0
    assert forget_absence_proofs(at=over) == 1


def test_the_months_of_another_learner_do_not_count(absence, anna, carla, at):
    other = LearnerFactory(cohort=anna.cohort)
    for month in (3, 4):
        lock(other, carla, at, date(2026, month, 1))
    assert forget_absence_proofs(at=at + 2 * KEPT_AFTER_LOCK) == 0


def test_the_learner_reads_that_it_is_gone(absence, anna, as_person, at):
    address = f"/en/my/training/absences/{absence.pk}/"
    words = "We deleted your proof."
    assert words not in as_person(anna.person).get(address).content.decode()
    forget_absence_proofs(at=at + 2 * KEPT_AT_MOST)
    assert words in as_person(anna.person).get(address).content.decode()


def test_it_runs_each_day(absence, db):
    names = {one["task"]: one["schedule"] for one in SCHEDULE.values()}
    assert names["cohorts.forget_absence_proofs"] == DAY.total_seconds()
    assert task.name == "cohorts.forget_absence_proofs"


def test_many_are_looked_at_in_few_queries(absence, anna, at, django_assert_max_num_queries):
    for number in range(20):
        one = AbsenceFactory(enrolment=anna, first_on=date(2026, 3, 2 + number))
        one.proofs.create(file=store.keep(photo(), at=at), received_at=at)
    with django_assert_max_num_queries(2):
        assert forget_absence_proofs(at=at + KEPT_AFTER_LOCK + 60 * DAY) == 0
