"""Setting a rule, and going back to how it came. docs/messages.md."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from becode.audit.record import record
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from becode.core.versions import made, next_after
from becode.reminders.enums import Way
from becode.reminders.models import RuleVersion
from becode.reminders.registry import rule_called
from becode.reminders.rules import Offset, Rule, Watch

MOST_MOMENTS = 12
FARTHEST_DAYS = 800
CHANGED = _("Somebody else changed this reminder first. Look at it again.")


@transaction.atomic
def set_rule(
    *,
    key: str,
    is_on: bool,
    offsets: Sequence[Offset],
    way: str,
    note: str,
    seen: int,
    actor: Actor,
    at: datetime,
) -> RuleVersion:
    """Keep how a rule is to go from now on. `seen` is the version a colleague started from, 0
    for the default. A Watch keeps its own moments: `offsets` stay empty.

    Raises IllegalMove for moments that cannot be and where nothing is different, Stale when
    somebody else set it in between.
    """
    rule = _rule(key)
    codes = _codes(rule, offsets)
    held = _next_after(key, seen=seen)
    if way not in Way.values:
        raise IllegalMove
    if (is_on, codes, way) == _holding(held):
        raise IllegalMove(_("Nothing is different from before."))
    version = _add(key, is_on=is_on, offsets=codes, way=way, note=note, actor=actor, at=at)
    record("rule.set", subject=version, actor=actor, at=at, keys={"rule": key})
    return version


@transaction.atomic
def restore_rule(*, key: str, seen: int, actor: Actor, at: datetime) -> RuleVersion:
    """Let a rule go as it came with the product; what was set stays in its history.

    Raises IllegalMove where it goes so already, Stale when somebody else set it in between.
    """
    _rule(key)
    if _holding(_next_after(key, seen=seen)) == _holding(None):
        raise IllegalMove(_("This reminder is as it came."))
    version = _add(key, is_on=True, offsets=[], way=Way.OWN, note="", actor=actor, at=at)
    record("rule.restored", subject=version, actor=actor, at=at, keys={"rule": key})
    return version


def _rule(key: str) -> Rule | Watch:
    rule = rule_called(key)
    if rule is None:
        raise IllegalMove(_("This reminder does not exist any more."))
    return rule


def _codes(rule: Rule | Watch, offsets: Sequence[Offset]) -> list[str]:
    """The moments as they are kept, the earliest first; none where they are the rule's own."""
    if isinstance(rule, Watch):
        if offsets:
            raise IllegalMove(_("The moments of this reminder follow the day itself."))
        return []
    wanted = set(offsets)
    if not wanted:
        raise IllegalMove(_("A reminder needs a moment. To stop it, switch it off."))
    if len(wanted) > MOST_MOMENTS:
        raise IllegalMove(_("More moments than anybody would read. Please choose fewer."))
    if any(abs(one.delta.days) > FARTHEST_DAYS or not 0 <= one.hour < 24 for one in wanted):
        raise IllegalMove(_("Such a moment cannot be."))
    if wanted == set(rule.offsets):
        return []
    return [one.code for one in sorted(wanted, key=lambda one: (one.delta, one.hour))]


def _next_after(key: str, *, seen: int) -> RuleVersion | None:
    return next_after(RuleVersion.objects.filter(rule=key), seen=seen, changed=CHANGED)


def _holding(version: RuleVersion | None) -> tuple[bool, list[str], str]:
    return (version.is_on, version.offsets, version.way) if version else (True, [], Way.OWN)


def _add(
    key: str,
    *,
    is_on: bool,
    offsets: list[str],
    way: str,
    note: str,
    actor: Actor,
    at: datetime,
) -> RuleVersion:
    return RuleVersion.objects.create(
        rule=key,
        is_on=is_on,
        offsets=offsets,
        way=way,
        note=note,
        **made(actor=actor, at=at),
    )
