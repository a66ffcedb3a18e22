"""The company and the learner tell the same job at the same moment: it is one job.

Without the lock on the person both find nothing told before: the race is real.
"""

import threading
from contextlib import contextmanager, suppress
from datetime import date

import pytest
from django.db import connections

from becode.core.actors import SYSTEM
from becode.people.models import Person
from cohorts.models import Enrolment
from placements.models import Company, JobPlacement
from placements.workflow import jobs
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 15
TELLERS = ("person", "company")


@pytest.fixture
def graduate(cohort):
    return factories.EnrolmentFactory(
        cohort=cohort, state="graduated", graduated_on=date(2025, 12, 1)
    )


@contextmanager
def both_look_before_either_writes(monkeypatch):
    """Each teller waits, after looking for the same job, until the other has looked too."""
    looked, really = threading.Barrier(len(TELLERS)), jobs._twins

    def look(*args):
        found = really(*args)
        with suppress(threading.BrokenBarrierError):
            looked.wait(1.5)  # in vain where the other one waits for the lock: it looks later
        return found

    monkeypatch.setattr(jobs, "_twins", look)
    yield


def tell_at_once(graduate, zenith, at):
    start, answers = threading.Barrier(len(TELLERS)), []

    def tell(teller):
        try:
            enrolment = Enrolment.objects.get(pk=graduate.pk)
            company = Company.objects.get(pk=zenith.pk) if teller == "company" else None
            start.wait(PATIENCE)
            jobs.report_job(
                enrolment=enrolment,
                employer_name="" if company else "Zenith nv",
                function="Tester",
                contract_type="permanent",
                start_on=date(2026, 2, 2),
                reported_by=teller,
                company=company,
                actor=SYSTEM,
                at=at,
            )
            answers.append("told")
        except Exception as error:
            answers.append(repr(error))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=tell, args=(teller,)) for teller in TELLERS]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert answers == ["told", "told"]


def test_told_by_both_at_once_is_one_job(graduate, zenith, at, monkeypatch):
    with both_look_before_either_writes(monkeypatch):
        tell_at_once(graduate, zenith, at)
    assert (JobPlacement.objects.standing().count(), JobPlacement.objects.count()) == (1, 2)
    assert JobPlacement.objects.standing().get().evidence_level == "A"


def test_without_the_guard_there_would_be_two(graduate, zenith, at, monkeypatch):
    monkeypatch.setattr(jobs, "lock_current", lambda pk: Person.objects.get(pk=pk))
    with both_look_before_either_writes(monkeypatch):
        tell_at_once(graduate, zenith, at)
    assert JobPlacement.objects.standing().count() == 2
