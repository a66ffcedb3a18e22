"""Messages made from real records to be looked at: never kept, never sent, no link in them works.

What a kind can name (`{name}`) is learned from them, for no list of it is kept anywhere.
"""

import dataclasses
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models, transaction
from django.utils import translation
from django.utils.translation import gettext

from becode.accounts.models import User
from becode.messages import texts
from becode.messages.enums import Channel
from becode.messages.notification import Content, Notification, Recipient
from becode.messages.rendering import Parts, html_in, one_line, parts_of, sms_text
from becode.messages.transport import fill
from becode.messages.words import template_of

logger = logging.getLogger("becode.messages")

# Records looked at, the newest first, until enough of them make a message.
LOOKED_AT = 12
MOST = 8
# As long as the path of a personal link.
PATH_LENGTH = 43


@dataclass(frozen=True, slots=True)
class Sample:
    """A message as it would be for one record and one reader, in our own words."""

    record: models.Model
    recipient: Recipient
    content: Content

    @property
    def key(self) -> str:
        """By which a page names it: the record, and whether a person reads it or an account."""
        return f"{self.record.pk}-{'person' if self.recipient.person else 'account'}"

    @property
    def to(self) -> str:
        """Who would get it, in words."""
        owner = self.recipient.person or self.recipient.user
        return str(owner or self.recipient.name or self.recipient.address)


@dataclass(frozen=True, slots=True)
class Placeholders:
    """What the words of a kind may name: values by `{name}`, and secrets by `[[name]]`."""

    values: dict[str, str]
    secrets: frozenset[str] = frozenset()
    sms_secrets: frozenset[str] = frozenset()


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is written inside is taken back: a message may make a link of its own."""
    with transaction.atomic():
        try:
            yield
        finally:
            transaction.set_rollback(True)


def samples(
    kind: type[Notification],
    *,
    language: str,
    at: datetime,
    user: User | None = None,
    most: int = MOST,
) -> list[Sample]:
    """Of the newest records: those that make a message, within the scope of `user` if given.

    First those about which it would be true today: of the others a word may be missing. Where
    there is no record, of one that is made up.
    """
    found: list[Sample] = []
    for record in _true_first(kind, _records(kind, user), at=at):
        with undone():
            found += _of_record(kind, record, language=language, at=at, user=user)
        if len(found) >= most:
            break
    if not found:
        with undone():
            made_up = kind.made_up(at=at)
            if made_up is not None:
                found = _of_record(kind, made_up, language=language, at=at, user=user)
    return found[:most]


def _records(kind: type[Notification], user: User | None) -> Sequence[models.Model]:
    if kind.about == "accounts.user":  # nobody's account but one's own is anybody's business
        return [user] if user is not None else list(User.objects.order_by("-pk")[:1])
    rows = _visible(kind, user)
    newest = list(kind.good_examples(rows).order_by("-pk")[:LOOKED_AT])
    return newest or list(rows.order_by("-pk")[:LOOKED_AT])


def _visible(kind: type[Notification], user: User | None) -> Any:
    rows: Any = apps.get_model(kind.about)._default_manager.all()
    if user is not None and hasattr(rows, "visible_to"):
        rows = rows.visible_to(user)
    return rows


def why_none(kind: type[Notification], user: User) -> str:
    """Why there is no sample of a kind, in words for a colleague."""
    name = apps.get_model(kind.about)._meta.verbose_name
    if kind.about != "accounts.user" and not _visible(kind, user).exists():
        words = gettext("It is about: %(record)s. There is none yet, or none that you may see.")
    else:
        words = gettext("It is about: %(record)s. For none of the newest is there anything to say.")
    return words % {"record": name}


def _true_first(
    kind: type[Notification], records: Sequence[models.Model], *, at: datetime
) -> Iterator[models.Model]:
    """Each is asked when it is its turn, for whoever looks at one alone."""
    others = []
    for record in records:
        if _is_true(kind, record, at=at):
            yield record
        else:
            others.append(record)
    yield from others


def _is_true(kind: type[Notification], record: models.Model, *, at: datetime) -> bool:
    try:
        with transaction.atomic():
            notification = kind.example(record)
            return notification.is_still_wanted(at=notification.example_at(at=at))
    except Exception as error:
        logger.info("%s cannot be about %s: %s", kind.key, record.pk, type(error).__name__)
        return False


def _of_record(
    kind: type[Notification],
    record: models.Model,
    *,
    language: str,
    at: datetime,
    user: User | None,
) -> list[Sample]:
    """One for a person and one for an account, where it writes to both: they may differ.

    None where the record makes no message: nobody to write to, or nothing to say yet.
    """
    try:
        with transaction.atomic():
            with translation.override(language):
                notification = kind.example(record)
            if user is not None and not _is_in_scope(notification, user):
                return []
            readers = {one.person is None: one for one in reversed(notification.recipients())}
            made = []
            for _is_account, one in sorted(readers.items()):
                reader = dataclasses.replace(one, language=language)
                with translation.override(language):
                    moment = notification.example_at(at=at)
                    content = notification.content(reader, at=moment)
                if content.paragraphs:
                    made.append(Sample(record, reader, content))
            return made
    except Exception as error:
        fault = type(error).__name__
        logger.info("no example of %s from record %s: %s", kind.key, record.pk, fault)
        return []


def _is_in_scope(notification: Notification, user: User) -> bool:
    keys = user.campus_keys()
    if keys is None or hasattr(type(notification.subject)._default_manager.all(), "visible_to"):
        return True
    return notification.about == "accounts.user" or notification.campus_key() in keys


def placeholders(found: Sequence[Sample]) -> Placeholders:
    """What the messages of one kind can name, several of them together."""
    values: dict[str, str] = {}
    secrets: set[str] = set()
    sms_secrets: set[str] = set()
    for sample in found:
        values = {**texts.values(sample.content, sample.recipient), **values}
        secrets.update(sample.content.secrets)
        sms_secrets.update(
            name for name in sample.content.secrets if f"[[{name}]]" in sample.content.sms
        )
    if not found:
        values = texts.general_values(Recipient(Channel.EMAIL, "", "", ""))
    return Placeholders(values, frozenset(secrets), frozenset(sms_secrets))


def own_words(content: Content) -> dict[str, str]:
    """Subject, text and SMS of a message as they came, with `{name}` where values stand."""
    return {
        "subject": template_of(content.subject),
        "body": "\n".join(one_line(template_of(one)) for one in content.paragraphs),
        "sms": template_of(content.sms),
    }


def without_secrets(content: Content) -> Content:
    """The same message with codes and links that open nothing."""
    return dataclasses.replace(content, secrets=_harmless(content.secrets))


def _harmless(secrets: dict[str, str]) -> dict[str, str]:
    return {
        name: "123456" if name == "code" else f"{settings.PUBLIC_BASE_URL}/…/" for name in secrets
    }


def email_of(content: Content, recipient: Recipient) -> str:
    """The mail in HTML, as it would arrive, but for its secrets."""
    parts = parts_of(content, dataclasses.replace(recipient, channel=Channel.EMAIL))
    filled: Parts = fill(parts, _harmless(content.secrets))
    return html_in(recipient.language, filled)


def sms_of(content: Content, recipient: Recipient) -> str:
    """The text message, with a link as long as a real one: its length is what it costs."""
    link = f"{settings.PUBLIC_BASE_URL}/{'.' * PATH_LENGTH}/"
    real = dataclasses.replace(recipient, channel=Channel.SMS)
    secrets = {name: "123456" if name == "code" else link for name in content.secrets}
    filled: Parts = fill(parts_of(content, real), secrets)
    with translation.override(recipient.language):
        return sms_text([filled])
