"""What will go out in the coming days, as far as it can be known today."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count
from django.db.models.functions import TruncDate

from becode.accounts.models import User
from becode.core import clock
from becode.messages.models import Message, Pause
from becode.messages.notification import Notification
from becode.reminders.due import falling_due, is_urgent, leaves_at
from becode.reminders.registry import rules
from becode.reminders.rules import Rule, Watch
from becode.reminders.steering import settings_now, steered

DAYS = 14


@dataclass(frozen=True, slots=True)
class Planned:
    """So many records of a rule fall due on a day; each is asked again when it is time."""

    rule: Rule
    count: int
    is_on: bool


@dataclass(slots=True)
class Day:
    """A day with what falls due on it, and the rows of the outbox that wait for it, by kind."""

    on: date
    planned: list[Planned] = field(default_factory=list)
    waiting: list[tuple[str, int]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Line:
    """One record that falls due: to whom, and why it would not go out if it were today."""

    due_at: datetime
    record: Any
    readers: list[str]
    problem: str


def calendar(user: User, *, at: datetime) -> list[Day]:
    """The coming days; one query a rule, one for the settings, one for the outbox."""
    first = clock.local_day(at)
    days = {
        first + timedelta(days=number): Day(first + timedelta(days=number))
        for number in range(DAYS)
    }
    versions = settings_now()
    for rule in rules():
        if isinstance(rule, Watch):
            continue
        set_so = steered(rule, versions.get(rule.key))
        counts = Counter(on for on, _due_at, _made in _due(set_so.rule, user, at=at))
        for on, count in counts.items():
            if on in days:
                days[on].planned.append(Planned(rule, count, set_so.is_on))
    for on, kind, count in _waiting(user, at=at):
        days[max(on, first)].waiting.append((kind, count))
    return list(days.values())


def lines(rule: Rule, user: User, *, on: date, at: datetime, most: int) -> tuple[list[Line], int]:
    """Those of one rule on one day, asked as if it were time, and how many more there are."""
    set_so = steered(rule, settings_now().get(rule.key))
    assert isinstance(set_so.rule, Rule)
    found = [(due_at, made) for day, due_at, made in _due(set_so.rule, user, at=at) if day == on]
    paused = set(Pause.objects.in_force(on).order_by("pk").values_list("about_type", "about_key"))
    shown = [
        _line(due_at, made, set_so.recipients(made.recipients()), paused, set_so.is_on, at=at)
        for due_at, made in sorted(found, key=lambda one: (one[0], one[1].subject.pk))[:most]
    ]
    return shown, max(len(found) - most, 0)


def _due(rule: Any, user: User, *, at: datetime) -> Iterable[tuple[date, datetime, Notification]]:
    """(day it leaves, moment, message) of what this colleague may see."""
    until = clock.at_local(clock.local_day(at) + timedelta(days=DAYS), 0)
    records = rule.records()
    is_scoped = hasattr(records, "visible_to")
    if is_scoped:
        records = records.visible_to(user)
    keys = user.campus_keys()
    for due_at, offset, record in falling_due(rule, after=at, until=until, records=records):
        made = rule.notification(record, offset)
        if is_scoped or keys is None or made.campus_key() in keys:
            yield clock.local_day(leaves_at(due_at, is_urgent=is_urgent(rule))), due_at, made


def _line(
    due_at: datetime,
    made: Notification,
    readers: list[Any],
    paused: set[tuple[str, int]],
    is_on: bool,
    *,
    at: datetime,
) -> Line:
    circles = made.circles() | {
        ("people.person", reader.person.pk) for reader in readers if reader.person is not None
    }
    if not is_on:
        problem = "switched_off"
    elif not made.is_still_wanted(at=at):
        problem = "no_longer_true"
    elif circles & paused:
        problem = "paused"
    else:
        problem = "" if readers else "no_address"
    names = [str(one.person or one.user or one.name) for one in readers]
    return Line(due_at, made.subject, names, problem)


def _waiting(user: User, *, at: datetime) -> list[tuple[date, str, int]]:
    """(day, kind, how many) of rows that are written and wait for their time."""
    until = at + timedelta(days=DAYS - 1)
    rows = Message.objects.visible_to(user).open().filter(next_try_at__lte=until).order_by()
    found = rows.annotate(on=TruncDate("next_try_at", tzinfo=clock.BRUSSELS)).values("on", "kind")
    return [
        (row["on"], row["kind"], row["number"])
        for row in found.annotate(number=Count("pk")).order_by("on", "kind")
    ]
