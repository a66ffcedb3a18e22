"""Events on the agenda: the form says what is double-booked before anything is kept."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from becode.backoffice.dress import dress
from becode.backoffice.pages import require_role, staff_page
from becode.backoffice.requests import StaffRequest
from becode.campuses.models import Campus
from becode.core import clock
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from cohorts.admin.calendar_forms import AgendaForm
from cohorts.admin.calendar_pages import ASKS_OR_ACTS, FORM, calendar_url, frame
from cohorts.clashes import warnings_for
from cohorts.models import AgendaItem
from cohorts.permissions.calendar import can_change_item
from cohorts.permissions.cohorts import GUIDES, VIEWERS
from cohorts.workflow import agenda


@staff_page("campuses/<int:pk>/events/add/", name="agenda_add", roles=GUIDES)
@require_http_methods(ASKS_OR_ACTS)
def agenda_add(request: StaffRequest, pk: int) -> HttpResponse:
    """A new event at a campus; `?cohort=3&on=2026-05-04` fills in whose and when."""
    campus = Campus.objects.filter(pk=pk).first() if request.user.sees_campus(pk) else None
    if campus is None:
        raise Http404
    asked = {name: request.GET[name] for name in ("cohort", "on") if name in request.GET}
    data = request.POST if request.method == "POST" else None
    form = AgendaForm(data, campus=campus, initial=asked)
    return _form_page(request, form, None, title=gettext("Add an event"))


@staff_page("events/<int:pk>/", name="agenda_item", roles=VIEWERS)
@require_http_methods(ASKS_OR_ACTS)
def agenda_item(request: StaffRequest, pk: int) -> HttpResponse:
    """One event: read by all who see cohorts, changed by those who run them."""
    item = _item_or_404(request, pk)
    may_change = can_change_item(request.user, item) and item.cancelled_at is None
    if request.method == "POST" and not may_change:
        require_role(request, *GUIDES)
        messages.error(request, gettext("This event was called off."))
        return HttpResponseRedirect(request.path)
    data = request.POST if request.method == "POST" else None
    form = AgendaForm(data, campus=item.campus, item=item, initial=AgendaForm.initial_of(item))
    if not may_change:
        for field in form.fields.values():
            field.disabled = True
    return _form_page(request, form, item, title=item.title, may_change=may_change)


@staff_page("events/<int:pk>/cancel/", name="cancel_agenda_item", roles=GUIDES)
@require_http_methods(ASKS_OR_ACTS)
def cancel_agenda_item(request: StaffRequest, pk: int) -> HttpResponse:
    """Call an event off."""
    item = _item_or_404(request, pk)
    if not can_change_item(request.user, item):
        raise PermissionDenied
    if request.method == "POST":
        try:
            agenda.cancel_item(item=item, actor=Actor.user(request.user), at=clock.now())
        except IllegalMove as error:
            messages.error(request, str(error.sentence))
        else:
            messages.success(request, gettext("The event is called off."))
        return HttpResponseRedirect(_back(item))
    context = frame(
        request,
        gettext("Call off “%(title)s”?") % {"title": item.title},
        cohort=item.cohort,
        intro=gettext("It stays in everybody's calendar, marked as called off."),
        submit_label=gettext("Call it off"),
        is_danger=True,
        back_url=reverse("admin:agenda_item", args=[item.pk]),
    )
    return TemplateResponse(request, FORM, context)


def _form_page(
    request: StaffRequest,
    form: AgendaForm,
    item: AgendaItem | None,
    *,
    title: str,
    may_change: bool = True,
) -> HttpResponse:
    """The form; with something double-booked it asks once more before it keeps the event."""
    warnings: list[str] = []
    if form.is_valid():
        event = form.event()
        draft = event.draft()
        draft.pk = item.pk if item else None
        if "anyway" not in request.POST:
            warnings = warnings_for(draft, event.coaches)
        if not warnings:
            try:
                kept = _keep(request, event, item)
            except IllegalMove as error:
                form.add_error(None, str(error.sentence))
            else:
                messages.success(request, gettext("The event is on the agenda."))
                return HttpResponseRedirect(_back(kept))
    cohort = item.cohort if item else None
    context = frame(
        request,
        title,
        cohort=cohort,
        item=item,
        form=dress(form),
        warnings=warnings,
        submit_label=gettext("Save the event") if may_change else "",
        back_url=_back(item) if item else reverse("admin:calendar"),
        danger_url=(
            reverse("admin:cancel_agenda_item", args=[item.pk]) if item and may_change else ""
        ),
        danger_label=gettext("Call it off"),
    )
    return TemplateResponse(request, FORM, context)


def _keep(request: StaffRequest, event: agenda.Event, item: AgendaItem | None) -> AgendaItem:
    who: dict[str, Any] = {"actor": Actor.user(request.user), "at": clock.now()}
    if item is None:
        return agenda.add_item(event=event, **who)
    return agenda.change_item(item=item, event=event, **who)


def _back(item: AgendaItem) -> str:
    day = clock.local_day(item.starts_at)
    cohort = item.cohort
    if cohort is not None:
        last = cohort.internship_end_on or cohort.end_on
        return calendar_url(cohort, day if cohort.start_on <= day <= last else None)
    return reverse("admin:campus_year", args=[item.campus_id, day.year])


def _item_or_404(request: StaffRequest, pk: int) -> AgendaItem:
    seen = AgendaItem.objects.visible_to(request.user)
    item = seen.select_related("campus", "cohort", "room").filter(pk=pk).first()
    if item is None:
        raise Http404
    return item
