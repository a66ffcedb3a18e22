"""A learner's own calendar: today first, then what comes, month by month; and its link."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from becode.campuses.models import Closure
from becode.core import clock
from becode.core.actors import Actor
from becode.portal.access import PersonRequest, everyday_page, person_required
from cohorts.calendar import ONE_DAY
from cohorts.feeds.building import agenda_for, learner_windows
from cohorts.feeds.entries import Window
from cohorts.feeds.links import LEARNER, Feed, renew_link, urls_of
from cohorts.models import AgendaItem, TrainingDay
from cohorts.month import holiday_names
from cohorts.phases import phase_on


@dataclass(slots=True)
class MyDay:
    """What stands on one day: lessons, events, or why there are none."""

    on: date
    lessons: list[TrainingDay] = field(default_factory=list)
    items: list[AgendaItem] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class MyMonth:
    first: date
    days: list[MyDay]


@everyday_page
@require_safe
def page(request: PersonRequest) -> HttpResponse:
    """Today and what follows; a constant number of queries."""
    at = clock.now()
    today = clock.local_day(at)
    windows = learner_windows(request.person.pk)
    days = _days(windows, today)
    feed = Feed(LEARNER, request.person.pk)
    going = [window for window in windows if window.last is None]
    cohort = going[-1].cohort if going else None
    context = {
        "today": days.get(today, MyDay(today)),
        "on": today,
        "months": _months(days, since=today + ONE_DAY),
        "earlier": _months(days, until=today - ONE_DAY),
        "cohort": cohort,
        "phase": phase_on(cohort, today) if cohort else None,
        "feed_url": urls_of([feed])[feed],
        "has_windows": bool(windows),
    }
    return render(request, "cohorts/my/calendar.html", context)


@person_required
@require_POST
def new_link(request: PersonRequest) -> HttpResponse:
    """Another link for the phone; the one that was given away stops working."""
    feed = Feed(LEARNER, request.person.pk)
    renew_link(feed=feed, actor=Actor.person(request.person), at=clock.now())
    messages.success(request, _("You have a new link. The old one does not work any more."))
    return redirect("cohorts:my:calendar")


def _days(windows: list[Window], today: date) -> dict[date, MyDay]:
    """Every day on which there is something, or could be lessons but for a holiday."""
    found: dict[date, MyDay] = defaultdict(lambda: MyDay(today))
    by_cohort = {window.cohort.pk: window for window in windows}
    if not windows:
        return {}
    rows = TrainingDay.objects.filter(cohort__in=list(by_cohort)).select_related("cohort__campus")
    for day in rows.order_by("on", "pk"):
        if any(one.cohort.pk == day.cohort_id and one.holds(day.on) for one in windows):
            found[day.on].lessons.append(day)
    since = clock.at_local(min(window.cohort.start_on for window in windows), 0)
    for item in agenda_for(windows, since=since):
        found[clock.local_day(item.starts_at)].items.append(item)
    _add_closed(found, windows)
    for on, mine in found.items():
        mine.on = on
    return dict(found)


def _add_closed(found: dict[date, MyDay], windows: list[Window]) -> None:
    """Closures and holidays on weekdays within the training."""
    language = (get_language() or "en")[:2]
    closures = list(Closure.objects.order_by("start_on", "pk"))
    for window in windows:
        cohort = window.cohort
        names: dict[date, str] = {}
        for year in range(cohort.start_on.year, cohort.end_on.year + 1):
            names |= holiday_names(year, language)
        day = cohort.start_on
        while day <= cohort.end_on:
            if day.weekday() < 5 and window.holds(day):
                words = [names[day]] if day in names else []
                words += [
                    one.reason
                    for one in closures
                    if one.campus_id in (None, cohort.campus_id)
                    and one.start_on <= day <= one.end_on
                ]
                if words:
                    found[day].closed += [one for one in words if one not in found[day].closed]
            day += ONE_DAY


def _months(
    days: dict[date, MyDay], *, since: date | None = None, until: date | None = None
) -> list[MyMonth]:
    by_month: dict[date, list[MyDay]] = defaultdict(list)
    for on in sorted(days):
        if (since is None or since <= on) and (until is None or on <= until):
            by_month[on.replace(day=1)].append(days[on])
    return [MyMonth(first, listed) for first, listed in by_month.items()]
