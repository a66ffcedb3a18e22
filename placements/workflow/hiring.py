"""What a company says about hiring: would it, and whom it did."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from becode.audit.record import record
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from placements.enums import (
    EvaluatedBy,
    EvaluationMoment,
    InternshipState,
    ReportedBy,
    WouldHire,
)
from placements.models import Company, Internship, InternshipEvaluation, JobPlacement, Proposal
from placements.workflow.jobs import report_job


@transaction.atomic
def answer_would_hire(
    *, internship: Internship, answer: str, actor: Actor, at: datetime
) -> InternshipEvaluation:
    """Keep the answer to "will you hire?" in the mentor's last evaluation, filed or not.

    May be said again while that evaluation is not filed. Raises IllegalMove afterwards, and for
    an internship that never began.
    """
    if internship.state in (InternshipState.PLANNED, InternshipState.CANCELLED):
        raise IllegalMove(_("This internship has not begun."))
    evaluation, _made = InternshipEvaluation.objects.select_for_update().get_or_create(
        internship=internship,
        moment=EvaluationMoment.END,
        by=EvaluatedBy.MENTOR,
        defaults={"due_on": internship.end_on},
    )
    if evaluation.filed_at is not None:
        raise IllegalMove(_("The last evaluation is filed: it says whether you would hire."))
    evaluation.would_hire = WouldHire(answer)
    evaluation.save(update_fields=["would_hire"])
    record(
        "internship.hire_answered",
        subject=internship,
        actor=actor,
        at=at,
        person_key=internship.enrolment.person_id,
        reason_code=evaluation.would_hire,
    )
    return evaluation


@transaction.atomic
def declare_hire(
    *,
    company: Company,
    proposal: Proposal,
    function: str,
    contract_type: str,
    start_on: date,
    actor: Actor,
    at: datetime,
    hours_percent: int = 100,
    end_on: date | None = None,
) -> JobPlacement:
    """A company says that it hired somebody it knows by a proposal; the school looks at it.

    Raises IllegalMove for a proposal of another company, and where the same hire was told
    already.
    """
    if proposal.position.company_id != company.pk:
        raise IllegalMove
    # The person's row is held, so that two presses on a button make one report.
    learner = type(proposal.enrolment).objects.select_for_update().get(pk=proposal.enrolment_id)
    told = company.hires.exclude(state="discarded").filter(
        enrolment=learner, start_on=start_on, reported_by=ReportedBy.COMPANY
    )
    if told.exists():
        raise IllegalMove(_("You told us of this job already. Thank you."))
    return report_job(
        enrolment=learner,
        employer_name=company.name,
        company=company,
        function=function,
        contract_type=contract_type,
        start_on=start_on,
        hours_percent=hours_percent,
        end_on=end_on,
        reported_by=ReportedBy.COMPANY,
        actor=actor,
        at=at,
    )
