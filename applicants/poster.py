"""The A4 sheet that hangs where people are met: three languages and one big code to scan.

Texts go into the page as data, never as markup: a title with signs of the page language prints
as it was typed.
"""

import io
import json
import unicodedata
from datetime import datetime
from pathlib import Path

import segno
import typst
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from applicants.models import OutreachActivity, ReferralPartner
from becode.core.clock import BRUSSELS
from becode.core.moves import IllegalMove

PAGE = Path(__file__).with_name("poster.typ")
LANGUAGES = ("nl", "fr", "en")
# What the fonts that come along can print: the scripts of the three languages and their marks.
_PRINTED = ((0x20, 0x7E), (0xA0, 0x17F), (0x2010, 0x2027), (0x2030, 0x203A), (0x20AC, 0x20AC))


class CannotPrint(IllegalMove):
    """A text has signs that the poster has no letters for; the sentence names them."""


def poster_of(owner: OutreachActivity | ReferralPartner) -> bytes:
    """The poster as a PDF. Raises CannotPrint."""
    path = reverse("short_link", args=[owner.code])
    address = f"{settings.PUBLIC_BASE_URL}{path}"
    is_activity = isinstance(owner, OutreachActivity)
    place = owner.place if isinstance(owner, OutreachActivity) else ""
    facts = {
        "title": _printable(str(owner)),
        "place": _printable(place),
        "address": address.partition("://")[2],
        "school": _printable(settings.ORGANISATION_NAME),
        "is_activity": is_activity,
        "blocks": [
            _block(language, owner.starts_at if isinstance(owner, OutreachActivity) else None)
            for language in LANGUAGES
        ],
    }
    try:
        compiled: bytes = typst.compile(
            PAGE.read_bytes(),
            format="pdf",
            ignore_system_fonts=True,
            sys_inputs={"data": json.dumps(facts), "code": _code(address)},
        )
    except RuntimeError as error:  # what the printer raises for whatever it cannot set
        raise CannotPrint(_("The poster could not be made. Please look at title and place.")) from (
            error
        )
    return compiled


def _block(language: str, starts_at: datetime | None) -> dict[str, str]:
    """The same words in one language."""
    with translation.override(language):
        when = ""
        if starts_at is not None:
            local = starts_at.astimezone(BRUSSELS)
            when = f"{date_format(local, 'l j F Y')}, {local:%H:%M}"
        return {
            "language": language,
            "when": when,
            "claim": _("Learn to code. For free."),
            "text": _("No diploma needed. From 18 years. Scan the code and apply."),
        }


def _code(address: str) -> str:
    out = io.BytesIO()
    segno.make(address, error="q", micro=False).save(
        out, kind="svg", border=0, scale=10, xmldecl=False
    )
    return out.getvalue().decode()


def _printable(text: str) -> str:
    """The text as the fonts need it; raises CannotPrint with the signs they do not have."""
    whole = unicodedata.normalize("NFC", text)
    strange = {
        sign for sign in whole if not any(low <= ord(sign) <= high for low, high in _PRINTED)
    }
    if strange:
        signs = " ".join(sorted(strange)[:8])
        raise CannotPrint(
            _("The poster cannot print these signs: %(signs)s. Please change the title or place.")
            % {"signs": signs}
        )
    return whole
