"""What the form asks of admissions: people to call, documents to look at."""

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from applicants.models import ApplicationDocument, HelpRequest
from applicants.permissions import decides
from becode.accounts.models import User
from becode.backoffice.today import SHOWN, Task, today
from becode.files.enums import DocumentState

# Somebody who asked yesterday should not wait for another day.
LATE = timedelta(hours=24)


@today
def _to_call(user: User, at: datetime) -> list[Task]:
    if not decides(user):
        return []
    waiting = HelpRequest.objects.visible_to(user).open()
    first = list(waiting[:SHOWN])
    return [
        Task(
            title=_("People who asked for help"),
            count=waiting.count(),
            url=f"{reverse('admin:applicants_helprequest_changelist')}?state__exact=open",
            items=tuple(
                (
                    f"{asked.name} · {asked.phone} · {asked.language}",
                    reverse("admin:applicants_helprequest_change", args=[asked.pk]),
                )
                for asked in first
            ),
            urgent=True,
            hint=_("Some wait longer than a day.")
            if first and first[0].asked_at <= at - LATE
            else _("They wait for a call."),
        )
    ]


@today
def _to_look_at(user: User, at: datetime) -> list[Task]:
    if not decides(user):
        return []
    received = (
        ApplicationDocument.objects.visible_to(user)
        .filter(state=DocumentState.RECEIVED)
        .for_lists()
        .order_by("received_at", "pk")
    )
    return [
        Task(
            title=_("Documents to look at"),
            count=received.count(),
            url=f"{reverse('admin:applicants_applicationdocument_changelist')}"
            "?state__exact=received",
            items=tuple(
                (
                    f"{document.application.person} · {document}",
                    reverse("admin:applicants_applicationdocument_change", args=[document.pk]),
                )
                for document in received[:SHOWN]
            ),
        )
    ]
