"""One sweep plans what is due. Running it twice changes nothing."""

import logging
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from math import inf

from django.db import InterfaceError, OperationalError, models, transaction

from becode.core import clock
from becode.core.inserting import inserted_together
from becode.messages.compose import Reminder, send, written_together
from becode.messages.models import Message
from becode.messages.notification import Notification
from becode.messages.recipients import points_read_at_once
from becode.messages.texts import read_once
from becode.people.models import Person
from becode.reminders.due import anchor_of, falling_due
from becode.reminders.registry import rules
from becode.reminders.rules import Offset, Rule, Watch
from becode.reminders.steering import Steered, settings_now, steered

logger = logging.getLogger("becode.reminders")

# What stands in the counts for records or rules that raised an error.
ERRORS = "errors"
# Whether there was not enough time for all.
UNFINISHED = "unfinished"
# How many records are written in one transaction.
AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Planned:
    """What one record is to be told now, and the moment that fell due."""

    due_at: datetime
    notification: Notification
    useful_until: datetime | None = None

    @property
    def dedupe(self) -> str:
        return self.due_at.isoformat()


def sweep(*, at: datetime, seconds: float = inf) -> dict[str, int]:
    """Insert the messages that fell due within each rule's grace; returns new rows by rule.

    A fault in one rule, or in one record, keeps no other from its message: it is logged and
    counted under "errors". After so many `seconds` the rest is left to the next sweep, and stands
    in the counts as "unfinished".
    """
    counts: dict[str, int] = {}
    until = time.monotonic() + seconds
    errors = 0
    versions = settings_now()
    with read_once():
        for rule in rules():
            try:
                planned, failed = _plan_all(
                    steered(rule, versions.get(rule.key)), at=at, until=until
                )
                counts[rule.key] = planned
                errors += failed
            except (OperationalError, InterfaceError):
                raise  # the database is away: nothing more can be planned
            except Exception:
                logger.exception("the reminder rule %s failed", rule.key)
                errors += 1
    if errors:
        counts[ERRORS] = errors
    if time.monotonic() > until:
        counts[UNFINISHED] = 1
    return counts


def sweep_rule(rule: Rule | Watch, *, at: datetime) -> int:
    """Plan one rule as colleagues set it; returns how many messages are new."""
    with read_once():
        return _plan_all(steered(rule, settings_now().get(rule.key)), at=at)[0]


def _planned(rule: Rule | Watch, *, at: datetime) -> list[Planned]:
    """What one rule says now, whether it was said before or not."""
    if isinstance(rule, Watch):
        return [Planned(due_at, words) for due_at, words in rule.due(at - rule.grace, at)]
    return [
        Planned(
            due_at,
            rule.notification(record, offset),
            useful_until=_beginning(anchor_of(rule, record)) if offset.is_before else None,
        )
        for due_at, offset, record in _due(rule, at=at).values()
    ]


def _beginning(anchor: date | datetime) -> datetime:
    """From when on a reminder of what is to come is useless."""
    return anchor if isinstance(anchor, datetime) else clock.at_local(anchor, 0)


def _due(rule: Rule, *, at: datetime) -> dict[int, tuple[datetime, Offset, models.Model]]:
    """By record: the latest offset that passed within the grace; earlier ones are merged into it.

    What passed before the grace is skipped: after an outage nobody gets last week's reminders.
    """
    latest: dict[int, tuple[datetime, Offset, models.Model]] = {}
    for due_at, offset, record in falling_due(rule, after=at - rule.grace, until=at):
        known = latest.get(record.pk)
        if known is None or known[0] < due_at:
            latest[record.pk] = (due_at, offset, record)
    return latest


def _plan_all(steering: Steered, *, at: datetime, until: float = inf) -> tuple[int, int]:
    """Write what is new and still wanted, many records in one transaction.

    Where one of them raises an error they are written again, each in a transaction of its own.
    Returns the numbers of new messages and of records that raised an error.
    """
    rule = steering.rule
    planned = _planned(rule, at=at)
    told = _told(planned, since=at - rule.grace)
    fresh = [
        plan
        for plan in planned
        if (plan.notification.key, plan.notification.subject.pk, plan.dedupe) not in told
    ]
    messages = errors = 0
    for first in range(0, len(fresh), AT_ONCE):
        if time.monotonic() > until:
            break
        some = fresh[first : first + AT_ONCE]
        try:
            messages += _write_together(some, steering, at=at)
        except (OperationalError, InterfaceError):
            raise
        except Exception:
            written, failed = _write_each(some, steering, at=at)
            messages += written
            errors += failed
    return messages, errors


def _write_together(plans: Sequence[Planned], steering: Steered, *, at: datetime) -> int:
    """All of these or none, in few statements; returns the number of new messages."""
    people = [person for plan in plans if (person := _person_of(plan.notification.subject))]
    with (
        transaction.atomic(),
        inserted_together(),
        points_read_at_once(people),
        written_together(at=at) as written,
    ):
        for plan in plans:
            if plan.notification.is_still_wanted(at=at):
                _send(plan, steering, at=at)
    return len(written.new)


def _write_each(plans: Sequence[Planned], steering: Steered, *, at: datetime) -> tuple[int, int]:
    """A fault in one keeps no other from its message; returns new messages and errors."""
    messages = errors = 0
    for plan in plans:
        try:
            if plan.notification.is_still_wanted(at=at):
                messages += len(_send(plan, steering, at=at))
        except (OperationalError, InterfaceError):
            raise
        except Exception:
            logger.exception(
                "the reminder rule %s failed for record %s",
                steering.rule.key,
                plan.notification.subject.pk,
            )
            errors += 1
    return messages, errors


def _send(plan: Planned, steering: Steered, *, at: datetime) -> list[Message]:
    return send(
        plan.notification,
        at=at,
        due_at=plan.due_at,
        dedupe=plan.dedupe,
        recipients=steering.recipients(plan.notification.recipients()),
        reminder=Reminder(
            rule=steering.rule.key,
            useful_until=plan.useful_until,
            kept_back="" if steering.is_on else "switched_off",
        ),
    )


def _person_of(record: models.Model) -> Person | None:
    """Whom a record is about, where that was loaded with it."""
    if isinstance(record, Person):
        return record
    loaded = record._state.fields_cache
    for name in ("person", "enrolment", "application"):
        if loaded.get(name) is not None:
            return _person_of(loaded[name])
    return None


def _told(planned: Iterable[Planned], *, since: datetime) -> set[tuple[str, int | None, str]]:
    """What earlier sweeps wrote: kind, record and due moment, in one query.

    Only a shortcut, as most records of a rule's grace were told before: the unique key decides.
    """
    notifications = [plan.notification for plan in planned]
    if not notifications:
        return set()
    rows = Message.objects.filter(
        kind__in={one.key for one in notifications},
        about_type__in={one.about for one in notifications},
        about_key__in={one.subject.pk for one in notifications},
        created_at__gte=since,
    ).order_by("pk")
    return {
        (kind, about_key, dedupe_key.split(":", 3)[-1])
        for kind, about_key, dedupe_key in rows.values_list("kind", "about_key", "dedupe_key")
    }
