"""Proposals that companies leave open, and learners without a place."""

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from becode.accounts.models import User
from becode.backoffice.today import Task, today
from becode.core import clock
from cohorts.enums import CohortState
from placements.models import Proposal
from placements.permissions import places_learners
from placements.searching import searchers, weeks_left
from placements.today.task import list_of, page_of, task

UNANSWERED_AFTER = timedelta(days=5)
TO_AGREE_AFTER = timedelta(days=3)
WEEKS_BEFORE = 8


@today
def _work(user: User, at: datetime) -> list[Task]:
    if not places_learners(user):
        return []
    return [
        _unanswered(user, at),
        _to_agree(user, at),
        _to_plan(user),
        _without_internship(user, at),
    ]


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


def _to_agree(user: User, at: datetime) -> Task:
    rows = Proposal.objects.visible_to(user).to_agree().filter(answered_at__lte=at - TO_AGREE_AFTER)
    return task(
        _("Learners who did not answer a company's yes"),
        rows.select_related("enrolment__person", "position__company").order_by("answered_at", "pk"),
        lambda proposal: (
            f"{proposal.enrolment.person}: {proposal.position.company}", page_of(proposal)
        ),
        url=list_of("proposal", "?state__exact=accepted"),
        hint=_("The company said yes more than 3 days ago. Call the learner."),
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
    """The cohort's internship begins within eight weeks, or has begun, and the learner has none."""
    today = clock.local_day(at)
    rows = (
        searchers()
        .visible_to(user)
        .filter(
            cohort__internship_start_on__lte=today + timedelta(weeks=WEEKS_BEFORE),
            cohort__state__in=[CohortState.RUNNING, CohortState.INTERNSHIP],
        )
        .select_related("person", "cohort")
        .order_by("cohort__internship_start_on", "pk")
    )
    return task(
        _("Learners without an internship"),
        rows,
        lambda learner: (
            f"{learner.person} ({learner.cohort.code}): "
            f"{weeks_left(learner.cohort.internship_start_on, on=today)}",
            f"{reverse('admin:propose')}?learner={learner.pk}",
        ),
        url=reverse("admin:matching"),
        urgent=True,
        hint=_("Their internship begins within 8 weeks, or has begun."),
    )
