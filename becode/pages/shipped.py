"""The texts that come with the product: what a page says until colleagues write their own."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from becode.pages.models import INFORMATION_LANGUAGES, PageSlug
from becode.pages.words import SITE_LANGUAGES

FOLDER = Path(__file__).parent / "texts"
FENCE = "---"
# These are written in every language of information, the others in those of the site.
EVERYWHERE = (PageSlug.HOME, PageSlug.FOR_WHOM, PageSlug.HOW_IT_GOES)


@dataclass(frozen=True, slots=True)
class Text:
    title: str
    lede: str
    body: str


def is_written(slug: str, language: str) -> bool:
    """Whether there is such a page in such a language."""
    if language in SITE_LANGUAGES:
        return slug in PageSlug.values
    return slug in EVERYWHERE and language in dict(INFORMATION_LANGUAGES)


def pages() -> list[tuple[PageSlug, str]]:
    """Every page in every language it is written in."""
    return [
        (slug, language)
        for slug in PageSlug
        for language, _name in INFORMATION_LANGUAGES
        if is_written(slug, language)
    ]


@cache
def shipped(slug: str, language: str) -> Text:
    """The text that comes with the product; FileNotFoundError where there is no such page."""
    _start, head, body = (
        (FOLDER / language / f"{slug}.md").read_text(encoding="utf-8").split(f"{FENCE}\n", 2)
    )
    facts = dict(line.split(": ", 1) for line in head.splitlines() if line)
    return Text(title=facts["title"], lede=facts["lede"], body=body.strip())
