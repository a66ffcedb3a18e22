"""What colleagues call messages and their kinds."""

from collections.abc import Sequence

from becode.messages.models import Message
from becode.messages.notification import Notification, UnknownNotification, notification_class
from becode.reminders.registry import rules, told_at_once
from becode.reminders.rules import Rule, ToldAtOnce, Watch


def rules_saying(kind: type[Notification]) -> list[Rule | Watch | ToldAtOnce]:
    """The reminders and news that send this kind."""
    everything: Sequence[Rule | Watch | ToldAtOnce] = [*rules(), *told_at_once()]
    return [one for one in everything if kind in one.says]


def title_of(kind: type[Notification]) -> str:
    """The name of the first reminder that sends it, else its key."""
    saying = rules_saying(kind)
    return str(saying[0].title) if saying else kind.key


def title_called(key: str) -> str:
    """The same for the kind of a row, which may not exist any more."""
    try:
        return title_of(notification_class(key))
    except UnknownNotification:
        return key


def heading_of(message: Message) -> str:
    """Its subject or first words; of one whose words were removed, what it was about."""
    return message.subject or message.text[:80] or title_called(message.kind)
