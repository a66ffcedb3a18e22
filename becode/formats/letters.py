"""Which signs our papers can print: asked where somebody types, not when the paper is made."""

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from becode.core.forms import NameField, PlainTextField
from becode.formats.pdf import NoLetters, pdf

CANNOT_PRINT: Final = _(
    "Our papers cannot print: %(signs)s. Please take it out, or write it in Latin letters."
)
_NAMED_AT_MOST: Final = 5
_ONE_LINE: Final = """
#set document(title: "-")
#set text(lang: "en", font: ("Libertinus Serif", "DejaVu Sans Mono"))
= -
#sys.inputs.text
"""


def refuse_unprintable(value: str) -> None:
    """For fields whose text goes into a paper: raises ValidationError that names the signs."""
    signs = unprintable(value)
    if signs:
        raise ValidationError(CANNOT_PRINT, code="unprintable", params={"signs": " ".join(signs)})


class PaperTextField(PlainTextField):
    """Somebody's own words that a paper repeats."""

    default_validators = [refuse_unprintable]


class PaperNameField(NameField):
    """The name of somebody who stands or signs in a paper."""

    default_validators = [refuse_unprintable]


def unprintable(text: str) -> list[str]:
    """The first few signs of a text for which the papers have no letters, as people see them."""
    return list(islice(_unprintable(text), _NAMED_AT_MOST))


def _unprintable(text: str) -> Iterator[str]:
    for sign in dict.fromkeys(text):
        if not sign.isascii() and not _is_printable(sign):
            # What shows as nothing is named by its number.
            is_seen = unicodedata.category(sign)[0] not in "CZ"
            yield sign if is_seen else f"U+{ord(sign):04X}"


@lru_cache(maxsize=8192)
def _is_printable(sign: str) -> bool:
    try:
        pdf(_ONE_LINE, {"text": sign})
    except NoLetters:
        return False
    return True
