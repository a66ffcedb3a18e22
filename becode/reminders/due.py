"""Which records a rule concerns between two moments, and when what is due leaves."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from operator import attrgetter
from typing import Any

from django.contrib.admin.utils import get_fields_from_path
from django.db.models import Q

from becode.core import clock
from becode.messages import quiet
from becode.reminders.rules import Offset, Rule

# A date's moment in Brussels may lie up to a day from the same date's midnight in UTC.
_SLACK = timedelta(days=2)


def anchor_of(rule: Rule, record: Any) -> date | datetime:
    """The date of a record from which a rule counts."""
    found: date | datetime = attrgetter(rule.anchor.replace("__", "."))(record)
    return found


def falling_due(
    rule: Rule, *, after: datetime, until: datetime, records: Any = None
) -> Iterator[tuple[datetime, Offset, Any]]:
    """Each offset of each record that falls after the one moment and not after the other.

    `records` narrows those of the rule. One query for the dates, over ranges of an indexed column,
    and one for the records only where something falls due: most sweeps find nothing.
    """
    rows = rule.records() if records is None else records
    due = [
        (key, due_at, offset)
        for key, anchor in _dates_near(rule, rows, after=after, until=until)
        for offset in rule.offsets
        if after < (due_at := offset.due_at(anchor)) <= until
    ]
    if not due:
        return
    found = rows.in_bulk({key for key, _due_at, _offset in due})
    for key, due_at, offset in due:
        if key in found:  # unless it was deleted since
            yield due_at, offset, found[key]


def _dates_near(
    rule: Rule, rows: Any, *, after: datetime, until: datetime
) -> list[tuple[int, date | datetime]]:
    """The key of each record with an offset about then, and the date from which it counts."""
    field = get_fields_from_path(rows.model, rule.anchor)[-1]
    is_date = field.get_internal_type() == "DateField"
    may_be_due = Q()
    for offset in rule.offsets:
        bounds: tuple[Any, Any] = (after - offset.delta - _SLACK, until - offset.delta + _SLACK)
        if is_date:
            bounds = (clock.local_day(bounds[0]), clock.local_day(bounds[1]))
        may_be_due |= Q(**{f"{rule.anchor}__range": bounds})
    if not may_be_due:
        return []
    return list(rows.filter(may_be_due).order_by("pk").values_list("pk", rule.anchor))


def leaves_at(due_at: datetime, *, is_urgent: bool) -> datetime:
    """When a reminder that fell due then leaves: what can wait passes over public holidays."""
    if is_urgent or not quiet.is_holiday(due_at):
        return due_at
    return quiet.next_morning(due_at)


def is_urgent(rule: Any) -> bool:
    """Whether what a rule says waits for nothing."""
    return all(kind.urgent for kind in rule.says)
