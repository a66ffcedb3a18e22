"""What a language brings: the fourteen sections, the labels of the facts, words for codes."""

from dataclasses import dataclass

# A text, or (name of a value, text): printed only where that value is not empty.
Paragraph = str | tuple[str, str]


@dataclass(frozen=True, slots=True)
class Section:
    """`@parties`, `@objectives`, `@schedule`, `@changes`, `@signers` stand for a table."""

    title: str
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Words:
    title: str
    amendment: str
    under_title: str
    courtesy: str
    number: str
    sections: tuple[Section, ...]
    amended: tuple[Section, ...]
    labels: dict[str, str]
    frames: dict[str, str]
    responsible: dict[str, str]
    levels: dict[str, str]
    parties: dict[str, str]
    methods: dict[str, str]
    through: dict[str, str]
    terms: dict[str, str]
