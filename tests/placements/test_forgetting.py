"""A graduate who asks to be forgotten stays as a placeholder: counted, and nobody."""

from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from becode.core.moves import IllegalMove
from placements.enums import LinkPurpose
from placements.models import FollowUp, GuestLink, JobPlacement, OutcomeExclusion
from placements.workflow import evidence, exclusions, follow_up_plan, follow_ups, jobs
from placements.workflow.forgetting import forget_alumnus
from placements.workflow.links import make_link
from tests import factories

pytestmark = pytest.mark.django_db
CANARY = "Canary & Sons"


@pytest.fixture
def graduate(cohort, zenith, by_pia, at):
    """With a job, a proof, an answer in own words, and a link that still works."""
    enrolment = factories.EnrolmentFactory(
        cohort=cohort, state="graduated", graduated_on=date(2025, 9, 1)
    )
    job = jobs.record_job(
        enrolment=enrolment, employer_name=CANARY, function=CANARY, contract_type="permanent",
        start_on=date(2025, 10, 1), evidence_level="A", evidence_note=CANARY, company=zenith,
        isco_group="2512", actor=by_pia, at=at,
    )  # fmt: skip
    upload = ContentFile(b"%PDF-1.7 pay", name="canary.pdf")
    evidence.receive(job=job, upload=upload, sent_by="person", note=CANARY, actor=by_pia, at=at)
    follow_up_plan.plan_follow_ups()
    question = FollowUp.objects.get(months=1)
    follow_ups.answer(follow_up=question, answer="studying", actor=by_pia, at=at)
    follow_ups.tell_more(follow_up=question, detail=CANARY, place=CANARY, actor=by_pia, at=at)
    make_link(purpose=LinkPurpose.PROOF, at=at, days=60, job=job)
    return enrolment


def words_of(person):
    rows = [
        *JobPlacement.objects.filter(person=person).values(),
        *FollowUp.objects.of_person(person.pk).values(),
        *[row for job in person.jobs.all() for row in job.evidence.values()],
    ]
    return str(rows)


def test_words_files_and_links_are_gone_and_codes_stay(
    graduate, by_pia, at, django_capture_on_commit_callbacks
):
    key = graduate.jobs.get().evidence.get(file__isnull=False).file.key
    assert CANARY in words_of(graduate.person)
    for _time in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            forget_alumnus(person=graduate.person, actor=by_pia, at=at)
    job = graduate.jobs.get()
    assert CANARY not in words_of(graduate.person)
    assert (job.company, job.contract_type, job.start_on, job.in_field) == (
        None, "permanent", date(2025, 10, 1), True,
    )  # fmt: skip
    assert not default_storage.exists(key)
    assert GuestLink.objects.filter(revoked_at__isnull=True).count() == 0


def test_the_figures_say_that_somebody_is_left_out(graduate, by_pia, at):
    forget_alumnus(person=graduate.person, actor=by_pia, at=at)
    left_out = OutcomeExclusion.objects.get()
    assert (left_out.enrolment, left_out.reason) == (graduate, "erased")
    with pytest.raises(IllegalMove, match="forgotten"):
        exclusions.include(exclusion=left_out, actor=by_pia, at=at)


def test_nothing_more_is_asked_and_the_answer_still_counts(graduate, by_pia, at):
    forget_alumnus(person=graduate.person, actor=by_pia, at=at)
    rows = FollowUp.objects.order_by("months").values_list("state", "not_asked", "answer")
    assert list(rows) == [("answered", "", "studying")] + [("not_asked", "erased", "")] * 4


def test_an_earlier_reason_gives_way(graduate, by_pia, at):
    exclusions.exclude(
        enrolment=graduate, reason="ill", evidence="letter", by=None, actor=by_pia, at=at
    )
    forget_alumnus(person=graduate.person, actor=by_pia, at=at)
    left_out = OutcomeExclusion.objects.get()
    assert (left_out.reason, left_out.evidence) == ("erased", "")
