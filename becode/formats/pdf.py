"""Papers to keep and to print: PDF/A-2a for archives, PDF/UA-1 for screen readers.

A paper is a Typst source of ours, and data. The data never becomes part of the source: the
template reads it from `sys.inputs`, so that no name can run as markup.
"""

import tempfile
from datetime import UTC, datetime
from functools import cache
from typing import Final

import typst

STANDARDS: Final["list[typst.PDFStandard]"] = ["a-2a", "ua-1"]


class Unprintable(Exception):
    """A paper that cannot be made, most often as no font has a sign that stands in its data."""


def pdf(template: str, data: dict[str, str], *, at: datetime | None = None) -> bytes:
    """The PDF of a Typst source; the same source, data and moment give the same paper.

    `data` is read in the source as `sys.inputs.name`; `at` is the moment noted as that of making.
    Raises Unprintable where a sign has no glyph or the source is wrong.
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
        except typst.TypstError as error:
            raise Unprintable(str(error)) from error
    if not isinstance(paper, bytes):
        raise Unprintable("a paper is one file")
    return paper


@cache
def _fonts() -> typst.Fonts:
    """The fonts that come with the package, and for other scripts those of the machine."""
    return typst.Fonts(include_system_fonts=True)
