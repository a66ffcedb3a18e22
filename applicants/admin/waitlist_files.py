"""The lists as files: all of them with their figures, or one in its order."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.http import HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from applicants.admin.exporting import CHUNK, CSV, MOST_ROWS, XLSX, as_file
from applicants.admin.list_scope import list_or_404
from applicants.lists import ListLine, list_lines
from applicants.missing import lacks_of
from applicants.models import SeatOffer, WaitlistEntry
from applicants.permissions import EXPORTERS
from becode.audit.record import record
from becode.backoffice.pages import staff_page
from becode.backoffice.requests import StaffRequest
from becode.core import clock
from becode.core.actors import Actor
from cohorts.models import Cohort


@staff_page("waitlists/export/", name="waitlists_export", roles=EXPORTERS)
@require_POST
def waitlists_export(request: StaffRequest) -> HttpResponseBase:
    """The figures of every list that this colleague sees."""
    kind = request.POST.get("kind", "")
    if kind not in (CSV, XLSX):
        return HttpResponseRedirect(reverse("admin:waitlists"))
    at = clock.now()
    lines = list_lines(request.user, at=at)
    _note(request, at=at, rows=len(lines))
    return as_file(_figures(lines), kind=kind, name=f"waitlists-{_day(at)}")


@staff_page(
    "waitlists/<int:campus_key>/<int:track_key>/export/", name="waitlist_export", roles=EXPORTERS
)
@require_POST
def waitlist_export(request: StaffRequest, campus_key: int, track_key: int) -> HttpResponseBase:
    """Everybody on one list, in its order."""
    campus, track = list_or_404(request, campus_key, track_key)
    kind = request.POST.get("kind", "")
    if kind not in (CSV, XLSX):
        return HttpResponseRedirect(reverse("admin:waitlist", args=[campus.pk, track.pk]))
    at = clock.now()
    entries = WaitlistEntry.objects.for_list(campus_pk=campus.pk, track_pk=track.pk)
    rows = min(entries.count(), MOST_ROWS)
    _note(request, at=at, rows=rows, campus=campus.pk, track=track.pk)
    listed = Cohort.objects.for_list(campus_pk=campus.pk, track_pk=track.pk)
    cohort = listed.taking(clock.local_day(at)).first()
    related = entries.select_related("application__person", "application__track")
    return as_file(
        _places(related[:MOST_ROWS].iterator(chunk_size=CHUNK), cohort, at=at),
        kind=kind,
        name=f"waitlist-{campus.code}-{track.code}-{_day(at)}",
    )


def _note(request: StaffRequest, *, at: datetime, rows: int, **keys: Any) -> None:
    """That a file was taken is written down."""
    actor = Actor.user(request.user)
    known = {"rows": rows, **keys}
    record("waitlist.exported", subject=request.user, actor=actor, at=at, keys=known)


def _day(at: datetime) -> str:
    return clock.local_day(at).isoformat()


def _figures(lines: Iterable[ListLine]) -> Iterator[list[str]]:
    yield [
        _("Campus"),
        _("Track"),
        _("Waiting"),
        _("Of these pausing"),
        _("Days that half wait or more"),
        _("Days of the longest wait"),
        _("Came in 30 days"),
        _("Went in 30 days"),
        _("Came in 12 months"),
        _("Went in 12 months"),
        _("Of these to a seat"),
        _("Forecast"),
        _("Next cohort"),
        _("First day"),
        _("Seats"),
        _("Seats free"),
        _("Open offers"),
        _("Order"),
    ]
    for line in lines:
        coming = line.next
        cohort = coming.cohort if coming else None
        yield [
            str(line.campus),
            line.track.name,
            str(line.waiting),
            str(line.paused),
            _number(line.middle_days),
            _number(line.oldest_days),
            str(line.came_lately),
            str(line.went_lately),
            str(line.came),
            str(line.went),
            str(line.seats),
            line.forecast.words,
            cohort.code if cohort else "",
            cohort.start_on.isoformat() if cohort else "",
            _number(cohort.seats if cohort else None),
            _number(cohort.seats_free if cohort else None),
            _number(coming.live if coming else None),
            line.rule_words,
        ]


def _places(
    entries: Iterator[WaitlistEntry], cohort: Cohort | None, *, at: datetime
) -> Iterator[list[str]]:
    yield [
        _("No."),
        _("Application"),
        _("Name"),
        _("Waiting since"),
        _("On the list since"),
        _("Priority"),
        _("Reason for the priority"),
        _("Paused until"),
        _("Missing"),
        _("Not checked"),
        _("Seat offer"),
    ]
    number = 0
    for chunk in _chunks(entries):
        lacks = lacks_of(chunk, cohort=cohort, on=clock.local_day(at))
        offers = SeatOffer.objects.last_of_entries(chunk)
        for entry in chunk:
            number += 1
            offer = offers.get(entry.pk)
            paused = entry.paused_until if entry.is_paused(clock.local_day(at)) else None
            yield [
                str(number),
                entry.application.number,
                entry.application.person.full_name,
                clock.local_day(entry.eligible_at).isoformat(),
                clock.local_day(entry.joined_at).isoformat(),
                entry.get_priority_display(),
                entry.priority_reason,
                paused.isoformat() if paused else "",
                "; ".join(lacks[entry.pk].missing),
                "; ".join(lacks[entry.pk].unchecked),
                f"{offer.cohort.code}: {offer.get_state_display()}" if offer else "",
            ]


def _chunks(entries: Iterator[WaitlistEntry]) -> Iterator[list[WaitlistEntry]]:
    chunk: list[WaitlistEntry] = []
    for entry in entries:
        chunk.append(entry)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _number(value: int | None) -> str:
    return "" if value is None else str(value)
