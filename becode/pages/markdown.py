"""From the Markdown that colleagues write to safe HTML: no HTML of theirs, links that lead well."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

ALLOWED_LINKS = ("https://", "http://", "mailto:")


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a page: what stands under one heading of the second level."""

    html: SafeString


def leads_well(url: str) -> bool:
    """Whether a link may stand on a page: to the web, to an address, or within the site."""
    plain = url.strip().lower()
    if plain.startswith(ALLOWED_LINKS):
        return True
    return plain.startswith("#") or (plain.startswith("/") and not plain.startswith(("//", "/\\")))


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).disable(["image", "code"])
    parser.validateLink = leads_well  # type: ignore[method-assign]
    return parser


_MARKDOWN = _parser()


def sections(text: str, *, ticks: bool = False) -> list[Section]:
    """The page in its parts; `{email}` and `{phone}` are the school's own.

    Headings begin at the second level. Numbered lists become the route, others get `ticks`.
    """
    tokens = _MARKDOWN.parse(_filled(text))
    parts: list[list[Token]] = []
    for token in tokens:
        _dress(token, ticks=ticks)
        begins = token.type == "heading_open" and token.tag == "h2" and token.level == 0
        if begins or not parts:
            parts.append([])
        parts[-1].append(token)
    return [Section(_html(part)) for part in parts]


def _filled(text: str) -> str:
    for sign, words in (
        ("{email}", settings.ORGANISATION_EMAIL),
        ("{phone}", settings.ORGANISATION_PHONE),
    ):
        text = text.replace(sign, words)
    return text


def _dress(token: Token, *, ticks: bool) -> None:
    if token.type in ("heading_open", "heading_close") and token.tag == "h1":
        token.tag = "h2"
    look = {"ordered_list_open": "route", "bullet_list_open": "checks" if ticks else ""}
    if token.level == 0 and look.get(token.type):
        token.attrSet("class", look[token.type])
        token.attrSet("role", "list")


def _html(tokens: Sequence[Token]) -> SafeString:
    return mark_safe(_MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {}))
