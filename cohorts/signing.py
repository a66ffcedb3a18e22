"""Signatures on screen: the strokes as SVG path data, or a name that was typed.

What is signed is hashed together with who signed, when, and how, so that none of it can be
changed unseen.
"""

import hashlib
import json
import re
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

LONGEST = 40_000
# Strokes as our canvas writes them: whole numbers, moves and lines.
_STROKES = re.compile(r"(?:M\d{1,4} \d{1,4}(?: L\d{1,4} \d{1,4})+ ?)+")
_TYPED = "name: "


def read_signature(*, strokes: str, typed: str, agrees: bool) -> str:
    """The signature to keep. Raises ValidationError where nothing or nonsense came."""
    strokes = strokes.strip()
    if strokes:
        if len(strokes) > LONGEST or not _STROKES.fullmatch(strokes):
            raise ValidationError(_("We could not read the signature. Please sign once more."))
        return strokes
    if typed and agrees:
        return f"{_TYPED}{typed}"
    raise ValidationError(_("Please sign in the field, or type the name and tick the box."))


def strokes_of(signature: str) -> str:
    """The path to draw; empty for a name that was typed."""
    return "" if signature.startswith(_TYPED) else signature


def typed_name_of(signature: str) -> str:
    return signature.removeprefix(_TYPED) if signature.startswith(_TYPED) else ""


def seal_of(*, text: str, signature: str, person_key: int, at: datetime) -> str:
    """SHA-256 of what was signed, by whom, when and how, in hexadecimal."""
    signed = {"at": at.isoformat(), "person": person_key, "signature": signature, "text": text}
    content = json.dumps(signed, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()
