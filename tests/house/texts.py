"""Finds every text that people see, in Python and in templates, without gettext's tools."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from babel.messages.extract import extract
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[2]
CODE = ("becode", "cohorts", "applicants", "placements")
_PLAIN, _PLURAL, _CONTEXT, _BOTH = None, (1, 2), ((1, "c"), 2), ((1, "c"), 2, 3)
KEYWORDS = {
    "_": _PLAIN,
    "gettext": _PLAIN,
    "gettext_lazy": _PLAIN,
    "gettext_noop": _PLAIN,
    "ngettext": _PLURAL,
    "ngettext_lazy": _PLURAL,
    "pgettext": _CONTEXT,
    "pgettext_lazy": _CONTEXT,
    "npgettext": _BOTH,
    "npgettext_lazy": _BOTH,
}
PLACEHOLDER = re.compile(r"%\((\w+)\)[a-z]")


class Text(NamedTuple):
    """One text to translate; `plural` is empty where it has none, `where` is path:line."""

    context: str
    singular: str
    plural: str
    where: str

    @property
    def key(self) -> tuple[str, str]:
        return self.context, self.singular


def our_texts(root: Path = ROOT) -> list[Text]:
    """Every text of our own code and templates, in the order of their files."""
    found: list[Text] = []
    for path in our_files(root):
        found.extend(texts_in(path, str(path.relative_to(root))))
    return found


def our_files(root: Path = ROOT) -> list[Path]:
    """Python files and templates of ours, tests and migrations left out."""
    code = [path for name in CODE for path in (root / name).rglob("*.py")]
    templates = [
        path
        for name in ("templates", *CODE)
        for suffix in ("*.html", "*.txt")
        for path in (root / name).rglob(suffix)
    ]
    return sorted(path for path in [*code, *templates] if "migrations" not in path.parts)


def texts_in(path: Path, name: str) -> Iterator[Text]:
    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # What is no text becomes rows of X; their indentation means nothing.
        lines = templatize(source, origin=name).splitlines()
        source = "\n".join(line.strip() for line in lines)
    file = io.BytesIO(source.encode())
    for line, messages, _comments, context in extract(
        "python", file, keywords=KEYWORDS, options={"encoding": "utf-8"}
    ):
        forms = messages if isinstance(messages, tuple) else (messages,)
        singular = forms[0]
        if singular:
            plural = forms[1] if len(forms) > 1 else ""
            yield Text(context or "", singular, plural, f"{name}:{line}")


def placeholders(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text))
