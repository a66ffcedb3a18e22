"""The jobs that a figure turns on are kept exactly: the day, the period, the hours, the kind."""

from datetime import date, timedelta

import pytest

from placements.models import JobPlacement
from placements.workflow import jobs
from tests import factories

pytestmark = pytest.mark.django_db
GRADUATED = date(2025, 9, 1)


@pytest.fixture
def graduate(cohort):
    return factories.EnrolmentFactory(cohort=cohort, state="graduated", graduated_on=GRADUATED)


@pytest.mark.parametrize("days", [180, 181])
def test_the_day_after_graduation_is_kept(graduate, by_pia, at, days):
    """Confirmed later than told: the first day stays the one that was told."""
    job = jobs.report_job(
        enrolment=graduate, employer_name="Hill", function="Tester", contract_type="permanent",
        start_on=GRADUATED + timedelta(days=days), reported_by="person", actor=by_pia, at=at,
    )  # fmt: skip
    jobs.confirm_job(job=job, actor=by_pia, at=at + timedelta(days=30))
    kept = JobPlacement.objects.confirmed().get()
    assert (kept.start_on - GRADUATED).days == days


@pytest.mark.parametrize("days", [27, 28])
def test_what_was_planned_is_not_what_really_was(graduate, by_pia, at, days):
    """A contract of 28 days that ended after three still was planned for 28."""
    start_on = date(2025, 10, 1)
    job = jobs.record_job(
        enrolment=graduate, employer_name="Hill", function="Tester", contract_type="fixed_term",
        start_on=start_on, end_on=start_on + timedelta(days=days - 1), actor=by_pia, at=at,
    )  # fmt: skip
    jobs.end_job(job=job, end_on=start_on + timedelta(days=2), actor=by_pia, at=at)
    job.refresh_from_db()
    assert ((job.end_on - job.start_on).days + 1, (job.ended_on - job.start_on).days) == (days, 2)


@pytest.mark.parametrize(
    "facts",
    [
        {"hours_percent": 49, "contract_type": "permanent"},
        {"hours_percent": 50, "contract_type": "permanent"},
        {"hours_percent": 100, "contract_type": "unpaid"},
    ],
)
def test_part_time_and_unpaid_work_are_recorded_as_they_are(graduate, by_pia, at, facts):
    jobs.record_job(
        enrolment=graduate, employer_name="Hill", function="Tester",
        start_on=date(2025, 10, 1), actor=by_pia, at=at, **facts,
    )  # fmt: skip
    assert JobPlacement.objects.values(*facts).get() == facts


def test_two_jobs_in_parallel_stay_two(graduate, zenith, by_pia, at):
    """Two small jobs that begin on one day, at two employers: each is told by both sides."""
    for employer, company in (("Hill", None), ("", zenith)):
        for teller in ("person", "company"):
            jobs.report_job(
                enrolment=graduate, employer_name=employer or "Zenith", company=company,
                function="Tester", contract_type="permanent", hours_percent=25,
                start_on=date(2025, 10, 1), reported_by=teller, actor=by_pia, at=at,
            )  # fmt: skip
    standing = JobPlacement.objects.standing().order_by("pk")
    assert [(job.employer_name, job.evidence_level) for job in standing] == [
        ("Hill", "A"),
        ("Zenith", "A"),
    ]
    assert JobPlacement.objects.count() == 4
