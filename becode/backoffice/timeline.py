"""One timeline of a person: audit and messages together, and what apps add."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Case, F, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce, Concat, NullIf, Trim
from django.utils.functional import Promise
from django.utils.translation import gettext

from becode.accounts.models import User
from becode.audit.labels import sentence
from becode.audit.models import AuditEntry, AuditQuerySet
from becode.core.actors import ActorKind
from becode.messages import outcomes
from becode.messages.enums import OPEN_STATES, MessageState
from becode.messages.models import Message
from becode.people.enums import ConsentPurpose
from becode.people.models import Person


@dataclass(frozen=True, slots=True)
class Event:
    """One line: when, what, by whom, with a detail and perhaps a page of its own."""

    at: datetime
    title: str
    who: str = ""
    detail: str | Promise = ""
    url: str = ""
    icon: str = "history"


# The contact log tells these itself, with the colleague's words.
NOTED = "contact.noted"
_reasons: dict[str, str | Promise] = {}


def explain_reasons(*choices: type[models.TextChoices]) -> None:
    """Give the words of reason codes, which the audit keeps as codes; in an app's `timeline.py`."""
    for one in choices:
        _reasons.update(dict(one.choices))


_pages: dict[str, Callable[[AuditEntry], str]] = {}


def leads_to(label: str, address: Callable[[AuditEntry], str]) -> None:
    """Make the lines of an audit label lead to a page."""
    _pages[label] = address


_tellers: dict[str, Callable[[AuditEntry], str]] = {}


def tells(label: str, words: Callable[[AuditEntry], str]) -> None:
    """Say in words what the codes and keys of an audit label mean; no query is made."""
    _tellers[label] = words


Builder = Callable[[Person, User], list[Event]]
_builders: list[Builder] = []


def timeline(builder: Builder) -> Builder:
    """Register a function `(person, user) -> events`, with a constant number of queries."""
    _builders.append(builder)
    return builder


def events_for(person: Person, *, user: User) -> list[Event]:
    """All events of a person that this colleague may see, newest first."""
    events = [event for builder in _builders for event in builder(person, user)]
    return sorted(events, key=lambda event: event.at)[::-1]


def events_about(instance: models.Model) -> list[Event]:
    """What was done with one record that is nobody's own (a cohort, a company), newest first."""
    return _from_audit(AuditEntry.objects.about(instance))[::-1]


@timeline
def _audit(person: Person, user: User) -> list[Event]:
    entries = AuditEntry.objects.about_person(*person.all_keys).exclude(label=NOTED)
    return _from_audit(entries)


def _from_audit(entries: AuditQuerySet) -> list[Event]:
    return [
        Event(
            at=entry.at,
            title=sentence(entry.label),
            who=entry.actor_name,
            detail=_detail(entry),
            url=_pages[entry.label](entry) if entry.label in _pages else "",
        )
        for entry in _with_names(entries)
    ]


def _detail(entry: AuditEntry) -> str | Promise:
    """The words of an app for this label, else those of the reason code."""
    teller = _tellers.get(entry.label)
    return teller(entry) if teller else _reasons.get(entry.reason_code, "")


def _with_names(entries: AuditQuerySet) -> Any:
    """Each entry with its `actor_name`, in the same query: the audit holds keys alone."""
    key, text = OuterRef("actor_key"), models.CharField()
    colleague = User.objects.filter(pk=key).order_by()
    named = colleague.values(
        shown=Coalesce(NullIf(F("name"), Value("")), F("email"), output_field=text)
    )
    person = Person.objects.filter(pk=key).order_by()
    full = person.values(shown=Trim(Concat(F("first_name"), Value(" "), F("last_name"))))
    return entries.annotate(
        actor_name=Case(
            When(actor_kind=ActorKind.USER, then=Coalesce(Subquery(named), Value(""))),
            When(actor_kind=ActorKind.PERSON, then=Coalesce(Subquery(full), Value(""))),
            default=Value(""),
            output_field=text,
        )
    )


@timeline
def _messages(person: Person, user: User) -> list[Event]:
    """One query; the section of messages leads to each of them."""
    messages = Message.objects.for_people(person.all_keys).visible_to(user)
    return [
        Event(
            at=message.finished_at or message.created_at,
            title=message.subject or message.text[:80] or message.kind,
            who="",
            detail=_told(message),
            icon="mail" if message.channel == "email" else "sms",
        )
        for message in messages
    ]


def _told(message: Message) -> str:
    """The channel, and how it ended: for what was not sent, why."""
    parts = [message.get_channel_display(), message.get_state_display()]
    if message.state not in (MessageState.SENT, *OPEN_STATES):
        parts.append(outcomes.sentence(message.outcome))
    elif message.merged_into_id is not None:
        parts.append(gettext("together with others"))
    if message.delivery:
        parts.append(message.get_delivery_display())
    return " · ".join(parts)


explain_reasons(ConsentPurpose)
