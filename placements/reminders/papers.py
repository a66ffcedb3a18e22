"""Row 25: papers that are missing before the first day. docs/domain.md, "Reminders"."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from becode.reminders.enums import Audience, Milestone
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
        title=_("Papers are missing before an internship"),
        to=Audience.COMPANY,
        stops=_("all papers are in"),
        says=(PapersMissingCompany,),
        milestone=Milestone.INTERNSHIP_START,
        records=planned,
        anchor="start_on",
        offsets=BEFORE,
        notification=lambda internship, offset: PapersMissingCompany(internship),
    ),
    Rule(
        key="papers_missing_staff",
        number=25,
        title=_("Papers are missing before an internship"),
        to=Audience.PLACEMENT,
        stops=_("all papers are in"),
        says=(PapersMissingStaff,),
        milestone=Milestone.INTERNSHIP_START,
        records=planned,
        anchor="start_on",
        offsets=BEFORE,
        notification=lambda internship, offset: PapersMissingStaff(internship),
    ),
    Rule(
        key="papers_missing_last_call",
        number=25,
        title=_("Papers are missing and the internship is tomorrow"),
        to=Audience.PLACEMENT,
        stops=_("all papers are in"),
        says=(PapersMissingLastCall,),
        milestone=Milestone.INTERNSHIP_START,
        records=planned,
        anchor="start_on",
        offsets=(Offset(days=-1),),
        notification=lambda internship, offset: PapersMissingLastCall(internship),
    ),
)
