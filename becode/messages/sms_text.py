"""The letters of a text message: how many messages it costs, and which signs make it dearer.

A phone writes with the 7-bit alphabet of GSM 03.38: 160 characters in one message, 153 in each of
several. One sign from outside, and the whole text takes 16 bits: 70 and 67.
"""

from math import ceil

# Signs of typography with a twin in the small alphabet. Letters stay: a name is a name.
_TWINS = {
    # An accent of Dutch that only stresses; it would take the whole text to 16 bits.
    "vóór": "voor",
    "Vóór": "Voor",
    "«\u00a0": '"',
    "\u00a0»": '"',
    "«": '"',
    "»": '"',
    "“": '"',
    "”": '"',
    "„": '"',
    "‘": "'",
    "’": "'",
    "–": "-",
    "—": "-",
    "·": "-",
    "…": "...",
    "→": "->",
    "\u00a0": " ",
    "\u202f": " ",
    "\u2009": " ",
}
_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_TWO_EACH = frozenset("^{}\\[~]|€\f")


def for_phone(text: str) -> str:
    """The same words with plain spaces, apostrophes, quotation marks and dashes."""
    for sign, twin in _TWINS.items():
        text = text.replace(sign, twin)
    return text


def messages_needed(text: str) -> int:
    """How many text messages a phone company counts for it; 0 for no text."""
    if all(sign in _BASIC or sign in _TWO_EACH for sign in text):
        length = sum(2 if sign in _TWO_EACH else 1 for sign in text)
        alone, each = 160, 153
    else:
        length = len(text.encode("utf-16-le")) // 2
        alone, each = 70, 67
    return min(length, 1) if length <= alone else ceil(length / each)
