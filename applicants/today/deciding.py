"""What waits for assessors and for those who decide."""

from datetime import datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from applicants.eligibility import ready_to_decide
from applicants.enums import ApplicationState
from applicants.models import Application, Assessment, EligibilityCheck
from applicants.permissions import ASSESSORS, decides
from becode.accounts.models import User
from becode.backoffice.today import SHOWN, Task, today
from becode.core.clock import local_day

# Proofs that end within so many days, or ended as many days ago at most.
ENDING_DAYS = 30
# Applications whose rules are looked at for one card; those that wait longest.
LOOKED_AT = 200


@today
def _to_score(user: User, at: datetime) -> list[Task]:
    """Only how many: names in an order would undo the blind one."""
    if not user.has_role(*ASSESSORS):
        return []
    owed = Assessment.objects.of_assessor(user).to_score().of_open_applications()
    return [
        Task(title=_("Applications to score"), count=owed.count(), url=reverse("admin:scoring"))
    ]


@today
def _ready(user: User, at: datetime) -> list[Task]:
    if not decides(user):
        return []
    scope = Application.objects.visible_to(user)
    found = ready_to_decide(scope, on=local_day(at), most=LOOKED_AT)
    listed = reverse("admin:applicants_application_changelist")
    return [
        Task(
            title=_("Ready to decide"),
            count=len(found),
            url=f"{listed}?state__exact={ApplicationState.IN_SELECTION}",
            items=tuple((f"{one.person} · {one.track}", _address(one.pk)) for one in found[:SHOWN]),
            hint=_("All steps are done and all rules are met."),
        )
    ]


@today
def _ending_proofs(user: User, at: datetime) -> list[Task]:
    if not decides(user):
        return []
    ending = (
        EligibilityCheck.objects.visible_to(user)
        .ending(local_day(at), within_days=ENDING_DAYS)
        .select_related("application__person", "rule")
    )
    first = list(ending[:SHOWN])
    days = [check.valid_until for check in first if check.valid_until]
    return [
        Task(
            title=_("Proofs that end within 30 days"),
            count=ending.count(),
            url=_address(first[0].application_id) if first else "",
            items=tuple(
                (
                    f"{check.application.person} · {check.rule} · {date_format(day, 'j N Y')}",
                    _address(check.application_id),
                )
                for check, day in zip(first, days, strict=True)
            ),
            urgent=any(day < local_day(at) for day in days),
        )
    ]


def _address(application_key: int) -> str:
    return reverse("admin:applicants_application_change", args=[application_key])
