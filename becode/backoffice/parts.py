"""The parts of a record's page: links, tags, tables, texts. Apps build with these."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString

Text = str | Promise
Tone = Literal["neutral", "good", "warning", "bad", "info"]


@dataclass(frozen=True, slots=True)
class Link:
    """A text that leads to a page of ours; prints itself as one in any template."""

    text: Text
    url: str

    def __html__(self) -> SafeString:
        return format_html('<a class="staff-link" href="{}">{}</a>', self.url, self.text)

    def __str__(self) -> str:
        return self.__html__()


@dataclass(frozen=True, slots=True)
class Tag:
    """A short word in a coloured frame, for a state; the colour repeats what the word says."""

    text: Text
    tone: Tone = "neutral"

    def __html__(self) -> SafeString:
        return format_html('<span class="staff-tag staff-tag-{}">{}</span>', self.tone, self.text)

    def __str__(self) -> str:
        return self.__html__()


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a page: a title over a template with its own context; `url` leads to more."""

    title: Text
    template: str
    context: dict[str, Any] = field(default_factory=dict)
    url: str = ""


def table_section(
    title: Text,
    headers: Sequence[Text],
    rows: Sequence[Sequence[Any]],
    *,
    empty: Text = "",
    url: str = "",
    stacks: bool = False,
) -> Section:
    """A table; cells are texts, `Link`s or `Tag`s. `empty` is said where there are no rows.

    One that `stacks` shows a row as a block on phones, each cell under the name of its column.
    """
    context: dict[str, Any] = {"headers": headers, "rows": rows, "empty": empty}
    if stacks:
        context["stacked"] = [list(zip(headers, row, strict=True)) for row in rows]
    return Section(title, "backoffice/sections/table.html", context, url)


def text_section(title: Text, text: Text, *, empty: Text = "") -> Section:
    """Somebody's own words, with their line breaks."""
    return Section(title, "backoffice/sections/text.html", {"text": text, "empty": empty})


def facts_section(title: Text, facts: Sequence[tuple[Text, Any]]) -> Section:
    """Further (label, value) pairs under a title of their own."""
    return Section(title, "backoffice/sections/facts.html", {"facts": facts})
