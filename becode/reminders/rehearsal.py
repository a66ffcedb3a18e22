"""Every reminder that an ordinary cohort would get, written down before it begins."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from becode.core import clock
from becode.reminders.due import is_urgent, leaves_at
from becode.reminders.enums import Audience
from becode.reminders.milestones import Moment
from becode.reminders.registry import rules
from becode.reminders.rules import Offset, Rule, Watch
from becode.reminders.steering import settings_now, steered

# Rules before this number are about applying: a cohort begins after them.
FIRST_OF_COHORTS = 12


@dataclass(frozen=True, slots=True)
class Expected:
    """One reminder of a plan. `is_together`: in one mail with others of that day and reader."""

    at: datetime
    rule: Rule
    offset: Offset
    moment: Moment
    is_on: bool
    is_together: bool = False

    @property
    def on(self) -> date:
        return clock.local_day(self.at)


def rehearse(moments: Iterable[Moment]) -> list[Expected]:
    """What rules with a milestone say, as colleagues set them, public holidays left out.

    One query. The earliest first.
    """
    by_milestone: dict[str, list[Moment]] = {}
    for moment in moments:
        by_milestone.setdefault(moment.milestone, []).append(moment)
    versions = settings_now()
    found = []
    for rule in rules():
        if isinstance(rule, Watch) or rule.milestone is None:
            continue
        set_so = steered(rule, versions.get(rule.key))
        urgent = is_urgent(rule)
        assert isinstance(set_so.rule, Rule)
        for moment in by_milestone.get(rule.milestone, []):
            for offset in set_so.rule.offsets:
                at = leaves_at(offset.due_at(moment.on), is_urgent=urgent)
                found.append(Expected(at, rule, offset, moment, set_so.is_on))
    return _marked(sorted(found, key=lambda one: (one.at, one.rule.number, one.rule.key)))


def _marked(expected: list[Expected]) -> list[Expected]:
    """With a mark where somebody gets several ordinary ones on one day: they go in one mail."""
    ordinary = Counter(_reader(one) for one in expected if _is_ordinary(one))
    return [
        Expected(
            one.at,
            one.rule,
            one.offset,
            one.moment,
            one.is_on,
            is_together=_is_ordinary(one) and ordinary[_reader(one)] > 1,
        )
        for one in expected
    ]


def _is_ordinary(one: Expected) -> bool:
    return one.is_on and not is_urgent(one.rule)


def _reader(one: Expected) -> tuple[date, Audience]:
    return one.on, one.rule.to


def depending() -> list[Rule | Watch]:
    """What a cohort may get too, depending on what people do."""
    return [
        rule
        for rule in rules()
        if rule.number >= FIRST_OF_COHORTS and (isinstance(rule, Watch) or rule.milestone is None)
    ]
