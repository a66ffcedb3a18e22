"""What waits for those who place learners. Each kind of work asks one query: the first rows,
with the number of all of them.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta
from django.db.models import Count, Exists, F, OuterRef, QuerySet, Value, Window
from django.urls import reverse
from django.utils.translation import gettext as _

from becode.accounts.models import User
from becode.backoffice.today import SHOWN, Task, today
from becode.core import clock
from cohorts.enums import CohortState, EnrolmentState
from cohorts.models import Enrolment
from placements.admin.words import day
from placements.models import FollowUp, Internship, JobPlacement, Proposal
from placements.permissions import places_learners

UNANSWERED_AFTER = timedelta(days=5)
ENDS_WITHIN_DAYS = 21
ASKED_SINCE = timedelta(days=14)
WITHOUT_JOB_AFTER_MONTHS = 3
PLACED_WITHIN_MONTHS = 12

Row = tuple[str, str]


@today
def _work(user: User, at: datetime) -> list[Task]:
    if not places_learners(user):
        return []
    return [
        _unanswered(user, at),
        _to_plan(user),
        _to_start(user, at),
        _ending(user, at),
        _without_internship(user, at),
        _questions(user, at),
        _without_job(user, at),
    ]


def _task(
    title: str,
    rows: "QuerySet[Any]",
    row: Callable[[Any], Row],
    *,
    url: str,
    urgent: bool = False,
    hint: str = "",
) -> Task:
    found = list(rows.annotate(of_all=Window(Count(Value(1))))[:SHOWN])
    count = found[0].of_all if found else 0
    items = tuple(row(record) for record in found)
    return Task(title=title, count=count, url=url, items=items, urgent=urgent, hint=hint)


def _list(model: str, query: str = "") -> str:
    return reverse(f"admin:placements_{model}_changelist") + query


def _page(record: Any) -> str:
    return reverse(f"admin:placements_{record._meta.model_name}_change", args=[record.pk])


def _unanswered(user: User, at: datetime) -> Task:
    rows = Proposal.objects.visible_to(user).unanswered_since(at - UNANSWERED_AFTER)
    return _task(
        _("Companies that do not answer"),
        rows.select_related("enrolment__person", "position__company"),
        lambda proposal: (
            f"{proposal.position.company}: {proposal.enrolment.person}", _page(proposal)
        ),
        url=_list("proposal", "?state__exact=proposed"),
        hint=_("Proposed more than 5 days ago. Call them."),
    )  # fmt: skip


def _to_plan(user: User) -> Task:
    rows = Proposal.objects.visible_to(user).to_plan().order_by("answered_at", "pk")
    return _task(
        _("Internships to plan"),
        rows.select_related("enrolment__person", "position__company"),
        lambda proposal: (
            f"{proposal.enrolment.person}: {proposal.position.company}", _page(proposal)
        ),
        url=_list("proposal", "?state__exact=accepted"),
        urgent=True,
        hint=_("The company said yes."),
    )  # fmt: skip


def _to_start(user: User, at: datetime) -> Task:
    rows = Internship.objects.visible_to(user).to_start(clock.local_day(at))
    return _task(
        _("Internships that should have started"),
        rows.select_related("enrolment__person", "company"),
        lambda internship: (
            f"{internship.enrolment.person}: {day(internship.start_on)}", _page(internship)
        ),
        url=_list("internship", "?state__exact=planned"),
        urgent=True,
        hint=_("Has it started? Then say so."),
    )  # fmt: skip


def _ending(user: User, at: datetime) -> Task:
    rows = Internship.objects.visible_to(user).ending_within(
        clock.local_day(at), days=ENDS_WITHIN_DAYS
    )
    return _task(
        _("Internships that end soon"),
        rows.select_related("enrolment__person", "company"),
        lambda internship: (
            f"{internship.enrolment.person}: {day(internship.end_on)}", _page(internship)
        ),
        url=_list("internship", "?state__exact=running"),
        hint=_("What comes after? Ask the company and the learner."),
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
    return _task(
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


def _questions(user: User, at: datetime) -> Task:
    rows = FollowUp.objects.visible_to(user).waiting_since(clock.local_day(at - ASKED_SINCE))
    return _task(
        _("Follow-ups without an answer"),
        rows.select_related("enrolment__person"),
        lambda question: (
            f"{question.enrolment.person}: +{question.months}", _page(question)
        ),
        url=_list("followup", "?state__exact=planned"),
        hint=_("Due more than 14 days ago. Call them."),
    )  # fmt: skip


def _without_job(user: User, at: datetime) -> Task:
    """Graduates of three to twelve months ago for whom no job that still runs is recorded."""
    this_day = clock.local_day(at)
    job = JobPlacement.objects.filter(person=OuterRef("person")).exclude(
        end_on__lt=F("enrolment__graduated_on")
    )
    rows = (
        Enrolment.objects.visible_to(user)
        .graduated()
        .filter(
            graduated_on__lte=this_day - relativedelta(months=WITHOUT_JOB_AFTER_MONTHS),
            graduated_on__gt=this_day - relativedelta(months=PLACED_WITHIN_MONTHS),
        )
        .exclude(Exists(job))
        .select_related("person")
        .order_by("graduated_on", "pk")
    )
    return _task(
        _("Graduates without a job"),
        rows,
        lambda graduate: (
            f"{graduate.person}: {day(graduate.graduated_on)}",
            reverse("admin:people_person_change", args=[graduate.person_id]),
        ),
        url=reverse("admin:cohorts_enrolment_changelist") + "?state__exact=graduated",
        hint=_("Graduated 3 to 12 months ago."),
    )
