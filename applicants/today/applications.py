"""What waits for admissions."""

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from applicants.admin.waitlists import list_lines
from applicants.models import Application, SeatOffer
from applicants.permissions import decides
from becode.accounts.models import User
from becode.backoffice.today import Task, today
from becode.core.clock import BRUSSELS, local_day

SHOWN = 5
SOON = timedelta(days=60)


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


@today
def _ending_offers(user: User, at: datetime) -> list[Task]:
    if not decides(user):
        return []
    ending = (
        SeatOffer.objects.visible_to(user)
        .live(at)
        .filter(expires_at__lte=at + timedelta(hours=24))
        .for_lists()
        .order_by("expires_at", "pk")
    )
    found = list(ending)
    return [
        Task(
            title=_("Seat offers that end within 24 hours"),
            count=len(found),
            url=f"{reverse('admin:applicants_seatoffer_changelist')}?state__exact=open",
            items=tuple(
                (
                    f"{offer.person} · {offer.expires_at.astimezone(BRUSSELS):%H:%M}",
                    reverse("admin:applicants_seatoffer_change", args=[offer.pk]),
                )
                for offer in found[:SHOWN]
            ),
            urgent=True,
            hint=_("A phone call often helps."),
        )
    ]


@today
def _seats_to_offer(user: User, at: datetime) -> list[Task]:
    """Cohorts that start soon, with seats nobody was offered while people wait."""
    if not decides(user):
        return []
    last_day = local_day(at) + SOON
    lines = [
        line
        for line in list_lines(user, at=at)
        if line.waiting and line.to_offer and line.cohort and line.cohort.start_on <= last_day
    ]
    return [
        Task(
            title=_("Cohorts with seats to offer"),
            count=len(lines),
            url=reverse("admin:waitlists"),
            items=tuple(
                (
                    gettext("%(code)s: %(seats)d to offer, %(waiting)d wait")
                    % {
                        "code": line.cohort.code if line.cohort else "",
                        "seats": line.to_offer,
                        "waiting": line.waiting,
                    },
                    line.url,
                )
                for line in lines[:SHOWN]
            ),
        )
    ]
