"""From the words of a message to a mail or a text message; several may go in one."""

import re
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext, ngettext

from becode.messages.enums import Channel
from becode.messages.notification import Content, Recipient
from becode.messages.sms_text import for_phone

# Values of `Message.parts`: text, lists of text, or None.
Parts = dict[str, Any]
_BREAKING = re.compile(r"[^\S\u00a0\u202f]+")


def storable(text: str) -> str:
    """Text that PostgreSQL can keep and UTF-8 can hold: no NUL, no lone surrogates."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")


def one_line(text: str) -> str:
    """The text in one line; spaces where French does not break stay what they are."""
    return _BREAKING.sub(" ", text).strip()


def parts_of(content: Content, recipient: Recipient) -> Parts:
    """The words of a message as JSON: what `email_text` and `email_html` take.

    The subject is one line: line breaks in data cannot add headers. An SMS has its text alone;
    where nobody wrote one, subject and paragraphs with what opens the way.
    """
    if recipient.channel == Channel.SMS:
        text = content.sms or "\n".join([content.subject, *content.paragraphs, *_opens(content)])
        return {"sms": for_phone(storable(text))}
    return {
        "name": storable(recipient.name),
        "subject": one_line(storable(content.subject))[:200],
        "paragraphs": [storable(str(text)) for text in content.paragraphs],
        "facts": [[storable(str(label)), storable(str(value))] for label, value in content.facts],
        "links": [[storable(str(label)), storable(str(url))] for label, url in content.links],
        "button": [storable(str(one)) for one in content.button] if content.button else None,
        "code": storable(content.code),
        "preview": storable(content.preview),
    }


def _opens(content: Content) -> list[str]:
    """Without which a reader could not act: the code, and the address of the button."""
    address = content.button[1] if content.button else ""
    return [str(one) for one in (content.code, address) if one]


def subject_line(several: Sequence[Parts]) -> str:
    """The subject of a mail with these words in it; in the active language."""
    if len(several) == 1:
        return str(several[0]["subject"])
    words = ngettext(
        "%(count)d message: %(first)s", "%(count)d messages: %(first)s", len(several)
    ) % {"count": len(several), "first": several[0]["subject"]}
    return words if len(words) <= 200 else words[:199] + "…"


def sms_text(several: Sequence[Parts]) -> str:
    """A text message with these words in it, in the active language; it says who writes."""
    text = "\n\n".join(str(parts["sms"]) for parts in several)
    name = settings.ORGANISATION_NAME
    if not text or name in text:
        return text
    return for_phone(gettext("%(label)s: %(value)s") % {"label": name, "value": text})


def email_text(several: Sequence[Parts], *, preferences: str = "") -> str:
    """The plain text of a mail, in the active language."""
    return render_to_string("messages/email.txt", _context(several, preferences))


def email_html(several: Sequence[Parts], *, preferences: str = "") -> str:
    """The same in HTML. `preferences` is the address where its reader says what they want."""
    return render_to_string("messages/email.html", _context(several, preferences))


def html_in(language: str, *several: Parts) -> str:
    """`email_html` in a language, for pages and tests."""
    with translation.override(language):
        return email_html(several)


def _context(several: Sequence[Parts], preferences: str) -> dict[str, Any]:
    return {
        "name": several[0]["name"],
        "several": several if len(several) > 1 else (),
        "one": several[0],
        "subject": subject_line(several),
        "intro": gettext("These things need you. Each has its own button.")
        if len(several) > 1
        else "",
        "preferences": preferences,
        "organisation_name": settings.ORGANISATION_NAME,
        "organisation_email": settings.ORGANISATION_EMAIL,
        "organisation_phone": settings.ORGANISATION_PHONE,
    }
