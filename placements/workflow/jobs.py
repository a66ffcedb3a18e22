"""Jobs that people found, and the evidence for them. Nothing is overwritten: history is kept."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from becode.audit.record import record
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from cohorts.enums import EnrolmentState
from cohorts.models import Enrolment
from placements.enums import EvidenceLevel, JobState
from placements.models import Company, JobPlacement

NOT_WITH_US_YET = (EnrolmentState.ENROLLED, EnrolmentState.WITHDRAWN)


@transaction.atomic
def record_job(
    *,
    enrolment: Enrolment,
    function: str,
    contract_type: str,
    start_on: date,
    actor: Actor,
    at: datetime,
    company: Company | None = None,
    employer_name: str = "",
    hours_percent: int = 100,
    end_on: date | None = None,
    in_field: bool = False,
    evidence_level: str = EvidenceLevel.NONE,
    evidence_note: str = "",
) -> JobPlacement:
    """A job of somebody who follows or followed a training: at a partner company, or an employer
    by name. Raises IllegalMove where neither is given, dates are the wrong way round, or
    evidence is claimed without saying what it is.
    """
    employer_name = employer_name.strip() or (company.name if company else "")
    if not employer_name:
        raise IllegalMove(_("Say which company, or write the employer's name."))
    if end_on is not None and end_on < start_on:
        raise IllegalMove(_("The last day cannot be before the first day."))
    if enrolment.state in NOT_WITH_US_YET:
        raise IllegalMove(_("This person never started the training."))
    if enrolment.state == EnrolmentState.TRANSFERRED:
        raise IllegalMove(_("This person moved to another group: record the job there."))
    _check_evidence(evidence_level, evidence_note)
    job = JobPlacement.objects.create(
        person_id=enrolment.person_id,
        enrolment=enrolment,
        company=company,
        employer_name=employer_name,
        function=function,
        in_field=in_field,
        contract_type=contract_type,
        hours_percent=hours_percent,
        start_on=start_on,
        end_on=end_on,
        evidence_level=evidence_level,
        evidence_note=evidence_note,
        recorded_at=at,
    )
    record("job.recorded", subject=job, actor=actor, at=at, reason_code=contract_type)
    return job


@transaction.atomic
def report_job(
    *,
    enrolment: Enrolment,
    employer_name: str,
    function: str,
    contract_type: str,
    start_on: date,
    reported_by: str,
    actor: Actor,
    at: datetime,
    company: Company | None = None,
    hours_percent: int = 100,
    end_on: date | None = None,
    isco_group: str = "",
) -> JobPlacement:
    """A job as the person or a company tells it: it waits until a colleague looks at it."""
    job = record_job(
        enrolment=enrolment,
        employer_name=employer_name,
        function=function,
        contract_type=contract_type,
        start_on=start_on,
        company=company,
        hours_percent=hours_percent,
        end_on=end_on,
        actor=actor,
        at=at,
    )
    job.state, job.reported_by, job.isco_group = JobState.REPORTED, reported_by, isco_group
    job.save(update_fields=["state", "reported_by", "isco_group"])
    record("job.reported", subject=job, actor=actor, at=at, reason_code=reported_by)
    return job


@transaction.atomic
def record_evidence(
    *, job: JobPlacement, level: str, note: str, actor: Actor, at: datetime
) -> None:
    """What shows that the job is real, and how sure that makes us (A to D)."""
    _check_evidence(level, note)
    locked = JobPlacement.objects.select_for_update().get(pk=job.pk)
    locked.evidence_level, locked.evidence_note = level, note
    locked.save(update_fields=["evidence_level", "evidence_note"])
    record("job.evidence", subject=locked, actor=actor, at=at, reason_code=f"evidence_{level}")


@transaction.atomic
def end_job(*, job: JobPlacement, end_on: date, actor: Actor, at: datetime) -> None:
    """The job ended, or will: its last day."""
    locked = JobPlacement.objects.select_for_update().get(pk=job.pk)
    if end_on < locked.start_on:
        raise IllegalMove(_("The last day cannot be before the first day."))
    locked.end_on = end_on
    locked.save(update_fields=["end_on"])
    record("job.ended", subject=locked, actor=actor, at=at)


def _check_evidence(level: str, note: str) -> None:
    if level != EvidenceLevel.NONE and not note.strip():
        raise IllegalMove(_("Write down what the evidence is."))
