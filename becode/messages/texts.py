"""The words of a message: our own, or those that a colleague wrote instead. docs/messages.md."""

import dataclasses
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings

from becode.messages.models import TextVersion
from becode.messages.notification import Content, Recipient
from becode.messages.words import elided, fill_in, values_of

logger = logging.getLogger("becode.messages")

_read_once: ContextVar[dict[tuple[str, str], TextVersion] | None] = ContextVar(
    "message_texts_read_once", default=None
)


@contextmanager
def read_once() -> Iterator[None]:
    """Inside the block wordings of colleagues are read once, not for each message."""
    token = _read_once.set(_newest())
    try:
        yield
    finally:
        _read_once.reset(token)


def _newest(**wanted: str) -> dict[tuple[str, str], TextVersion]:
    newest = (
        TextVersion.objects.filter(**wanted)
        .order_by("kind", "language", "-pk")
        .distinct("kind", "language")
    )
    return {(one.kind, one.language): one for one in newest if not one.is_default}


def current(kind: str, language: str) -> TextVersion | None:
    """The wording that holds now; None while our own words do."""
    known = _read_once.get()
    if known is None:
        known = _newest(kind=kind, language=language)
    return known.get((kind, language))


def general_values(recipient: Recipient) -> dict[str, str]:
    """What every text may name, whatever it is about."""
    return {
        "name": recipient.name,
        "organisation": str(settings.ORGANISATION_NAME),
        "phone": str(settings.ORGANISATION_PHONE),
        "email": str(settings.ORGANISATION_EMAIL),
    }


def values(content: Content, recipient: Recipient) -> dict[str, str]:
    """Every placeholder that this message can fill, by name."""
    texts = [content.subject, *content.paragraphs, content.preview, content.sms]
    return {**general_values(recipient), **values_of(texts)}


def worded(content: Content, *, kind: str, recipient: Recipient) -> Content:
    """The content in a colleague's words, if somebody wrote some in the recipient's language.

    Facts, button, code and secrets stay. Words that name something this message does not have
    give way to our own: a message with a hole is never sent.
    """
    wording = current(kind, recipient.language)
    return content if wording is None else reworded(content, wording, recipient=recipient)


def reworded(content: Content, wording: TextVersion, *, recipient: Recipient) -> Content:
    """The content in the words of one wording, whether it holds now or not."""
    known = values(content, recipient)

    def filled(text: str) -> str:
        return fill_in(elided(text, known) if wording.language == "fr" else text, known)

    try:
        subject = filled(wording.subject) if wording.subject else content.subject
        body = [filled(line) for line in wording.body.splitlines() if line.strip()]
        sms = filled(wording.sms) if wording.sms else ""
    except KeyError as missing:
        logger.warning("wording of %s not used: no %s", wording.kind, missing)
        return content
    return dataclasses.replace(
        content,
        subject=subject,
        paragraphs=body or content.paragraphs,
        preview="" if body else content.preview,
        sms=sms or ("" if body else content.sms),
    )
