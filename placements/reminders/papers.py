"""Row 25: papers that are missing before the first day. docs/domain.md, "Reminders"."""

from django.db.models import QuerySet

from becode.reminders.registry import declare
from becode.reminders.rules import Offset, Rule
from placements.enums import InternshipState
from placements.models import Internship
from placements.notifications.papers import (
    PapersMissingCompany,
    PapersMissingLastCall,
    PapersMissingStaff,
)

BEFORE = (Offset(days=-10), Offset(days=-5), Offset(days=-2))


def planned() -> "QuerySet[Internship]":
    return Internship.objects.filter(state=InternshipState.PLANNED).select_related(
        "company",
        "position__campus",
        "establishment",
        "mentor__user",
        "enrolment__person",
        "enrolment__cohort",
    )


declare(
    Rule(
        key="papers_missing_company",
        number=25,
        records=planned,
        anchor="start_on",
        offsets=BEFORE,
        notification=lambda internship, offset: PapersMissingCompany(internship),
    ),
    Rule(
        key="papers_missing_staff",
        number=25,
        records=planned,
        anchor="start_on",
        offsets=BEFORE,
        notification=lambda internship, offset: PapersMissingStaff(internship),
    ),
    Rule(
        key="papers_missing_last_call",
        number=25,
        records=planned,
        anchor="start_on",
        offsets=(Offset(days=-1),),
        notification=lambda internship, offset: PapersMissingLastCall(internship),
    ),
)
