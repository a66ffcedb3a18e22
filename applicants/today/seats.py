"""Seats and those who wait for them. Each seat and each offer is on one card at most."""

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from applicants.lists import CohortLine, coming_cohorts
from applicants.models import PassOver, SeatOffer
from applicants.permissions import decides
from becode.accounts.models import User
from becode.backoffice.today import SHOWN, Task, today
from becode.core.clock import BRUSSELS, local_day

SOON = timedelta(days=60)


@today
def _offers(user: User, at: datetime) -> list[Task]:
    """Who wants more time is on that card alone."""
    if not decides(user):
        return []
    live = SeatOffer.objects.visible_to(user).live(at).for_lists().order_by("expires_at", "pk")
    asking = list(live.asking_for_time(at))
    asked = {offer.pk for offer in asking}
    ending = [offer for offer in live.ending_by(at + timedelta(hours=24)) if offer.pk not in asked]
    address = reverse("admin:applicants_seatoffer_changelist")
    return [
        Task(
            title=_("Want more time to answer"),
            count=len(asking),
            url=f"{address}?state__exact=open&more_time__exact=asked",
            items=tuple(_offer_item(offer) for offer in asking[:SHOWN]),
            urgent=True,
            hint=_("Give more time, or say no: the clock runs on."),
        ),
        Task(
            title=_("Seat offers that end within 24 hours"),
            count=len(ending),
            url=f"{address}?state__exact=open",
            items=tuple(_offer_item(offer) for offer in ending[:SHOWN]),
            urgent=True,
            hint=_("A phone call often helps."),
        ),
    ]


def _offer_item(offer: SeatOffer) -> tuple[str, str]:
    ends = offer.expires_at.astimezone(BRUSSELS)
    words = f"{offer.person} · {ends:%d/%m %H:%M}"
    return words, reverse("admin:applicants_seatoffer_change", args=[offer.pk])


@today
def _seats(user: User, at: datetime) -> list[Task]:
    """Seats that became free and stay so, and seats that nobody was offered yet."""
    if not decides(user):
        return []
    day = local_day(at)
    lines = coming_cohorts(user, at=at)
    stuck = [line for line in lines if line.freed and not line.cascades(day)]
    fresh = [
        line
        for line in lines
        if line.is_ready and line.to_offer > line.freed and line.cohort.start_on <= day + SOON
    ]
    lists = reverse("admin:waitlists")
    return [
        Task(
            title=_("Seats that became free"),
            count=sum(line.freed for line in stuck),
            url=stuck[0].url if len(stuck) == 1 else lists,
            items=tuple((_why_stuck(line, at), line.url) for line in stuck[:SHOWN]),
            urgent=any(line.is_ready for line in stuck),
            hint=_("They go to nobody by themselves."),
        ),
        Task(
            title=_("Cohorts with seats to offer"),
            count=len(fresh),
            url=lists,
            items=tuple(
                (
                    gettext("%(code)s: %(seats)d to offer")
                    % {"code": line.cohort.code, "seats": line.to_offer - line.freed},
                    line.url,
                )
                for line in fresh[:SHOWN]
            ),
            hint=_("People on the list could have them."),
        ),
    ]


def _why_stuck(line: CohortLine, at: datetime) -> str:
    seats = ngettext("%(count)d seat", "%(count)d seats", line.freed) % {"count": line.freed}
    if not line.is_ready:
        why = gettext("nobody on the list can have it now")
    elif local_day(at) > line.cohort.last_offer_day:
        why = gettext("the last day to offer is over")
    else:
        why = gettext("this cohort offers nothing by itself")
    return f"{line.cohort.code} · {seats} · {why}"


@today
def _passed_over(user: User, at: datetime) -> list[Task]:
    """Who would have had a seat, had they sent a document or been checked."""
    if not decides(user):
        return []
    cohorts = [line.cohort.pk for line in coming_cohorts(user, at=at)]
    found = list(PassOver.objects.lacking().of_cohorts(cohorts).with_entries())
    return [
        Task(
            title=_("Passed over: something is missing"),
            count=len({note.entry.application.person_id for note in found}),
            url=reverse("admin:fill_cohort", args=[found[0].cohort_id]) if found else "",
            items=tuple(
                (
                    f"{note.entry.application.person} · {note.cohort.code} · {note.words}",
                    reverse(
                        "admin:applicants_application_change", args=[note.entry.application_id]
                    ),
                )
                for note in found[:SHOWN]
            ),
            hint=_("They are in line again as soon as it is there."),
        )
    ]
