"""Rooms and coaches that are wanted in two places at once. It warns; people decide."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from becode.accounts.models import User
from becode.core.clock import BRUSSELS, local_day
from cohorts.enums import CoachRole, CohortState, LessonPlace
from cohorts.models import AgendaItem, CoachAssignment, Cohort, Room, TrainingDay

# A referent for insertion looks after several cohorts at a time.
TEACHES = (CoachRole.LEAD, CoachRole.SECOND)


@dataclass(frozen=True, slots=True)
class Booking:
    """A room or a coach is taken by a cohort's lessons or an event, in these moments."""

    starts: datetime
    ends: datetime
    words: str
    cohort_key: int | None = None
    item_key: int | None = None

    def is_at_odds_with(self, other: "Booking") -> bool:
        """Whether both cannot be: at the same time, and not a cohort's event in its own lessons."""
        if self.item_key is not None and self.item_key == other.item_key:
            return False
        both_lessons = self.item_key is None and other.item_key is None
        same_cohort = self.cohort_key is not None and self.cohort_key == other.cohort_key
        if same_cohort and (both_lessons or None in (self.item_key, other.item_key)):
            return False
        return self.starts < other.ends and other.starts < self.ends


@dataclass(frozen=True, slots=True)
class Clash:
    """Two things that want the same room or coach: on how many days, and on which first."""

    name: str
    one: str
    other: str
    first: date
    days: int

    def __str__(self) -> str:
        words = {
            "name": self.name,
            "one": self.one,
            "other": self.other,
            "day": date_format(self.first, "j F Y"),
            "count": self.days,
        }
        return (
            ngettext(
                "%(name)s: %(one)s and %(other)s at the same time on %(day)s.",
                "%(name)s: %(one)s and %(other)s at the same time on %(count)d days, "
                "the first is %(day)s.",
                self.days,
            )
            % words
        )


@dataclass(frozen=True, slots=True)
class Bookings:
    """Who and what is taken when: by room, and by coach."""

    rooms: dict[Room, list[Booking]]
    coaches: dict[User, list[Booking]]


def bookings(
    cohorts: Sequence[Cohort], items: Iterable[AgendaItem], *, first: date, last: date
) -> Bookings:
    """What is booked from the first to the last day, both included; two queries.

    `items` come with their room and coaches read. Other cohorts of the coaches count too.
    """
    listed = [item for item in items if item.cancelled_at is None]
    assignments = _assignments(cohorts, listed)
    known = {cohort.pk: cohort for cohort in cohorts}
    known |= {one.cohort_id: one.cohort for one in assignments if one.cohort_id not in known}
    lessons: dict[int, list[TrainingDay]] = defaultdict(list)
    wanted = {cohort.pk for cohort in cohorts if cohort.room_id}
    wanted |= {one.cohort_id for one in assignments}
    for day in TrainingDay.objects.between(first, last).filter(
        cohort__in=wanted, place=LessonPlace.ON_SITE
    ):
        lessons[day.cohort_id].append(day)
    rooms: dict[Room, list[Booking]] = defaultdict(list)
    coaches: dict[User, list[Booking]] = defaultdict(list)
    for cohort in cohorts:
        if cohort.room is not None:
            rooms[cohort.room] += [_lesson(day, cohort) for day in lessons[cohort.pk]]
    for one in assignments:
        coaches[one.user] += [
            _lesson(day, known[one.cohort_id])
            for day in lessons[one.cohort_id]
            if (one.since is None or one.since <= day.on)
            and (one.until is None or day.on <= one.until)
        ]
    for item in listed:
        booking = of_item(item)
        if item.room is not None:
            rooms[item.room].append(booking)
        for coach in item.coaches.all():
            coaches[coach].append(booking)
    return Bookings(dict(rooms), dict(coaches))


def of_item(item: AgendaItem) -> Booking:
    return Booking(
        item.starts_at, item.ends_at, item.title, cohort_key=item.cohort_id, item_key=item.pk or 0
    )


def clashes(taken: dict[Room, list[Booking]] | dict[User, list[Booking]]) -> list[Clash]:
    """All double bookings, each pair once, the earliest first."""
    found = []
    for owner, booked in taken.items():
        for (one, other), days in _pairs(booked).items():
            found.append(Clash(str(owner), one, other, min(days), len(days)))
    return sorted(found, key=lambda clash: (clash.first, clash.name, clash.one, clash.other))


def too_small(room: Room | None, people: int) -> str:
    """A sentence where a room has fewer places than there are people, else nothing."""
    if room is None or people <= room.places:
        return ""
    return _("%(room)s has %(places)d places for %(people)d people.") % {
        "room": room.name,
        "places": room.places,
        "people": people,
    }


def warnings_for(item: AgendaItem, coaches: Sequence[User]) -> list[str]:
    """What speaks against an event as it is about to be saved; four queries."""
    day, last = local_day(item.starts_at), local_day(item.ends_at)
    cohorts = list(
        Cohort.objects.filter(campus=item.campus_id, end_on__gte=day, start_on__lte=last)
        .exclude(state=CohortState.CANCELLED)
        .select_related("room")
        .order_by("pk")
    )
    keys = {coach.pk for coach in coaches}
    others = AgendaItem.objects.going_on().filter(
        starts_at__lt=item.ends_at, ends_at__gt=item.starts_at
    )
    others = others.exclude(pk=item.pk).select_related("room").prefetch_related("coaches")
    booked = bookings(cohorts, others.order_by("pk"), first=day, last=last)
    mine = of_item(item)
    said = []
    owners: list[tuple[Room | User, list[Booking]]] = [
        *((room, taken) for room, taken in booked.rooms.items() if room.pk == item.room_id),
        *((coach, taken) for coach, taken in booked.coaches.items() if coach.pk in keys),
    ]
    for owner, taken in owners:
        words = sorted({other.words for other in taken if mine.is_at_odds_with(other)})
        said += [
            _("%(name)s is taken at that time: %(other)s.") % {"name": owner, "other": one}
            for one in words
        ]
    if item.cohort is not None and (small := too_small(item.room, item.cohort.seats_taken)):
        said.append(small)
    return said


def _assignments(cohorts: Sequence[Cohort], items: Sequence[AgendaItem]) -> list[CoachAssignment]:
    """All teaching assignments of those who coach these cohorts or are asked for these events."""
    asked = {coach.pk for item in items for coach in item.coaches.all()}
    mine = CoachAssignment.objects.filter(cohort__in=cohorts, role__in=TEACHES)
    found = CoachAssignment.objects.filter(role__in=TEACHES).exclude(
        cohort__state=CohortState.CANCELLED
    )
    found = found.filter(user__in=mine.values("user")) | found.filter(user__in=asked)
    unique: dict[tuple[int, int], CoachAssignment] = {}
    for one in found.select_related("user", "cohort").order_by("pk"):
        unique.setdefault((one.user_id, one.cohort_id), one)
    return list(unique.values())


def _lesson(day: TrainingDay, cohort: Cohort) -> Booking:
    first = day.arrive_by or day.lunch_until or time(9)
    last = day.leave_from or day.lunch_from or time(17)
    return Booking(
        datetime.combine(day.on, first, tzinfo=BRUSSELS),
        datetime.combine(day.on, last, tzinfo=BRUSSELS),
        cohort.code,
        cohort_key=cohort.pk,
    )


def _pairs(booked: Iterable[Booking]) -> dict[tuple[str, str], set[date]]:
    """For each two that are at odds, the days; sorted by start, so that few are compared."""
    found: dict[tuple[str, str], set[date]] = defaultdict(set)
    going: list[Booking] = []
    for one in sorted(booked, key=lambda booking: (booking.starts, booking.words)):
        going = [other for other in going if other.ends > one.starts]
        for other in going:
            if one.is_at_odds_with(other):
                first, second = sorted((one.words, other.words))
                found[first, second].add(local_day(one.starts))
        going.append(one)
    return found


def campus_items(campus_key: int, *, first: date, last: date) -> "list[AgendaItem]":
    """The events of a campus that go on in these days, with rooms and coaches; two queries."""
    since = datetime.combine(first, time(), tzinfo=BRUSSELS)
    until = datetime.combine(last + timedelta(days=1), time(), tzinfo=BRUSSELS)
    items = AgendaItem.objects.going_on().filter(
        campus=campus_key, starts_at__lt=until, ends_at__gt=since
    )
    return list(
        items.select_related("room", "cohort").prefetch_related("coaches").order_by("starts_at")
    )
