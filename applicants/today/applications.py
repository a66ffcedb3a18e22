"""Applications that wait for admissions."""

from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from applicants.models import Application
from applicants.permissions import decides
from becode.accounts.models import User
from becode.backoffice.today import Task, today

SHOWN = 5


@today
def _untreated(user: User, at: datetime) -> list[Task]:
    if not decides(user):
        return []
    waiting: QuerySet[Application] = (
        Application.objects.visible_to(user).untreated().for_lists().order_by("submitted_at", "pk")
    )
    late = Application.objects.visible_to(user).untreated_since(at).count()
    return [
        Task(
            title=_("Applications to look at"),
            count=waiting.count(),
            url=f"{reverse('admin:applicants_application_changelist')}?state__exact=submitted",
            items=tuple(
                (
                    f"{application.person} · {application.track} · {application.campus}",
                    reverse("admin:applicants_application_change", args=[application.pk]),
                )
                for application in waiting[:SHOWN]
            ),
            urgent=late > 0,
            hint=_late_hint(late) if late else "",
        )
    ]


def _late_hint(late: int) -> str:
    return ngettext(
        "%(count)d waits longer than 5 days.", "%(count)d wait longer than 5 days.", late
    ) % {"count": late}
