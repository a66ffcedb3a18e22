"""What stands in a calendar, before it is written as a file. Nobody is named in it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Max
from django.utils.translation import gettext as _

from becode.campuses.models import Campus, Closure
from becode.core.clock import BRUSSELS, local_day
from cohorts.enums import LessonPlace
from cohorts.models import AgendaItem, Cohort, TrainingDay

EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
KEPT = timedelta(days=120)  # how far back a calendar reaches


@dataclass(frozen=True, slots=True)
class Entry:
    """One event; with dates instead of moments it is a whole day or several, the end included."""

    uid: str
    summary: str
    starts: datetime | date
    ends: datetime | date
    changed_at: datetime
    sequence: int = 0
    place: str = ""
    words: str = ""
    is_cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Window:
    """The days of a cohort that concern somebody, both included; None: no limit on that side."""

    cohort: Cohort
    first: date | None = None
    last: date | None = None

    def holds(self, day: date) -> bool:
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


@dataclass(slots=True)
class _Change:
    at: datetime
    sequence: int


def day_entries(windows: Sequence[Window], *, at: datetime, with_code: bool) -> list[Entry]:
    """The training days in these windows; two queries."""
    cohorts: dict[int, list[Window]] = defaultdict(list)
    for window in windows:
        cohorts[window.cohort.pk].append(window)
    since = local_day(at) - KEPT
    rows = TrainingDay.objects.filter(cohort__in=list(cohorts), on__gte=since).order_by("on", "pk")
    days = [day for day in rows if any(one.holds(day.on) for one in cohorts[day.cohort_id])]
    changes = _changes(days)
    return [
        _day_entry(day, cohorts[day.cohort_id][0].cohort, changes[day.pk], with_code=with_code)
        for day in days
    ]


def _changes(days: Sequence[TrainingDay]) -> dict[int, _Change]:
    """When each day was last changed, and how often, from its history."""
    found = {day.pk: _Change(EPOCH, 0) for day in days}
    events: Any = TrainingDay._meta.get_field("events").related_model
    rows = (
        events.objects.filter(pgh_obj_id__in=list(found))
        .order_by("pgh_obj_id")
        .values_list("pgh_obj_id")
        .annotate(number=Count("pgh_id"), last=Max("pgh_created_at"))
    )
    for key, number, last in rows:
        found[key] = _Change(last, number - 1)
    return found


def _day_entry(day: TrainingDay, cohort: Cohort, change: _Change, *, with_code: bool) -> Entry:
    first = day.arrive_by or day.lunch_until or time(9)
    last = day.leave_from or day.lunch_from or time(17)
    words = _("Lessons: %(track)s") % {"track": cohort.track.name}
    if with_code:
        words = f"{cohort.code}: {words}"
    if day.title:
        words = f"{words} · {day.title}"
    lunch = ""
    if day.lunch_from and day.lunch_until:
        lunch = _("Lunch: %(first)s – %(last)s") % {
            "first": f"{day.lunch_from:%H:%M}",
            "last": f"{day.lunch_until:%H:%M}",
        }
    at_home = day.place == LessonPlace.HOME
    return Entry(
        uid=f"training-day-{day.pk}",
        summary=words,
        starts=datetime.combine(day.on, first, tzinfo=BRUSSELS),
        ends=datetime.combine(day.on, last, tzinfo=BRUSSELS),
        changed_at=change.at,
        sequence=change.sequence,
        place=_("At home") if at_home else address_of(cohort.campus),
        words=lunch,
    )


def agenda_entries(
    items: Iterable[AgendaItem], *, codes: Mapping[int, str] | None = None
) -> list[Entry]:
    """Events of an agenda, those called off included; `codes` names cohorts by their key."""
    entries = []
    for item in items:
        words = f"{item.get_kind_display()}: {item.title}"
        code = (codes or {}).get(item.cohort_id or 0)
        entries.append(
            Entry(
                uid=f"agenda-{item.pk}",
                summary=f"{code}: {words}" if code else words,
                starts=item.starts_at.astimezone(BRUSSELS),
                ends=item.ends_at.astimezone(BRUSSELS),
                changed_at=item.changed_at,
                sequence=max(int((item.changed_at - EPOCH).total_seconds()), 0),
                place=place_of(item),
                words=item.note,
                is_cancelled=item.cancelled_at is not None,
            )
        )
    return entries


def closure_entries(campus_keys: Iterable[int], *, at: datetime) -> list[Entry]:
    """The closures of these campuses and of all; one query."""
    keys = set(campus_keys)
    since = local_day(at) - KEPT
    return [
        Entry(
            uid=f"closure-{closure.pk}-{closure.start_on}-{closure.end_on}",
            summary=_("No lessons: %(reason)s") % {"reason": closure.reason},
            starts=closure.start_on,
            ends=closure.end_on,
            changed_at=at,
        )
        for closure in Closure.objects.filter(end_on__gte=since).order_by("start_on", "pk")
        if closure.campus_id is None or closure.campus_id in keys
    ]


def internship_entries(cohorts: Iterable[Cohort], *, at: datetime, with_code: bool) -> list[Entry]:
    """The internship periods, as one event of many days each."""
    entries = []
    for cohort in cohorts:
        if cohort.internship_start_on and cohort.internship_end_on:
            words = _("Internship")
            entries.append(
                Entry(
                    uid=f"internship-{cohort.pk}-{cohort.internship_start_on}",
                    summary=f"{cohort.code}: {words}" if with_code else words,
                    starts=cohort.internship_start_on,
                    ends=cohort.internship_end_on,
                    changed_at=at,
                )
            )
    return entries


def milestone_entries(cohorts: Iterable[Cohort], *, at: datetime) -> list[Entry]:
    """The first and the last training day of each cohort."""
    entries = []
    for cohort in cohorts:
        for name, day, words in (
            ("start", cohort.start_on, _("%(code)s starts")),
            ("end", cohort.end_on, _("%(code)s: last training day")),
        ):
            entries.append(
                Entry(
                    uid=f"cohort-{cohort.pk}-{name}-{day}",
                    summary=words % {"code": cohort.code},
                    starts=day,
                    ends=day,
                    changed_at=at,
                )
            )
    return entries


def place_of(item: AgendaItem) -> str:
    """Where an event is: the room and the campus, or another place."""
    if item.place:
        return item.place
    parts = [item.room.name if item.room else "", address_of(item.campus)]
    return ", ".join(part for part in parts if part)


def address_of(campus: Campus) -> str:
    return ", ".join(part for part in (str(campus), campus.address) if part)
