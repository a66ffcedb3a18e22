"""What waits for assessors and for those who decide."""

from datetime import datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from applicants.eligibility import ready_to_decide
from applicants.models import Application, Assessment, EligibilityCheck
from applicants.permissions import ASSESSORS, decides
from applicants.querysets.stages import TO_DECIDE
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
def _to_decide(user: User, at: datetime) -> list[Task]:
    """In selection with no step left; first those who passed all and meet every rule."""
    if not decides(user):
        return []
    waiting = Application.objects.visible_to(user).to_decide()
    ready = ready_to_decide(waiting, on=local_day(at), most=LOOKED_AT)
    keys = [one.pk for one in ready]
    others = waiting.exclude(pk__in=keys).for_lists().order_by("submitted_at", "pk")
    shown = [*ready[:SHOWN], *others[:SHOWN]][:SHOWN]
    hint = ngettext(
        "%(count)d has passed all steps and meets all rules.",
        "%(count)d have passed all steps and meet all rules.",
        len(ready),
    ) % {"count": len(ready)}
    return [
        Task(
            title=_("Applications to decide"),
            count=waiting.count(),
            url=f"{reverse('admin:applicants_application_changelist')}?stage={TO_DECIDE}",
            items=tuple(
                (f"{one.person} · {one.track} · {one.campus}", _address(one.pk)) for one in shown
            ),
            hint=hint if ready else "",
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
