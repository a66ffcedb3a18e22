"""Jobs that people found: told, looked at, corrected, ended. Nothing is overwritten.

docs/domain.md, "Jobs and questions after leaving". Evidence: `workflow.evidence`; digital work
outside the ISCO groups: `workflow.digital`.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from becode.audit.record import move, record
from becode.core.actors import Actor
from becode.core.clock import local_day
from becode.core.moves import IllegalMove
from becode.people.locks import lock_current
from cohorts.enums import EnrolmentState
from cohorts.models import Enrolment
from placements.employers import Told, told_twice
from placements.enums import (
    JOB_MOVES,
    DiscardReason,
    EvidenceLevel,
    JobState,
    ReportedBy,
)
from placements.isco import is_digital
from placements.models import Company, JobPlacement
from placements.workflow import evidence as proofs

NOT_WITH_US_YET = (EnrolmentState.ENROLLED, EnrolmentState.WITHDRAWN)
WRONG_WAY_ROUND = _("The last day cannot be before the first day.")
# A caller that only knows "it is digital work": professionals of information technology.
ANY_DIGITAL = "25"
# What a colleague may correct, with a reason.
FACTS = (
    "company",
    "employer_name",
    "function",
    "isco_group",
    "contract_type",
    "hours_percent",
    "start_on",
    "end_on",
    "by_school",
    "may_ask_employer",
)


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
    isco_group: str = "",
    by_school: bool = False,
    may_ask_employer: bool = False,
    another: bool = False,
) -> JobPlacement:
    """A job that a colleague knows of: at a partner company, or an employer by name.

    What the person or the company told of the same job is joined to it. `in_field` without an
    ISCO group stands for group 25. Raises IllegalMove where no employer is given, dates are the
    wrong way round, evidence is claimed without saying what it is, or the same job was recorded
    before (unless it is `another` one).
    """
    if in_field and not isco_group:
        isco_group = ANY_DIGITAL
    proofs.check(evidence_level, evidence_note)
    if not function.strip() or not contract_type:
        raise IllegalMove(_("Say what the person does there, and under which contract."))
    lock_current(enrolment.person_id)
    employer_name = _employer(employer_name, company, start_on, end_on)
    _check_enrolment(enrolment)
    twins = _twins(
        enrolment.person_id, Told(employer_name, company.pk if company else None, start_on)
    )
    if not another and any(twin.state == JobState.CONFIRMED for twin in twins):
        raise IllegalMove(_("This job is recorded already. Correct that one."))
    job = JobPlacement.objects.create(
        person_id=enrolment.person_id,
        enrolment=enrolment,
        company=company,
        employer_name=employer_name,
        function=function,
        isco_group=isco_group,
        in_field=is_digital(isco_group),
        contract_type=contract_type,
        hours_percent=hours_percent,
        start_on=start_on,
        end_on=end_on,
        by_school=by_school,
        may_ask_employer=may_ask_employer,
        recorded_at=at,
    )
    record("job.recorded", subject=job, actor=actor, at=at, reason_code=contract_type)
    if evidence_level != EvidenceLevel.NONE:
        proofs.add(job=job, level=evidence_level, note=evidence_note, actor=actor, at=at)
    for twin in twins:
        if twin.state == JobState.REPORTED and not another:
            _join(twin, into=job, actor=actor, at=at)
    return job


@transaction.atomic
def report_job(
    *,
    enrolment: Enrolment,
    employer_name: str,
    function: str,
    contract_type: str,
    start_on: date | None,
    reported_by: str,
    actor: Actor,
    at: datetime,
    company: Company | None = None,
    hours_percent: int = 100,
    end_on: date | None = None,
    isco_group: str = "",
    may_ask_employer: bool = False,
) -> JobPlacement:
    """A job told by the person, a company, or in an answer after leaving: for the queue.

    Returns the job that stands: where the same one was told before (docs/domain.md), the new
    telling is kept as its double and the first one stays. A company's word is evidence.
    `start_on` None: nobody said since when; today counts until somebody does.
    Raises IllegalMove as `record_job` does.
    """
    person = lock_current(enrolment.person_id)
    employer_name = _employer(employer_name, company, start_on, end_on)
    _check_enrolment(enrolment)
    told = Told(employer_name, company.pk if company else None, start_on)
    twin = next(iter(_twins(person.pk, told)), None)
    job = JobPlacement.objects.create(
        person=person,
        enrolment=enrolment,
        company=company,
        employer_name=employer_name,
        function=function,
        isco_group=isco_group,
        in_field=is_digital(isco_group),
        contract_type=contract_type,
        hours_percent=hours_percent,
        start_on=start_on or local_day(at),
        start_is_known=start_on is not None,
        end_on=end_on,
        state=JobState.REPORTED,
        reported_by=ReportedBy(reported_by),
        may_ask_employer=may_ask_employer,
        recorded_at=at,
    )
    record("job.reported", subject=job, actor=actor, at=at, reason_code=reported_by)
    if reported_by == ReportedBy.COMPANY:
        proofs.employer_confirms(job=job, actor=actor, at=at)
        job.refresh_from_db()
    if twin is None:
        return job
    _join(job, into=twin, actor=actor, at=at)
    twin.refresh_from_db()
    return twin


@transaction.atomic
def confirm_job(
    *,
    job: JobPlacement,
    actor: Actor,
    at: datetime,
    changes: Mapping[str, Any] | None = None,
) -> None:
    """A colleague looked at what was told, completed it, and it counts from now on."""
    _change(job, changes or {})
    if not job.function or not job.contract_type:
        raise IllegalMove(_("Say what the person does there, and under which contract."))
    move(
        job,
        moves=JOB_MOVES,
        to=JobState.CONFIRMED,
        label="job.confirmed",
        actor=actor,
        at=at,
        reason_code=job.contract_type,
        start_is_known=True,
    )


@transaction.atomic
def discard_job(*, job: JobPlacement, reason: str, actor: Actor, at: datetime) -> None:
    """It is no job, or never began. It stays to be read, and counts nowhere."""
    move(
        job,
        moves=JOB_MOVES,
        to=JobState.DISCARDED,
        label="job.discarded",
        actor=actor,
        at=at,
        reason_code=DiscardReason(reason),
    )


@transaction.atomic
def restore_job(*, job: JobPlacement, actor: Actor, at: datetime) -> None:
    """Put back into the queue what was discarded, or was taken for a double and is none."""
    move(
        job,
        moves=JOB_MOVES,
        to=JobState.REPORTED,
        label="job.restored",
        actor=actor,
        at=at,
        same_as=None,
    )


@transaction.atomic
def join_job(*, job: JobPlacement, same_as: JobPlacement, actor: Actor, at: datetime) -> None:
    """A colleague sees that both records are one job: `same_as` stays, with all the evidence."""
    lock_current(job.person_id)
    kept = JobPlacement.objects.select_for_update().get(pk=same_as.pk)
    one = JobPlacement.objects.select_for_update().get(pk=job.pk)
    wrong = kept.person_id != one.person_id or kept.pk == one.pk
    if wrong or JobState.DISCARDED in (kept.state, one.state):
        raise IllegalMove
    _join(one, into=kept, actor=actor, at=at)
    job.refresh_from_db()


@transaction.atomic
def correct_job(
    *,
    job: JobPlacement,
    changes: Mapping[str, Any],
    reason: str,
    actor: Actor,
    at: datetime,
) -> None:
    """Change what was recorded; the row's history keeps what it was, and the reason."""
    if not reason.strip():
        raise IllegalMove(_("Write down why."))
    changed = _change(job, {**changes, "changed_because": reason})
    record(
        "job.corrected",
        subject=job,
        actor=actor,
        at=at,
        keys={"fields": ",".join(name for name in sorted(changed) if name in FACTS)},
    )


@transaction.atomic
def end_job(*, job: JobPlacement, end_on: date, actor: Actor, at: datetime) -> None:
    """The job ended, or will: its last day. What was agreed stays as it was."""
    locked = JobPlacement.objects.select_for_update().get(pk=job.pk)
    if end_on < locked.start_on:
        raise IllegalMove(WRONG_WAY_ROUND)
    locked.ended_on = job.ended_on = end_on
    locked.save(update_fields=["ended_on"])
    record("job.ended", subject=locked, actor=actor, at=at)


# The name under which callers knew it before evidence had rows of its own.
record_evidence = proofs.add


def _employer(
    name: str, company: Company | None, start_on: date | None, end_on: date | None
) -> str:
    name = name.strip() or (company.name if company else "")
    if not name:
        raise IllegalMove(_("Say which company, or write the employer's name."))
    if end_on is not None and start_on is not None and end_on < start_on:
        raise IllegalMove(WRONG_WAY_ROUND)
    return name


def _check_enrolment(enrolment: Enrolment) -> None:
    if enrolment.state in NOT_WITH_US_YET:
        raise IllegalMove(_("This person never started the training."))
    if enrolment.state == EnrolmentState.TRANSFERRED:
        raise IllegalMove(_("This person moved to another group: record the job there."))


def _twins(person_pk: int, told: Told) -> list[JobPlacement]:
    """The standing jobs of this person that are the one told; those confirmed first.

    The caller holds the person, so that two who tell at once do not miss each other.
    """
    rows = JobPlacement.objects.standing().filter(person_id=person_pk).select_for_update()
    return [job for job in rows.order_by("state", "pk") if told_twice(told, _told(job))]


def _told(job: JobPlacement) -> Told:
    return Told(job.employer_name, job.company_id, job.start_on if job.start_is_known else None)


def _join(double: JobPlacement, *, into: JobPlacement, actor: Actor, at: datetime) -> None:
    """`double` rests as the same as `into`, which takes its evidence and fills its gaps."""
    move(
        double,
        moves=JOB_MOVES,
        to=JobState.DISCARDED,
        label="job.joined",
        actor=actor,
        at=at,
        same_as=into,
    )
    double.doubles.update(same_as=into)
    double.evidence.update(job=into)
    double.told_in.update(job=into)
    changes: dict[str, Any] = {}
    for name in ("company", "function", "contract_type", "end_on"):
        if not getattr(into, name) and getattr(double, name):
            changes[name] = getattr(double, name)
    if not into.isco_group and double.isco_group:
        changes["isco_group"] = double.isco_group
    if not into.start_is_known and double.start_is_known:
        changes |= {"start_on": double.start_on, "start_is_known": True}
    if double.may_ask_employer and not into.may_ask_employer:
        changes["may_ask_employer"] = True
    end_on, start_on = changes.get("end_on"), changes.get("start_on", into.start_on)
    if end_on and end_on < start_on:
        del changes["end_on"]  # two tellings that disagree are for a colleague
    _change(into, changes)
    proofs.refresh(into)


def _change(job: JobPlacement, changes: Mapping[str, Any]) -> list[str]:
    """Write the facts that differ, under the row's lock; returns their names."""
    locked = JobPlacement.objects.select_for_update().get(pk=job.pk)
    changed = [name for name, value in changes.items() if getattr(locked, name) != value]
    for name in changed:
        setattr(locked, name, changes[name])
    if not locked.employer_name and locked.company:
        locked.employer_name = locked.company.name
        changed.append("employer_name")
    if not locked.employer_name:
        raise IllegalMove(_("Say which company, or write the employer's name."))
    if locked.end_on and locked.end_on < locked.start_on:
        raise IllegalMove(WRONG_WAY_ROUND)
    if "start_on" in changed and locked.ended_on and locked.ended_on < locked.start_on:
        raise IllegalMove(WRONG_WAY_ROUND)
    if "isco_group" in changed:
        locked.in_field = is_digital(locked.isco_group) or locked.reviewed_by_id is not None
        changed.append("in_field")
    if changed:
        locked.save(update_fields=changed)
    for name in changed:
        setattr(job, name, getattr(locked, name))
    return changed
