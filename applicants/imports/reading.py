"""From a file of applicants to rows of text: what `becode.formats.sheets` reads, in our columns."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from django.utils.translation import gettext as _

from applicants.imports.columns import fields_of
from becode.formats import sheets
from becode.formats.sheets import SheetRow, UnreadableFile

__all__ = ["SheetRow", "UnreadableFile", "read_headings", "read_rows"]


def read_rows(path: Path, matched: Mapping[str, str] | None = None) -> list[SheetRow]:
    """All rows that describe somebody, in the order of the file; `matched` as in `fields_of`.

    Raises UnreadableFile as `sheets.read_rows` does, and when there are no headings.
    """
    rows = sheets.read_rows(path, partial(fields_of, matched=matched))
    if not rows:
        raise UnreadableFile(
            _("No headings were found: there must be columns such as first name and e-mail.")
        )
    return rows


def read_headings(path: Path, matched: Mapping[str, str] | None = None) -> list[tuple[str, ...]]:
    """The headings of each sheet; raises UnreadableFile as `read_rows` does."""
    return sheets.read_headings(path, partial(fields_of, matched=matched))
