"""The lists of those who wait: all of them with their figures, and each in its order."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from applicants.admin.forms import OffersForm
from applicants.enums import Priority
from applicants.models import SeatOffer, WaitlistEntry
from applicants.permissions import DECIDERS, VIEWERS, decides
from applicants.workflow.offers import offer_seat
from becode.backoffice.dress import dress
from becode.backoffice.pages import require_role, staff_page
from becode.backoffice.requests import StaffRequest
from becode.backoffice.site import staff_site
from becode.campuses.models import Campus
from becode.core import clock
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from cohorts.models import Cohort, Track

ROWS = 100


@dataclass(slots=True)
class ListLine:
    """One campus × track: how many wait, and what the next cohort has for them."""

    campus: Campus
    track: Track
    waiting: int
    cohort: Cohort | None
    live: int
    url: str

    @property
    def to_offer(self) -> int:
        """Seats of the next cohort that nobody has and nobody was offered."""
        if self.cohort is None:
            return 0
        return max(self.cohort.ceiling - self.cohort.seats_taken - self.live, 0)


@dataclass(slots=True)
class PlaceLine:
    """One place on a list, with the offer that is open or the last one."""

    number: int
    entry: WaitlistEntry
    offer: SeatOffer | None = None
    is_live: bool = False
    is_suggested: bool = False


def list_lines(user: Any, *, at: Any) -> list[ListLine]:
    """Every list of this colleague's campuses on which people wait or a cohort is planned."""
    waiting = WaitlistEntry.objects.visible_to(user).people_per_list()
    cohorts: dict[tuple[int, int], Cohort] = {}
    for cohort in Cohort.objects.visible_to(user).planned().order_by("start_on", "pk"):
        cohorts.setdefault((cohort.campus_id, cohort.track_id), cohort)
    live = SeatOffer.objects.live(at).seats_per_cohort()
    keys = {*waiting, *cohorts}
    campuses = Campus.objects.in_bulk({campus for campus, _track in keys})
    tracks = Track.objects.in_bulk({track for _campus, track in keys})
    lines = [
        ListLine(
            campus=campuses[campus],
            track=tracks[track],
            waiting=waiting.get((campus, track), 0),
            cohort=cohorts.get((campus, track)),
            live=live.get(cohorts[campus, track].pk, 0) if (campus, track) in cohorts else 0,
            url=reverse("admin:waitlist", args=[campus, track]),
        )
        for campus, track in keys
    ]
    return sorted(lines, key=lambda line: (line.campus.name, line.track.code))


@staff_page("waitlists/", name="waitlists")
@require_safe
def waitlists(request: StaffRequest) -> HttpResponse:
    """One line a campus and track."""
    require_role(request, *VIEWERS)
    context = {
        **staff_site.each_context(request),
        "title": gettext("Waitlists"),
        "lines": list_lines(request.user, at=clock.now()),
    }
    return TemplateResponse(request, "applicants/staff/waitlists.html", context)


@staff_page("waitlists/<int:campus_key>/<int:track_key>/", name="waitlist")
@require_http_methods(["GET", "HEAD", "POST"])
def waitlist(request: StaffRequest, campus_key: int, track_key: int) -> HttpResponse:
    """One list in its order; its POST asks for confirmation, and then offers seats."""
    require_role(request, *(VIEWERS if request.method != "POST" else DECIDERS))
    campus = Campus.objects.filter(pk=campus_key).first()
    track = Track.objects.filter(pk=track_key).first()
    if campus is None or track is None or not request.user.sees_campus(campus.pk):
        raise Http404
    at = clock.now()
    entries = WaitlistEntry.objects.for_list(campus_pk=campus.pk, track_pk=track.pk)
    cohorts = (
        Cohort.objects.for_list(campus_pk=campus.pk, track_pk=track.pk)
        .planned()
        .order_by("start_on", "pk")
    )
    context = {
        **staff_site.each_context(request),
        "campus": campus,
        "track": track,
        "title": f"{track.name} · {campus}",
        "waitlists_url": reverse("admin:waitlists"),
    }
    if request.method == "POST":
        form = OffersForm(request.POST, cohorts=cohorts, entries=entries)
        if form.is_valid() and "confirmed" in request.POST:
            _offer_all(request, form.cleaned_data)
            return HttpResponseRedirect(request.path)
        if form.is_valid():
            context |= {"form": form, "chosen": _in_order(form), "at": at}
            return TemplateResponse(request, "applicants/staff/offer_confirm.html", context)
        for errors in form.errors.values():
            messages.error(request, " ".join(str(error) for error in errors))
        return HttpResponseRedirect(request.path)
    page = Paginator(entries.with_people(), ROWS).get_page(request.GET.get("page"))
    first_cohort = cohorts.first()
    lines = _lines(page.object_list, start=page.start_index(), at=at)
    _suggest(lines, first_cohort, at=at, is_first=page.number == 1)
    context |= {
        "page": page,
        "lines": lines,
        "can_offer": decides(request.user) and first_cohort is not None,
        "may_change": decides(request.user),
        "form": dress(OffersForm(cohorts=cohorts, entries=entries)) if first_cohort else None,
        "suggested": sum(line.is_suggested for line in lines),
        "normal": Priority.NORMAL,
    }
    return TemplateResponse(request, "applicants/staff/waitlist.html", context)


def _lines(entries: Any, *, start: int, at: Any) -> list[PlaceLine]:
    entries = list(entries)
    offers = SeatOffer.objects.filter(entry__in=entries).select_related("cohort")
    last = {offer.entry_id: offer for offer in offers.order_by("offered_at", "pk")}
    return [
        PlaceLine(
            number=number,
            entry=entry,
            offer=last.get(entry.pk),
            is_live=(offer := last.get(entry.pk)) is not None and offer.is_live(at),
        )
        for number, entry in enumerate(entries, start=start)
    ]


def _suggest(lines: list[PlaceLine], cohort: Cohort | None, *, at: Any, is_first: bool) -> None:
    """Tick the next people, as many as the first cohort has seats to offer.

    Who has an open offer, or said no to this cohort, is passed over.
    """
    if cohort is None or not is_first:
        return
    live = SeatOffer.objects.live(at).filter(cohort=cohort).count()
    left = max(cohort.ceiling - cohort.seats_taken - live, 0)
    for line in lines:
        if left == 0:
            return
        answered = line.offer is not None and (line.is_live or line.offer.cohort_id == cohort.pk)
        if not answered:
            line.is_suggested = True
            left -= 1


def _in_order(form: OffersForm) -> "QuerySet[Any]":
    keys = [entry.pk for entry in form.cleaned_data["chosen"]]
    return WaitlistEntry.objects.filter(pk__in=keys).in_order().with_people()


def _offer_all(request: StaffRequest, data: dict[str, Any]) -> None:
    """Offer a seat to each chosen person in the order of the list, each on its own."""
    actor, at, done = Actor.user(request.user), clock.now(), 0
    chosen = sorted(
        data["chosen"].select_related("application__person"),
        key=lambda entry: (entry.priority, entry.eligible_at, entry.application_id),
    )
    for entry in chosen:
        try:
            offer_seat(entry=entry, cohort=data["cohort"], hours=data["hours"], actor=actor, at=at)
            done += 1
        except IllegalMove as error:
            messages.error(request, f"{entry.application.person}: {error.sentence}")
    if done:
        messages.success(
            request,
            ngettext(
                "%(count)d seat is offered. The message leaves at once.",
                "%(count)d seats are offered. The messages leave at once.",
                done,
            )
            % {"count": done},
        )
