"""Proposals that companies leave open, and learners without a place."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from becode.accounts.models import User
from becode.backoffice.today import Task, today
from becode.core import clock
from cohorts.enums import CohortState, EnrolmentState
from cohorts.models import Enrolment
from placements.models import Proposal
from placements.permissions import places_learners
from placements.today.task import list_of, page_of, task

UNANSWERED_AFTER = timedelta(days=5)


@today
def _work(user: User, at: datetime) -> list[Task]:
    if not places_learners(user):
        return []
    return [_unanswered(user, at), _to_plan(user), _without_internship(user, at)]


def _unanswered(user: User, at: datetime) -> Task:
    rows = Proposal.objects.visible_to(user).unanswered_since(at - UNANSWERED_AFTER)
    return task(
        _("Companies that do not answer"),
        rows.select_related("enrolment__person", "position__company"),
        lambda proposal: (
            f"{proposal.position.company}: {proposal.enrolment.person}", page_of(proposal)
        ),
        url=list_of("proposal", "?state__exact=proposed"),
        hint=_("Proposed more than 5 days ago. Call them."),
    )  # fmt: skip


def _to_plan(user: User) -> Task:
    rows = Proposal.objects.visible_to(user).to_plan().order_by("answered_at", "pk")
    return task(
        _("Internships to plan"),
        rows.select_related("enrolment__person", "position__company"),
        lambda proposal: (
            f"{proposal.enrolment.person}: {proposal.position.company}", page_of(proposal)
        ),
        url=list_of("proposal", "?state__exact=accepted"),
        urgent=True,
        hint=_("The company said yes."),
    )  # fmt: skip


def _without_internship(user: User, at: datetime) -> Task:
    """The cohort's internship period has begun, and the learner has none."""
    place = Proposal.objects.holding_a_place().filter(enrolment=OuterRef("pk"))
    rows = (
        Enrolment.objects.visible_to(user)
        .filter(
            state__in=[EnrolmentState.IN_TRAINING, EnrolmentState.ON_INTERNSHIP],
            cohort__internship_start_on__lte=clock.local_day(at),
            cohort__state__in=[CohortState.RUNNING, CohortState.INTERNSHIP],
        )
        .exclude(Exists(place))
        .select_related("person", "cohort")
        .order_by("cohort__internship_start_on", "pk")
    )
    return task(
        _("Learners without an internship"),
        rows,
        lambda learner: (
            f"{learner.person} ({learner.cohort.code})",
            f"{reverse('admin:propose')}?learner={learner.pk}",
        ),
        url=reverse("admin:cohorts_enrolment_changelist"),
        urgent=True,
        hint=_("Their internship period has begun."),
    )
