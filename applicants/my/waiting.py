"""A person who waits: the places, the order of their campuses, a pause, the way out and back."""

from collections.abc import Callable
from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from applicants.enums import ApplicationState, Criterion
from applicants.models import Application, WaitlistEntry
from applicants.models.waitlist import REOPEN_WITHIN
from applicants.my.forms import PauseForm
from applicants.my.places import Lists, lists_of
from applicants.order import rules_of
from applicants.workflow import pausing, waitlist
from becode.core import clock
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from becode.portal.access import PersonRequest, person_required

ASKS_OR_ACTS = ["GET", "HEAD", "POST"]


@person_required
@require_safe
def latest(request: PersonRequest) -> HttpResponse:
    """Where the link in a message leads: the application that waits, whatever its number."""
    found = lists_of(request.person, at=clock.now())
    if not found:
        messages.info(request, _("You are on no list now."))
        return redirect("portal:my:home")
    return redirect("applicants:my:waiting", pk=found[0].application.pk)


@person_required
@require_safe
def page(request: PersonRequest, pk: int) -> HttpResponse:
    application = _own_application(request, pk)
    lists = _lists(request, application)
    context = {
        "application": application,
        "lists": lists,
        "campuses": _campuses(application),
        "order_counts_in": _where_order_counts(lists),
        "can_stop": application.state == ApplicationState.ADMITTED,
    }
    return render(request, "applicants/my/waiting.html", context)


@person_required
@require_POST
def order(request: PersonRequest, pk: int) -> HttpResponse:
    """One step up or down for one campus: `up` or `down` holds its key."""
    application = _own_application(request, pk)
    keys = [campus for campus, _city in _campuses(application)]
    step = -1 if "up" in request.POST else 1
    wanted = request.POST.get("up") or request.POST.get("down", "")
    at_place = next((index for index, key in enumerate(keys) if str(key) == wanted), None)
    if at_place is not None and 0 <= at_place + step < len(keys):
        keys[at_place], keys[at_place + step] = keys[at_place + step], keys[at_place]
        try:
            waitlist.reorder(
                application=application, campuses=keys, actor=_actor(request), at=clock.now()
            )
            messages.success(request, _("We changed the order of your campuses."))
        except IllegalMove as error:
            messages.error(request, str(error.sentence))
    return redirect("applicants:my:waiting", pk=pk)


@person_required
@require_http_methods(ASKS_OR_ACTS)
def leave(request: PersonRequest, pk: int) -> HttpResponse:
    """Off one list; its page says what that means. The last list is left as all of them are."""
    entry = _own_entry(request, pk)
    if request.method == "POST":
        return _act(
            request,
            entry.application_id,
            lambda: waitlist.leave_list(entry=entry, actor=_actor(request), at=clock.now()),
            _("You left this list. You can take your place back for 60 days."),
        )
    if len(_lists(request, entry.application).places) == 1:
        return redirect("applicants:my:leave_all", pk=entry.application_id)
    context = {
        "city": _city(entry),
        "application_key": entry.application_id,
        "until": _back_until(),
    }
    return render(request, "applicants/my/leave.html", context)


@person_required
@require_http_methods(ASKS_OR_ACTS)
def leave_all(request: PersonRequest, pk: int) -> HttpResponse:
    """Off all lists; the application stays, and a page offers to stop that too."""
    application = _own_application(request, pk)
    if request.method == "POST":
        return _act(
            request,
            pk,
            lambda: waitlist.leave_all(
                application=application, actor=_actor(request), at=clock.now()
            ),
            _("You left all lists. You can take your places back for 60 days."),
        )
    context = {"application": application, "until": _back_until()}
    return render(request, "applicants/my/leave_all.html", context)


@person_required
@require_http_methods(ASKS_OR_ACTS)
def pause(request: PersonRequest, pk: int) -> HttpResponse:
    """No seat is offered before a day; on one list or on all."""
    application = _own_application(request, pk)
    at = clock.now()
    places = _lists(request, application).places
    if not places:
        return redirect("applicants:my:waiting", pk=pk)
    form = PauseForm(
        request.POST if request.method == "POST" else None,
        lists=[(place.entry.pk, place.city) for place in places],
        today=clock.local_day(at),
    )
    if request.method == "POST" and form.is_valid():
        chosen = [p.entry for p in places if form.list_key in (None, p.entry.pk)]
        try:
            pausing.pause_lists(entries=chosen, until=form.until_day, actor=_actor(request), at=at)
        except IllegalMove as error:
            form.add_error("until", str(error.sentence))
        else:
            messages.success(request, _("Your pause is noted. You keep your place."))
            return redirect("applicants:my:waiting", pk=pk)
    context = {"application": application, "form": form}
    return render(request, "applicants/my/pause.html", context)


@person_required
@require_POST
def resume(request: PersonRequest, pk: int) -> HttpResponse:
    """End the pause of the place named by `place`, or of all."""
    application = _own_application(request, pk)
    wanted = request.POST.get("place", "")
    entries = [
        place.entry
        for place in _lists(request, application).places
        if place.paused_until and wanted in ("", str(place.entry.pk))
    ]
    return _act(
        request,
        pk,
        lambda: pausing.resume_lists(entries=entries, actor=_actor(request), at=clock.now()),
        _("Your pause is over. From now on we can offer you a seat."),
    )


@person_required
@require_POST
def take_back(request: PersonRequest, pk: int) -> HttpResponse:
    """The old place again, while that is possible."""
    entry = _own_entry(request, pk)
    return _act(
        request,
        entry.application_id,
        lambda: waitlist.reopen_entry(entry=entry, actor=_actor(request), at=clock.now()),
        _("You have your old place back."),
    )


def _act(request: PersonRequest, key: int, act: Callable[[], object], done: str) -> HttpResponse:
    """One workflow call, then the page of the application with a sentence."""
    try:
        act()
        messages.success(request, done)
    except IllegalMove as error:
        messages.error(request, str(error.sentence))
    return redirect("applicants:my:waiting", pk=key)


def _own_application(request: PersonRequest, pk: int) -> Application:
    """One of this person's applications; another's number answers 404 like a missing one."""
    return get_object_or_404(Application.objects.of_person(request.person), pk=pk)


def _own_entry(request: PersonRequest, pk: int) -> WaitlistEntry:
    entries = WaitlistEntry.objects.filter(application__person=request.person)
    return get_object_or_404(entries.select_related("application", "campus"), pk=pk)


def _lists(request: PersonRequest, application: Application) -> Lists:
    found = lists_of(request.person, at=clock.now())
    mine = (lists for lists in found if lists.application.pk == application.pk)
    return next(mine, Lists(application))


def _campuses(application: Application) -> list[tuple[int, str]]:
    """(key, city) of the chosen campuses in the order of wish."""
    choices = application.choices.select_related("campus").order_by("rank")
    return [(choice.campus_id, choice.campus.city(_language())) for choice in choices]


def _where_order_counts(lists: Lists) -> str:
    """The cities on whose list first choices go before."""
    rules = rules_of((one.entry.campus_id, one.entry.track_id) for one in lists.places)
    return ", ".join(
        place.city
        for place in lists.places
        if Criterion.CHOICE in rules[place.entry.campus_id, place.entry.track_id].criteria
    )


def _back_until() -> date:
    """The day before which somebody who leaves now may come back."""
    return clock.local_day(clock.now() + REOPEN_WITHIN)


def _city(entry: WaitlistEntry) -> str:
    return entry.campus.city(_language())


def _language() -> str:
    return (get_language() or "en")[:2]


def _actor(request: PersonRequest) -> Actor:
    return Actor.person(request.person)
