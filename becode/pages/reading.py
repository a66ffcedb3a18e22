"""What a page says today: the colleagues' own text, or else the one that came with the product."""

from dataclasses import dataclass

from becode.pages.markdown import Section, sections
from becode.pages.models import PageSlug, PageText
from becode.pages.shipped import shipped

# Pages whose lists say what is true of somebody.
TICKED = (PageSlug.HOME, PageSlug.FOR_WHOM)


@dataclass(frozen=True, slots=True)
class Page:
    slug: str
    language: str
    title: str
    lede: str
    sections: list[Section]


def page_in(slug: str, language: str) -> Page:
    """A page to show, in one query."""
    own = PageText.objects.filter(slug=slug, language=language).first()
    text = own or shipped(slug, language)
    return drawn(slug, language, title=text.title, lede=text.lede, body=text.body)


def drawn(slug: str, language: str, *, title: str, lede: str, body: str) -> Page:
    """A page from its words, also those that are not kept yet."""
    parts = sections(body, ticks=slug in TICKED)
    return Page(slug=slug, language=language, title=title, lede=lede, sections=parts)
