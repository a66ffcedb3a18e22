"""What waits for those who accompany learners: their cohorts, evaluations, who has no coach."""

from datetime import datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Value, Window
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from becode.accounts.enums import Role
from becode.accounts.models import User
from becode.backoffice.today import SHOWN, Task, today
from becode.core.clock import local_day
from cohorts.enums import AssessedBy, CoachRole, CohortState
from cohorts.models import CoachAssignment, Cohort, Evaluation
from cohorts.permissions.cohorts import GUIDES
from cohorts.permissions.progress import COMPANIONS
from cohorts.workflow.evaluations import FOLLOWING

STARTS_WITHIN = timedelta(days=14)


@today
def _accompanying(user: User, at: datetime) -> list[Task]:
    tasks = []
    if user.has_role(Role.ADMINISTRATOR, *COMPANIONS):
        tasks.append(_my_cohorts(user, at))
    if user.has_role(Role.ADMINISTRATOR, *GUIDES):
        tasks += [_overdue(user, at), _without_lead(user, at)]
    return tasks


def _my_cohorts(user: User, at: datetime) -> Task:
    """Those that this colleague looks after now: where the morning begins."""
    on = local_day(at)
    assigned = CoachAssignment.objects.on(on).filter(user=user, cohort=OuterRef("pk"))
    going = Q(state__in=[CohortState.RUNNING, CohortState.INTERNSHIP])
    soon = Q(state=CohortState.PLANNED, start_on__lte=on + STARTS_WITHIN)
    mine = Cohort.objects.visible_to(user).filter(Exists(assigned)).filter(going | soon)
    found = list(mine.order_by("start_on", "pk"))
    items = tuple((one.code, reverse("admin:cohort_page", args=[one.pk])) for one in found)
    url = items[0][1] if len(items) == 1 else reverse("admin:cohorts_cohort_changelist")
    return Task(title=_("My cohorts today"), count=len(found), url=url, items=items)


def _overdue(user: User, at: datetime) -> Task:
    """By cohort, moment and side: one line for all learners."""
    overdue = (
        Evaluation.objects.visible_to(user)
        .owed()
        .filter(due_on__lt=local_day(at), enrolment__state__in=FOLLOWING)
        .order_by("due_on", "enrolment__cohort__code", "by")
        .values_list("enrolment__cohort", "enrolment__cohort__code", "by", "due_on")
        .annotate(number=Count("pk"))
    )
    lines = list(overdue)
    items = tuple(
        (
            f"{code} · {AssessedBy(by).label}: {number}",
            reverse("admin:cohort_evaluations", args=[key]),
        )
        for key, code, by, _due_on, number in lines
    )
    return Task(
        title=_("Evaluations that are late"),
        count=sum(line[-1] for line in lines),
        url=items[0][1] if items else "",
        items=items[:SHOWN],
    )


def _without_lead(user: User, at: datetime) -> Task:
    on = local_day(at)
    lead = CoachAssignment.objects.filter(cohort=OuterRef("pk"), role=CoachRole.LEAD)
    soon = Q(state=CohortState.PLANNED, start_on__lte=on + STARTS_WITHIN)
    cohorts: QuerySet[Cohort] = (
        Cohort.objects.visible_to(user)
        .filter(soon | Q(state=CohortState.RUNNING))
        .exclude(Exists(lead.filter(Q(until__isnull=True) | Q(until__gte=on))))
        .order_by("start_on", "pk")
    )
    found = list(cohorts.annotate(of_all=Window(Count(Value(1))))[:SHOWN])
    return Task(
        title=_("Cohorts without a lead coach"),
        count=found[0].of_all if found else 0,
        url=reverse("admin:cohorts_cohort_changelist"),
        items=tuple(
            (
                f"{one.code} · {date_format(one.start_on, 'j N')}",
                reverse("admin:cohort_coaches", args=[one.pk]),
            )
            for one in found
        ),
        urgent=True,
    )
