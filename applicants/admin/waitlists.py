"""The lists of those who wait: all of them with their figures, and each in its order."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import TextChoices
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from applicants.admin.list_scope import list_or_404, may_export
from applicants.enums import Priority
from applicants.lists import coming_cohorts, list_lines, short_rule
from applicants.missing import Lacks, lacks_of
from applicants.models import SeatOffer, WaitlistEntry
from applicants.order import rule_of
from applicants.permissions import VIEWERS, decides
from becode.backoffice.pages import staff_page
from becode.backoffice.requests import StaffRequest
from becode.backoffice.site import staff_site
from becode.core import clock

ROWS, ROWS_ON_PAPER = 100, 1_000


class Shown(TextChoices):
    """Which places of a list a page shows."""

    ALL = "", _("Everybody")
    PAUSED = "paused", _("Pausing")
    OFFER = "offer", _("With an open offer")


@dataclass(slots=True)
class PlaceLine:
    """One place on a list, with what is missing and the offer that is open or the last one."""

    number: int
    entry: Any
    lacks: Lacks
    is_paused: bool
    offer: SeatOffer | None
    is_live: bool


@staff_page("waitlists/", name="waitlists", roles=VIEWERS)
@require_safe
def waitlists(request: StaffRequest) -> HttpResponse:
    """One line a campus and track."""
    at = clock.now()
    lines = list_lines(request.user, at=at)
    context = {
        **staff_site.each_context(request),
        "title": gettext("Waitlists"),
        "lines": lines,
        "waiting": sum(line.waiting for line in lines),
        "at": at,
        "may_export": may_export(request),
        "export_url": reverse("admin:waitlists_export"),
    }
    return TemplateResponse(request, "applicants/staff/waitlists.html", context)


@staff_page("waitlists/<int:campus_key>/<int:track_key>/", name="waitlist", roles=VIEWERS)
@require_safe
def waitlist(request: StaffRequest, campus_key: int, track_key: int) -> HttpResponse:
    """One list in its order, everybody or those who pause or have an offer."""
    campus, track = list_or_404(request, campus_key, track_key)
    at = clock.now()
    on = clock.local_day(at)
    asked = request.GET.get("show", "")
    shown = Shown(asked) if asked in Shown.values else Shown.ALL
    whole = WaitlistEntry.objects.for_list(campus_pk=campus.pk, track_pk=track.pk)
    cohorts = [
        line
        for line in coming_cohorts(request.user, at=at)
        if (line.cohort.campus_id, line.cohort.track_id) == (campus.pk, track.pk)
    ]
    entries: Any = whole
    if shown == Shown.PAUSED:
        entries = whole.paused(on).with_position()
    elif shown == Shown.OFFER:
        entries = whole.with_offer(at).with_position()
    is_paper = "paper" in request.GET
    entries = entries.select_related("application__person", "application__track")
    pages = Paginator(entries, ROWS_ON_PAPER if is_paper else ROWS)
    page = pages.get_page(request.GET.get("page"))
    context = {
        **staff_site.each_context(request),
        "campus": campus,
        "track": track,
        "title": f"{track.name} · {campus}",
        "waitlists_url": reverse("admin:waitlists"),
        "page": page,
        "lines": _lines(
            list(page.object_list),
            start=page.start_index() if shown == Shown.ALL else None,
            cohort=cohorts[0].cohort if cohorts else None,
            at=at,
        ),
        "shown": shown,
        "choices": Shown.choices,
        "is_paper": is_paper,
        "rule": short_rule(rule_of(campus.pk, track.pk)),
        "cohorts": cohorts,
        "may_change": decides(request.user),
        "may_export": may_export(request),
        "export_url": reverse("admin:waitlist_export", args=[campus.pk, track.pk]),
        "normal": Priority.NORMAL,
        "at": at,
    }
    return TemplateResponse(request, "applicants/staff/waitlist.html", context)


def _lines(entries: list[Any], *, start: int | None, cohort: Any, at: Any) -> list[PlaceLine]:
    """The whole list is numbered from `start`; places of a part know their own position."""
    on = clock.local_day(at)
    lacks = lacks_of(entries, cohort=cohort, on=on)
    offers = SeatOffer.objects.last_of_entries(entries)
    lines = []
    for place, entry in enumerate(entries):
        offer = offers.get(entry.pk)
        lines.append(
            PlaceLine(
                number=entry.position if start is None else start + place,
                entry=entry,
                lacks=lacks[entry.pk],
                is_paused=entry.is_paused(on),
                offer=offer,
                is_live=offer is not None and offer.is_live(at),
            )
        )
    return lines
