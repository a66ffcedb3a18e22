"""What a message says: one class a message, declared in each app's `notifications.py`."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.db import models

from becode.messages.enums import Topic

# Columns of records that name what a colleague can pause.
CIRCLES = {"cohort_id": "cohorts.cohort", "company_id": "placements.company"}


@dataclass(frozen=True, slots=True)
class Content:
    """The words of a message in the language that is active when it is made.

    `secrets` maps a placeholder name to its value: `{"link": "https://…"}` for `[[link]]`.
    Buttons and links are (label, address) pairs; an address may be a placeholder.
    """

    subject: str
    paragraphs: Sequence[str]
    button: tuple[str, str] | None = None
    facts: Sequence[tuple[str, str]] = ()
    links: Sequence[tuple[str, str]] = ()
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
    # What it is for: recipients may switch off every topic but the programme itself.
    topic: ClassVar[str] = Topic.PROGRAMME
    # Tried by the other channel when the first one fails; what is urgent always is.
    important: ClassVar[bool] = False
    # False where its code or link belongs to the address it was asked for.
    may_go_elsewhere: ClassVar[bool] = True
    # False where the record alone does not say all: words typed for this one message, a code.
    can_be_made_anew: ClassVar[bool] = True
    # Colleagues may word it otherwise; not where each message has words of its own anyway.
    can_be_worded: ClassVar[bool] = True
    # Relations of the record that `is_still_wanted` reads, loaded with it ("cohort").
    reads: ClassVar[tuple[str, ...]] = ()
    # Templates name kinds, and would make one of each.
    do_not_call_in_templates: ClassVar[bool] = True

    def __init__(self, subject: models.Model) -> None:
        self.subject = subject

    @classmethod
    def example(cls, subject: models.Model) -> Self:
        """One to look at, made from a record alone, as it is when it is asked again."""
        return cls(subject)

    def recipients(self) -> Sequence[Recipient]:
        """To whom it goes, in the order of wish; an empty answer means nobody can be reached."""
        raise NotImplementedError

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        raise NotImplementedError

    def is_still_wanted(self, *, at: datetime) -> bool:
        """Asked again at the moment of sending."""
        return True

    def calendar(self, recipient: Recipient, *, at: datetime) -> str:
        """The appointment it tells of, as an iCalendar text (becode.messages.appointments), in
        the recipient's language; empty when there is none.
        """
        return ""

    def circles(self) -> set[tuple[str, int]]:
        """The cohort and company it concerns: `("cohorts.cohort", 5)`. A pause of one holds it."""
        found: set[tuple[str, int]] = set()
        for record in (self.subject, getattr(self.subject, "enrolment", None)):
            for column, label in CIRCLES.items():
                key = getattr(record, column, None)
                if key is not None:
                    found.add((label, key))
        if self.about in CIRCLES.values() and self.subject.pk is not None:
            found.add((self.about, self.subject.pk))
        return found

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
