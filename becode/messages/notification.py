"""What a message says: one class a message, declared in each app's `notifications.py`."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.db import models


@dataclass(frozen=True, slots=True)
class Content:
    """The words of a message in the language that is active when it is made.

    `secrets` maps a placeholder name to its value: `{"link": "https://…"}` for `[[link]]`.
    Buttons are (label, address) pairs; an address may be a placeholder.
    """

    subject: str
    paragraphs: Sequence[str]
    button: tuple[str, str] | None = None
    facts: Sequence[tuple[str, str]] = ()
    preview: str = ""
    sms: str = ""
    code: str = ""
    secrets: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Recipient:
    """One address with its owner; `person` or `user` is set unless it is neither's."""

    channel: str
    address: str
    language: str
    name: str = ""
    person: Any = None
    user: Any = None


class Notification:
    """Base of all messages. Subclasses set the class variables and implement `content`.

    `subject` is the record the message is about; it is loaded again at sending for
    `is_still_wanted`, so that nothing goes out that is no longer true.
    """

    key: ClassVar[str]
    about: ClassVar[str]  # "applicants.seatoffer": the label of the record's model
    version: ClassVar[str] = "1"
    urgent: ClassVar[bool] = False
    useful_for: ClassVar[timedelta | None] = None
    # Words that were typed for this one message are not kept apart from it.
    can_be_made_anew: ClassVar[bool] = True

    def __init__(self, subject: models.Model) -> None:
        self.subject = subject

    def recipients(self) -> Sequence[Recipient]:
        """To whom it goes, in the order of wish; an empty answer means nobody can be reached."""
        raise NotImplementedError

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        raise NotImplementedError

    def is_still_wanted(self, *, at: datetime) -> bool:
        """Asked again at the moment of sending."""
        return True

    def campus_key(self) -> int | None:
        """The campus whose staff see the message in their log."""
        return None


class UnknownNotification(Exception):
    """A message row names a kind that no app declares (any more)."""


_classes: dict[str, type[Notification]] = {}


def declare(*classes: type[Notification]) -> None:
    """Add an app's messages; called from its AppConfig.ready."""
    for cls in classes:
        known = _classes.setdefault(cls.key, cls)
        if known is not cls:
            raise ValueError(f"two notifications are called {cls.key}")


def notification_class(key: str) -> type[Notification]:
    try:
        return _classes[key]
    except KeyError as error:
        raise UnknownNotification(key) from error


def declared() -> dict[str, type[Notification]]:
    return dict(sorted(_classes.items()))
