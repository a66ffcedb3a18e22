"""What waits: absences to judge, talks to hold, months to lock."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from becode.accounts.enums import Role
from becode.accounts.models import User
from becode.backoffice.today import SHOWN, Task, today
from becode.core.clock import local_day
from cohorts.enums import RUNNING
from cohorts.models import (
    Absence,
    AttendanceFlag,
    Attestation,
    CoachAssignment,
    Enrolment,
    TrainingDay,
)
from cohorts.permissions.cohorts import GUIDES


def to_judge(user: User) -> "QuerySet[Any]":
    """Absences that wait for this colleague: of groups that they do not coach then."""
    own = CoachAssignment.objects.filter(
        Q(since__isnull=True) | Q(since__lte=OuterRef("last_on")),
        Q(until__isnull=True) | Q(until__gte=OuterRef("first_on")),
        cohort=OuterRef("enrolment__cohort"),
        user=user,
    )
    waiting = Absence.objects.visible_to(user).pending().filter(~Exists(own))
    return waiting.select_related("enrolment__person").order_by("filed_at", "pk")


def months_to_lock(user: User, on: date) -> "QuerySet[Any]":
    """The last training day of each month of a cohort that is over and not locked for somebody.

    Of the last three months: older ones were settled another way.
    """
    month = {"on__year": OuterRef("on__year"), "on__month": OuterRef("on__month")}
    later = TrainingDay.objects.filter(cohort=OuterRef("cohort"), on__gt=OuterRef("on"), **month)
    locked = Attestation.objects.filter(
        enrolment=OuterRef("pk"),
        month__year=OuterRef(OuterRef("on__year")),
        month__month=OuterRef(OuterRef("on__month")),
    )
    unlocked = Enrolment.objects.filter(
        ~Exists(locked),
        Q(left_on__isnull=True) | Q(left_on__gt=OuterRef("on")),
        Q(moved_on__isnull=True) | Q(moved_on__gt=OuterRef("on")),
        cohort=OuterRef("cohort"),
        started_on__lte=OuterRef("on"),
    )
    days = TrainingDay.objects.visible_to(user).filter(on__lt=on, on__gte=on - timedelta(days=93))
    return (
        days.filter(~Exists(later), Exists(unlocked)).select_related("cohort").order_by("on", "pk")
    )


@today
def _attendance(user: User, at: datetime) -> list[Task]:
    if not user.has_role(Role.ADMINISTRATOR, *GUIDES):
        return []
    flags = AttendanceFlag.objects.visible_to(user).open().filter(enrolment__state__in=RUNNING)
    related = flags.select_related("enrolment__person").order_by("raised_at", "pk")
    day = local_day(at)
    return [
        _task(
            _("Absences to judge"),
            to_judge(user),
            reverse("admin:cohorts_absence_changelist") + "?state__exact=pending",
            lambda one: (
                f"{one.enrolment.person} · {date_format(one.first_on, 'j N')}",
                reverse("admin:cohorts_absence_change", args=[one.pk]),
            ),
        ),
        _task(
            _("Absences to talk about with learners"),
            related,
            reverse("admin:cohorts_attendanceflag_changelist") + "?state__exact=open",
            lambda one: (
                f"{one.enrolment.person} · {one.get_threshold_display()}",
                reverse("admin:cohorts_attendanceflag_change", args=[one.pk]),
            ),
        ),
        _task(
            _("Months to lock"),
            months_to_lock(user, day),
            reverse("admin:months"),
            lambda one: (
                f"{one.cohort.code} · {date_format(one.on, 'F Y')}",
                reverse("admin:cohort_month", args=[one.cohort_id, f"{one.on:%Y-%m}"]),
            ),
        ),
    ]


def _task(
    title: str, found: "QuerySet[Any]", url: str, item: Callable[[Any], tuple[str, str]]
) -> Task:
    records = list(found)
    items = tuple(item(one) for one in records[:SHOWN])
    return Task(title=title, count=len(records), url=url, items=items)
