"""Papers to keep and to print: PDF/A-2a for archives, PDF/UA-1 for screen readers.

A paper is a Typst source of ours, and data. The data never becomes part of the source: the
template reads it from `sys.inputs`, so that no name can run as markup.
"""

import tempfile
from datetime import UTC, datetime
from functools import cache
from typing import Final

import typst
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from becode.core.moves import IllegalMove

STANDARDS: Final["list[typst.PDFStandard]"] = ["a-2a", "ua-1"]
# What the printer says where the letters of a text are missing, or are of nobody's alphabet.
_NO_LETTERS: Final = ("could not be displayed", "contains the codepoint")


class CannotPrint(IllegalMove):
    """A paper that cannot be made; `sentence` says why, for people."""

    sentence: str | Promise = _("The PDF could not be made. Please tell us.")


class NoLetters(CannotPrint):
    """A text has signs of which we have no letters: another alphabet, or pictures."""

    sentence = _("The PDF cannot print this text. Please write it in Latin letters.")


def pdf(template: str, data: dict[str, str], *, at: datetime | None = None) -> bytes:
    """The PDF of a Typst source; the same source, data and moment give the same paper.

    `data` is read in the source as `sys.inputs.name`; `at` is the moment noted as that of making.
    Raises NoLetters where the fonts lack a sign of the data, CannotPrint for anything else.
    """
    made_at = int((at or datetime(2000, 1, 1, tzinfo=UTC)).timestamp())
    # A folder of its own with nothing in it: a paper reads no files.
    with tempfile.TemporaryDirectory() as empty:
        compiler = typst.Compiler(root=empty, font_paths=_fonts())
        try:
            paper = compiler.compile(
                template.encode(),
                format="pdf",
                sys_inputs=data,
                pdf_standards=STANDARDS,
                timestamp=made_at,
            )
        except RuntimeError as error:  # what the printer raises for whatever it cannot set
            is_letters = any(words in str(error) for words in _NO_LETTERS)
            raise (NoLetters if is_letters else CannotPrint) from error
    if not isinstance(paper, bytes):
        raise CannotPrint
    return paper


@cache
def _fonts() -> typst.Fonts:
    """The fonts that come with the package: a paper looks the same wherever it is made."""
    return typst.Fonts(include_system_fonts=False)
