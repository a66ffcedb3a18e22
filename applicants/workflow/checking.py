"""A colleague looks whether somebody meets a rule. docs/domain.md, "Eligibility"."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from applicants.enums import ApplicationState, CheckOutcome
from applicants.models import Application, ApplicationDocument, EligibilityCheck, EligibilityRule
from applicants.workflow.locks import lock_application
from becode.audit.record import record
from becode.core.actors import Actor, ActorKind
from becode.core.moves import IllegalMove

CHECKED_STATES = (
    ApplicationState.SUBMITTED,
    ApplicationState.IN_SELECTION,
    ApplicationState.ADMITTED,
    ApplicationState.ENROLLED,
)


@transaction.atomic
def set_check(
    *,
    application: Application,
    rule: EligibilityRule,
    outcome: str,
    actor: Actor,
    at: datetime,
    document: ApplicationDocument | None = None,
    valid_until: date | None = None,
    remark: str = "",
) -> EligibilityCheck:
    """Write down a CheckOutcome with its proof and until when it holds; replaces an earlier one.

    A rule that asks for proof is met by a document, or by words on what was seen. Raises
    IllegalMove without either, for another track's rule, for somebody else's document, and once
    the application is closed.
    """
    outcome = CheckOutcome(outcome)
    application = lock_application(application.pk)
    if application.state not in CHECKED_STATES:
        raise IllegalMove(_("This application is closed."))
    if rule.track_id != application.track_id:
        raise IllegalMove(_("This rule belongs to another track."))
    if document is not None and document.application_id != application.pk:
        raise IllegalMove(_("This document belongs to another application."))
    remark = remark.strip()
    if outcome == CheckOutcome.MET and rule.needs_proof and document is None and not remark:
        raise IllegalMove(_("Choose the document that proves it, or write what you saw."))
    check = EligibilityCheck.objects.filter(application=application, rule=rule).first()
    before = check.outcome if check else ""
    check = check or EligibilityCheck(application=application, rule=rule)
    check.outcome, check.document, check.remark = outcome, document, remark
    check.valid_until = valid_until if outcome == CheckOutcome.MET else None
    check.checked_at = at
    check.checked_by_id = actor.key if actor.kind == ActorKind.USER else None
    check.save()
    record(
        "eligibility.checked",
        subject=check,
        actor=actor,
        at=at,
        person_key=application.person_id,
        old_state=before,
        new_state=outcome,
        keys={"rule": rule.pk, "kind": rule.kind},
    )
    return check
