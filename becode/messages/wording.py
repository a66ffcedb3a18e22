"""Colleagues write the words of a message, or go back to our own. docs/messages.md.

Typed words are never run as a template: `{{` and `{%` are text like any other.
"""

import re
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from becode.accounts.models import User
from becode.audit.record import record
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from becode.core.versions import made, newest, next_after
from becode.messages import samples, texts
from becode.messages.compose import send
from becode.messages.models import Message, TextVersion
from becode.messages.notification import (
    Content,
    Notification,
    UnknownNotification,
    notification_class,
)
from becode.messages.notifications import TestMessage
from becode.messages.words import placeholders

LONGEST_SUBJECT, LONGEST_BODY, LONGEST_SMS = 200, 6000, 480
CHANGED = _("Somebody else changed these words first. Copy yours and open the page again.")
NOT_WORDED = _("The words of this message are typed each time.")
# A name that almost is a placeholder: {Name}, { name }.
_MEANT = re.compile(r"(?<!\{)\{\s*([A-Za-z_]\w*)\s*\}(?!\})")
_SECRET = re.compile(r"\[\[(\w+)\]\]")


def problems(
    *, subject: str, body: str, sms: str, allowed: samples.Placeholders
) -> dict[str, list[str]]:
    """What is wrong with typed words, by field; empty when they can be sent."""
    found: dict[str, list[str]] = {}

    def say(field: str, sentence: str | Promise) -> None:
        found.setdefault(field, []).append(str(sentence))

    if not (subject.strip() or body.strip() or sms.strip()):
        say("body", _("Please write something, or go back to our own words."))
    if len(subject.splitlines()) > 1:
        say("subject", _("The subject is one line."))
    for field, text, longest in (
        ("subject", subject, LONGEST_SUBJECT),
        ("body", body, LONGEST_BODY),
        ("sms", sms, LONGEST_SMS),
    ):
        if len(text) > longest:
            say(field, _("At most %(number)d characters.") % {"number": longest})
        for sentence in _about_braces(text, allowed):
            say(field, sentence)
    for name in sorted(allowed.sms_secrets):
        if sms.strip() and f"[[{name}]]" not in sms:
            words = {"name": f"[[{name}]]"}
            say("sms", _("The SMS needs %(name)s, or nobody can act on it.") % words)
    return found


def _about_braces(text: str, allowed: samples.Placeholders) -> list[str]:
    meant = placeholders(text) | set(_MEANT.findall(text))
    said = [
        _("Nothing is called {%(name)s} in this message.") % {"name": name}
        for name in sorted(meant - set(allowed.values))
    ]
    said += [
        _("Nothing is called %(name)s in this message.") % {"name": f"[[{name}]]"}
        for name in sorted(set(_SECRET.findall(text)) - allowed.secrets)
    ]
    if not _is_balanced(text):
        said.append(str(_("Each { needs its }.")))
    return said


def _is_balanced(text: str) -> bool:
    depth = 0
    for sign in text:
        depth += (sign == "{") - (sign == "}")
        if depth < 0:
            return False
    return depth == 0


@transaction.atomic
def word(
    *,
    kind: str,
    language: str,
    subject: str,
    body: str,
    sms: str,
    seen: int,
    actor: Actor,
    at: datetime,
) -> TextVersion:
    """Keep the words of a kind in a language; they hold for what is written from now on.

    `seen` is the version a colleague started from, 0 for our own. Raises IllegalMove for words
    that could not be sent, Stale when somebody else wrote some in between.
    """
    cls = _kind(kind, language)
    allowed = samples.placeholders(samples.samples(cls, language=language, at=at))
    wrong = problems(subject=subject, body=body, sms=sms, allowed=allowed)
    if wrong:
        raise IllegalMove(next(iter(wrong.values()))[0])
    held = _next_after(kind, language, seen=seen)
    if held is not None and not held.is_default and _words(held) == (subject, body, sms):
        raise IllegalMove(_("Nothing is different from before."))
    version = _add(kind, language, actor=actor, at=at, subject=subject, body=body, sms=sms)
    record("wording.written", subject=version, actor=actor, at=at, keys=_keys(version))
    return version


@transaction.atomic
def restore_words(
    *, kind: str, language: str, seen: int, actor: Actor, at: datetime
) -> TextVersion:
    """Go back to our own words; those of colleagues stay in the history.

    Raises IllegalMove where they hold already, Stale when somebody else wrote in between.
    """
    _kind(kind, language)
    held = _next_after(kind, language, seen=seen)
    if held is None or held.is_default:
        raise IllegalMove(_("These are our own words already."))
    version = _add(kind, language, actor=actor, at=at, is_default=True)
    record("wording.restored", subject=version, actor=actor, at=at, keys=_keys(version))
    return version


@transaction.atomic
def send_test(
    *, content: Content, language: str, user: User, token: str, actor: Actor, at: datetime
) -> list[Message]:
    """Send a message to oneself through the outbox; its links and codes open nothing.

    `token` keeps a form that is sent twice from sending two.
    """
    harmless = samples.without_secrets(content)
    test = TestMessage(user, language=language, content=harmless)
    rows = send(test, at=at, dedupe=f"test-{token}")
    if not rows:
        raise IllegalMove(_("This test was sent already."))
    record("message.tested", subject=rows[0], actor=actor, at=at)
    return rows


def newest_version(kind: str, language: str) -> TextVersion | None:
    """What was decided last about these words, be it to go back to our own."""
    return newest(TextVersion.objects.filter(kind=kind, language=language))


def as_worded(sample: samples.Sample, *, kind: str, subject: str, body: str, sms: str) -> Content:
    """A sample in words that nobody kept yet."""
    draft = TextVersion(
        kind=kind, language=sample.recipient.language, subject=subject, body=body, sms=sms
    )
    return texts.reworded(sample.content, draft, recipient=sample.recipient)


def _kind(kind: str, language: str) -> type[Notification]:
    try:
        cls = notification_class(kind)
    except UnknownNotification as error:
        raise IllegalMove(_("This kind of message does not exist any more.")) from error
    if not cls.can_be_worded:
        raise IllegalMove(NOT_WORDED)
    if language not in dict(settings.LANGUAGES):
        raise IllegalMove
    return cls


def _next_after(kind: str, language: str, *, seen: int) -> TextVersion | None:
    rows = TextVersion.objects.filter(kind=kind, language=language)
    return next_after(rows, seen=seen, changed=CHANGED)


def _add(
    kind: str,
    language: str,
    *,
    actor: Actor,
    at: datetime,
    is_default: bool = False,
    **words: str,
) -> TextVersion:
    return TextVersion.objects.create(
        kind=kind,
        language=language,
        is_default=is_default,
        **made(actor=actor, at=at),
        **words,
    )


def _words(version: TextVersion) -> tuple[str, str, str]:
    return version.subject, version.body, version.sms


def _keys(version: TextVersion) -> dict[str, int | str]:
    return {"kind": version.kind, "language": version.language}
