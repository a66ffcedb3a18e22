"""The words of the internship agreement, a module a language; none comes from the catalogues.

What people sign must not change because a translation was mended: a change here asks for a new
`TEMPLATE_VERSION`, and a test says so. Placeholders in braces are filled by `agreement.py`; a
paragraph that is a pair is printed only where the value of its first part is there.
"""

from typing import Final

from placements.papers.words import en, fr, nl
from placements.papers.words.shape import Words

# Raise it with every change of the words or of the look of the paper.
TEMPLATE_VERSION: Final = "2026-1"
WORDS: Final[dict[str, Words]] = {"nl": nl.WORDS, "fr": fr.WORDS, "en": en.WORDS}

__all__ = ["TEMPLATE_VERSION", "WORDS", "Words"]
