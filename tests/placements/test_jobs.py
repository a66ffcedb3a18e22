"""Jobs: told by several, recognised as one, looked at, corrected, proven, reviewed by two."""

from datetime import date, timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from becode.core.moves import IllegalMove
from placements.employers import Told, plain_name, told_twice
from placements.models import Company, JobPlacement
from placements.workflow import digital, evidence, exclusions, jobs, studies
from tests import factories
from tests.placements.test_invariants import broken

pytestmark = pytest.mark.django_db
FIRST = date(2026, 2, 2)


@pytest.fixture
def graduate(cohort):
    return factories.EnrolmentFactory(
        cohort=cohort, state="graduated", graduated_on=date(2025, 12, 1)
    )


@pytest.fixture
def tell(graduate, by_pia, at):
    """A function that reports a job, as the person unless it says otherwise."""

    def report(**facts):
        facts = {
            "employer_name": "Hill",
            "function": "Tester",
            "contract_type": "permanent",
            "start_on": FIRST,
            "reported_by": "person",
            **facts,
        }
        return jobs.report_job(enrolment=graduate, actor=by_pia, at=at, **facts)

    return report


def photo():
    return ContentFile(b"%PDF-1.7 a payslip", name="payslip.pdf")


def standing():
    return JobPlacement.objects.standing().count()


def test_what_the_person_tells_waits_for_a_colleague(tell, at):
    job = tell(hours_percent=80, isco_group="2513")
    assert (job.state, job.reported_by, job.in_field, job.recorded_at) == (
        "reported", "person", True, at,
    )  # fmt: skip
    assert list(JobPlacement.objects.reported()) == [job]


def test_the_company_tells_the_same_job_and_there_is_one(tell, zenith):
    first = tell(employer_name="ZENITH n.v.", function="")
    kept = tell(employer_name="Zenith", company=zenith, reported_by="company",
                start_on=FIRST + timedelta(days=31))  # fmt: skip
    double = JobPlacement.objects.get(same_as__isnull=False)
    assert (kept, double.state, standing()) == (first, "discarded", 1)
    # What was missing is filled in, and the company's word is evidence.
    assert (kept.company, kept.function, kept.evidence_level) == (zenith, "Tester", "A")
    assert kept.start_on == FIRST


def test_the_company_first_and_the_person_after_it(tell, zenith):
    first = tell(employer_name="", company=zenith, reported_by="company")
    assert tell(employer_name="Zenith Belgium", start_on=FIRST - timedelta(days=31)) == first
    assert (standing(), first.evidence_level) == (1, "A")


@pytest.mark.parametrize(
    "second",
    [
        {"start_on": FIRST + timedelta(days=32)},
        {"employer_name": "Mill"},
        {"employer_name": "Dale and sons"},
    ],
)
def test_two_jobs_stay_two(tell, second):
    tell()
    tell(**second)
    assert standing() == 2


def test_two_partner_companies_are_compared_by_their_records(tell, zenith):
    other = Company.objects.create(name="Zenith", created_at=zenith.created_at)
    tell(company=zenith, employer_name="")
    tell(company=other, employer_name="")
    assert standing() == 2


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Zenith", "zénith SRL", True),
        ("A&B Consulting", "A & B consulting bvba", True),
        ("Proximus", "Proximuss", True),
        ("Hill Consulting", "Mill Consulting", False),
        ("Zenith", "Zenith Belgium", True),
        ("زينيث", "Zenith", False),
        ("NV", "SA", False),
        ("", "", False),
    ],
)
def test_employers_by_name(one, other, same):
    assert told_twice(Told(one, None, FIRST), Told(other, None, FIRST)) is same
    assert told_twice(Told(other, None, FIRST), Told(one, None, FIRST)) is same


def test_an_employer_is_never_only_its_legal_form():
    assert (plain_name("Zenith N.V."), plain_name("NV")) == ("zenith", "nv")


def test_a_day_that_nobody_knows_is_the_day_we_heard(tell, at):
    job = tell(start_on=None)
    assert (job.start_on, job.start_is_known) == (at.date(), False)
    kept = tell(start_on=date(2026, 1, 5), reported_by="company")
    assert (kept, kept.start_on, kept.start_is_known) == (job, date(2026, 1, 5), True)


def test_confirming_completes_it_once(tell, by_pia, at):
    job = tell(function="", contract_type="", start_on=None)
    with pytest.raises(IllegalMove, match="under which contract"):
        jobs.confirm_job(job=job, actor=by_pia, at=at)
    changes = {"function": "Tester", "contract_type": "permanent", "start_on": FIRST}
    jobs.confirm_job(job=job, changes=changes, actor=by_pia, at=at)
    job.refresh_from_db()
    assert (job.state, job.start_on, job.start_is_known) == ("confirmed", FIRST, True)
    with pytest.raises(IllegalMove):
        jobs.confirm_job(job=job, actor=by_pia, at=at)


def test_the_database_keeps_unfinished_jobs_from_counting(tell):
    job = tell(function="")
    with pytest.raises(IntegrityError), transaction.atomic():
        JobPlacement.objects.filter(pk=job.pk).update(state="confirmed")


def test_discarded_and_put_back(tell, by_pia, at):
    job = tell()
    jobs.discard_job(job=job, reason="never_began", actor=by_pia, at=at)
    assert standing() == 0
    jobs.restore_job(job=job, actor=by_pia, at=at)
    assert list(JobPlacement.objects.reported()) == [job]


def test_a_colleague_joins_and_separates(tell, by_pia, at):
    one, other = tell(), tell(employer_name="The Hill people")
    evidence.add(job=other, level="B", note="signed", actor=by_pia, at=at)
    jobs.join_job(job=other, same_as=one, actor=by_pia, at=at)
    one.refresh_from_db()
    assert (standing(), one.evidence_level, other.same_as) == (1, "B", one)
    jobs.restore_job(job=other, actor=by_pia, at=at)
    assert (standing(), other.same_as) == (2, None)


def test_nobody_elses_job_is_the_same(tell, yasmin, by_pia, at):
    job = tell()
    hers = jobs.report_job(
        enrolment=yasmin, employer_name="Hill", function="Tester", contract_type="permanent",
        start_on=FIRST, reported_by="person", actor=by_pia, at=at,
    )  # fmt: skip
    assert standing() == 2
    with pytest.raises(IllegalMove):
        jobs.join_job(job=hers, same_as=job, actor=by_pia, at=at)


def test_a_colleague_who_records_it_takes_what_was_told(tell, graduate, by_pia, at):
    told = tell(may_ask_employer=True)
    evidence.receive(job=told, upload=photo(), sent_by="person", actor=by_pia, at=at)
    facts = {"function": "Tester", "contract_type": "permanent", "start_on": FIRST}
    made = jobs.record_job(
        enrolment=graduate, employer_name="Hill bv", actor=by_pia, at=at, **facts
    )
    told.refresh_from_db()
    made.refresh_from_db()
    assert (told.same_as, made.state, made.may_ask_employer) == (made, "confirmed", True)
    assert made.evidence.count() == 1
    with pytest.raises(IllegalMove, match="recorded already"):
        jobs.record_job(enrolment=graduate, employer_name="Hill", actor=by_pia, at=at, **facts)
    jobs.record_job(
        enrolment=graduate, employer_name="Hill", another=True, actor=by_pia, at=at, **facts
    )
    assert standing() == 2


def test_correcting_keeps_what_it_was_with_the_reason(tell, by_pia, at):
    job = tell()
    jobs.confirm_job(job=job, actor=by_pia, at=at)
    with pytest.raises(IllegalMove, match="Write down why"):
        jobs.correct_job(job=job, changes={}, reason=" ", actor=by_pia, at=at)
    jobs.correct_job(
        job=job,
        changes={"hours_percent": 40, "isco_group": "2512"},
        reason="The contract says two days.",
        actor=by_pia,
        at=at,
    )
    history = job.events.order_by("pgh_id")
    assert list(history.values_list("hours_percent", "changed_because"))[-2:] == [
        (100, ""),
        (40, "The contract says two days."),
    ]
    assert job.in_field is True


def test_an_end_before_the_start_cannot_be_corrected_into_being(tell, by_pia, at):
    job = tell()
    for changes in ({"end_on": FIRST - timedelta(days=1)}, {"employer_name": ""}):
        with pytest.raises(IllegalMove):
            jobs.correct_job(job=job, changes=changes, reason="a slip", actor=by_pia, at=at)
    job.refresh_from_db()
    assert (job.end_on, job.employer_name) == (None, "Hill")


def test_the_level_is_the_best_of_the_evidence(tell, by_pia, at):
    job = tell()
    levels = []
    for level in ("D", "B", "C"):
        evidence.add(job=job, level=level, note=f"seen {level}", actor=by_pia, at=at)
        levels.append((job.evidence_level, job.evidence_note))
    assert levels == [("D", "seen D"), ("B", "seen B"), ("B", "seen B")]
    evidence.refuse(evidence=job.evidence.get(level="B"), actor=by_pia, at=at)
    job.refresh_from_db()
    assert (job.evidence_level, job.evidence.count()) == ("C", 3)


def test_a_file_counts_once_somebody_looked(tell, by_pia, at):
    job = tell()
    first = evidence.receive(job=job, upload=photo(), sent_by="person", actor=by_pia, at=at)
    again = evidence.receive(job=job, upload=photo(), sent_by="person", actor=by_pia, at=at)
    job.refresh_from_db()
    assert (first, job.evidence.count(), job.evidence_level) == (again, 1, "none")
    evidence.judge(evidence=first, level="A", note="payslip", actor=by_pia, at=at)
    job.refresh_from_db()
    assert (job.evidence_level, job.evidence_note) == ("A", "payslip")


def test_nobody_sends_files_without_end(tell, by_pia, at):
    job = tell()
    for number in range(evidence.MOST_FILES):
        upload = ContentFile(b"%PDF-1.7 " + str(number).encode(), name="page.pdf")
        evidence.receive(job=job, upload=upload, sent_by="person", actor=by_pia, at=at)
    with pytest.raises(IllegalMove, match="enough files"):
        evidence.receive(job=job, upload=photo(), sent_by="person", actor=by_pia, at=at)


def test_what_still_needs_a_proof(tell, by_pia, at):
    job = tell()

    def asked():
        return list(JobPlacement.objects.without_proof())

    evidence.add(job=job, level="C", note="phone", actor=by_pia, at=at)
    assert asked() == [job]
    sent = evidence.receive(job=job, upload=photo(), sent_by="person", actor=by_pia, at=at)
    assert asked() == []
    evidence.refuse(evidence=sent, actor=by_pia, at=at)
    assert asked() == [job]
    evidence.add(job=job, level="A", note="contract", actor=by_pia, at=at)
    assert asked() == []


@pytest.mark.parametrize(
    ("group", "counts"),
    [("25", True), ("2513", True), ("35", True), ("3512", True), ("2", False), ("5223", False),
     ("", False), ("125", False)],
)  # fmt: skip
def test_digital_work_by_its_group(tell, group, counts):
    assert tell(isco_group=group).in_field is counts


def test_digital_tasks_need_two_people(tell, carla, pia, by_pia, at):
    job = tell(isco_group="4110")
    jobs.confirm_job(job=job, actor=by_pia, at=at)
    with pytest.raises(IllegalMove, match="which tasks"):
        digital.confirm_digital(job=job, by=carla, note=" ", actor=by_pia, at=at)
    digital.confirm_digital(job=job, by=carla, note="builds the shop", actor=by_pia, at=at)
    job.refresh_from_db()
    assert (job.in_field, list(JobPlacement.objects.awaiting_review())) == (False, [job])
    with pytest.raises(IllegalMove, match="Somebody else"):
        digital.review_digital(job=job, by=carla, actor=by_pia, at=at)
    digital.review_digital(job=job, by=pia, actor=by_pia, at=at)
    job.refresh_from_db()
    assert (job.in_field, job.digital_by, job.reviewed_by) == (True, carla, pia)
    # Another group later does not take away what two people saw.
    jobs.correct_job(job=job, changes={"isco_group": "5223"}, reason="x", actor=by_pia, at=at)
    assert job.in_field is True


def test_a_second_reviewer_may_disagree(tell, carla, pia, by_pia, at):
    job = tell()
    digital.confirm_digital(job=job, by=carla, note="types letters", actor=by_pia, at=at)
    digital.refuse_digital(job=job, by=pia, actor=by_pia, at=at)
    job.refresh_from_db()
    assert (job.in_field, job.digital_by, job.digital_note) == (False, None, "types letters")


def test_a_study_is_recorded_corrected_and_removed(graduate, by_pia, at):
    with pytest.raises(IllegalMove):
        studies.record_study(
            enrolment=graduate, what="Bachelor", start_on=FIRST, end_on=date(2026, 1, 1),
            actor=by_pia, at=at,
        )  # fmt: skip
    study = studies.record_study(
        enrolment=graduate, what="Bachelor", start_on=FIRST, actor=by_pia, at=at
    )
    studies.correct_study(study=study, changes={"end_on": date(2026, 3, 1)}, actor=by_pia, at=at)
    study.refresh_from_db()
    assert study.end_on == date(2026, 3, 1)
    studies.remove_study(study=study, actor=by_pia, at=at)
    assert graduate.studies.count() == 0


def test_left_out_once_and_with_evidence(graduate, mieke, by_pia, at):
    with pytest.raises(IllegalMove, match="evidence"):
        exclusions.exclude(
            enrolment=graduate, reason="care", evidence="", by=mieke, actor=by_pia, at=at
        )
    made = exclusions.exclude(
        enrolment=graduate, reason="care", evidence="letter", by=mieke, actor=by_pia, at=at
    )
    with pytest.raises(IllegalMove, match="decided before"):
        exclusions.exclude(
            enrolment=graduate, reason="ill", evidence="x", by=mieke, actor=by_pia, at=at
        )
    exclusions.include(exclusion=made, actor=by_pia, at=at)
    assert not hasattr(type(graduate).objects.get(pk=graduate.pk), "outcome_exclusion")


def test_everything_told_here_keeps_the_invariants(tell, zenith, carla, pia, by_pia, at):
    job = tell(isco_group="4110")
    tell(employer_name="", company=zenith, reported_by="company")
    tell(employer_name="Zenith")
    digital.confirm_digital(job=job, by=carla, note="builds", actor=by_pia, at=at)
    digital.review_digital(job=job, by=pia, actor=by_pia, at=at)
    assert broken(at) == {}
