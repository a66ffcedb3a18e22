"""A calendar as an iCalendar file (RFC 5545), put together for whoever holds its link."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from becode.accounts.models import User
from becode.campuses.models import Campus
from becode.core.clock import local_day
from becode.people.models import Person
from cohorts.enums import CohortState, EnrolmentState
from cohorts.feeds.entries import (
    KEPT,
    Entry,
    Window,
    agenda_entries,
    closure_entries,
    day_entries,
    internship_entries,
    milestone_entries,
)
from cohorts.feeds.links import CAMPUS, COACH, COHORT, LEARNER, Feed
from cohorts.feeds.more import more_entries
from cohorts.models import AgendaItem, CoachAssignment, Cohort, Enrolment

ONE_DAY = timedelta(days=1)
REFRESH = timedelta(hours=4)


def calendar_of(feed: Feed, *, at: datetime) -> bytes | None:
    """The file of a calendar, or None when its owner is gone; a constant number of queries."""
    makers = {LEARNER: _of_learner, COACH: _of_coach, COHORT: _of_cohort, CAMPUS: _of_campus}
    found = makers[feed.scope](feed.key, at)
    return None if found is None else written(*found)


def learner_windows(person_key: int) -> list[Window]:
    """The days that were or will be this person's, in every cohort they have or had a seat in."""
    enrolments = (
        Enrolment.objects.filter(person=person_key)
        .exclude(state=EnrolmentState.WITHDRAWN)
        .exclude(cohort__state=CohortState.CANCELLED)
        .select_related("cohort__campus", "cohort__track")
        .order_by("enrolled_at", "pk")
    )
    windows = []
    for enrolment in enrolments:
        ends = [end - ONE_DAY for end in (enrolment.left_on, enrolment.moved_on) if end]
        last = min(ends) if ends else None
        if enrolment.state == EnrolmentState.TRANSFERRED and last is None:
            continue  # moved on before the first day
        windows.append(Window(enrolment.cohort, enrolment.started_on, last))
    return windows


def agenda_for(windows: Sequence[Window], *, since: datetime) -> list[AgendaItem]:
    """What these cohorts take part in within their windows, called off or not; one query."""
    wanted = Q(pk__in=[])
    for window in windows:
        cohort = window.cohort
        wanted |= Q(cohort=cohort) | Q(cohort__isnull=True, campus=cohort.campus_id)
    items = AgendaItem.objects.filter(wanted, ends_at__gte=since)
    items = items.select_related("campus", "room").order_by("starts_at", "pk")
    return [item for item in items if any(_concerns(item, window) for window in windows)]


def _concerns(item: AgendaItem, window: Window) -> bool:
    cohort = window.cohort
    if item.cohort_id is not None:
        mine = item.cohort_id == cohort.pk
    else:
        last = cohort.internship_end_on or cohort.end_on
        mine = item.campus_id == cohort.campus_id and (
            cohort.start_on <= local_day(item.starts_at) <= last
        )
    return mine and window.holds(local_day(item.starts_at))


def _of_learner(key: int, at: datetime) -> tuple[str, list[Entry]] | None:
    if not Person.objects.current().filter(pk=key).exists():
        return None
    windows = learner_windows(key)
    staying = [window.cohort for window in windows if window.last is None]
    entries = [
        *_lessons(windows, at=at, with_code=False),
        *internship_entries(staying, at=at, with_code=False),
    ]
    return _("My training"), entries


def _of_coach(key: int, at: datetime) -> tuple[str, list[Entry]] | None:
    coach = User.objects.active().filter(pk=key).first()
    if coach is None or not coach.is_staff:
        return None
    assignments = CoachAssignment.objects.filter(user=coach).exclude(
        cohort__state=CohortState.CANCELLED
    )
    assignments = assignments.select_related("cohort__campus", "cohort__track")
    windows = [
        Window(one.cohort, one.since, one.until) for one in assignments.order_by("cohort_id", "pk")
    ]
    known = {item.pk for item in agenda_for(windows, since=at - KEPT)}
    own = AgendaItem.objects.filter(Q(pk__in=known) | Q(coaches=coach), ends_at__gte=at - KEPT)
    items = own.select_related("campus", "room", "cohort").order_by("starts_at", "pk").distinct()
    listed = list(items)
    codes = {item.cohort_id: item.cohort.code for item in listed if item.cohort and item.cohort_id}
    entries = [
        *day_entries(windows, at=at, with_code=True),
        *agenda_entries(listed, codes=codes),
        *closure_entries({window.cohort.campus_id for window in windows}, at=at),
        *more_entries(coach, at=at),
    ]
    return _("My cohorts"), entries


def _of_cohort(key: int, at: datetime) -> tuple[str, list[Entry]] | None:
    cohort = Cohort.objects.select_related("campus", "track").filter(pk=key).first()
    if cohort is None or cohort.state == CohortState.CANCELLED:
        return None
    entries = [
        *_lessons([Window(cohort)], at=at, with_code=False),
        *internship_entries([cohort], at=at, with_code=False),
    ]
    return cohort.code, entries


def _of_campus(key: int, at: datetime) -> tuple[str, list[Entry]] | None:
    campus = Campus.objects.filter(pk=key).first()
    if campus is None:
        return None
    since = local_day(at) - KEPT
    cohorts = list(
        Cohort.objects.filter(campus=campus, end_on__gte=since)
        .exclude(state=CohortState.CANCELLED)
        .order_by("start_on", "pk")
    )
    items = AgendaItem.objects.filter(campus=campus, ends_at__gte=at - KEPT)
    items = items.select_related("campus", "room").order_by("starts_at", "pk")
    entries = [
        *milestone_entries(cohorts, at=at),
        *internship_entries(cohorts, at=at, with_code=True),
        *agenda_entries(items, codes={cohort.pk: cohort.code for cohort in cohorts}),
        *closure_entries([campus.pk], at=at),
    ]
    return f"{settings.ORGANISATION_NAME} {campus}", entries


def _lessons(windows: Sequence[Window], *, at: datetime, with_code: bool) -> list[Entry]:
    return [
        *day_entries(windows, at=at, with_code=with_code),
        *agenda_entries(agenda_for(windows, since=at - KEPT)),
        *closure_entries({window.cohort.campus_id for window in windows}, at=at),
    ]


def written(name: str, entries: Iterable[Entry]) -> bytes:
    """The file itself, with the time zone of Brussels described in it."""
    calendar = Calendar()
    calendar.add("prodid", f"-//{settings.ORGANISATION_NAME}//")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", "Europe/Brussels")
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT4H")
    host = urlsplit(settings.PUBLIC_BASE_URL).hostname
    for entry in entries:
        calendar.add_component(_event(entry, host=host or ""))
    calendar.add_missing_timezones(first_date=date(2020, 1, 1), last_date=date(2038, 1, 1))
    made: bytes = calendar.to_ical()
    return made


def _event(entry: Entry, *, host: str) -> Event:
    event = Event()
    event.add("uid", f"{entry.uid}@{host}")
    event.add("dtstamp", entry.changed_at.astimezone(UTC))
    event.add("last-modified", entry.changed_at.astimezone(UTC))
    event.add("sequence", entry.sequence)
    event.add("summary", entry.summary)
    event.add("dtstart", entry.starts)
    if isinstance(entry.starts, datetime):
        event.add("dtend", entry.ends)
    else:
        event.add("dtend", entry.ends + ONE_DAY)
        event.add("transp", "TRANSPARENT")
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    if entry.place:
        event.add("location", entry.place)
    if entry.words:
        event.add("description", entry.words)
    return event
