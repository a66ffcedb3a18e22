"""Rows 22 and 23: no place yet, and a company that does not answer. docs/domain.md, "Reminders"."""

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from becode.reminders.enums import Audience, Milestone
from becode.reminders.registry import declare
from becode.reminders.rules import Offset, Rule
from cohorts.models import Cohort, Enrolment
from placements.models import Proposal
from placements.notifications import ProposalUnanswered
from placements.notifications.leads import NoPlaceLearner, NoPlaceStaff
from placements.notifications.silence import SilentSoonStaff
from placements.searching import searchers

# Eight, six, four and two weeks before the internship.
WEEKS_BEFORE = tuple(Offset(days=-7 * weeks) for weeks in (8, 6, 4, 2))


def _unanswered() -> "QuerySet[Proposal]":
    return Proposal.objects.unanswered().select_related(
        "position__company", "enrolment__person", "enrolment__cohort"
    )


def _without_place() -> "QuerySet[Enrolment]":
    return searchers().select_related("person", "cohort")


def _cohorts() -> "QuerySet[Cohort]":
    """Cohorts in which somebody still looks."""
    return Cohort.objects.filter(Exists(searchers().filter(cohort=OuterRef("pk"))))


declare(
    Rule(
        key="placements.no_place_learner",
        number=22,
        title=_("No place for the internship yet"),
        to=Audience.LEARNER,
        stops=_("a place that both agreed to"),
        says=(NoPlaceLearner,),
        milestone=Milestone.INTERNSHIP_START,
        records=_without_place,
        anchor="cohort__internship_start_on",
        offsets=WEEKS_BEFORE,
        notification=lambda enrolment, offset: NoPlaceLearner(enrolment),
    ),
    Rule(
        key="placements.no_place_staff",
        number=22,
        title=_("Learners without a place for their internship"),
        to=Audience.PLACEMENT,
        stops=_("everybody has a place"),
        says=(NoPlaceStaff,),
        milestone=Milestone.INTERNSHIP_START,
        records=_cohorts,
        anchor="internship_start_on",
        offsets=WEEKS_BEFORE,
        notification=lambda cohort, offset: NoPlaceStaff(cohort),
    ),
    Rule(
        key="placements.proposal_unanswered",
        number=23,
        title=_("A proposed candidate waits for an answer"),
        to=Audience.COMPANY,
        stops=_("answered or ended"),
        says=(ProposalUnanswered,),
        milestone=None,
        records=_unanswered,
        anchor="proposed_at",
        offsets=(Offset(days=3), Offset(days=7)),
        notification=lambda proposal, offset: ProposalUnanswered(proposal),
    ),
    Rule(
        key="placements.silent_soon_staff",
        number=23,
        title=_("A company does not answer: please call"),
        to=Audience.PLACEMENT,
        stops=_("answered or ended"),
        says=(SilentSoonStaff,),
        milestone=None,
        records=_unanswered,
        anchor="proposed_at",
        offsets=(Offset(days=10),),
        notification=lambda proposal, offset: SilentSoonStaff(proposal),
    ),
)
