"""What waits for those who run cohorts."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from becode.accounts.enums import Role
from becode.accounts.models import User
from becode.backoffice.today import Task, today
from becode.core.clock import local_day
from cohorts.models import Cohort
from cohorts.permissions.cohorts import GUIDES

SHOWN = 5


@today
def _cohorts_to_move(user: User, at: datetime) -> list[Task]:
    if not user.has_role(Role.ADMINISTRATOR, *GUIDES):
        return []
    day, mine = local_day(at), Cohort.objects.visible_to(user)
    return [
        _task(_("Cohorts to start: the first day has come"), mine.to_start(day), "start_on"),
        _task(
            _("Cohorts to send on internship: the training is over"),
            mine.to_send_on_internship(day),
            "end_on",
        ),
        _task(
            _("Cohorts to complete: the internship is over"),
            mine.to_complete(day),
            "internship_end_on",
        ),
    ]


def _task(title: object, cohorts: "QuerySet[Cohort]", date_field: str) -> Task:
    found: Sequence[Cohort] = list(cohorts)
    return Task(
        title=title,  # type: ignore[arg-type]
        count=len(found),
        url=reverse("admin:cohorts_cohort_changelist"),
        items=tuple(
            (
                f"{cohort.code} · {date_format(getattr(cohort, date_field), 'j N')}",
                reverse("admin:cohorts_cohort_change", args=[cohort.pk]),
            )
            for cohort in found[:SHOWN]
        ),
    )
