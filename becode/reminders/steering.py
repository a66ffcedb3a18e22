"""The rules as colleagues set them."""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

from becode.messages.notification import Recipient
from becode.messages.recipients import by_channel
from becode.reminders.enums import Way
from becode.reminders.models import RuleVersion
from becode.reminders.rules import Offset, Rule, Watch


@dataclass(frozen=True, slots=True)
class Steered:
    """A rule with what colleagues decided about it."""

    rule: Rule | Watch
    is_on: bool = True
    way: str = Way.OWN

    def recipients(self, wished: Sequence[Recipient]) -> list[Recipient]:
        """The same people by the channel that the rule prefers."""
        if self.way == Way.OWN:
            return list(wished)
        return [by_channel(recipient, self.way) for recipient in wished]


def settings_now(*, with_names: bool = False) -> dict[str, RuleVersion]:
    """The newest setting of each rule that was ever set; one query. With names: who set it."""
    newest = RuleVersion.objects.order_by("rule", "-pk").distinct("rule")
    if with_names:
        newest = newest.select_related("made_by")
    return {version.rule: version for version in newest}


def steered(rule: Rule | Watch, version: RuleVersion | None) -> Steered:
    """A rule under a setting; without one, as it was written."""
    if version is None:
        return Steered(rule)
    if isinstance(rule, Rule) and version.offsets:
        offsets = tuple(Offset.from_code(code) for code in version.offsets)
        rule = dataclasses.replace(rule, offsets=offsets)
    return Steered(rule, is_on=version.is_on, way=version.way)
