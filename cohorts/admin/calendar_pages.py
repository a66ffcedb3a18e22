"""The calendar of one cohort: its months, its days, its hours, its start."""

import re
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from becode.backoffice.dress import dress
from becode.backoffice.pages import staff_page
from becode.backoffice.requests import StaffRequest
from becode.backoffice.site import staff_site
from becode.campuses.models import Closure
from becode.core import clock
from becode.core.actors import Actor
from becode.core.moves import IllegalMove, Stale
from cohorts.admin.calendar_forms import DayForm, HoursForm, NewDayForm, StartForm
from cohorts.admin.frame import cohort_home
from cohorts.clashes import too_small
from cohorts.days import ordinary_day
from cohorts.feeds.links import COACH, COHORT, Feed, urls_of
from cohorts.models import AgendaItem, CoachAssignment, Cohort, TrainingDay
from cohorts.month import month_starts, months
from cohorts.permissions.calendar import can_change_days, can_keep_agenda, can_move_start
from cohorts.permissions.cohorts import VIEWERS
from cohorts.phases import phase_on, stretches
from cohorts.shifting import fingerprint
from cohorts.workflow import days as day_verbs
from cohorts.workflow import moving

ASKS_OR_ACTS = ["GET", "HEAD", "POST"]
MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")
FORM = "cohorts/staff/calendar_form.html"


def cohort_or_404(request: StaffRequest, pk: int) -> Cohort:
    seen = Cohort.objects.visible_to(request.user).select_related("campus", "track", "room")
    cohort = seen.filter(pk=pk).first()
    if cohort is None:
        raise Http404
    return cohort


def frame(request: StaffRequest, title: str, **context: Any) -> dict[str, Any]:
    return {**staff_site.each_context(request), "title": title, **context}


def calendar_url(cohort: Cohort, day: date | None = None) -> str:
    page = reverse("admin:cohort_calendar", args=[cohort.pk])
    return f"{page}?month={day:%Y-%m}" if day else page


@staff_page("cohorts/<int:pk>/calendar/", name="cohort_calendar", roles=VIEWERS)
@require_safe
def cohort_calendar(request: StaffRequest, pk: int) -> HttpResponse:
    """A month of a cohort, or with `month=all` the whole training, for the printer."""
    cohort = cohort_or_404(request, pk)
    today, user = clock.today(), request.user
    last = cohort.internship_end_on or cohort.end_on
    starts = month_starts(cohort.start_on, last)
    asked = request.GET.get("month", "")
    shows_all = asked == "all"
    shown = _asked_month(asked) or min(max(today.replace(day=1), starts[0]), starts[-1])
    if shown not in starts:
        raise Http404
    wanted = starts if shows_all else [shown]
    first, end = wanted[0], _end_of(wanted[-1])
    items = AgendaItem.objects.for_cohort(cohort_pk=cohort.pk, campus_pk=cohort.campus_id)
    items = items.filter(
        starts_at__gte=clock.at_local(first, 0),
        starts_at__lt=clock.at_local(end + timedelta(days=1), 0),
    )
    closures = Closure.objects.filter(start_on__lte=end, end_on__gte=first)
    phases = stretches(cohort, cohort.track.phases.order_by("position", "pk"))
    is_coach = CoachAssignment.objects.filter(user=user).exists()
    feeds = [Feed(COHORT, cohort.pk), *([Feed(COACH, user.pk)] if is_coach else [])]
    here = starts.index(shown)
    context = frame(
        request,
        gettext("Calendar of %(code)s") % {"code": cohort.code},
        cohort=cohort,
        cohort_url=cohort_home(user, cohort),
        months=months(
            wanted,
            cohort=cohort,
            days=cohort.days.between(first, end),
            items=items.select_related("room").order_by("starts_at", "pk"),
            closures=[
                closure
                for closure in closures.order_by("start_on", "pk")
                if closure.campus_id in (None, cohort.campus_id)
            ],
            phases=phases,
            today=today,
            language=(get_language() or "en")[:2],
        ),
        phases=phases,
        phase_today=phase_on(cohort, today, phases=[one.phase for one in phases]),
        shows_all=shows_all,
        shown=shown,
        starts=starts,
        before=starts[here - 1] if here and not shows_all else None,
        after=starts[here + 1] if here + 1 < len(starts) and not shows_all else None,
        days_in_all=cohort.days.count(),
        feeds=list(urls_of(feeds).items()),
        small_room=too_small(cohort.room, cohort.seats),
        may_change=can_change_days(user, cohort) and cohort.state in moving.MOVABLE,
        may_add_events=can_keep_agenda(user, cohort.campus_id),
        may_renew=can_change_days(user, cohort),
        may_move=can_move_start(user, cohort) and cohort.state == "planned",
        year=shown.year,
    )
    return TemplateResponse(request, "cohorts/staff/calendar.html", context)


def _asked_month(text: str) -> date | None:
    found = MONTH.fullmatch(text)
    return date(int(found[1]), int(found[2]), 1) if found and found[1] != "0000" else None


def _end_of(month: date) -> date:
    return (month + timedelta(days=32)).replace(day=1) - timedelta(days=1)


@staff_page("training-days/<int:pk>/", name="training_day", roles=VIEWERS)
@require_http_methods(ASKS_OR_ACTS)
def training_day(request: StaffRequest, pk: int) -> HttpResponse:
    """One day: half or whole, where, from when until when."""
    day = _day_or_404(request, pk)
    cohort = day.cohort
    may_change = can_change_days(request.user, cohort)
    if request.method == "POST" and not may_change:
        raise PermissionDenied
    form = DayForm(request.POST if request.method == "POST" else None, day=day)
    if form.is_valid():
        try:
            day_verbs.change_day(
                day=day, actor=Actor.user(request.user), at=clock.now(), **form.answers()
            )
        except IllegalMove as error:
            form.add_error(None, str(error.sentence))
        else:
            messages.success(request, gettext("The day is changed."))
            return HttpResponseRedirect(calendar_url(cohort, day.on))
    if not may_change:
        for field in form.fields.values():
            field.disabled = True
    context = frame(
        request,
        capfirst(date_format(day.on, "l j F Y")),
        cohort=cohort,
        form=dress(form),
        back_url=calendar_url(cohort, day.on),
        submit_label=gettext("Save the day") if may_change else "",
        danger_url=reverse("admin:cancel_training_day", args=[day.pk]) if may_change else "",
        danger_label=gettext("Call this day off"),
    )
    return TemplateResponse(request, FORM, context)


@staff_page("training-days/<int:pk>/cancel/", name="cancel_training_day")
@require_http_methods(ASKS_OR_ACTS)
def cancel_training_day(request: StaffRequest, pk: int) -> HttpResponse:
    """No lessons on one day after all."""
    day = _day_or_404(request, pk)
    if not can_change_days(request.user, day.cohort):
        raise PermissionDenied
    back = calendar_url(day.cohort, day.on)
    if request.method == "POST":
        try:
            day_verbs.cancel_day(day=day, actor=Actor.user(request.user), at=clock.now())
        except IllegalMove as error:
            messages.error(request, str(error.sentence))
        else:
            messages.success(request, gettext("There are no lessons on this day any more."))
        return HttpResponseRedirect(back)
    context = frame(
        request,
        capfirst(gettext("Call off %(day)s?") % {"day": date_format(day.on, "l j F Y")}),
        cohort=day.cohort,
        intro=gettext("No lessons on this day. It is not given back at the end of the training."),
        submit_label=gettext("Call this day off"),
        is_danger=True,
        back_url=back,
    )
    return TemplateResponse(request, FORM, context)


@staff_page("cohorts/<int:pk>/calendar/add-day/", name="add_training_day")
@require_http_methods(ASKS_OR_ACTS)
def add_training_day(request: StaffRequest, pk: int) -> HttpResponse:
    """A day with lessons more, also on a Saturday."""
    cohort = cohort_or_404(request, pk)
    if not can_change_days(request.user, cohort):
        raise PermissionDenied
    ordinary = ordinary_day(cohort, cohort.start_on)
    form = NewDayForm(request.POST if request.method == "POST" else None, day=ordinary)
    if form.is_valid():
        on = form.cleaned_data["on"]
        try:
            day_verbs.add_day(
                cohort=cohort,
                on=on,
                actor=Actor.user(request.user),
                at=clock.now(),
                **form.answers(),
            )
        except IllegalMove as error:
            form.add_error("on", str(error.sentence))
        else:
            messages.success(request, gettext("The day is added."))
            return HttpResponseRedirect(calendar_url(cohort, on))
    context = frame(
        request,
        gettext("Add a day with lessons"),
        cohort=cohort,
        form=dress(form),
        submit_label=gettext("Add the day"),
        back_url=calendar_url(cohort),
    )
    return TemplateResponse(request, FORM, context)


@staff_page("cohorts/<int:pk>/calendar/hours/", name="cohort_hours")
@require_http_methods(ASKS_OR_ACTS)
def cohort_hours(request: StaffRequest, pk: int) -> HttpResponse:
    """The hours, the days at home and the room of a cohort."""
    cohort = cohort_or_404(request, pk)
    if not can_change_days(request.user, cohort):
        raise PermissionDenied
    form = HoursForm(request.POST if request.method == "POST" else None, cohort=cohort)
    if form.is_valid():
        actor, at = Actor.user(request.user), clock.now()
        cleaned = form.cleaned_data
        try:
            changed = day_verbs.change_hours(
                cohort=cohort,
                hours=form.hours(),
                grace_minutes=cleaned["grace_minutes"],
                home_weekdays=cleaned["home_weekdays"],
                room=cleaned["room"],
                actor=actor,
                at=at,
            )
        except IllegalMove as error:
            form.add_error(None, str(error.sentence))
        else:
            done = ngettext("%(count)d day is changed.", "%(count)d days are changed.", changed)
            messages.success(request, done % {"count": changed})
            return HttpResponseRedirect(calendar_url(cohort))
    context = frame(
        request,
        gettext("Hours and room of %(code)s") % {"code": cohort.code},
        cohort=cohort,
        intro=gettext("This counts from tomorrow on. Days that you planned by hand stay."),
        form=dress(form),
        submit_label=gettext("Save the hours"),
        back_url=calendar_url(cohort),
    )
    return TemplateResponse(request, FORM, context)


@staff_page("cohorts/<int:pk>/calendar/start/", name="move_cohort_start")
@require_http_methods(ASKS_OR_ACTS)
def move_cohort_start(request: StaffRequest, pk: int) -> HttpResponse:
    """Another first day: asks for it, shows what shifts, and once confirmed moves it."""
    cohort = cohort_or_404(request, pk)
    if not can_move_start(request.user, cohort):
        raise PermissionDenied
    form = StartForm(request.POST if request.method == "POST" else None)
    shift, at = None, clock.now()
    if form.is_valid():
        start_on, seen = form.cleaned_data["start_on"], request.POST.get("seen", "")
        try:
            if seen:
                try:
                    moving.move_start(
                        cohort=cohort,
                        start_on=start_on,
                        seen=seen,
                        actor=Actor.user(request.user),
                        at=at,
                    )
                except Stale as error:
                    messages.error(request, str(error.sentence))
                    cohort.refresh_from_db()
                else:
                    messages.success(request, gettext("The start is moved."))
                    return HttpResponseRedirect(calendar_url(cohort, cohort.start_on))
            shift = moving.preview_start(cohort, start_on, at=at)
        except IllegalMove as error:
            form.add_error("start_on", str(error.sentence))
    context = frame(
        request,
        gettext("Move the start of %(code)s") % {"code": cohort.code},
        cohort=cohort,
        form=dress(form),
        shifts=[shift] if shift else [],
        seen=fingerprint([shift]) if shift and not shift.refusals else "",
        refused=bool(shift and shift.refusals),
        submit_label=gettext("Move the start"),
        back_url=calendar_url(cohort),
    )
    return TemplateResponse(request, "cohorts/staff/move_start.html", context)


def _day_or_404(request: StaffRequest, pk: int) -> TrainingDay:
    seen = TrainingDay.objects.visible_to(request.user)
    day = seen.select_related("cohort__campus", "cohort__track").filter(pk=pk).first()
    if day is None:
        raise Http404
    return day
