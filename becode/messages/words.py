"""Texts that remember how they were made, so that a colleague can word them otherwise.

`from becode.messages.words import gettext as _` in an app's `notifications.py`: the result of
`_("Hello %(name)s") % {"name": "Ada"}` is a plain string that also knows its template in the
active language and its values.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any, Self

from django.utils import translation

PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")
# Words of French that lose their last letter before a vowel; h and y are left alone.
_BEFORE_VALUE = re.compile(r"\b([Dd]|[Qq]u)e (%\((\w+)\)s|\{(\w+)\})")
VOWELS = frozenset("aeiou")
_SECRET = re.compile(r"\[\[\w+\]\]")
_NAMED = re.compile(r"%\(([a-z][a-z0-9_]*)\)[sd]")


class Words(str):
    """A string that knows its template, with `{name}` for each value, and the values."""

    template: str
    values: Mapping[str, str]

    def __new__(cls, text: str, template: str, values: Mapping[str, Any]) -> Self:
        words = super().__new__(cls, text)
        words.template = template
        words.values = {name: str(value) for name, value in values.items()}
        return words

    def __add__(self, other: str) -> str:
        """Words with something after them are still words."""
        values = {**values_of([other]), **self.values}
        return Words(str(self) + str(other), self.template + template_of(other), values)


class Template(str):
    """A translated text before its values are put in."""

    def __mod__(self, values: Any) -> str:
        if not isinstance(values, Mapping):
            return str(self) % values
        # A secret stays `[[link]]` in the template too: colleagues type it so.
        secrets = {name: str(value) for name, value in values.items() if _is_secret(value)}
        names = [name for name in _NAMED.findall(self) if name not in secrets]
        text = elided(self, values) if translation.get_language() == "fr" else str(self)
        return Words(
            text % values,
            _NAMED.sub(lambda found: secrets.get(found[1], f"{{{found[1]}}}"), self).replace(
                "%%", "%"
            ),
            {name: values[name] for name in names},
        )


def _is_secret(value: Any) -> bool:
    return isinstance(value, str) and _SECRET.fullmatch(value) is not None


def elided(text: str, values: Mapping[str, Any]) -> str:
    """French before its values are put in: "le stage d’Awa", and "de Lina".

    Only what stands right before a value, so that no name is ever changed.
    """

    def shortened(found: re.Match[str]) -> str:
        value = str(values.get(found[3] or found[4], ""))
        first = unicodedata.normalize("NFD", value)[:1].lower()
        return f"{found[1]}’{found[2]}" if first in VOWELS else found[0]

    return _BEFORE_VALUE.sub(shortened, text)


def gettext(text: str) -> str:
    """Django's gettext, remembering."""
    return Template(translation.gettext(text))


def ngettext(singular: str, plural: str, number: int) -> str:
    """Django's ngettext, remembering."""
    return Template(translation.ngettext(singular, plural, number))


def template_of(text: str) -> str:
    """The text with `{name}` where its values stand."""
    return text.template if isinstance(text, Words) else str(text)


def values_of(texts: Iterable[str]) -> dict[str, str]:
    """The values of several texts together; of two with one name the first."""
    found: dict[str, str] = {}
    for text in texts:
        if isinstance(text, Words):
            found = {**text.values, **found}
    return found


def placeholders(text: str) -> set[str]:
    """The names of a text that a colleague typed: `{name}`."""
    return set(PLACEHOLDER.findall(text))


def fill_in(text: str, values: Mapping[str, str]) -> str:
    """Put values into a typed text, in one pass: a value that looks like a placeholder stays.

    Raises KeyError for a name that has no value.
    """
    return PLACEHOLDER.sub(lambda found: values[found[1]], text)
