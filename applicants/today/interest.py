"""The yearly question to people whom no message reaches."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from applicants.calling import CallReason
from applicants.models import Application
from applicants.permissions import decides
from becode.accounts.models import User
from becode.backoffice.today import SHOWN, Task, today


@today
def _still_waiting(user: User, at: datetime) -> list[Task]:
    if not decides(user):
        return []
    asked = Application.objects.visible_to(user).to_ask_in_person(at).for_lists()
    return [
        Task(
            title=_("Ask whether they still wait"),
            count=asked.count(),
            url=f"{reverse('admin:call_list')}?reason={CallReason.STILL_WAITS}",
            items=tuple(
                (
                    f"{application.person} · {application.track} · {application.campus}",
                    reverse("admin:applicants_application_change", args=[application.pk]),
                )
                for application in asked[:SHOWN]
            ),
            hint=_("Our messages do not reach them. They keep their place until you know."),
        )
    ]
