"""Whether the company hires this intern, and what it told us of it."""

from datetime import datetime

from placements.company.intern_blocks import Block, intern_block
from placements.enums import InternshipState, JobState, ReportedBy
from placements.models import CompanyContact, Internship, InternshipEvaluation
from placements.permissions.contacts import TELL_OF_HIRES

AFTER_START = (
    InternshipState.RUNNING,
    InternshipState.INTERRUPTED,
    InternshipState.COMPLETED,
    InternshipState.BROKEN_OFF,
)


@intern_block(order=90)
def _hire(internship: Internship, contact: CompanyContact, at: datetime) -> Block | None:
    if internship.state not in AFTER_START or not contact.has_role(*TELL_OF_HIRES):
        return None
    # Only what the company told us itself: what people tell the school is theirs.
    told = internship.company.hires.filter(
        enrolment=internship.enrolment_id, reported_by=ReportedBy.COMPANY
    )
    last = InternshipEvaluation.objects.filter(
        internship=internship, moment="end", by="mentor"
    ).first()
    context = {
        "hires": list(told.exclude(state=JobState.DISCARDED).order_by("start_on", "pk")),
        "answer": last.get_would_hire_display() if last is not None else "",
    }
    return Block("placements/company/blocks/hiring.html", context)
