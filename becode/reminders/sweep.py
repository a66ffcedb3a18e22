"""One sweep plans what is due. Running it twice changes nothing."""

from datetime import datetime, timedelta
from operator import attrgetter

from django.contrib.admin.utils import get_fields_from_path

from becode.core import clock
from becode.messages.compose import send
from becode.messages.deliver import beat
from becode.reminders.registry import rules
from becode.reminders.rules import Offset, Rule

# A date's moment in Brussels may lie up to a day from the same date's midnight in UTC.
_SLACK = timedelta(days=2)


def sweep(*, at: datetime) -> dict[str, int]:
    """Insert the messages that fell due within each rule's grace; returns new rows by rule."""
    counts = {rule.key: sweep_rule(rule, at=at) for rule in rules()}
    beat("sweep", at=at, detail=counts)
    return counts


def sweep_rule(rule: Rule, *, at: datetime) -> int:
    """Plan one rule: for each record, the latest offset that passed within the grace."""
    latest: dict[int, tuple[datetime, Offset, object]] = {}
    for offset in rule.offsets:
        for record in _candidates(rule, offset, at=at):
            due_at = offset.due_at(attrgetter(rule.anchor.replace("__", "."))(record))
            if not at - rule.grace < due_at <= at:
                continue
            known = latest.get(record.pk)
            if known is None or known[0] < due_at:
                latest[record.pk] = (due_at, offset, record)
    planned = 0
    for due_at, offset, record in latest.values():
        notification = rule.notification(record, offset)
        if notification.is_still_wanted(at=at):
            rows = send(notification, at=at, due_at=due_at, dedupe=due_at.isoformat())
            planned += len(rows)
    return planned


def _candidates(rule: Rule, offset: Offset, *, at: datetime) -> list[object]:
    """Records whose anchor may make this offset due now: a range on an indexed column."""
    earliest, latest = at - rule.grace - offset.delta - _SLACK, at - offset.delta + _SLACK
    records = rule.records()
    field = get_fields_from_path(records.model, rule.anchor)[-1]
    if field.get_internal_type() == "DateField":
        bounds = (clock.local_day(earliest), clock.local_day(latest))
    else:
        bounds = (earliest, latest)
    return list(records.filter(**{f"{rule.anchor}__range": bounds}).order_by("pk"))
