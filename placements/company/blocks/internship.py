"""What the company does with a running internship: papers, absences, hours, evaluations."""

from datetime import datetime

from becode.core import clock
from placements.company.intern_blocks import Block, intern_block
from placements.enums import EvaluatedBy, InternshipState
from placements.evaluating import is_asked
from placements.intern_months import latest_of, to_confirm
from placements.models import CompanyContact, Internship
from placements.permissions import can_fill_sheet, can_mentor
from placements.readiness import Who, missing
from placements.workflow.intern_absences import may_be_told
from placements.workflow.workstation import sheet_of

NEVER_BEGAN = (InternshipState.PLANNED, InternshipState.CANCELLED)


@intern_block(order=20)
def papers(internship: Internship, contact: CompanyContact, at: datetime) -> Block | None:
    """Before the start: what is missing, and what of it waits for the company."""
    if internship.state == InternshipState.CANCELLED:
        return None
    found = missing(internship) if internship.state == InternshipState.PLANNED else []
    sheet = sheet_of(internship)
    context = {
        "missing": found,
        "ours": [one for one in found if one.who in (Who.COMPANY, Who.EVERYBODY)],
        "sheet": sheet,
        "may_fill": can_fill_sheet(contact, internship)
        and (sheet is None or sheet.signed_at is None),
    }
    return Block("placements/company/blocks/papers.html", context)


@intern_block(order=40)
def hours(internship: Internship, contact: CompanyContact, at: datetime) -> Block | None:
    if internship.state in NEVER_BEGAN:
        return None
    versions = list(internship.months.order_by("month", "version"))
    context = {
        "waiting": to_confirm(internship, versions, on=clock.local_day(at)),
        "confirmed": list(latest_of(versions).values())[::-1],
        "absences": internship.absences.order_by("-first_on", "-pk"),
        "may_act": can_mentor(contact, internship),
        "may_tell": may_be_told(internship, on=clock.local_day(at)),
    }
    return Block("placements/company/blocks/hours.html", context)


@intern_block(order=50)
def evaluations(internship: Internship, contact: CompanyContact, at: datetime) -> Block | None:
    """The mentor's own; what the learner wrote stays with the school."""
    if internship.state in NEVER_BEGAN:
        return None
    own = internship.evaluations.filter(by=EvaluatedBy.MENTOR).order_by("due_on", "pk")
    context = {
        "evaluations": own,
        "may_act": can_mentor(contact, internship),
        "is_asked": is_asked(internship),
    }
    return Block("placements/company/blocks/evaluations.html", context)
